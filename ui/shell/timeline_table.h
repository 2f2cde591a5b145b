// SPDX-License-Identifier: GPL-3.0-or-later
// The table behind the timeline strip: every change of the stretch in view as a row, newest first;
// Enter on a row goes to its moment. A child of the main window, not a dialog. Ui thread.
#pragma once

#include "ui/theme/theme.h"
#include "ui/viewmodels/timeline_model.h"

#include <QFrame>

class QLabel;
class QTableView;

namespace binnacle::ui {

class TimeDial;
class TimelineRows;

class TimelineTable final : public QFrame {
    Q_OBJECT
public:
    TimelineTable(Theme& theme, TimeDial& dial, TimelineModel& model, QWidget* window);
    void open();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void refresh();
    void place();
    void goToCurrent();
    Theme& m_theme;
    TimeDial& m_dial;
    TimelineModel& m_model;
    TimelineRows* m_rows;
    QTableView* m_table;
    QLabel* m_title;
};

} // namespace binnacle::ui
