// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/catch.h"
#include "tests/ui/fake_estate.h"
#include "tests/ui/qt_support.h"
#include "ui/viewmodels/decimate.h"
#include "ui/viewmodels/device_charts.h"

#include <cmath>
#include <numeric>

using namespace binnacle;
using namespace binnacle::ui;

TEST_CASE("decimation keeps every column's extremes within two points per column")
{
    std::vector<double> times(100'000), values(100'000);
    std::iota(times.begin(), times.end(), 0.0);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = std::sin(static_cast<double>(i) / 900.0);
    values[54'321] = 99;
    const ChartLine line = decimate(times, values, 0, 99'999, 300, 2);
    REQUIRE(line.size() == 1);
    CHECK(line[0].size() <= 600);
    double top = 0;
    for (std::size_t i = 0; i < line[0].size(); ++i) {
        top = std::max(top, line[0][i].value);
        CHECK((i == 0 || line[0][i].time > line[0][i - 1].time));
    }
    CHECK(top == 99);
}

TEST_CASE("gaps and values that are no numbers break the line")
{
    const std::vector<double> times = {0, 10, 20, 60, 70, 80};
    const std::vector<double> values = {1, 2, 3, 4, NAN, 6};
    const ChartLine line = decimate(times, values, 0, 100, 100, 25);
    REQUIRE(line.size() == 3);
    CHECK(line[0].size() == 3);
    CHECK(line[1].size() == 1);
    CHECK(line[2][0].value == 6);
    CHECK(decimate({}, {}, 0, 1, 10, 1).empty());
    CHECK(decimate(times, values, 5, 5, 10, 1).empty());
}

TEST_CASE("charts of a device load by meaning; one that fails says why and the others stay")
{
    test::application();
    WorkerPool pool;
    DeviceCharts charts(pool);
    charts.load(test::FakeEstate::make(1), {{{"UUID", "GPU-1"}}, {}}, std::chrono::hours(1), 300);
    REQUIRE(test::waitUntil([&] { return !charts.charts().empty(); }));
    int problems = 0;
    for (const ChartData& chart : charts.charts()) {
        problems += !chart.problem.isEmpty();
        if (chart.problem.isEmpty())
            CHECK(chart.series[0].line[0].size() <= 600);
        else
            CHECK(chart.problem.contains(u"metrics server is down"));
    }
    CHECK(problems == 1);
    CHECK(charts.charts()[0].series[0].line[0][0].value > 1); // per cent, not a ratio
}
