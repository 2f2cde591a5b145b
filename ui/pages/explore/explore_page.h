// SPDX-License-Identifier: GPL-3.0-or-later
// The Explore page: one to three PromQL queries, their chart, their series as a table, and what the
// asking cost. Layout and wiring; answers come from ExploreViewModel. Ui thread.
#pragma once

#include "ui/shell/page.h"
#include "ui/viewmodels/explore_viewmodel.h"

class QBoxLayout;
class QPushButton;
class QVBoxLayout;

namespace binnacle::ui {

class AskedCard;
class ChartPanel;
class ChoiceButton;
class ElidedLabel;
class ExploreTable;
class QueryEditor;
class StateView;

class ExplorePage final : public Page {
    Q_OBJECT
public:
    ExplorePage(const PageContext& context, QWidget* parent);
    static PageDescriptor descriptor();

    bool isSettled() const override;
    bool isReady() const override;
    void focusFilter() override;
    bool goBack() override;

    ExploreViewModel& viewModel() { return m_model; }
    /// Replaces the queries; at most kMostQueries.
    void setQueries(const QStringList& texts);
    QStringList queries() const;
    QueryEditor& editor(int i) { return *m_editors[static_cast<std::size_t>(i)]; }
    void run();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void buildHead(QVBoxLayout* column);
    QWidget* buildContent();
    void connectAll();
    void addActions();
    void addQuery();
    void removeQuery(QueryEditor* editor);
    void onSources();
    void onStarters(const QStringList& texts);
    void onRunning();
    void onResult();
    void onState();
    QString stateKey(const char* name) const;

    PageContext m_context;
    ExploreViewModel m_model;
    ElidedLabel* m_title;
    ChoiceButton *m_source, *m_span;
    QPushButton *m_add, *m_stop, *m_run;
    QVBoxLayout* m_queries;
    std::vector<QueryEditor*> m_editors;
    StateView* m_state;
    ChartPanel* m_chart;
    ExploreTable* m_table;
    AskedCard* m_asked;
    bool m_wasReady = false, m_loading = false;
};

} // namespace binnacle::ui
