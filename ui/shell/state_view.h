// SPDX-License-Identifier: GPL-3.0-or-later
// The seven states of a view in one widget: it shows the content, or says in words why there is
// none and what to do. Old data stays on screen under a band that says since when. Ui thread. Knows
// no page.
#pragma once

#include "ui/theme/theme.h"
#include "ui/viewmodels/page_state.h"

#include <QStackedLayout>
#include <QWidget>

class QLabel;
class QPushButton;
class QTimer;

namespace binnacle::ui {

class Skeleton;

class StateView final : public QWidget {
    Q_OBJECT
public:
    StateView(Theme& theme, QWidget* content, QWidget* parent = nullptr);
    void setState(const PageState& state);
    const PageState& state() const { return m_state; }

Q_SIGNALS:
    /// The one button of Empty, Stale, Failed and NotAllowed.
    void remedyRequested(const QString& action);

private:
    void restyle();
    Theme& m_theme;
    PageState m_state;
    QStackedLayout* m_stack;
    QWidget* m_content;
    Skeleton* m_skeleton;
    QWidget* m_message;
    QWidget* m_band;
    QLabel *m_shape, *m_title, *m_detail, *m_bandShape, *m_bandText;
    QPushButton *m_button, *m_bandButton;
    QTimer* m_skeletonDelay;
};

} // namespace binnacle::ui
