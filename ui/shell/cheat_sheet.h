// SPDX-License-Identifier: GPL-3.0-or-later
// "?": every key of the console, generated from the ActionRegistry, so that it cannot be out of
// date. A child of the main window; Esc or a click closes it. Ui thread.
#pragma once

#include "ui/theme/theme.h"

#include <QFrame>

class QGridLayout;

namespace binnacle::ui {

class ActionRegistry;

class CheatSheet final : public QFrame {
    Q_OBJECT
public:
    CheatSheet(const ActionRegistry& actions, QWidget* window);
    void open();

protected:
    void mousePressEvent(QMouseEvent* event) override;

private:
    void rebuild();
    const ActionRegistry& m_actions;
    QGridLayout* m_grid;
};

} // namespace binnacle::ui
