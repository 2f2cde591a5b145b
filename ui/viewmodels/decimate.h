// SPDX-License-Identifier: GPL-3.0-or-later
// Fewer points, same picture: the lowest and the highest value of every pixel column, gaps kept.
// For charts. Pure; any thread.
#pragma once

#include <span>
#include <vector>

namespace binnacle::ui {

struct ChartPoint {
    double time = 0; ///< Unix seconds
    double value = 0;
};

/// Runs without gaps; each becomes one line. Shape: at most two points per column in all;
/// ascending.
using ChartLine = std::vector<std::vector<ChartPoint>>;

/// A pause longer than `gapSeconds` and a value that is not finite break the line. Units: seconds.
ChartLine decimate(std::span<const double> times, std::span<const double> values, double from,
                   double to, int columns, double gapSeconds);

} // namespace binnacle::ui
