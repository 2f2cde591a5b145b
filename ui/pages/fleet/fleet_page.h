// SPDX-License-Identifier: GPL-3.0-or-later
// The Fleet page: conclusion as title, heat map or device table, allocation against use, queue,
// attention, inspector. Layout and wiring; what is shown comes from FleetViewModel. Ui thread.
#pragma once

#include "ui/pages/fleet/queue_card.h"
#include "ui/shell/page.h"
#include "ui/viewmodels/fleet_viewmodel.h"

class QLabel;
class QStackedWidget;
class QVBoxLayout;

namespace binnacle::ui {

class AttentionList;
class Card;
class ChoiceButton;
class DeviceTable;
class ElidedLabel;
class HeatLegend;
class HeatMap;
class Inspector;
class StateView;
class TabBar;
class TeamBars;

class FleetPage final : public Page {
    Q_OBJECT
public:
    FleetPage(const PageContext& context, QWidget* parent);
    static PageDescriptor descriptor();

    bool isSettled() const override;
    bool isReady() const override;
    void focusFilter() override;
    bool goBack() override;
    FleetViewModel& viewModel() { return m_model; }

    /// Opens a device or node in the inspector.
    bool open(const models::ObjectKey& key);
    void showDevices(const QString& filter);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void buildHead(QVBoxLayout* column);
    QWidget* buildMain();
    QWidget* buildSide();
    void addActions();
    void connectAll();
    void onView();
    void onState();
    void onAttention(const services::FleetAttention& item);
    void closeInspector();
    void changeSettings(const std::function<void(FleetSettings&)>& edit);
    void arrangeSide();

    PageContext m_context;
    FleetViewModel m_model;
    ElidedLabel *m_title, *m_caveat;
    ChoiceButton *m_colour, *m_group, *m_team;
    StateView* m_state;
    TabBar* m_tabs;
    QStackedWidget *m_stack, *m_side;
    HeatMap* m_map;
    HeatLegend* m_legend;
    DeviceTable* m_table;
    TeamBars* m_teams;
    QueueCard* m_queue;
    Card* m_attentionCard;
    AttentionList* m_attention;
    Inspector* m_inspector;
    bool m_wasReady = false;
};

} // namespace binnacle::ui
