// SPDX-License-Identifier: GPL-3.0-or-later
// A chart in words and figures: the spoken summary, what is under the crosshair, and its numbers as
// rows. Pure but for translation; any thread. Knows no widget.
#pragma once

#include "ui/viewmodels/chart_data.h"
#include "ui/viewmodels/table_text.h"

#include <QStringList>

#include <cstddef>
#include <utility>
#include <vector>

namespace binnacle::ui {

/// "3 series, ms, from 02:00 to 08:00. pod-1: last 390, lowest 120 at 02:10, highest 402 at 05:12."
QString chartSummary(const ChartData& chart);

struct HoverRow {
    std::size_t series = 0;
    double time = 0, value = 0;
};
/// The samples nearest to `time`, at most a `reach` away, highest first. Units: seconds.
std::vector<HoverRow> samplesAt(const ChartData& chart, double time, double reach);

/// How far from a moment a sample may be to stand for it: half of what lies between two samples,
/// and no less than two pixels. Units: seconds.
double hoverReach(const ChartData& chart, double secondsPerPixel);

/// Every sample by row number, series after series, found without unrolling them. Cost: O(log
/// series).
class ChartRows {
public:
    ChartRows() = default;
    explicit ChartRows(const ChartData& chart);
    std::size_t size() const { return m_ends.empty() ? 0 : m_ends.back(); }
    /// Shape: series and sample; row < size().
    std::pair<std::size_t, std::size_t> at(std::size_t row) const;

private:
    std::vector<std::size_t> m_ends;
};

/// Columns series, time, value; values as exact as they are. Shape: at most `limit` rows.
TableText chartTable(const ChartData& chart, std::size_t limit);

} // namespace binnacle::ui
