// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/density.h"

#include <algorithm>
#include <cmath>

namespace binnacle::ui {

LineDensity::LineDensity(int columns, int rows)
    : m_columns(std::max(columns, 1)), m_rows(std::max(rows, 1)),
      m_cells(static_cast<std::size_t>(m_columns) * static_cast<std::size_t>(m_rows + 1))
{
}

void LineDensity::flush()
{
    if (m_column < 0)
        return;
    const double top = m_rows;
    if (m_high >= 0 && m_low < top) {
        const int first = static_cast<int>(std::max(m_low, 0.0));
        const int last = std::min(m_rows - 1, static_cast<int>(std::min(m_high, top)));
        // Only the ends are noted; finish() adds up, so that a steep line costs no more.
        ++m_cells[index(m_column, first)];
        --m_cells[index(m_column, last + 1)];
    }
    m_column = -1;
}

void LineDensity::touch(int column, double low, double high)
{
    if (column != m_column) {
        flush();
        m_column = column;
        m_low = low;
        m_high = high;
        return;
    }
    m_low = std::min(m_low, low);
    m_high = std::max(m_high, high);
}

void LineDensity::add(const models::MinMaxPyramid& series, const ChartSpace& space)
{
    series.query(space.from, space.to, m_columns, m_points);
    const double perSecond = m_columns / (space.to - space.from);
    const double perUnit = m_rows / (space.axis.high - space.axis.low);
    double beforeX = 0, beforeY = 0;
    const double edge = m_columns - 1;
    for (const models::SeriesPoint& point : m_points) {
        const double x = (point.time - space.from) * perSecond;
        const double y = (space.axis.high - point.value) * perUnit;
        if (point.begins) {
            flush();
            if (x >= 0 && x <= m_columns)
                touch(static_cast<int>(std::min(x, edge)), y, y);
        } else {
            const int first = static_cast<int>(std::clamp(beforeX, 0.0, edge));
            const int last = static_cast<int>(std::clamp(x, 0.0, edge));
            const double slope = x > beforeX ? (y - beforeY) / (x - beforeX) : 0;
            for (int column = first; column <= last && x >= 0 && beforeX <= m_columns; ++column) {
                const double left = std::clamp<double>(column, beforeX, x);
                const double right = std::clamp<double>(column + 1, beforeX, x);
                const double a = beforeY + (left - beforeX) * slope;
                const double b = x > beforeX ? beforeY + (right - beforeX) * slope : y;
                touch(column, std::min(a, b), std::max(a, b));
            }
        }
        beforeX = x;
        beforeY = y;
    }
    flush();
}

void LineDensity::finish()
{
    for (int column = 0; column < m_columns; ++column) {
        std::int32_t sum = 0;
        for (int row = 0; row <= m_rows; ++row) {
            sum += m_cells[index(column, row)];
            m_cells[index(column, row)] = sum;
            m_highest = std::max(m_highest, static_cast<std::uint32_t>(sum));
        }
    }
}

} // namespace binnacle::ui
