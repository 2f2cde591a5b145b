// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/first_run/first_run_page.h"

#include "ui/shell/error_text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/viewmodels/environments.h"
#include "ui/viewmodels/format.h"
#include "ui/viewmodels/source_form_data.h"
#include "ui/widgets/card.h"
#include "ui/widgets/file_picker.h"

#include <QBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>

namespace binnacle::ui {

FirstRunPage::FirstRunPage(const PageContext& context, QWidget* parent)
    : Page(parent), m_context(context), m_contexts(context.pool)
{
    setAccessibleName(tr("First start"));
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    outer->addWidget(scroll);
    auto* inner = new QWidget(scroll);
    inner->setObjectName(QStringLiteral("clear"));
    auto* middle = new QHBoxLayout(inner);
    middle->addStretch(1);
    auto* host = new QWidget(inner);
    host->setMaximumWidth(720);
    host->setMinimumWidth(560);
    middle->addWidget(host, 10);
    middle->addStretch(1);
    auto* column = new QVBoxLayout(host);
    column->setContentsMargins(0, 40, 0, 24);
    column->setSpacing(size::kPadM);
    column->addWidget(roleLabel("figure", host, tr("What shall Binnacle watch?")));
    auto* intro = roleLabel("", host,
                            tr("It needs no server and no agent of its own. Nothing is contacted "
                               "until you choose it here."));
    setTone(intro, "muted");
    intro->setWordWrap(true);
    column->addWidget(intro);
    column->addSpacing(8);
    QVBoxLayout* body = nullptr;
    column->addWidget(card(QStringLiteral("demo"), tr("Look around in the demo estate"),
                           tr("A synthetic company with 2,304 GPUs that is alive and always "
                              "labelled as simulated. No server is needed."),
                           body));
    auto* demo = new QPushButton(tr("Open the demo estate"), host);
    demo->setObjectName(QStringLiteral("useDemo"));
    demo->setProperty("role", QStringLiteral("primary"));
    body->addWidget(demo, 0, Qt::AlignLeft);
    connect(demo, &QPushButton::clicked, this, &FirstRunPage::useDemo);
    column->addWidget(card(QStringLiteral("cluster"), tr("Connect a Kubernetes cluster"),
                           tr("Uses your kubeconfig where it lies. Binnacle reads; it changes "
                              "nothing in the cluster."),
                           body));
    buildCluster(body);
    column->addWidget(card(QStringLiteral("metrics"), tr("Connect a Prometheus server"),
                           tr("Or Thanos, Mimir, VictoriaMetrics: whatever answers PromQL."),
                           body));
    buildPrometheus(body);
    auto* file = new QPushButton(tr("Open a configuration file…"), host);
    file->setObjectName(QStringLiteral("openConfig"));
    column->addWidget(file, 0, Qt::AlignLeft);
    connect(file, &QPushButton::clicked, this, &FirstRunPage::openConfig);
    m_message = roleLabel("", host);
    m_message->setWordWrap(true);
    setTone(m_message, "critical");
    column->addWidget(m_message);
    column->addStretch(1);
    scroll->setWidget(inner);
    loadContexts();
}

QWidget* FirstRunPage::card(const QString& name, const QString& title, const QString& text,
                            QVBoxLayout*& body)
{
    auto* frame = new QFrame(this);
    frame->setProperty("role", QStringLiteral("card"));
    auto* row = new QHBoxLayout(frame);
    row->setContentsMargins(16, 14, 16, 14);
    row->setSpacing(14);
    auto* glyph = new QLabel(frame);
    Theme& theme = m_context.theme;
    const auto restyle = [glyph, name, &theme] {
        glyph->setPixmap(icon(name, theme, theme.tokens().accent)
                             .pixmap(QSize(22, 22), glyph->devicePixelRatioF()));
    };
    connect(&theme, &Theme::changed, glyph, restyle);
    restyle();
    row->addWidget(glyph, 0, Qt::AlignTop);
    body = new QVBoxLayout;
    body->setSpacing(6);
    row->addLayout(body, 1);
    body->addWidget(roleLabel("cardTitle", frame, title));
    auto* words = roleLabel("", frame, text);
    setTone(words, "muted");
    words->setWordWrap(true);
    body->addWidget(words);
    body->addSpacing(4);
    return frame;
}

void FirstRunPage::buildCluster(QVBoxLayout* body)
{
    m_contextText = roleLabel("muted", this, tr("Reading the names of contexts …"));
    m_contextText->setWordWrap(true);
    body->addWidget(m_contextText);
    body->addLayout(m_contextList = new QVBoxLayout);
    m_contextList->setSpacing(6);
}

void FirstRunPage::buildPrometheus(QVBoxLayout* body)
{
    auto* row = new QHBoxLayout;
    m_url = new QLineEdit(this);
    m_url->setObjectName(QStringLiteral("prometheusUrl"));
    m_url->setPlaceholderText(QStringLiteral("https://prometheus.example.com"));
    m_url->setAccessibleName(tr("Address of the Prometheus server"));
    row->addWidget(m_url, 1);
    auto* connectButton = new QPushButton(tr("Connect"), this);
    row->addWidget(connectButton);
    body->addLayout(row);
    m_urlProblem = roleLabel("axis", this);
    setTone(m_urlProblem, "critical");
    m_urlProblem->hide();
    body->addWidget(m_urlProblem);
    connect(connectButton, &QPushButton::clicked, this, &FirstRunPage::usePrometheus);
    connect(m_url, &QLineEdit::returnPressed, this, &FirstRunPage::usePrometheus);
}

void FirstRunPage::loadContexts()
{
    const auto contexts = m_context.environments.factory().contexts;
    if (!contexts) {
        m_contextText->setText(tr("This build has no Kubernetes connector."));
        return;
    }
    m_contexts.start([contexts](std::stop_token) { return contexts(); },
                     [this](auto found) {
                         showContexts(found);
                         Q_EMIT readyChanged();
                     });
}

void FirstRunPage::showContexts(const models::Result<std::vector<std::string>>& found)
{
    if (!found) {
        m_contextText->setText(toQ(found.error().text()) + QLatin1Char(' ') +
                               errorText(found.error()).remedy);
        return;
    }
    if (found->empty()) {
        m_contextText->setText(tr("No kubeconfig with a context was found ($KUBECONFIG, then "
                                  "~/.kube/config)."));
        return;
    }
    m_contextText->setText(found->size() == 1
                               ? tr("One context in your kubeconfig:")
                               : tr("%1 contexts in your kubeconfig:").arg(found->size()));
    constexpr std::size_t kShown = 8;
    for (std::size_t i = 0; i < std::min(found->size(), kShown); ++i) {
        const std::string name = (*found)[i];
        auto* button = new QPushButton(toQ(name), this);
        button->setAccessibleName(tr("Connect context %1").arg(toQ(name)));
        m_contextList->addWidget(button, 0, Qt::AlignLeft);
        connect(button, &QPushButton::clicked, this, [this, name] { useCluster(name); });
    }
    if (found->size() > kShown)
        m_contextList->addWidget(roleLabel(
            "muted", this,
            tr("and %1 more: choose them on the Connections page").arg(found->size() - kShown)));
}

void FirstRunPage::useDemo()
{
    m_context.environments.setConfig(services::demoConfig());
}

void FirstRunPage::useCluster(const std::string& contextName)
{
    services::SourceConfig source;
    source.id = "cluster";
    source.type = "kubernetes";
    source.context = contextName;
    save({contextName, false, {source}});
}

void FirstRunPage::usePrometheus()
{
    FormValues values;
    values[QStringLiteral("id")] = QStringLiteral("prometheus");
    values[QStringLiteral("url")] = m_url->text();
    const auto problems = checkForm(QStringLiteral("prometheus"), values, {});
    const QString problem = problems.value(QStringLiteral("url"));
    m_urlProblem->setText(problem);
    m_urlProblem->setVisible(!problem.isEmpty());
    setTone(m_url, problem.isEmpty() ? "" : "critical");
    if (!problem.isEmpty())
        return;
    save({"default", false, {fromForm(QStringLiteral("prometheus"), values, {})}});
}

void FirstRunPage::openConfig()
{
    chooseFile(this, tr("Open a configuration file"), {}, [this](const QString& file) {
        m_context.environments.load(file.toStdString(), [this](const models::Result<void>& done) {
            if (!done)
                m_message->setText(toQ(done.error().text()) + QLatin1Char(' ') +
                                   errorText(done.error()).remedy);
        });
    });
}

void FirstRunPage::save(services::EnvironmentConfig environment)
{
    services::Config config = m_context.environments.config();
    const QString name = toQ(environment.name);
    config.environments.push_back(std::move(environment));
    m_context.environments.save(std::move(config), name, [this](models::Result<void> done) {
        if (!done)
            m_message->setText(toQ(done.error().text()) + QLatin1Char(' ') +
                               errorText(done.error()).remedy);
    });
}

} // namespace binnacle::ui
