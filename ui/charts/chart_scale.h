// SPDX-License-Identifier: GPL-3.0-or-later
// The arithmetic of a chart: axes with round steps, labels as precise as the step needs and no
// more, places on screen, and labels that do not lie over each other. Pure; any thread.
#pragma once

#include <QRectF>
#include <QString>

#include <vector>

namespace binnacle::ui {

struct ValueAxis {
    double low = 0, high = 1, step = 1; ///< low and high are multiples of step
    /// Shape: ascending, from low to high.
    std::vector<double> ticks() const;
};

/// `low` ≤ every value ≤ `high`. Zero is part of it unless the values stay in a narrow range far
/// from it. Shape: at most `maxTicks` ticks (two or more).
ValueAxis niceAxis(double low, double high, int maxTicks);

/// As many digits as `step` tells apart, SI letters from a thousand up: "0.25", "480", "1.2 M".
QString tickText(double value, double step);

/// Three significant figures, SI letters from ten thousand up: a direct label.
QString thinText(double value);

/// Six significant figures with the unit: what a hover box shows.
QString exactText(double value, const QString& unit);

struct TimeAxis {
    std::vector<double> ticks; ///< Unix seconds, on round local times
    QString format;            ///< of QDateTime
};
TimeAxis timeAxis(double from, double to, int maxTicks);
QString timeText(double seconds, const QString& format);

/// What part of time and value is on screen, and where.
struct ChartSpace {
    QRectF plot;
    double from = 0, to = 1;
    ValueAxis axis;

    double x(double time) const { return plot.left() + (time - from) / (to - from) * plot.width(); }
    double y(double value) const
    {
        return plot.bottom() - (value - axis.low) / (axis.high - axis.low) * plot.height();
    }
    double timeAt(double px) const
    {
        return from + (px - plot.left()) / plot.width() * (to - from);
    }
    double valueAt(double py) const
    {
        return axis.low + (plot.bottom() - py) / plot.height() * (axis.high - axis.low);
    }
};

/// Centres of labels of `height` as near to the wanted places as they can be inside [top, bottom]
/// without lying over each other, in the order of `wanted`. Labels that find no room get NaN: the
/// last of them first.
std::vector<double> spreadLabels(const std::vector<double>& wanted, double height, double top,
                                 double bottom);

/// One label on a line, which may go to one of several rows above each other.
struct RowLabel {
    double centre = 0, width = 0;
    int row = -1; ///< -1: no room
    double left = 0;
};
/// Puts each label into the first row where it covers none that came before, kept inside
/// [left, right].
void placeInRows(std::vector<RowLabel>& labels, int rows, double left, double right, double gap);

} // namespace binnacle::ui
