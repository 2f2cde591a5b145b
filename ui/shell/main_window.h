// SPDX-License-Identifier: GPL-3.0-or-later
// The window: rail, top bar, one page at a time, palette and cheat sheet over it. It owns
// navigation and the actions that belong to no page. Pages come from the registry and are made when
// first visited. Ui thread. Knows no page by name.
#pragma once

#include "ui/shell/page.h"

#include <QMainWindow>

#include <map>

class QStackedWidget;

namespace binnacle::ui {

class CheatSheet;
class CommandPalette;
class Rail;
class StateView;
class TimeFrame;
class TopBar;

class MainWindow final : public QMainWindow {
    Q_OBJECT
public:
    MainWindow(Theme& theme, Environments& environments, UiState& state,
               std::vector<PageDescriptor> pages);
    ~MainWindow() override;

    /// False when there is no such page. Makes the page on the first visit.
    bool goTo(const QString& id);
    Page* currentPage() const;
    QString currentId() const { return m_current; }
    ActionRegistry& actionRegistry() { return *m_actions; }
    const std::vector<PageDescriptor>& pages() const { return m_pages; }
    TimeFrame& time() { return *m_time; }

Q_SIGNALS:
    void pageReady(const QString& id);

protected:
    void closeEvent(QCloseEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void addActions();
    void addDensityActions();
    void addEnvironmentActions();
    void showFirstRunOrPage();
    void foldRail();
    void back();
    void updateTimeState();
    PageContext context();
    Theme& m_theme;
    Environments& m_environments;
    UiState& m_state;
    std::vector<PageDescriptor> m_pages;
    ActionRegistry* m_actions;
    Rail* m_rail;
    TimeFrame* m_time;
    TopBar* m_topBar;
    StateView* m_timeState; ///< stands for the page when its T cannot be shown
    QStackedWidget* m_stack;
    Page* m_firstRun = nullptr;
    CommandPalette* m_palette;
    CheatSheet* m_cheatSheet;
    std::map<QString, Page*> m_made;
    QString m_current;
    bool m_railChosen = false; ///< the person folded or unfolded it; otherwise the width decides
};

} // namespace binnacle::ui
