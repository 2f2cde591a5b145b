// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/metrics/minmax_pyramid.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

using namespace binnacle::models;

namespace {

std::vector<double> seconds(std::size_t count, double step = 1)
{
    std::vector<double> times(count);
    for (std::size_t i = 0; i < count; ++i)
        times[i] = 1'700'000'000.0 + static_cast<double>(i) * step;
    return times;
}

} // namespace

TEST_CASE("a pyramid gives the extremes of every column and at most two points for each")
{
    const auto times = seconds(100'000);
    std::vector<double> values(times.size());
    std::mt19937 random(7);
    for (double& value : values)
        value = std::uniform_real_distribution<>(-1, 1)(random);
    values[54'321] = 99;
    values[54'322] = -99;
    const MinMaxPyramid pyramid(times, values, 5);
    for (const int columns : {1, 3, 300, 1000}) {
        const double from = times[1234], to = times[98'765];
        const auto points = pyramid.query(from, to, columns);
        REQUIRE(points.size() <= static_cast<std::size_t>(2 * columns + 2));
        for (std::size_t i = 1; i < points.size(); ++i)
            REQUIRE(points[i - 1].time < points[i].time);
        // Column by column against the plain way.
        const double width = (to - from) / columns;
        for (int column = 0; column < columns; ++column) {
            const double left = from + column * width;
            const double right = column + 1 == columns ? to + 1e-6 : left + width;
            const auto in = [&](double t) { return t >= left && t < right; };
            double low = INFINITY, high = -INFINITY, seenLow = INFINITY, seenHigh = -INFINITY;
            for (std::size_t i = 1234; i <= 98'765; ++i) {
                if (in(times[i])) {
                    low = std::min(low, values[i]);
                    high = std::max(high, values[i]);
                }
            }
            for (const auto& point : points) {
                if (in(point.time)) {
                    seenLow = std::min(seenLow, point.value);
                    seenHigh = std::max(seenHigh, point.value);
                }
            }
            REQUIRE(seenLow == low);
            REQUIRE(seenHigh == high);
        }
        if (columns > 300)
            break;
    }
}

TEST_CASE("few samples come back as they are, with one neighbour on either side")
{
    const auto times = seconds(10, 10);
    const std::vector<double> values = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    const MinMaxPyramid pyramid(times, values, 25);
    const auto points = pyramid.query(times[3], times[5], 100);
    REQUIRE(points.size() == 5);
    CHECK(points.front().value == 2);
    CHECK(points.back().value == 6);
    CHECK(points.front().begins);
    CHECK_FALSE(points[1].begins);
}

TEST_CASE("a pause and a value that is no number are gaps, not lines and not zeros")
{
    std::vector<double> times = {0, 10, 20, 60, 70, 80, 90};
    const std::vector<double> values = {1, 2, 3, 4, NAN, 6, INFINITY};
    const MinMaxPyramid pyramid(times, values, 25);
    CHECK(pyramid.size() == 5);
    CHECK(pyramid.notNumbers() == 2);
    CHECK(pyramid.gaps() == 2);
    CHECK(pyramid.longestGap() == 40);
    const auto points = pyramid.query(0, 100, 1000);
    REQUIRE(points.size() == 5);
    CHECK(points[3].begins); // after the pause
    CHECK(points[4].begins); // after the NaN
    CHECK_FALSE(points[2].begins);
}

TEST_CASE("a gap wider than a column survives thinning")
{
    auto times = seconds(200'000);
    for (std::size_t i = 100'000; i < times.size(); ++i)
        times[i] += 50'000;
    const std::vector<double> values(times.size(), 1.0);
    const MinMaxPyramid pyramid(times, values, 5);
    const auto points = pyramid.query(times.front(), times.back(), 400);
    const auto breaks =
        std::count_if(points.begin(), points.end(), [](const SeriesPoint& p) { return p.begins; });
    CHECK(breaks == 2);
}

TEST_CASE("the nearest sample is found only within reach")
{
    const auto times = seconds(100, 15);
    const std::vector<double> values(100, 3.0);
    const MinMaxPyramid pyramid(times, values, 40);
    CHECK(pyramid.nearest(times[7] + 6, 8) == 7);
    CHECK(pyramid.nearest(times[7] + 9, 8) == 8);
    CHECK(pyramid.nearest(times[0] - 9, 8) == pyramid.size());
    CHECK(MinMaxPyramid().nearest(0, 1e9) == 0);
}

TEST_CASE("evenly spaced times are not kept one by one")
{
    const auto times = seconds(160'000, 15);
    const std::vector<double> values(times.size(), 1.0);
    const MinMaxPyramid even(times, values, 40);
    CHECK(even.memory() < times.size() * 9);
    for (const std::size_t i : {std::size_t{0}, std::size_t{77'777}, times.size() - 1})
        CHECK(even.time(i) == Approx(times[i]).margin(1e-3));
    auto uneven = times;
    uneven[3] += 1;
    const MinMaxPyramid odd(uneven, values, 40);
    CHECK(odd.time(3) == uneven[3]);
    CHECK(odd.memory() > times.size() * 16);
}
