// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/main_window.h"

#include "ui/pages/first_run/first_run_page.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/cheat_sheet.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/rail.h"
#include "ui/shell/state_view.h"
#include "ui/shell/time_frame.h"
#include "ui/shell/timeline_strip.h"
#include "ui/shell/timeline_table.h"
#include "ui/shell/top_bar.h"
#include "ui/shell/ui_state.h"
#include "ui/theme/theme.h"
#include "ui/viewmodels/environments.h"
#include "ui/viewmodels/format.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QBoxLayout>
#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QStackedWidget>

namespace binnacle::ui {

namespace {

constexpr int kFoldBelow = 1180;

bool takesText(const QWidget* widget)
{
    return widget && (widget->inherits("QLineEdit") || widget->inherits("QTextEdit") ||
                      widget->inherits("QPlainTextEdit") || widget->inherits("QAbstractSpinBox"));
}

} // namespace

MainWindow::MainWindow(Theme& theme, Environments& environments, UiState& state,
                       std::vector<PageDescriptor> pages)
    : m_theme(theme), m_environments(environments), m_state(state), m_pages(std::move(pages)),
      m_actions(new ActionRegistry(this))
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(QStringLiteral("Binnacle"));
    setMinimumSize(900, 600);
    auto* root = new QWidget(this);
    auto* row = new QHBoxLayout(root);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_rail = new Rail(theme, m_pages, root));
    auto* column = new QVBoxLayout;
    column->setSpacing(0);
    row->addLayout(column, 1);
    m_time = new TimeFrame(theme, environments, *m_actions, this);
    column->addWidget(m_topBar = new TopBar(theme, environments, m_time->dial(), root));
    m_time->setRangeButton(m_topBar->rangeButton());
    m_stack = new QStackedWidget(root);
    m_stack->setObjectName(QStringLiteral("pageHost"));
    column->addWidget(m_timeState = new StateView(theme, m_stack, root), 1);
    column->addWidget(m_time->strip());
    setCentralWidget(root);
    connect(m_time, &TimeFrame::stateChanged, this, &MainWindow::updateTimeState);
    connect(m_timeState, &StateView::remedyRequested, m_actions, &ActionRegistry::trigger);
    m_palette = new CommandPalette(theme, *m_actions, this);
    m_cheatSheet = new CheatSheet(*m_actions, this);

    addActions();
    addDensityActions();
    connect(m_rail, &Rail::chosen, this, &MainWindow::goTo);
    connect(m_rail, &Rail::foldToggled, this, [this] {
        m_railChosen = true;
        m_rail->setFolded(!m_rail->isFolded());
    });
    connect(m_topBar, &TopBar::searchRequested, this, [this] { m_palette->openWith(); });
    connect(m_topBar, &TopBar::helpRequested, m_cheatSheet, &CheatSheet::open);
    connect(m_topBar, &TopBar::healthRequested, this,
            [this] { goTo(QStringLiteral("connections")); });
    connect(m_topBar, &TopBar::themeRequested, this,
            [this] { m_actions->trigger(QStringLiteral("view.theme.toggle")); });
    connect(&environments, &Environments::configChanged, this, &MainWindow::addEnvironmentActions);
    connect(&environments, &Environments::currentChanged, this, &MainWindow::showFirstRunOrPage);
    qApp->installEventFilter(this);
    if (!state.restore(*this))
        resize(1440, 900);
    addEnvironmentActions();
    showFirstRunOrPage();
}

MainWindow::~MainWindow()
{
    qApp->removeEventFilter(this);
}

PageContext MainWindow::context()
{
    return {m_theme,
            m_environments.pool(),
            m_environments,
            *m_actions,
            m_state,
            m_time->dial(),
            [this](const QString& id) { goTo(id); }};
}

bool MainWindow::goTo(const QString& id)
{
    for (const PageDescriptor& page : m_pages) {
        if (page.id != id)
            continue;
        m_current = id;
        m_state.setValue(QStringLiteral("page"), id);
        if (m_environments.isFirstRun() && id != QStringLiteral("connections")) {
            showFirstRunOrPage();
            return true;
        }
        Page*& made = m_made[id];
        if (!made) {
            made = page.make(context(), m_stack);
            m_stack->addWidget(made);
            connect(made, &Page::readyChanged, this, [this, id] { Q_EMIT pageReady(id); });
        }
        m_stack->setCurrentWidget(made);
        updateTimeState();
        made->setFocus(Qt::OtherFocusReason);
        m_rail->setCurrent(id);
        setWindowTitle(tr("%1 – Binnacle").arg(page.title));
        return true;
    }
    return false;
}

Page* MainWindow::currentPage() const
{
    return qobject_cast<Page*>(m_stack->currentWidget());
}

void MainWindow::updateTimeState()
{
    const Page* page = currentPage();
    const bool follows = page && page != m_firstRun && page->followsTime();
    m_timeState->setState(follows ? m_time->state()
                                  : PageState{PageState::Kind::Ready, {}, {}, {}, {}});
}

void MainWindow::showFirstRunOrPage()
{
    m_time->strip()->setVisible(!m_environments.isFirstRun());
    if (m_environments.isFirstRun() && m_current != QStringLiteral("connections")) {
        if (!m_firstRun) {
            m_firstRun = new FirstRunPage(context(), m_stack);
            m_stack->addWidget(m_firstRun);
        }
        m_stack->setCurrentWidget(m_firstRun);
        updateTimeState();
        m_firstRun->setFocus(Qt::OtherFocusReason);
        m_rail->setCurrent({});
        return;
    }
    if (m_stack->currentWidget() == m_firstRun || m_current.isEmpty()) {
        const QString last = m_state.value(QStringLiteral("page")).toString();
        if (m_pages.empty() || goTo(m_current.isEmpty() ? last : m_current))
            return;
        goTo(m_pages.front().id);
    }
}

void MainWindow::addActions()
{
    const QString go = tr("Go to");
    for (const PageDescriptor& page : m_pages) {
        const QKeySequence keys(Qt::Key_G, static_cast<Qt::Key>(page.key.toUpper().unicode()));
        m_actions->add({QStringLiteral("go.") + page.id,
                        go,
                        page.title,
                        keys,
                        {},
                        [this, id = page.id] { goTo(id); },
                        {}});
    }
    const QString view = tr("View");
    const auto theme = [this](ThemeMode mode) {
        m_theme.setMode(mode);
        m_state.setValue(QStringLiteral("theme"), static_cast<int>(mode));
    };
    m_actions->add({QStringLiteral("palette"),
                    view,
                    tr("Open the command palette"),
                    QKeySequence(Qt::CTRL | Qt::Key_K),
                    {},
                    [this] { m_palette->openWith(); },
                    {}});
    m_actions->add({QStringLiteral("view.theme.toggle"),
                    view,
                    tr("Switch between dark and light"),
                    {},
                    {},
                    [this, theme] { theme(m_theme.isDark() ? ThemeMode::Light : ThemeMode::Dark); },
                    {}});
    m_actions->add({QStringLiteral("view.theme.system"),
                    view,
                    tr("Use the theme of the system"),
                    {},
                    {},
                    [theme] { theme(ThemeMode::System); },
                    {}});
    m_actions->add({QStringLiteral("view.rail"),
                    view,
                    tr("Fold or unfold the page list"),
                    QKeySequence(Qt::CTRL | Qt::Key_B),
                    {},
                    [this] { Q_EMIT m_rail->foldToggled(); },
                    {}});
    m_actions->add({QStringLiteral("view.cheatsheet"),
                    view,
                    tr("Show all keys"),
                    QKeySequence(Qt::Key_Question),
                    {},
                    [this] { m_cheatSheet->open(); },
                    {}});
    const QString inPage = tr("In a page");
    m_actions->add({QStringLiteral("page.filter"),
                    inPage,
                    tr("Filter what is shown"),
                    QKeySequence(Qt::Key_Slash),
                    {},
                    [this] {
                        if (Page* page = currentPage())
                            page->focusFilter();
                    },
                    {}});
    m_actions->add(
        {QStringLiteral("page.move"), inPage, tr("Move down and up"), {}, tr("J  K"), {}, {}});
    m_actions->add(
        {QStringLiteral("page.open"), inPage, tr("Open the selection"), {}, tr("Enter"), {}, {}});
    m_actions->add({QStringLiteral("page.back"),
                    inPage,
                    tr("Close, go back"),
                    {},
                    tr("Esc"),
                    [this] { back(); },
                    {}});
    m_actions->add({QStringLiteral("environment.reopen"),
                    tr("Environment"),
                    tr("Connect again to every source"),
                    QKeySequence(Qt::CTRL | Qt::Key_R),
                    {},
                    [this] { m_environments.reopen(); },
                    [this] { return m_environments.current().has_value(); }});
}

void MainWindow::addDensityActions()
{
    const auto add = [this](const QString& id, const QString& text, Density density) {
        m_actions->add({QStringLiteral("view.density.") + id,
                        tr("View"),
                        text,
                        {},
                        {},
                        [this, id, density] {
                            m_theme.setDensity(density);
                            m_state.setValue(QStringLiteral("density"), id);
                        },
                        [this, density] { return m_theme.density() != density; }});
    };
    add(QStringLiteral("compact"), tr("Use low table rows"), Density::Compact);
    add(QStringLiteral("comfortable"), tr("Use high table rows"), Density::Comfortable);
}

void MainWindow::addEnvironmentActions()
{
    m_actions->removeAll(QStringLiteral("environment.open."));
    for (const auto& environment : m_environments.config().environments) {
        const QString name = toQ(environment.name);
        m_actions->add({QStringLiteral("environment.open.") + name,
                        tr("Environment"),
                        tr("Open environment %1").arg(name),
                        {},
                        {},
                        [this, name] { m_environments.switchTo(name); },
                        {}});
    }
}

void MainWindow::back()
{
    if (m_cheatSheet->isVisible())
        m_cheatSheet->hide();
    else if (m_palette->isVisible())
        m_palette->closePalette();
    else if (m_time->table()->isVisible())
        m_time->table()->hide();
    else if (Page* page = currentPage())
        page->goBack();
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    m_state.save(*this);
    QMainWindow::closeEvent(event);
}

void MainWindow::changeEvent(QEvent* event)
{
    // A minimised window shows nothing, so nothing is computed for it.
    if (event->type() == QEvent::WindowStateChange)
        m_environments.feed().setActive(!isMinimized());
    QMainWindow::changeEvent(event);
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    foldRail();
}

void MainWindow::foldRail()
{
    const bool narrow = width() < kFoldBelow;
    if (!m_railChosen && m_rail->isFolded() != narrow)
        m_rail->setFolded(narrow);
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress || !watched->isWidgetType())
        return false;
    auto* widget = static_cast<QWidget*>(watched);
    if (widget->window() != this || widget != QApplication::focusWidget())
        return false;
    const auto* press = static_cast<QKeyEvent*>(event);
    if (press->key() == Qt::Key_Escape && press->modifiers() == Qt::NoModifier) {
        // The palette's own filter comes first: it was installed on its line edit.
        if (m_palette->isVisible())
            return false;
        if (takesText(widget))
            m_stack->currentWidget()->setFocus();
        back();
        return true;
    }
    const bool down = press->key() == Qt::Key_J;
    if ((!down && press->key() != Qt::Key_K) || press->modifiers() != Qt::NoModifier ||
        takesText(widget))
        return false;
    QKeyEvent arrow(press->type(), down ? Qt::Key_Down : Qt::Key_Up, Qt::NoModifier);
    QCoreApplication::sendEvent(widget, &arrow);
    return true;
}

} // namespace binnacle::ui
