// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/catch.h"
#include "tests/ui/fleet_fixture.h"
#include "ui/pages/fleet/heat_geometry.h"

#include <set>

using namespace binnacle;
using namespace binnacle::ui;

namespace {

HeatData poolMap(const services::FleetView& view)
{
    return makeHeatData(view, HeatColour::Utilisation, HeatGroup::Pool, {});
}

} // namespace

TEST_CASE("every device is exactly one cell, one column per node")
{
    const auto view = test::makeFleet(40);
    for (const HeatGroup group :
         {HeatGroup::Pool, HeatGroup::Cluster, HeatGroup::Team, HeatGroup::Model}) {
        const HeatData data = makeHeatData(*view, HeatColour::State, group, {});
        CHECK(std::set<std::uint32_t>(data.gpu.begin(), data.gpu.end()).size() == 320);
        CHECK(data.code.size() == 320);
        CHECK(data.columnStart.back() == 320);
    }
    const HeatData pools = poolMap(*view);
    REQUIRE(pools.sections.size() == 4);
    CHECK(pools.sections[0].title == "h100-a");
    CHECK(pools.sections[0].nodes == 10);
    CHECK(pools.sections[0].columnCount == 10);
}

TEST_CASE("unknown and stale are never drawn as idle, unhealthy wins over its number")
{
    auto view = test::makeFleet(1);
    view->gpus[1].smActive = view->gpus[1].utilisation = services::kUnknownReal;
    view->gpus[2].smActive = 0;
    view->gpus[3].freshness = models::Freshness::Stale;
    view->gpus[4].powerLimit = 0;
    view->gpus[5].memoryTotal = models::kUnknownInt;
    const HeatData data = poolMap(*view);
    CHECK(data.code[0] == kHeatUnhealthy);
    CHECK(data.code[1] == kHeatUnknown);
    CHECK(data.code[2] == kHeatIdle);
    CHECK(data.code[3] == kHeatStale);
    CHECK(makeHeatData(*view, HeatColour::Power, HeatGroup::Pool, {}).code[4] == kHeatUnknown);
    CHECK(makeHeatData(*view, HeatColour::Memory, HeatGroup::Pool, {}).code[5] == kHeatUnknown);
}

TEST_CASE("the team filter leaves that team's devices; an empty fleet is an empty map")
{
    const auto view = test::makeFleet(20);
    const HeatData docs = makeHeatData(*view, HeatColour::Utilisation, HeatGroup::Pool, "docs");
    for (const std::uint32_t gpu : docs.gpu)
        CHECK(view->gpus[gpu].team == "docs");
    CHECK(docs.gpu.size() == 32);
    const HeatData nothing = poolMap(services::FleetView{});
    CHECK(nothing.gpu.empty());
    CHECK(layoutHeat(nothing, 800, 600).height == 0);
    CHECK(heatCellAt(layoutHeat(nothing, 800, 600), nothing, 5, 5) == -1);
}

TEST_CASE("a point inside a cell finds that cell at every size")
{
    for (const int nodes : {1, 7, 288, 5000}) {
        const auto view = test::makeFleet(nodes, nodes == 7 ? 11 : 8);
        const HeatData data = poolMap(*view);
        for (const int width : {120, 611, 2800}) {
            const HeatLayout layout = layoutHeat(data, width, 600);
            const std::size_t step = data.gpu.size() > 500 ? 97 : 1;
            for (std::size_t cell = 0; cell < data.gpu.size(); cell += step) {
                const QRect rect = heatCellRect(layout, data, cell);
                REQUIRE(heatCellAt(layout, data, rect.center().x(), rect.center().y()) ==
                        static_cast<std::ptrdiff_t>(cell));
                REQUIRE(rect.right() <= width);
                REQUIRE(rect.bottom() <= layout.height);
            }
        }
    }
}

TEST_CASE("rectangles in one go are those asked for one by one")
{
    const auto view = test::makeFleet(90);
    const HeatData data = poolMap(*view);
    const HeatLayout layout = layoutHeat(data, 420, 500);
    std::vector<std::size_t> cells;
    for (std::size_t cell = 0; cell < data.gpu.size(); cell += 7)
        cells.push_back(cell);
    const auto rects = heatCellRects(layout, data, cells);
    REQUIRE(rects.size() == cells.size());
    for (std::size_t i = 0; i < cells.size(); ++i)
        REQUIRE(rects[i] == heatCellRect(layout, data, cells[i]));
}

TEST_CASE("cells grow while they fit, and no two cells touch")
{
    const auto view = test::makeFleet(288);
    const HeatData data = poolMap(*view);
    const HeatLayout small = layoutHeat(data, 600, 500);
    const HeatLayout large = layoutHeat(data, 2400, 1600);
    CHECK(small.height <= 500);
    CHECK(large.cell.width > small.cell.width);
    for (std::size_t cell = 0; cell + 1 < 64; ++cell)
        CHECK_FALSE(
            heatCellRect(small, data, cell).intersects(heatCellRect(small, data, cell + 1)));
}

TEST_CASE("arrow keys reach every cell and stop at the ends")
{
    const auto view = test::makeFleet(90);
    const HeatData data = poolMap(*view);
    const HeatLayout layout = layoutHeat(data, 300, 400);
    CHECK(heatNeighbour(layout, data, 0, HeatMove::Left) == 0);
    CHECK(heatNeighbour(layout, data, 0, HeatMove::Up) == 0);
    std::size_t at = 0;
    std::size_t columns = 1;
    while (heatNeighbour(layout, data, at, HeatMove::Right) != at) {
        at = heatNeighbour(layout, data, at, HeatMove::Right);
        ++columns;
    }
    CHECK(columns == 90);
    at = 0;
    int steps = 0;
    while (heatNeighbour(layout, data, at, HeatMove::Down) != at && steps < 10'000) {
        const std::size_t next = heatNeighbour(layout, data, at, HeatMove::Down);
        CHECK(next > at);
        at = next;
        ++steps;
    }
    CHECK(at > data.gpu.size() * 3 / 4);
}
