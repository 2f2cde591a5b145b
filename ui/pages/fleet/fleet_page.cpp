// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/fleet/fleet_page.h"

#include "ui/pages/fleet/attention_list.h"
#include "ui/pages/fleet/device_table.h"
#include "ui/pages/fleet/heat_legend.h"
#include "ui/pages/fleet/heat_map.h"
#include "ui/pages/fleet/inspector.h"
#include "ui/pages/fleet/team_bars.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/state_view.h"
#include "ui/viewmodels/environments.h"
#include "ui/viewmodels/format.h"
#include "ui/widgets/card.h"
#include "ui/widgets/choice_button.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/tab_bar.h"

#include <QBoxLayout>
#include <QScrollArea>
#include <QStackedWidget>

namespace binnacle::ui {

PageDescriptor FleetPage::descriptor()
{
    return {QStringLiteral("fleet"),
            tr("Fleet"),
            QStringLiteral("fleet"),
            {},
            QLatin1Char('F'),
            [](const PageContext& context, QWidget* parent) -> Page* {
                return new FleetPage(context, parent);
            }};
}

FleetPage::FleetPage(const PageContext& context, QWidget* parent)
    : Page(parent), m_context(context), m_model(context.environments, context.pool)
{
    setAccessibleName(tr("Fleet"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(size::kPadL, 10, size::kPadL, size::kPadL);
    column->setSpacing(6);
    buildHead(column);
    auto* content = new QWidget(this);
    auto* row = new QHBoxLayout(content);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(size::kPadM);
    row->addWidget(buildMain(), 1);
    row->addWidget(buildSide());
    m_state = new StateView(context.theme, content, this);
    column->addWidget(m_state, 1);
    addActions();
    connectAll();
    onState();
    onView();
}

void FleetPage::buildHead(QVBoxLayout* column)
{
    auto* head = new QHBoxLayout;
    head->setSpacing(size::kPadS);
    head->addWidget(m_title = new ElidedLabel("title", this), 1);
    m_title->setObjectName(QStringLiteral("title"));
    m_title->setFixedHeight(40);
    head->addWidget(m_colour = new ChoiceButton(tr("Colour"), this));
    head->addWidget(m_group = new ChoiceButton(tr("Group"), this));
    head->addWidget(m_team = new ChoiceButton(tr("Team"), this));
    m_colour->setChoices(
        {tr("Utilisation"), tr("State"), tr("Memory"), tr("Power"), tr("Temperature")});
    m_group->setChoices({tr("Pool"), tr("Cluster"), tr("Team"), tr("Model")});
    m_team->setChoices({tr("All")});
    column->addLayout(head);
    m_caveat = new ElidedLabel("muted", this);
    m_caveat->setObjectName(QStringLiteral("caveat"));
    setTone(m_caveat, "warning");
    m_caveat->hide();
    column->addWidget(m_caveat);
}

QWidget* FleetPage::buildMain()
{
    auto* card = new QFrame(this);
    card->setProperty("role", QStringLiteral("card"));
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(15, 8, 15, 11);
    column->setSpacing(size::kPadS);
    m_tabs = new TabBar(card);
    m_tabs->addTab(tr("Map"), tr("One cell per device"));
    m_tabs->addTab(tr("Devices"), tr("Every device as a row"));
    auto* top = new QHBoxLayout;
    top->addWidget(m_tabs);
    top->addStretch(1);
    column->addLayout(top);
    m_stack = new QStackedWidget(card);
    auto* map = new QWidget(m_stack);
    auto* mapColumn = new QVBoxLayout(map);
    mapColumn->setContentsMargins(0, 0, 0, 0);
    mapColumn->setSpacing(size::kPadS);
    mapColumn->addWidget(m_map = new HeatMap(m_context.theme, map), 1);
    mapColumn->addWidget(m_legend = new HeatLegend(m_context.theme, map));
    m_stack->addWidget(map);
    m_stack->addWidget(m_table = new DeviceTable(m_context, m_model, m_stack));
    column->addWidget(m_stack, 1);
    return card;
}

QWidget* FleetPage::buildSide()
{
    m_side = new QStackedWidget(this);
    auto* scroll = new QScrollArea(m_side);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* cards = new QWidget(scroll);
    cards->setObjectName(QStringLiteral("clear"));
    auto* column = new QVBoxLayout(cards);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(size::kPadM);
    auto* teams = new Card(tr("Allocated, but is it used?"), cards);
    teams->body()->addWidget(m_teams = new TeamBars(m_context.theme, teams));
    column->addWidget(teams);
    column->addWidget(m_queue = new QueueCard(m_context.theme, cards));
    m_attentionCard = new Card(tr("Needs attention"), cards);
    m_attentionCard->body()->addWidget(
        m_attention = new AttentionList(m_context.theme, m_attentionCard), 1);
    column->addWidget(m_attentionCard, 1);
    m_attentionCard->setMinimumHeight(160);
    scroll->setWidget(cards);
    m_side->addWidget(scroll);
    m_side->addWidget(m_inspector = new Inspector(m_context, m_model, m_side));
    return m_side;
}

void FleetPage::connectAll()
{
    connect(&m_model, &FleetViewModel::viewChanged, this, &FleetPage::onView);
    connect(&m_model, &FleetViewModel::stateChanged, this, &FleetPage::onState);
    connect(m_state, &StateView::remedyRequested, this,
            [this](const QString& action) { m_context.actions.trigger(action); });
    connect(m_tabs, &TabBar::currentChanged, this, [this](int index) {
        m_stack->setCurrentIndex(index);
        for (ChoiceButton* choice : {m_colour, m_group, m_team})
            choice->setVisible(index == 0);
        arrangeSide();
    });
    connect(m_map, &HeatMap::opened, this, &FleetPage::open);
    connect(m_table, &DeviceTable::opened, this, &FleetPage::open);
    connect(m_inspector, &Inspector::closed, this, &FleetPage::closeInspector);
    connect(m_attention, &AttentionList::opened, this, &FleetPage::onAttention);
    connect(m_teams, &TeamBars::teamChosen, this, [this](const QString& team) {
        for (int i = 1; !m_team->text(i).isEmpty(); ++i) {
            if (m_team->text(i) == team)
                m_team->choose(m_team->index() == i ? 0 : i);
        }
    });
    connect(m_colour, &ChoiceButton::chosen, this, [this](int index) {
        changeSettings([index](FleetSettings& s) { s.colour = static_cast<HeatColour>(index); });
    });
    connect(m_group, &ChoiceButton::chosen, this, [this](int index) {
        changeSettings([index](FleetSettings& s) { s.group = static_cast<HeatGroup>(index); });
    });
    connect(m_team, &ChoiceButton::chosen, this, [this](int index) {
        const std::string team = index == 0 ? std::string() : m_team->text(index).toStdString();
        changeSettings([&team](FleetSettings& s) { s.team = team; });
    });
}

void FleetPage::addActions()
{
    const QString group = tr("Fleet");
    const auto add = [&](const char* id, const QString& text, std::function<void()> run) {
        m_context.actions.add({QLatin1String(id), group, text, {}, {}, std::move(run), [this] {
                                   return m_state->state().showsContent() && isVisible();
                               }});
    };
    add("fleet.map", tr("Show the heat map"), [this] { m_tabs->setCurrent(0); });
    add("fleet.devices", tr("Show the device table"), [this] { m_tabs->setCurrent(1); });
    for (int i = 0; i < 5; ++i) {
        add(qPrintable(QStringLiteral("fleet.colour.%1").arg(i)),
            tr("Colour the map by %1").arg(m_colour->text(i).toLower()),
            [this, i] { m_colour->choose(i); });
    }
    for (int i = 0; i < 4; ++i) {
        add(qPrintable(QStringLiteral("fleet.group.%1").arg(i)),
            tr("Group the map by %1").arg(m_group->text(i).toLower()),
            [this, i] { m_group->choose(i); });
    }
    add("fleet.unhealthy", tr("List unhealthy devices"),
        [this] { showDevices(QStringLiteral("state:unhealthy,stuck")); });
    add("fleet.idle", tr("List devices that are reserved and idle"),
        [this] { showDevices(QStringLiteral("state:idle-reserved")); });
}

void FleetPage::changeSettings(const std::function<void(FleetSettings&)>& edit)
{
    FleetSettings settings = m_model.settings();
    edit(settings);
    m_model.setSettings(std::move(settings));
}

bool FleetPage::isSettled() const
{
    return m_model.state().kind != PageState::Kind::Loading;
}

bool FleetPage::isReady() const
{
    return m_model.state().showsContent() && m_model.view();
}

void FleetPage::focusFilter()
{
    m_tabs->setCurrent(1);
    m_table->focusFilter();
}

bool FleetPage::goBack()
{
    if (m_side->currentWidget() == m_inspector) {
        closeInspector();
        return true;
    }
    if (m_stack->currentIndex() == 1 && !m_table->filter().isEmpty()) {
        m_table->setFilter({});
        return true;
    }
    return false;
}

bool FleetPage::open(const models::ObjectKey& key)
{
    if (!m_inspector->show(key))
        return false;
    m_side->setCurrentWidget(m_inspector);
    arrangeSide();
    m_map->select(key);
    m_table->select(key);
    return true;
}

void FleetPage::showDevices(const QString& filter)
{
    m_tabs->setCurrent(1);
    m_table->setFilter(filter);
}

void FleetPage::closeInspector()
{
    m_inspector->clear();
    m_map->select({});
    m_side->setCurrentIndex(0);
    arrangeSide();
}

void FleetPage::onAttention(const services::FleetAttention& item)
{
    if (item.target.valid() && item.devices <= 1 && open(item.target))
        return;
    if (!item.filter.empty())
        showDevices(toQ(item.filter));
    else if (item.target.valid())
        open(item.target);
}

void FleetPage::onState()
{
    m_state->setState(m_model.state());
    const bool content = m_model.state().showsContent();
    for (ChoiceButton* choice : {m_colour, m_group, m_team})
        choice->setVisible(content && m_stack->currentIndex() == 0);
    if (isReady() && !m_wasReady) {
        m_wasReady = true;
        Q_EMIT readyChanged();
    }
}

void FleetPage::onView()
{
    const auto& view = m_model.view();
    if (!view) {
        m_title->setFullText(tr("Fleet"));
        m_caveat->hide();
        m_map->setData(nullptr, nullptr);
        closeInspector();
        return;
    }
    m_title->setFullText(toQ(view->title));
    QStringList caveats;
    for (const std::string& caveat : view->caveats)
        caveats << toQ(caveat);
    m_caveat->setFullText(QStringLiteral("▲ ") + caveats.join(QStringLiteral("  ·  ")));
    m_caveat->setVisible(!caveats.isEmpty());
    QStringList teams = {tr("All")};
    for (const auto& team : view->teams) {
        if (!team.name.empty())
            teams << toQ(team.name);
    }
    m_team->setChoices(teams);
    m_map->setData(view, m_model.heat());
    m_legend->setData(*m_model.heat());
    m_teams->setTeams(view->teams);
    m_queue->setQueue(view->queue, view->at);
    m_attention->setItems(view->attention);
    m_attentionCard->setTitle(view->attention.empty() ? tr("Nothing needs attention")
                                                      : tr("Needs attention"));
    onState();
}

void FleetPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    m_model.setVisible(true);
}

void FleetPage::hideEvent(QHideEvent* event)
{
    Page::hideEvent(event);
    m_model.setVisible(false);
}

void FleetPage::resizeEvent(QResizeEvent* event)
{
    Page::resizeEvent(event);
    arrangeSide();
}

void FleetPage::arrangeSide()
{
    const bool narrow = width() < 1000;
    m_side->setFixedWidth(narrow ? 300 : width() > 1700 ? 420 : 360);
    // The table needs the room more than the summaries do; what is opened from it does not give
    // way.
    m_side->setVisible(!narrow || m_stack->currentIndex() == 0 ||
                       m_side->currentWidget() == m_inspector);
}

} // namespace binnacle::ui
