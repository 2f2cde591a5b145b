// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/connections/connections_page.h"

#include "ui/pages/connections/source_card.h"
#include "ui/pages/connections/source_form.h"
#include "ui/pages/connections/store_card.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/error_text.h"
#include "ui/shell/state_view.h"
#include "ui/theme/theme.h"
#include "ui/viewmodels/environments.h"
#include "ui/viewmodels/format.h"
#include "ui/viewmodels/source_secrets.h"
#include "ui/widgets/card.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/file_picker.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QScrollArea>

#include <algorithm>

namespace binnacle::ui {

PageDescriptor ConnectionsPage::descriptor()
{
    return {QStringLiteral("connections"),
            tr("Connections"),
            QStringLiteral("connections"),
            tr("Set up"),
            QLatin1Char('C'),
            [](const PageContext& context, QWidget* parent) -> Page* {
                return new ConnectionsPage(context, parent);
            }};
}

ConnectionsPage::ConnectionsPage(const PageContext& context, QWidget* parent)
    : Page(parent), m_context(context), m_health(context.pool)
{
    setAccessibleName(tr("Connections"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(size::kPadL, 10, size::kPadL, size::kPadL);
    column->setSpacing(6);
    auto* head = new QHBoxLayout;
    head->addWidget(m_title = new ElidedLabel("title", this), 1);
    m_title->setFixedHeight(40);
    auto* file = new QPushButton(tr("Open a file…"), this);
    file->setObjectName(QStringLiteral("openConfig"));
    file->setToolTip(tr("Use the environments and sources of another configuration file"));
    head->addWidget(file);
    connect(file, &QPushButton::clicked, this, &ConnectionsPage::openConfig);
    head->addWidget(m_add = new QPushButton(tr("Add a source"), this));
    m_add->setObjectName(QStringLiteral("addSource"));
    m_add->setProperty("role", QStringLiteral("primary"));
    column->addLayout(head);
    column->addWidget(m_said = roleLabel("", this));
    m_said->setObjectName(QStringLiteral("pageMessage"));
    m_said->setWordWrap(true);
    setTone(m_said, "warning");
    m_said->hide();
    auto* row = new QHBoxLayout;
    row->setSpacing(size::kPadM);
    column->addLayout(row, 1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* host = new QWidget(scroll);
    host->setObjectName(QStringLiteral("clear"));
    m_list = new QVBoxLayout(host);
    m_list->setContentsMargins(0, 0, 0, 0);
    m_list->setSpacing(size::kPadM);
    m_list->addWidget(m_store = new StoreCard(context.theme, host));
    m_list->addStretch(1);
    scroll->setWidget(host);
    m_state = new StateView(context.theme, scroll, this);
    row->addWidget(m_state, 1);
    row->addWidget(m_form = new SourceForm(context, this));
    m_form->hide();
    connectAll();
    addActions();
    refresh();
}

ConnectionsPage::~ConnectionsPage() = default;

void ConnectionsPage::connectAll()
{
    connect(m_add, &QPushButton::clicked, this, [this] { openForm(QStringLiteral("kubernetes")); });
    connect(m_form, &SourceForm::closed, this, &ConnectionsPage::closeForm);
    connect(m_form, &SourceForm::saved, this, &ConnectionsPage::closeForm);
    connect(m_state, &StateView::remedyRequested, this,
            [this](const QString& action) { m_context.actions.trigger(action); });
    auto& environments = m_context.environments;
    connect(&environments, &Environments::currentChanged, this, &ConnectionsPage::refresh);
    connect(&environments, &Environments::configChanged, this, &ConnectionsPage::refresh);
    connect(&environments.feed(), &SnapshotFeed::liveChanged, this, [this] {
        if (isVisible())
            refresh();
    });
    m_tick.setInterval(1000);
    connect(&m_tick, &QTimer::timeout, this, &ConnectionsPage::refresh);
}

void ConnectionsPage::addActions()
{
    m_context.actions.add({QStringLiteral("connections.add"),
                           tr("Connections"),
                           tr("Add a source"),
                           {},
                           {},
                           [this] {
                               m_context.goTo(QStringLiteral("connections"));
                               openForm(QStringLiteral("kubernetes"));
                           },
                           {}});
    m_context.actions.add({QStringLiteral("connections.file"),
                           tr("Connections"),
                           tr("Open a configuration file"),
                           {},
                           {},
                           [this] { openConfig(); },
                           {}});
}

bool ConnectionsPage::isSettled() const
{
    return m_state->state().kind != PageState::Kind::Loading;
}

bool ConnectionsPage::isReady() const
{
    return m_state->state().showsContent() && !m_cards.empty();
}

bool ConnectionsPage::goBack()
{
    if (!m_form->isVisible())
        return false;
    closeForm();
    return true;
}

PageState ConnectionsPage::pageState(bool any) const
{
    auto& environments = m_context.environments;
    if (const auto& error = environments.error()) {
        const ErrorText words = errorText(*error);
        return {PageState::Kind::Failed, words.title,
                words.detail + QLatin1Char(' ') + words.remedy,
                QStringLiteral("environment.reopen"), tr("Try again")};
    }
    if (environments.isFirstRun() || !any)
        return {PageState::Kind::Empty, tr("Nothing is connected yet"),
                tr("Add a cluster, a Prometheus server or the demo estate."),
                QStringLiteral("connections.add"), tr("Add a source")};
    if (!environments.feed().live())
        return {};
    return {PageState::Kind::Ready, {}, {}, {}, {}};
}

void ConnectionsPage::refresh()
{
    auto& environments = m_context.environments;
    const models::UtcTime now = models::Clock::system().now();
    std::vector<SourceRow> rows;
    if (const auto& current = environments.current())
        rows = sourceRows(*current, environments.feed().live().get(), now);
    m_title->setFullText(sourcesTitle(rows));
    syncCards(rows);
    askHealth();
    m_state->setState(pageState(!rows.empty()));
    if (isReady() && !m_wasReady) {
        m_wasReady = true;
        Q_EMIT readyChanged();
    }
}

/// On a worker: the store counts its bytes between two batches, which may take a while.
void ConnectionsPage::askHealth()
{
    const EstatePtr estate = m_context.environments.feed().estate();
    if (!estate || m_health.isRunning())
        return;
    m_health.start([estate](std::stop_token) { return estate->store().health(); },
                   [this](const services::StoreHealth& health) {
                       m_store->setHealth(health, models::Clock::system().now());
                   });
}

void ConnectionsPage::syncCards(const std::vector<SourceRow>& rows)
{
    std::erase_if(m_cards, [&rows](const auto& entry) {
        const bool gone = std::none_of(rows.begin(), rows.end(), [&entry](const SourceRow& row) {
            return row.id == entry.first;
        });
        if (gone)
            entry.second->deleteLater();
        return gone;
    });
    for (std::size_t i = 0; i < rows.size(); ++i) {
        SourceCard*& card = m_cards[rows[i].id];
        if (!card)
            card = makeCard(rows[i].id);
        const int at = m_list->indexOf(card);
        if (at != static_cast<int>(i)) {
            m_list->removeWidget(card);
            m_list->insertWidget(static_cast<int>(i), card);
        }
        card->setRow(rows[i]);
    }
}

SourceCard* ConnectionsPage::makeCard(const std::string& id)
{
    auto* card = new SourceCard(m_context.theme, m_store->parentWidget());
    card->setObjectName(QStringLiteral("source.") + toQ(id));
    connect(card, &SourceCard::testRequested, this, [this, id] { test(id); });
    connect(card, &SourceCard::editRequested, this, [this, id] { edit(id); });
    connect(card, &SourceCard::removalAsked, this, [this, id, card] {
        const auto& current = m_context.environments.current();
        card->askRemoval(current ? ownSecrets(m_context.environments.config(), current->name, id)
                                 : std::vector<std::string>());
    });
    connect(card, &SourceCard::removeRequested, this,
            [this, id](bool secrets) { remove(id, secrets); });
    return card;
}

const services::SourceConfig* ConnectionsPage::config(const std::string& id) const
{
    const auto& current = m_context.environments.current();
    if (!current)
        return nullptr;
    for (const auto& source : current->sources) {
        if (source.id == id)
            return &source;
    }
    return nullptr;
}

void ConnectionsPage::test(const std::string& id)
{
    const services::SourceConfig* source = config(id);
    const auto& run = m_context.environments.factory().test;
    if (!source || !run)
        return;
    auto& slot = m_tests[id];
    if (!slot)
        slot = std::make_unique<AsyncSlot<models::SourceStatus>>(m_context.pool);
    slot->start(
        [run, config = *source](std::stop_token stop) { return run(config, {}, stop); },
        [this, id](models::SourceStatus status) {
            const auto card = m_cards.find(id);
            if (card == m_cards.end())
                return;
            if (status.error) {
                const ErrorText words = errorText(*status.error);
                card->second->setTest(
                    Tone::Critical,
                    tr("Test just now. %1: %2 %3").arg(words.title, words.detail, words.remedy));
            } else {
                card->second->setTest(
                    Tone::Ok,
                    tr("Test just now: it answers in %1, version %2.")
                        .arg(formatMillis(status.latencyMs),
                             status.version.empty() ? tr("not told") : toQ(status.version)));
            }
        });
}

void ConnectionsPage::edit(const std::string& id)
{
    const services::SourceConfig* source = config(id);
    if (!source)
        return;
    m_form->openEdit(m_context.environments.current()->name, *source);
    m_form->show();
}

void ConnectionsPage::remove(const std::string& id, bool withSecrets)
{
    services::Config config = m_context.environments.config();
    const std::string name = m_context.environments.current()->name;
    const auto secrets = withSecrets ? ownSecrets(config, name, id) : std::vector<std::string>();
    for (auto& environment : config.environments) {
        if (environment.name == name)
            std::erase_if(environment.sources,
                          [&id](const services::SourceConfig& source) { return source.id == id; });
    }
    m_context.environments.save(
        std::move(config), toQ(name), [this, id, secrets](models::Result<void> done) {
            const auto card = m_cards.find(id);
            if (done)
                removeSecrets(secrets);
            else if (card != m_cards.end())
                card->second->setTest(Tone::Critical, toQ(done.error().text()) + QLatin1Char(' ') +
                                                          errorText(done.error()).remedy);
        });
}

/// After the configuration: a source must never stay behind without its secret.
void ConnectionsPage::removeSecrets(const std::vector<std::string>& names)
{
    const QPointer<ConnectionsPage> self(this);
    for (const std::string& name : names) {
        m_context.environments.factory().removeSecret(
            name, [self, name](const models::Result<void>& done) {
                if (!self || done)
                    return;
                self->m_said->setText(
                    tr("The source is removed; its secret %1 is still in the key store. %2 %3")
                        .arg(toQ(name), toQ(done.error().text()), errorText(done.error()).remedy));
                self->m_said->show();
            });
    }
}

void ConnectionsPage::openConfig()
{
    const QString now = toQ(m_context.environments.config().file.string());
    chooseFile(this, tr("Open a configuration file"), now, [this](const QString& file) {
        m_context.environments.load(file.toStdString(), [this](const models::Result<void>& done) {
            m_said->setVisible(!done);
            if (!done)
                m_said->setText(toQ(done.error().text()) + QLatin1Char(' ') +
                                errorText(done.error()).remedy);
        });
    });
}

void ConnectionsPage::openForm(const QString& type)
{
    m_form->openNew(type);
    m_form->show();
    m_form->setFocus();
}

void ConnectionsPage::closeForm()
{
    m_form->hide();
    setFocus();
}

void ConnectionsPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    m_tick.start();
    refresh();
}

void ConnectionsPage::hideEvent(QHideEvent* event)
{
    Page::hideEvent(event);
    m_tick.stop();
}

void ConnectionsPage::resizeEvent(QResizeEvent* event)
{
    Page::resizeEvent(event);
    m_form->setFixedWidth(width() < 1000 ? 320 : size::kInspector);
}

} // namespace binnacle::ui
