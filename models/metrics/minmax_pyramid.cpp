// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/metrics/minmax_pyramid.h"

#include <algorithm>
#include <cmath>

namespace binnacle::models {

MinMaxPyramid::MinMaxPyramid(std::span<const double> times, std::span<const double> values,
                             double gapSeconds)
{
    const std::size_t count = std::min(times.size(), values.size());
    std::vector<double> kept;
    kept.reserve(count);
    m_values.reserve(count);
    bool broken = true;
    for (std::size_t i = 0; i < count; ++i) {
        if (!std::isfinite(values[i]) || !std::isfinite(times[i])) {
            ++m_notNumbers;
            broken = true;
            continue;
        }
        const bool late = !kept.empty() && times[i] - kept.back() > gapSeconds;
        if (broken || late) {
            m_starts.push_back(static_cast<std::uint32_t>(kept.size()));
            if (!kept.empty())
                m_longestGap = std::max(m_longestGap, times[i] - kept.back());
        }
        broken = false;
        kept.push_back(times[i]);
        m_values.push_back(values[i]);
    }
    setTimes(std::move(kept));
    build();
}

void MinMaxPyramid::setTimes(std::vector<double> times)
{
    if (times.empty())
        return;
    m_first = times.front();
    m_step = times.size() > 1
                 ? (times.back() - times.front()) / static_cast<double>(times.size() - 1)
                 : 1;
    bool even = m_step > 0;
    // A millisecond is what servers keep; anything beyond is not the time that they said.
    for (std::size_t i = 0; even && i < times.size(); ++i)
        even = std::abs(times[i] - (m_first + static_cast<double>(i) * m_step)) < 5e-4;
    if (!even) {
        times.shrink_to_fit();
        m_times = std::move(times);
    }
}

void MinMaxPyramid::take(Extremes& into, Extremes other) const
{
    if (m_values[other.low] < m_values[into.low])
        into.low = other.low;
    if (m_values[other.high] > m_values[into.high])
        into.high = other.high;
}

void MinMaxPyramid::build()
{
    const auto levelUp = [this](std::size_t count, auto&& at) {
        std::vector<Extremes> level((count + kFan - 1) / kFan);
        for (std::size_t i = 0; i < level.size(); ++i) {
            level[i] = at(i * kFan);
            for (std::size_t j = i * kFan + 1; j < std::min(count, (i + 1) * kFan); ++j)
                take(level[i], at(j));
        }
        m_levels.push_back(std::move(level));
    };
    if (m_values.size() <= kFan)
        return;
    levelUp(m_values.size(), [](std::size_t i) {
        const auto sample = static_cast<std::uint32_t>(i);
        return Extremes{sample, sample};
    });
    while (m_levels.back().size() > kFan) {
        // A copy: the vector of levels moves when it grows.
        const auto below = m_levels.back();
        levelUp(below.size(), [&below](std::size_t i) { return below[i]; });
    }
}

bool MinMaxPyramid::begins(std::size_t i) const
{
    return std::binary_search(m_starts.begin(), m_starts.end(), static_cast<std::uint32_t>(i));
}

std::size_t MinMaxPyramid::lowerBound(double time) const
{
    if (!m_times.empty())
        return static_cast<std::size_t>(std::lower_bound(m_times.begin(), m_times.end(), time) -
                                        m_times.begin());
    if (m_values.empty() || time <= m_first)
        return 0;
    const double at = std::ceil((time - m_first) / m_step - 1e-9);
    return at >= static_cast<double>(m_values.size()) ? m_values.size()
                                                      : static_cast<std::size_t>(at);
}

MinMaxPyramid::Extremes MinMaxPyramid::rangeExtremes(std::size_t begin, std::size_t end) const
{
    const auto first = static_cast<std::uint32_t>(begin);
    Extremes found{first, first};
    std::size_t level = 0; // 0: samples, 1: m_levels[0], …
    const auto at = [&](std::size_t i) {
        const auto sample = static_cast<std::uint32_t>(i);
        return level == 0 ? Extremes{sample, sample} : m_levels[level - 1][i];
    };
    // Climb while whole groups lie inside; what sticks out on either side is taken one by one.
    while (begin < end) {
        if (level == m_levels.size() || end - begin <= kFan) {
            for (; begin < end; ++begin)
                take(found, at(begin));
            break;
        }
        for (; begin % kFan != 0 && begin < end; ++begin)
            take(found, at(begin));
        for (; end % kFan != 0 && begin < end; --end)
            take(found, at(end - 1));
        begin /= kFan;
        end /= kFan;
        ++level;
    }
    return found;
}

void MinMaxPyramid::query(double from, double to, int columns, std::vector<SeriesPoint>& out) const
{
    out.clear();
    if (m_values.empty() || columns <= 0 || !(to > from))
        return;
    std::size_t begin = lowerBound(from), end = lowerBound(std::nextafter(to, INFINITY));
    // One neighbour on either side, so that a line enters and leaves at the edge of the plot.
    const std::size_t first = begin > 0 ? begin - 1 : 0, last = std::min(end + 1, m_values.size());
    auto start =
        std::lower_bound(m_starts.begin(), m_starts.end(), static_cast<std::uint32_t>(first));
    const auto add = [&](std::size_t i, std::size_t columnBegin) {
        start = std::lower_bound(start, m_starts.end(), static_cast<std::uint32_t>(columnBegin));
        const bool gap = start != m_starts.end() && *start == columnBegin;
        out.push_back({time(i), m_values[i], gap || out.empty()});
    };
    if (last - first <= 2 * static_cast<std::size_t>(columns)) {
        for (std::size_t i = first; i < last; ++i)
            add(i, i);
        return;
    }
    if (first < begin)
        add(first, first);
    const double width = (to - from) / columns;
    for (int column = 0; column < columns && begin < end; ++column) {
        const std::size_t next =
            column + 1 == columns ? end : std::min(end, lowerBound(from + (column + 1) * width));
        if (next <= begin)
            continue;
        const Extremes found = rangeExtremes(begin, next);
        const auto [early, late] = std::minmax(found.low, found.high);
        add(early, begin);
        if (late != early)
            out.push_back({time(late), m_values[late], false});
        begin = next;
    }
    if (end < last)
        add(end, end);
}

std::vector<SeriesPoint> MinMaxPyramid::query(double from, double to, int columns) const
{
    std::vector<SeriesPoint> out;
    query(from, to, columns, out);
    return out;
}

bool MinMaxPyramid::extremes(double from, double to, double& low, double& high) const
{
    const std::size_t begin = lowerBound(from), end = lowerBound(std::nextafter(to, INFINITY));
    if (begin >= end)
        return false;
    const Extremes found = rangeExtremes(begin, end);
    low = m_values[found.low];
    high = m_values[found.high];
    return true;
}

std::size_t MinMaxPyramid::nearest(double wanted, double reach) const
{
    std::size_t at = lowerBound(wanted);
    if (at > 0 && (at == size() || wanted - time(at - 1) <= time(at) - wanted))
        --at;
    return at < size() && std::abs(time(at) - wanted) <= reach ? at : size();
}

std::size_t MinMaxPyramid::memory() const
{
    std::size_t bytes = sizeof *this + m_times.capacity() * sizeof(double) +
                        m_values.capacity() * sizeof(double) +
                        m_starts.capacity() * sizeof(std::uint32_t);
    for (const auto& level : m_levels)
        bytes += level.capacity() * sizeof(Extremes);
    return bytes;
}

} // namespace binnacle::models
