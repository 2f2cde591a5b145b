// SPDX-License-Identifier: GPL-3.0-or-later
// One object beside the table: its name, how fresh it is, and tabs that know nothing of each other.
// Follows the object from snapshot to snapshot; remembers the way along links. Ui thread.
#pragma once

#include "ui/pages/workloads/inspector_tab.h"

#include <QFrame>

class QLabel;
class QStackedWidget;

namespace binnacle::ui {

class ElidedLabel;
class TabBar;

class WorkloadInspector final : public QFrame {
    Q_OBJECT
public:
    WorkloadInspector(const PageContext& context, QWidget* parent);

    /// `fresh`: the way back begins here, else the object before is one step back.
    void show(const InspectorSubject& subject, bool fresh);
    /// The same object in a newer picture.
    void setSnapshot(const services::SnapshotPtr& snapshot);
    void clear();
    const InspectorSubject& subject() const { return m_subject; }
    /// Closes the innermost open thing or goes back along a link; false: nothing left but closing.
    bool goBack();
    /// The cursor into the shown tab's own filter; false when it has none or is not in front.
    bool focusFilter();
    /// By InspectorTab::id; false when the object has no such tab.
    bool showTab(const QString& id);
    InspectorTab* currentTab() const;

Q_SIGNALS:
    void closed();
    /// Another object is wanted: the page answers with show().
    void navigated(models::KindId kind, const models::ObjectKey& key);

private:
    void refresh();
    void showTabs();
    void tell(InspectorTab& tab);
    Theme& m_theme;
    InspectorSubject m_subject;
    std::vector<InspectorSubject> m_way;
    std::vector<InspectorTab*> m_tabs;
    ElidedLabel* m_title;
    QLabel *m_kind, *m_fresh;
    TabBar* m_bar;
    QStackedWidget* m_stack;
};

} // namespace binnacle::ui
