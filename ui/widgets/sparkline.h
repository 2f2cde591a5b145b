// SPDX-License-Identifier: GPL-3.0-or-later
// A small line without axes that says how something moved. The numbers are on hover and in the
// accessible description. Ui thread.
#pragma once

#include "ui/theme/theme.h"
#include "ui/viewmodels/tone.h"

#include <QPointF>
#include <QWidget>

#include <vector>

namespace binnacle::ui {

class Sparkline final : public QWidget {
    Q_OBJECT
public:
    Sparkline(Theme& theme, QWidget* parent);
    /// Shape: ascending x; y from `low`, which is the bottom line. `steps`: the value holds until
    /// the next.
    void setPoints(std::vector<QPointF> points, double low, bool steps);
    void setTone(Tone tone);
    QSize sizeHint() const override { return {200, 56}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Theme& m_theme;
    std::vector<QPointF> m_points;
    double m_low = 0;
    bool m_steps = false;
    Tone m_tone = Tone::Info;
};

} // namespace binnacle::ui
