// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/fleet/inspector.h"

#include "ui/charts/chart_panel.h"
#include "ui/shell/action_registry.h"
#include "ui/theme/icons.h"
#include "ui/theme/shapes.h"
#include "ui/viewmodels/environments.h"
#include "ui/viewmodels/format.h"
#include "ui/widgets/card.h"
#include "ui/widgets/choice_button.h"
#include "ui/widgets/elided_label.h"

#include <QBoxLayout>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>

namespace binnacle::ui {

namespace {

constexpr int kReloadMs = 15'000;
constexpr int kChartColumns = 300;
const std::chrono::hours kSpans[] = {std::chrono::hours(1), std::chrono::hours(6),
                                     std::chrono::hours(24)};

} // namespace

Inspector::Inspector(const PageContext& context, FleetViewModel& model, QWidget* parent)
    : QFrame(parent), m_theme(context.theme), m_environments(context.environments),
      m_actions(context.actions), m_model(model), m_charts(context.pool)
{
    setObjectName(QStringLiteral("inspector"));
    setProperty("role", QStringLiteral("card"));
    setAccessibleName(tr("Inspector"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(15, 11, 9, 11);
    column->setSpacing(4);
    auto* head = new QHBoxLayout;
    m_title = new ElidedLabel("cardTitle", this);
    head->addWidget(m_title, 1);
    auto* close = new QToolButton(this);
    close->setProperty("role", QStringLiteral("flat"));
    close->setAccessibleName(tr("Close the inspector"));
    close->setToolTip(tr("Close (Esc)"));
    head->addWidget(close);
    column->addLayout(head);
    column->addWidget(m_subtitle = new ElidedLabel("muted", this));

    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* inner = new QWidget(scroll);
    inner->setObjectName(QStringLiteral("clear"));
    auto* content = new QVBoxLayout(inner);
    content->setContentsMargins(0, 6, 8, 0);
    content->setSpacing(size::kPadM);

    m_note = new QFrame(inner);
    m_note->setProperty("role", QStringLiteral("note"));
    auto* note = new QGridLayout(m_note);
    note->setContentsMargins(10, 8, 10, 8);
    note->setHorizontalSpacing(8);
    note->setVerticalSpacing(4);
    note->addWidget(m_noteShape = new QLabel(m_note), 0, 0, Qt::AlignTop);
    note->addWidget(m_noteText = roleLabel("", m_note), 0, 1);
    note->addWidget(m_noteNext = roleLabel("muted", m_note), 1, 1);
    note->setColumnStretch(1, 1);
    for (QLabel* label : {m_noteText, m_noteNext}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    content->addWidget(m_note);
    m_facts = new QGridLayout;
    m_facts->setHorizontalSpacing(12);
    m_facts->setVerticalSpacing(5);
    m_facts->setColumnMinimumWidth(0, 104);
    m_facts->setColumnStretch(1, 1);
    content->addLayout(m_facts);
    content->addLayout(m_devices = new QVBoxLayout);
    m_devices->setSpacing(2);
    auto* chartHead = new QHBoxLayout;
    chartHead->addWidget(roleLabel("cardTitle", inner, tr("Measured")), 1);
    chartHead->addWidget(m_span = new ChoiceButton(tr("Last"), inner));
    m_span->setChoices({tr("1 hour"), tr("6 hours"), tr("24 hours")});
    content->addLayout(chartHead);
    content->addLayout(m_panels = new QVBoxLayout);
    content->addStretch(1);
    scroll->setWidget(inner);
    column->addWidget(scroll, 1);

    m_reload.setInterval(kReloadMs);
    connect(&m_reload, &QTimer::timeout, this, &Inspector::loadCharts);
    connect(m_span, &ChoiceButton::chosen, this, &Inspector::loadCharts);
    connect(close, &QToolButton::clicked, this, &Inspector::closed);
    connect(&m_charts, &DeviceCharts::changed, this, &Inspector::showCharts);
    connect(&model, &FleetViewModel::viewChanged, this, &Inspector::refresh);
    const auto restyle = [this, close] {
        close->setIcon(icon(QStringLiteral("close"), m_theme, m_theme.tokens().muted));
        refresh();
    };
    connect(&m_theme, &Theme::changed, this, restyle);
    restyle();
}

bool Inspector::show(const models::ObjectKey& key)
{
    if (!m_model.gpu(key) && !m_model.node(key))
        return false;
    const bool other = !(key == m_key);
    m_key = key;
    if (other) {
        m_subject = {};
        m_charts.clear();
    }
    refresh();
    QWidget::setVisible(true);
    loadCharts();
    m_reload.start();
    return true;
}

void Inspector::clear()
{
    m_key = {};
    m_reload.stop();
    m_charts.clear();
}

void Inspector::refresh()
{
    if (!m_key.valid())
        return;
    const bool live = !m_model.view() || m_model.view()->live;
    const models::UtcTime wall = models::Clock::system().now();
    const models::UtcTime now = live ? wall : m_model.view()->at;
    if (now != m_chartsEnd && !(live && !m_chartsEnd.known())) {
        m_chartsEnd = live ? models::UtcTime{} : now;
        loadCharts();
    }
    if (const services::FleetGpu* gpu = m_model.gpu(m_key)) {
        m_title->setFullText(deviceName(*gpu));
        m_subtitle->setFullText(QStringLiteral("%1 · %2").arg(
            gpu->model.empty() ? tr("device model not known") : toQ(gpu->model),
            ageText(gpu->freshness, gpu->sampleTime, now, live)));
        const QString why = gpu->stateReason.empty()
                                ? gpuStateText(gpu->state)
                                : tr("%1: %2").arg(gpuStateText(gpu->state), toQ(gpu->stateReason));
        showNote(toneOf(gpu->state), why, toQ(gpu->xidNextStep));
        showFacts(deviceFacts(*gpu, now));
        showDeviceButtons(nullptr);
        m_subject = gpu->uuid.empty()
                        ? ChartSubject{{{"Hostname", gpu->node},
                                        {"gpu", formatCount(gpu->index).toStdString()}},
                                       {}}
                        : ChartSubject{{{"UUID", gpu->uuid}}, {}};
    } else if (const services::FleetNode* node = m_model.node(m_key)) {
        m_title->setFullText(toQ(node->name));
        m_subtitle->setFullText(
            live ? tr("node of %1 · %2")
                       .arg(toQ(node->cluster), toQ(models::toString(node->freshness)))
                 : tr("node of %1 · as recorded").arg(toQ(node->cluster)));
        const bool ill = !node->problem.empty() || (node->readyKnown && !node->ready);
        showNote(!node->readyKnown ? Tone::Unknown
                 : ill             ? Tone::Warning
                                   : Tone::Ok,
                 ill ? toQ(node->status + " " + node->problem) : tr("No problem reported"), {});
        showFacts(nodeFacts(*node, now));
        showDeviceButtons(node);
        m_subject = {{{"Hostname", node->name}}, QStringLiteral("gpu")};
    } else {
        m_subtitle->setFullText(live ? tr("gone from the estate; these were its last values")
                                     : tr("not there at this moment; these are its values of "
                                          "another"));
    }
}

void Inspector::showDeviceButtons(const services::FleetNode* node)
{
    const auto& gpus = m_model.view()->gpus;
    QStringList texts;
    for (std::size_t i = 0; node && i < node->gpuCount; ++i) {
        const services::FleetGpu& gpu = gpus[node->firstGpu + i];
        texts << QStringLiteral(" %1   %2   %3")
                     .arg(deviceName(gpu), gpuStateText(gpu.state), formatRatio(gpu.utilisation));
    }
    if (texts == m_deviceTexts)
        return;
    // Buttons stay while their number does, so that the focus does not get lost at every refresh.
    if (texts.size() != m_deviceTexts.size())
        clearLayout(m_devices);
    m_deviceTexts = texts;
    for (int i = 0; i < texts.size(); ++i) {
        const services::FleetGpu& gpu = gpus[node->firstGpu + static_cast<std::size_t>(i)];
        auto* button = i < m_devices->count()
                           ? qobject_cast<QPushButton*>(m_devices->itemAt(i)->widget())
                           : new QPushButton(m_note->parentWidget());
        if (i >= m_devices->count())
            m_devices->addWidget(button);
        button->setProperty("role", QStringLiteral("row"));
        button->setIcon(QIcon(shapePixmap(m_theme, toneOf(gpu.state), 10, devicePixelRatioF())));
        button->setText(texts[i]);
        button->disconnect(this);
        connect(button, &QPushButton::clicked, this, [this, key = deviceKey(gpu)] { show(key); });
    }
}

void Inspector::showNote(Tone tone, const QString& text, const QString& next)
{
    m_noteShape->setPixmap(shapePixmap(m_theme, tone, 12, devicePixelRatioF()));
    m_noteText->setText(text);
    m_noteNext->setText(next);
    m_noteNext->setVisible(!next.isEmpty());
}

void Inspector::showFacts(const std::vector<FactRow>& rows)
{
    // Rows are reused: the panel refreshes four times a second and must not flicker.
    while (m_factRows.size() < rows.size()) {
        const int at = static_cast<int>(m_factRows.size());
        auto* name = roleLabel("muted", m_note->parentWidget());
        auto* value = new ElidedLabel("", m_note->parentWidget());
        value->setElide(Qt::ElideMiddle); // the ends of names and identifiers tell them apart
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_facts->addWidget(name, at, 0);
        m_facts->addWidget(value, at, 1);
        m_factRows.emplace_back(name, value);
    }
    for (std::size_t i = 0; i < m_factRows.size(); ++i) {
        const auto& [name, value] = m_factRows[i];
        name->setVisible(i < rows.size());
        value->setVisible(i < rows.size());
        if (i >= rows.size())
            continue;
        name->setText(rows[i].name);
        value->setFont(rows[i].mono ? m_theme.mono(size::kSecondary) : m_theme.text(size::kBody));
        value->setFullText(rows[i].value);
    }
}

void Inspector::loadCharts()
{
    if (!m_key.valid() || m_subject.labels.empty() || m_charts.isLoading() || !isVisible())
        return;
    m_charts.load(m_environments.feed().estate(), m_subject, kSpans[m_span->index()], kChartColumns,
                  m_chartsEnd);
}

void Inspector::showCharts()
{
    const auto& charts = m_charts.charts();
    while (m_panels->count() < static_cast<int>(charts.size()))
        m_panels->addWidget(new ChartPanel(m_theme, m_note->parentWidget()));
    for (int i = 0; i < m_panels->count(); ++i) {
        auto* panel = qobject_cast<ChartPanel*>(m_panels->itemAt(i)->widget());
        panel->setVisible(i < static_cast<int>(charts.size()));
        if (i >= static_cast<int>(charts.size()))
            continue;
        panel->setData(charts[static_cast<std::size_t>(i)]);
        panel->setSubject(m_title->fullText());
    }
    addChartActions();
    if (!charts.empty())
        Q_EMIT chartsShown();
}

/// The palette names each chart, for it has no pointer to point with.
void Inspector::addChartActions()
{
    m_actions.removeAll(QStringLiteral("fleet.chart."));
    for (int i = 0; i < static_cast<int>(m_charts.charts().size()); ++i) {
        auto* panel = qobject_cast<ChartPanel*>(m_panels->itemAt(i)->widget());
        const auto shown = [panel] { return panel->isVisible() && panel->hasChart(); };
        const QString id = QStringLiteral("fleet.chart.%1.").arg(i);
        m_actions.add({id + QStringLiteral("png"),
                       tr("Charts"),
                       tr("Save %1 as PNG").arg(panel->chartTitle()),
                       {},
                       {},
                       [panel] { panel->savePicture(PictureFormat::Png); },
                       shown});
        m_actions.add({id + QStringLiteral("svg"),
                       tr("Charts"),
                       tr("Save %1 as SVG").arg(panel->chartTitle()),
                       {},
                       {},
                       [panel] { panel->savePicture(PictureFormat::Svg); },
                       shown});
    }
}

} // namespace binnacle::ui
