// SPDX-License-Identifier: GPL-3.0-or-later
// Ctrl K: a list of everything the console can do, found by a few letters. A child of the main
// window, not a dialog. Reads the ActionRegistry. Ui thread.
#pragma once

#include "ui/theme/theme.h"

#include <QFrame>

class QLineEdit;
class QListView;

namespace binnacle::ui {

class ActionRegistry;
class PaletteModel;

class CommandPalette final : public QFrame {
    Q_OBJECT
public:
    CommandPalette(Theme& theme, ActionRegistry& actions, QWidget* window);
    ~CommandPalette() override;
    void openWith(const QString& text = {});
    void closePalette();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void place();
    void runCurrent();
    ActionRegistry& m_actions;
    QLineEdit* m_input;
    QListView* m_list;
    PaletteModel* m_model;
};

} // namespace binnacle::ui
