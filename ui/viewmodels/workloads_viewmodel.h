// SPDX-License-Identifier: GPL-3.0-or-later
// The Workloads page's state: follows the feed, builds the lines of one kind on a worker, says
// which of the seven states holds. Ui thread; knows no widget. A build that runs is never cut short
// by newer facts, so a busy estate cannot starve the page.
#pragma once

#include "ui/viewmodels/async_slot.h"
#include "ui/viewmodels/page_state.h"
#include "ui/viewmodels/snapshot_feed.h"
#include "ui/viewmodels/workloads_model.h"

namespace binnacle::ui {

class Environments;

class WorkloadsViewModel final : public QObject {
    Q_OBJECT
public:
    WorkloadsViewModel(Environments& environments, WorkerPool& pool, QObject* parent = nullptr);

    /// Builds nothing while hidden; catches up on show.
    void setVisible(bool visible);
    void setSettings(WorkloadsSettings settings);
    const WorkloadsSettings& settings() const { return m_settings; }

    /// Null until the first build of the kind.
    const WorkloadsViewPtr& view() const { return m_view; }
    /// Of the kind in settings(); another one after kindChanged.
    WorkloadsModel& model() { return *m_model; }
    const ObjectKind& kind() const { return m_model->kind(); }
    const PageState& state() const { return m_state; }
    double lastBuildMs() const { return m_buildMs; }
    bool isBuilding() const { return m_slot.isRunning(); }

Q_SIGNALS:
    void kindChanged();
    /// Rows are about to move: remember where the eye is, if the same was asked as before.
    void aboutToShow(bool sameQuestion);
    void viewChanged();
    void stateChanged();

private:
    void onSnapshot();
    void onEnvironment();
    void start();
    void take(WorkloadsBuild build);
    void updateState();

    Environments& m_environments;
    WorkerPool& m_pool;
    std::unique_ptr<WorkloadsModel> m_model;
    std::shared_ptr<const ObjectKind> m_kind;
    AsyncSlot<WorkloadsBuild> m_slot;
    WorkloadsSettings m_settings;
    WorkloadsViewPtr m_view;
    PageState m_state;
    QTimer m_ageTimer; ///< a source grows stale without any news
    double m_buildMs = 0;
    bool m_visible = false, m_dirty = false, m_asked = true;
};

} // namespace binnacle::ui
