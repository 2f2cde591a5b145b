// SPDX-License-Identifier: GPL-3.0-or-later
// Events about an object and all below it, merged and counted, newest first; those that the cluster
// has forgotten come from history and say so. Ui thread; built on a worker.
#pragma once

#include "services/usecases/workload_events.h"
#include "ui/pages/workloads/inspector_tab.h"
#include "ui/viewmodels/async_slot.h"

#include <QTimer>

class QLabel;
class QTreeWidget;

namespace binnacle::ui {

class EventsTab final : public InspectorTab {
    Q_OBJECT
public:
    EventsTab(const PageContext& context, QWidget* parent);
    QString id() const override { return QStringLiteral("events"); }
    QString title() const override;
    bool isVisibleFor(const InspectorSubject& subject) const override;
    void setSubject(const InspectorSubject& subject) override;
    const std::vector<services::MergedEvent>& events() const { return m_events; }

private:
    /// What was read from history once for this object.
    struct Answer {
        std::vector<services::MergedEvent> events;
        std::vector<services::SnapshotPtr> earlier;
        QString problem; ///< why nothing older is known
        bool read = false;
    };
    void start();
    void take(Answer answer);
    void showEvents();
    Theme& m_theme;
    Environments& m_environments;
    InspectorSubject m_subject;
    AsyncSlot<Answer> m_slot;
    std::vector<services::MergedEvent> m_events;
    std::vector<services::SnapshotPtr> m_earlier;
    QString m_problem;
    bool m_read = false, m_dirty = false;
    QTimer m_next;
    QTreeWidget* m_list;
    QLabel* m_note;
};

} // namespace binnacle::ui
