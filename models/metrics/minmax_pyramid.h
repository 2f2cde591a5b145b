// SPDX-License-Identifier: GPL-3.0-or-later
// One series with a pyramid of its lowest and highest samples, so that a chart of any width asks
// for two points per pixel column whatever the series' length. Made once per series of an answer on
// a worker, read by charts. Immutable; any thread. Knows no pixel and no colour.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace binnacle::models {

struct SeriesPoint {
    double time = 0; ///< Unix seconds
    double value = 0;
    bool begins = false; ///< first after a gap: no line leads here
    friend bool operator==(const SeriesPoint&, const SeriesPoint&) = default;
};

class MinMaxPyramid {
public:
    MinMaxPyramid() = default;
    /// A pause longer than `gapSeconds` is a gap, and so is a value that is not finite; such values
    /// are no samples. Times are Unix seconds, ascending. Cost: O(n); 8 bytes a sample where the
    /// times are evenly spaced, else 16, and an eighth more for the pyramid.
    MinMaxPyramid(std::span<const double> times, std::span<const double> values, double gapSeconds);

    std::size_t size() const { return m_values.size(); }
    bool empty() const { return m_values.empty(); }
    double time(std::size_t i) const
    {
        return m_times.empty() ? m_first + static_cast<double>(i) * m_step : m_times[i];
    }
    double value(std::size_t i) const { return m_values[i]; }
    /// True where no line leads to sample i.
    bool begins(std::size_t i) const;
    /// Samples that were dropped because they were no numbers.
    std::size_t notNumbers() const { return m_notNumbers; }
    /// Pauses between the first and the last sample.
    std::size_t gaps() const { return m_starts.empty() ? 0 : m_starts.size() - 1; }
    /// The longest of them. Units: seconds.
    double longestGap() const { return m_longestGap; }

    /// The samples of [from, to] and one neighbour on either side, thinned to the extremes of each
    /// of `columns` equal columns, in order of time. A gap that lies within one column is not seen.
    /// Shape: at most two points per column, and two. Cost: O(columns · log samples).
    void query(double from, double to, int columns, std::vector<SeriesPoint>& out) const;
    std::vector<SeriesPoint> query(double from, double to, int columns) const;

    /// Lowest and highest of the samples in [from, to]; false when there is none.
    bool extremes(double from, double to, double& low, double& high) const;
    /// The sample nearest to `time`, if it is within `reach` seconds; size() when none is.
    std::size_t nearest(double time, double reach) const;
    /// First sample not before `time`. Cost: O(1) where evenly spaced, else O(log n).
    std::size_t lowerBound(double time) const;
    /// Units: bytes.
    std::size_t memory() const;

private:
    struct Extremes {
        std::uint32_t low, high; ///< samples
    };
    static constexpr std::size_t kFan = 16;

    void setTimes(std::vector<double> times);
    void build();
    void take(Extremes& into, Extremes other) const;
    Extremes rangeExtremes(std::size_t begin, std::size_t end) const;

    double m_first = 0, m_step = 0;
    std::vector<double> m_times; ///< empty: evenly spaced
    std::vector<double> m_values;
    std::vector<std::uint32_t> m_starts;         ///< samples that begin a run, ascending
    std::vector<std::vector<Extremes>> m_levels; ///< of 16, 256, … samples
    std::size_t m_notNumbers = 0;
    double m_longestGap = 0;
};

} // namespace binnacle::models
