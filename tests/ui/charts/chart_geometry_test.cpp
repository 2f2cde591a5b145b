// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/catch.h"
#include "ui/charts/chart_scale.h"
#include "ui/charts/density.h"

#include <cmath>

using namespace binnacle::ui;

TEST_CASE("axes have round steps and hold every value")
{
    const ValueAxis axis = niceAxis(3, 483, 6);
    CHECK(axis.low == 0);
    CHECK(axis.high == 500);
    CHECK(axis.step == 100);
    CHECK(axis.ticks().size() == 6);
    const ValueAxis narrow = niceAxis(1000.2, 1000.9, 6);
    CHECK(narrow.low > 999); // far from zero and narrow: the movement is what is asked about
    CHECK(narrow.high >= 1000.9);
    const ValueAxis below = niceAxis(-3, 4, 5);
    CHECK(below.low <= -3);
    CHECK(below.high >= 4);
    CHECK(niceAxis(5, 5, 5).low < 5);
    CHECK(niceAxis(0, 0, 5).high > 0);
    CHECK(niceAxis(INFINITY, -INFINITY, 5).high == 1); // no sample at all
}

TEST_CASE("labels are as precise as their step and no more")
{
    CHECK(tickText(0.25, 0.25) == QStringLiteral("0.25"));
    CHECK(tickText(480, 120) == QStringLiteral("480"));
    CHECK(tickText(0, 0.1) == QStringLiteral("0.0"));
    CHECK(tickText(1'200'000, 400'000) == QStringLiteral("1.2 M"));
    CHECK(tickText(20'000, 5'000) == QStringLiteral("20 k"));
    CHECK(thinText(385.31) == QStringLiteral("385"));
    CHECK(thinText(0.012345) == QStringLiteral("0.0123"));
    CHECK(thinText(1234.4) == QStringLiteral("1,234"));
    CHECK(thinText(123'456) == QStringLiteral("123 k"));
    CHECK(exactText(385.31, QStringLiteral("ms")) == QStringLiteral("385.31 ms"));
    CHECK(exactText(NAN, {}) == QStringLiteral("–"));
}

TEST_CASE("time ticks lie on round times")
{
    const double midnight = 1'700'006'400; // 2023-11-15 00:00 UTC
    const TimeAxis axis = timeAxis(midnight + 17, midnight + 6 * 3600, 7);
    REQUIRE(axis.ticks.size() >= 5);
    for (const double tick : axis.ticks)
        CHECK(std::fmod(tick - midnight, 3600) == 0);
    CHECK(timeText(axis.ticks[0], axis.format) == QStringLiteral("01:00"));
    CHECK(timeAxis(5, 5, 4).ticks.empty());
}

TEST_CASE("labels at the right end keep their order and never lie over each other")
{
    const auto places = spreadLabels({100, 101, 102, 250, 99}, 14, 0, 300);
    REQUIRE(places.size() == 5);
    CHECK(places[4] < places[0]);
    CHECK(places[0] < places[1]);
    CHECK(places[1] < places[2]);
    CHECK(places[1] - places[0] >= 14 - 1e-9);
    CHECK(places[0] - places[4] >= 14 - 1e-9);
    CHECK(places[3] == Approx(250)); // alone: where it belongs
    const auto edge = spreadLabels({299, 300, 300}, 14, 0, 300);
    for (const double place : edge)
        CHECK(place <= 293 + 1e-9);
    const auto crowd = spreadLabels({1, 2, 3, 4, 5}, 14, 0, 30);
    CHECK(std::isfinite(crowd[1]));
    CHECK(std::isnan(crowd[2])); // no room: said as "and 3 more"
}

TEST_CASE("marker labels take another row before they cover one another")
{
    std::vector<RowLabel> labels = {{50, 80}, {60, 80}, {70, 80}, {400, 80}};
    placeInRows(labels, 2, 0, 420, 6);
    CHECK(labels[0].row == 0);
    CHECK(labels[1].row == 1);
    CHECK(labels[2].row == -1);
    CHECK(labels[3].row == 0);
    CHECK(labels[3].left + 80 <= 420);
}

TEST_CASE("density counts each line once in each pixel that it crosses")
{
    ChartSpace space;
    space.plot = QRectF(0, 0, 10, 10);
    space.from = 0;
    space.to = 10;
    space.axis = {0, 10, 5};
    const std::vector<double> times = {0, 5, 10}, up = {0, 9.99, 0.01};
    const std::vector<double> flatTimes = {0, 10}, flat = {5.5, 5.5};
    LineDensity density(10, 10);
    density.add({times, up, 100}, space);
    density.add({flatTimes, flat, 100}, space);
    density.finish();
    CHECK(density.highest() == 2); // where they cross
    for (int column = 0; column < 10; ++column)
        CHECK(density.count(column, 4) >= 1); // the flat line, row 4 from above
    int first = 0;
    for (int row = 0; row < 10; ++row)
        first += static_cast<int>(density.count(0, row));
    CHECK(first == 3); // two pixels of the steep line, one of the flat one
}

TEST_CASE("density leaves gaps and what lies outside alone")
{
    ChartSpace space;
    space.plot = QRectF(0, 0, 100, 10);
    space.from = 0;
    space.to = 100;
    space.axis = {0, 10, 5};
    const std::vector<double> times = {0, 1, 2, 50, 51}, values = {5, 5, 5, 5, 50};
    LineDensity density(100, 10);
    density.add({times, values, 10}, space);
    density.finish();
    CHECK(density.count(20, 4) + density.count(20, 5) == 0);
    CHECK(density.count(1, 5) + density.count(1, 4) == 1);
    CHECK(density.count(50, 0) == 1); // leaves through the top
}
