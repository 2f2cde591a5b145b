// SPDX-License-Identifier: GPL-3.0-or-later
// The first tab: the sentence with the cause, conditions, containers, owners and children as links,
// facts, charts of the devices that its pods hold. Built on a worker, at most once a second. Ui
// thread.
#pragma once

#include "services/usecases/workload_summary.h"
#include "ui/pages/workloads/inspector_tab.h"
#include "ui/viewmodels/async_slot.h"
#include "ui/viewmodels/device_charts.h"

#include <QTimer>

class QLabel;
class QVBoxLayout;

namespace binnacle::ui {

class ChoiceButton;
class LineList;
class LinkList;

class SummaryTab final : public InspectorTab {
    Q_OBJECT
public:
    SummaryTab(const PageContext& context, QWidget* parent);
    QString id() const override { return QStringLiteral("summary"); }
    QString title() const override { return tr("Summary"); }
    bool isVisibleFor(const InspectorSubject&) const override { return true; }
    void setSubject(const InspectorSubject& subject) override;
    const services::WorkloadSummary& summary() const { return m_summary; }

private:
    void buildNote(QVBoxLayout* column);
    void start();
    void take(services::WorkloadSummary summary);
    void showNote();
    void loadCharts();
    void showCharts();
    Theme& m_theme;
    Environments& m_environments;
    InspectorSubject m_subject;
    AsyncSlot<services::WorkloadSummary> m_slot;
    DeviceCharts m_charts;
    services::WorkloadSummary m_summary;
    QTimer m_next, m_reload;
    bool m_dirty = false;
    QWidget* m_inner;
    QLabel *m_shape, *m_text, *m_detail, *m_containersNote, *m_childrenHead, *m_chartsHead;
    LineList *m_conditions, *m_containers, *m_facts;
    LinkList *m_owners, *m_children;
    ChoiceButton* m_device;
    QVBoxLayout* m_panels;
};

} // namespace binnacle::ui
