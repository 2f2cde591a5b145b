// SPDX-License-Identifier: GPL-3.0-or-later
// How many of many lines pass through each pixel: hundreds of series drawn over each other show the
// last one, counted they show where they run. Pure; one thread. Knows no colour.
#pragma once

#include "models/metrics/minmax_pyramid.h"
#include "ui/charts/chart_scale.h"

#include <cstdint>
#include <vector>

namespace binnacle::ui {

class LineDensity {
public:
    /// Units: pixels of the device.
    LineDensity(int columns, int rows);

    /// Adds one series; a line counts once in each pixel that it touches. Cost: O(points), however
    /// steep.
    void add(const models::MinMaxPyramid& series, const ChartSpace& space);
    /// Call once, after the last add().
    void finish();

    /// Valid after finish().
    std::uint32_t count(int column, int row) const
    {
        return static_cast<std::uint32_t>(m_cells[index(column, row)]);
    }
    std::uint32_t highest() const { return m_highest; }
    int columns() const { return m_columns; }
    int rows() const { return m_rows; }

private:
    std::size_t index(int column, int row) const
    {
        return static_cast<std::size_t>(column) * static_cast<std::size_t>(m_rows + 1) +
               static_cast<std::size_t>(row);
    }
    void touch(int column, double low, double high);
    void flush();

    int m_columns, m_rows;
    std::vector<std::int32_t> m_cells; ///< column by column; differences until finish()
    std::vector<models::SeriesPoint> m_points;
    std::uint32_t m_highest = 0;
    int m_column = -1; ///< of the line that is being added
    double m_low = 0, m_high = 0;
};

} // namespace binnacle::ui
