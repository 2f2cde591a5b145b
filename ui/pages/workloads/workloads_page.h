// SPDX-License-Identifier: GPL-3.0-or-later
// The Workloads page: conclusion as title, the objects of one kind as a live table, an inspector
// beside it. Layout and wiring; what is shown comes from WorkloadsViewModel. Ui thread.
#pragma once

#include "ui/shell/page.h"
#include "ui/viewmodels/workloads_viewmodel.h"

#include <set>

class QLabel;
class QToolButton;
class QVBoxLayout;

namespace binnacle::ui {

class ChoiceButton;
class ElidedLabel;
class FilterField;
class KindChooser;
class ObjectTable;
class StateView;
class WorkloadInspector;

class WorkloadsPage final : public Page {
    Q_OBJECT
public:
    WorkloadsPage(const PageContext& context, QWidget* parent);
    ~WorkloadsPage() override;
    static PageDescriptor descriptor();

    bool isSettled() const override;
    bool isReady() const override;
    void focusFilter() override;
    bool goBack() override;
    WorkloadsViewModel& viewModel() { return m_model; }

    void showKind(models::KindId kind);
    void setFilter(const QString& text);
    QString filter() const;
    void setGroup(GroupBy group);
    /// Opens an object in the inspector; a group opens what its rows belong to.
    bool open(const models::ObjectKey& key);
    bool openObject(models::KindId kind, const models::ObjectKey& key);
    /// The row that is worst off, or what it belongs to.
    bool openWorst(bool owner);
    /// Of the open inspector, by InspectorTab::id; false when the object has no such tab.
    bool showTab(const QString& id);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void buildHead(QVBoxLayout* column);
    QWidget* buildContent();
    void connectAll();
    void addActions();
    void onKind();
    void onView();
    void onState();
    void onSort(const QString& column, bool add);
    void onFold(const QString& group);
    void showColumnsMenu();
    void showObjectMenu(const QPoint& global);
    void showGroups();
    void updateCount();
    void chooseDefaultGroup();
    void savePrefsNow();
    bool openGroup(const ObjectGroup& group);
    bool openOwner(const services::RowRef& pod, bool node);
    void closeInspector();
    void change(const std::function<void(WorkloadsSettings&)>& edit);

    PageContext m_context;
    WorkloadsViewModel m_model;
    ElidedLabel *m_title, *m_caveat;
    KindChooser* m_kind;
    ChoiceButton* m_group;
    QToolButton* m_columns;
    FilterField* m_filter;
    QLabel *m_count, *m_problem;
    ObjectTable* m_table;
    StateView* m_state;
    WorkloadInspector* m_inspector;
    std::vector<GroupBy> m_groups;
    QTimer m_saving;
    bool m_groupChosen = false, m_wasReady = false, m_loading = false;
};

} // namespace binnacle::ui
