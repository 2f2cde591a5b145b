// SPDX-License-Identifier: GPL-3.0-or-later
// The bar above every page: environment, search, whether the data is simulated, source health,
// live. Shows what Environments says; sends the person's wishes up as signals. Ui thread.
#pragma once

#include "ui/theme/theme.h"

#include <QFrame>
#include <QTimer>

class QMenu;
class QPushButton;
class QToolButton;

namespace binnacle::ui {

class Environments;
class Pill;
class TimeDial;

class TopBar final : public QFrame {
    Q_OBJECT
public:
    TopBar(Theme& theme, Environments& environments, TimeDial& time, QWidget* parent);
    QToolButton* rangeButton() const { return m_range; }

Q_SIGNALS:
    void searchRequested();
    void healthRequested();
    void helpRequested();
    void themeRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void updateEnvironment();
    void updateHealth();
    void updateLive(int liveSources, int starting);
    void restyle();
    Theme& m_theme;
    Environments& m_environments;
    TimeDial& m_time;
    QToolButton *m_environment, *m_range;
    QMenu* m_menu;
    QPushButton* m_search;
    Pill *m_simulated, *m_health, *m_live;
    QToolButton *m_themeButton, *m_help;
    QTimer m_tick;
};

} // namespace binnacle::ui
