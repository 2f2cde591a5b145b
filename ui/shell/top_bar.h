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

class TopBar final : public QFrame {
    Q_OBJECT
public:
    TopBar(Theme& theme, Environments& environments, QWidget* parent);

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
    void restyle();
    Theme& m_theme;
    Environments& m_environments;
    QToolButton* m_environment;
    QMenu* m_menu;
    QPushButton* m_search;
    Pill *m_simulated, *m_health, *m_live;
    QToolButton *m_themeButton, *m_help;
    QTimer m_tick;
};

} // namespace binnacle::ui
