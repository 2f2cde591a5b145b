// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/catch.h"
#include "tests/ui/fake_estate.h"
#include "tests/ui/qt_support.h"
#include "ui/viewmodels/device_charts.h"

using namespace binnacle;
using namespace binnacle::ui;

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
            CHECK(chart.series[0].data->size() > 300);
        else
            CHECK(chart.problem.contains(u"metrics server is down"));
    }
    CHECK(problems == 1);
    CHECK(charts.charts()[0].series[0].data->value(0) > 1); // per cent, not a ratio
}
