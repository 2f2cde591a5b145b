// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/decimate.h"

#include <algorithm>
#include <cmath>

namespace binnacle::ui {

namespace {

/// Collects one pixel column and gives its extremes in the order they came.
class Column {
public:
    void add(ChartPoint point)
    {
        if (m_count++ == 0)
            m_low = m_high = point;
        if (point.value < m_low.value)
            m_low = point;
        if (point.value > m_high.value)
            m_high = point;
    }
    void flushTo(std::vector<ChartPoint>& run)
    {
        if (m_count == 0)
            return;
        const bool lowFirst = m_low.time <= m_high.time;
        run.push_back(lowFirst ? m_low : m_high);
        if (m_low.time != m_high.time)
            run.push_back(lowFirst ? m_high : m_low);
        m_count = 0;
    }

private:
    ChartPoint m_low, m_high;
    int m_count = 0;
};

} // namespace

ChartLine decimate(std::span<const double> times, std::span<const double> values, double from,
                   double to, int columns, double gapSeconds)
{
    ChartLine line;
    if (to <= from || columns <= 0)
        return line;
    const double perColumn = (to - from) / columns;
    Column column;
    long at = -1;
    double before = 0;
    const auto breakLine = [&] {
        if (!line.empty())
            column.flushTo(line.back());
        at = -1;
    };
    for (std::size_t i = 0; i < std::min(times.size(), values.size()); ++i) {
        if (times[i] < from || times[i] > to)
            continue;
        if (!std::isfinite(values[i])) {
            breakLine();
            continue;
        }
        if (at >= 0 && times[i] - before > gapSeconds)
            breakLine();
        const long here =
            std::min<long>(columns - 1, static_cast<long>((times[i] - from) / perColumn));
        if (at < 0)
            line.emplace_back();
        else if (here != at)
            column.flushTo(line.back());
        at = here;
        before = times[i];
        column.add({times[i], values[i]});
    }
    breakLine();
    return line;
}

} // namespace binnacle::ui
