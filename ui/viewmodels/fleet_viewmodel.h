// SPDX-License-Identifier: GPL-3.0-or-later
// The Fleet page's state: follows the feed, builds the view, the heat map and the device table on a
// worker, and says which of the seven states holds. Ui thread; knows no widget. A build that runs
// is never cut short by newer facts, so a busy estate cannot starve the page.
#pragma once

#include "services/usecases/fleet.h"
#include "ui/viewmodels/async_slot.h"
#include "ui/viewmodels/device_columns.h"
#include "ui/viewmodels/heat_data.h"
#include "ui/viewmodels/page_state.h"
#include "ui/viewmodels/snapshot_feed.h"

#include <QTimer>

namespace binnacle::ui {

class Environments;

struct FleetSettings {
    HeatColour colour = HeatColour::Utilisation;
    HeatGroup group = HeatGroup::Pool;
    std::string team;   ///< of the heat map; empty: all
    std::string filter; ///< of the device table
    TableSort sort;
};

class FleetViewModel final : public QObject {
    Q_OBJECT
public:
    FleetViewModel(Environments& environments, WorkerPool& pool, QObject* parent = nullptr);

    /// Builds nothing while hidden; catches up on show.
    void setVisible(bool visible);
    void setSettings(FleetSettings settings);
    const FleetSettings& settings() const { return m_settings; }

    /// Null until the first build.
    const std::shared_ptr<const services::FleetView>& view() const { return m_view; }
    const std::shared_ptr<const HeatData>& heat() const { return m_heat; }
    DeviceModel& devices() { return m_devices; }
    const PageState& state() const { return m_state; }
    QString filterProblem() const { return m_filterProblem; }
    double lastBuildMs() const { return m_buildMs; }
    const services::FleetGpu* gpu(const models::ObjectKey& key) const;
    const services::FleetNode* node(const models::ObjectKey& key) const;

Q_SIGNALS:
    void viewChanged();  ///< view, heat and devices are new
    void stateChanged(); ///< state() is new

private:
    struct Build {
        std::shared_ptr<const services::FleetView> view;
        std::shared_ptr<const HeatData> heat;
        ArrangementPtr devices;
        TablePlan plan;
        std::string problem;
        models::UtcTime nextChange;
        double ms = 0;
    };
    void onSnapshot();
    void onEnvironment();
    void start(bool fresh);
    void take(Build build);
    void updateState();
    static Build build(services::SnapshotPtr snapshot,
                       std::shared_ptr<const services::FleetView> view,
                       const FleetSettings& settings, const DeviceSpec& spec,
                       ArrangementPtr before);

    Environments& m_environments;
    WorkerPool& m_pool;
    std::shared_ptr<const DeviceSpec> m_spec;
    DeviceModel m_devices;
    AsyncSlot<Build> m_slot;
    FleetSettings m_settings;
    std::shared_ptr<const services::FleetView> m_view;
    std::shared_ptr<const HeatData> m_heat;
    PageState m_state;
    QString m_filterProblem;
    QTimer m_ageTimer;
    double m_buildMs = 0;
    bool m_visible = false, m_dirty = false, m_settingsDirty = false;
};

} // namespace binnacle::ui
