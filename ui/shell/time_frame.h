// SPDX-License-Identifier: GPL-3.0-or-later
// Time as the window has it: the dial, what changed, the strip, the range menu, the actions with
// their keys, and the words for a T that cannot be shown. Owned by the main window; ui thread.
// Knows no page.
#pragma once

#include "ui/theme/theme.h"
#include "ui/viewmodels/page_state.h"
#include "ui/viewmodels/time_dial.h"
#include "ui/viewmodels/timeline_model.h"

#include <QMenu>

class QToolButton;

namespace binnacle::ui {

class ActionRegistry;
class TimelineStrip;
class TimelineTable;

class TimeFrame final : public QObject {
    Q_OBJECT
public:
    TimeFrame(Theme& theme, Environments& environments, ActionRegistry& actions, QWidget* window);
    ~TimeFrame() override;

    TimeDial& dial() { return m_dial; }
    TimelineModel& model() { return m_model; }
    TimelineStrip* strip() const { return m_strip; }
    TimelineTable* table() const { return m_table; }
    /// The button that shows the stretch and opens its choice.
    void setRangeButton(QToolButton* button);
    /// Ready, or why there is no estate at T and the way back.
    PageState state() const;

Q_SIGNALS:
    void stateChanged();

private:
    void addActions();
    void addRanges();
    void askRange();
    void showRange();
    Environments& m_environments;
    ActionRegistry& m_actions;
    QWidget* m_window;
    TimeDial m_dial;
    TimelineModel m_model;
    TimelineStrip* m_strip;
    TimelineTable* m_table;
    QMenu* m_ranges;
    QToolButton* m_rangeButton = nullptr;
};

} // namespace binnacle::ui
