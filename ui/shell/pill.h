// SPDX-License-Identifier: GPL-3.0-or-later
// A small bordered label with a state shape: source health, Live, "simulated". Can be pressed. Ui
// thread.
#pragma once

#include "ui/theme/theme.h"
#include "ui/viewmodels/tone.h"

#include <QAbstractButton>

namespace binnacle::ui {

class Pill final : public QAbstractButton {
    Q_OBJECT
public:
    Pill(Theme& theme, QWidget* parent);
    void setContent(Tone tone, const QString& text);
    Tone tone() const { return m_tone; }
    /// Border and text in the tone's colour.
    void setEmphasis(bool on);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Theme& m_theme;
    Tone m_tone = Tone::Unknown;
    bool m_emphasis = false;
};

} // namespace binnacle::ui
