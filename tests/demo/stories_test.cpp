// SPDX-License-Identifier: GPL-3.0-or-later
// The planted stories of the demo estate are found from the data alone. Source: product.md.
#include "services/usecases/fleet.h"
#include "tests/demo/demo_estate.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <cmath>

using namespace binnacle;
using services::FleetAttention;
using services::FleetGpu;
using services::FleetView;
using services::GpuState;
using services::Severity;
using tests::DemoEstate;

namespace {

FleetView fleetOf(DemoEstate& estate)
{
    REQUIRE(estate.list());
    return services::buildFleet(*estate.snapshot(), estate.clock.now());
}

const FleetAttention* about(const FleetView& view, const std::string& subject)
{
    const auto it = std::find_if(view.attention.begin(), view.attention.end(),
                                 [&](const FleetAttention& a) { return a.subject == subject; });
    return it == view.attention.end() ? nullptr : &*it;
}

std::size_t count(const FleetView& view, GpuState state)
{
    return static_cast<std::size_t>(std::count_if(
        view.gpus.begin(), view.gpus.end(), [&](const FleetGpu& g) { return g.state == state; }));
}

} // namespace

TEST_CASE("the conclusion of the default estate is the one of the design", "[demo][stories]")
{
    const std::int64_t hours = GENERATE(0, 5, 11, 16);
    DemoEstate estate("default", 1, DemoEstate::kMorning + hours * 3600);
    const FleetView view = fleetOf(estate);
    CHECK(view.simulated);
    CHECK(view.totals.gpus == 2304);
    CHECK(view.totals.nodes == 288);
    CHECK(view.queue.jobs == 43);
    CHECK(view.queue.gpus == 512);
    CHECK(view.title.rfind("2,304 GPUs, ", 0) == 0);
    CHECK(view.title.find("while 43 jobs wait") != std::string::npos);
    const double busy = static_cast<double>(view.totals.busy) / 2304;
    CHECK(busy > 0.68);
    CHECK(busy < 0.74);
    CHECK(view.totals.idle >= 110);
    CHECK(view.totals.idle <= 126);
}

TEST_CASE("story 3: a hung collective looks busy and is found stuck", "[demo][stories]")
{
    DemoEstate estate;
    const FleetView view = fleetOf(estate);
    const auto stuck = std::find_if(view.gpus.begin(), view.gpus.end(),
                                    [](const FleetGpu& g) { return g.state == GpuState::Stuck; });
    REQUIRE(stuck != view.gpus.end());
    CHECK(stuck->utilisation == Approx(1.0));
    CHECK(stuck->smActive < 0.05);
    CHECK(stuck->power < 0.35 * stuck->powerLimit);
    CHECK(count(view, GpuState::Stuck) == 32);
    const auto* item = about(view, "search / ranker-distill");
    REQUIRE(item != nullptr);
    CHECK(item->devices == 32);
    CHECK(item->severity == Severity::Critical);
}

TEST_CASE("story 4: the device off the bus is one fault, the rack's Xid 45 is one job",
          "[demo][stories]")
{
    DemoEstate estate;
    const FleetView view = fleetOf(estate);
    const auto* lost = about(view, "gpu-h100-117 #3");
    REQUIRE(lost != nullptr);
    CHECK(lost->text == "Xid 79, off the bus");
    CHECK(lost->severity == Severity::Critical);
    CHECK(lost->target.valid());
    const auto device = std::find_if(view.gpus.begin(), view.gpus.end(),
                                     [&](const FleetGpu& g) { return g.key == lost->target; });
    REQUIRE(device != view.gpus.end());
    CHECK(device->state == GpuState::Unhealthy);
    CHECK(std::isnan(device->utilisation)); // its metrics vanished: unknown, not zero
    CHECK(std::isnan(device->power));
    CHECK(device->memoryUsed == models::kUnknownInt);

    const auto fallout = std::count_if(view.gpus.begin(), view.gpus.end(),
                                       [](const FleetGpu& g) { return g.xid == 45; });
    CHECK(fallout == 32);
    std::size_t lines = 0;
    for (const auto& item : view.attention)
        lines += item.text.find("Xid 45") != std::string::npos;
    CHECK(lines == 1);
    const auto* job = about(view, "growth / recsys-foundation");
    REQUIRE(job != nullptr);
    CHECK(job->devices == 32);
    CHECK(job->text.find("not 32 faults") != std::string::npos);
    CHECK(job->severity == Severity::Info);
}

TEST_CASE("story 5: team docs holds 53 idle devices for more than three days", "[demo][stories]")
{
    DemoEstate estate;
    const FleetView view = fleetOf(estate);
    const auto* idle = about(view, "docs / l4-c");
    REQUIRE(idle != nullptr);
    CHECK(idle->text == "53 GPUs under 5% for 3 d");
    CHECK(idle->nextStep.find("43 jobs wait for 512 GPUs") != std::string::npos);
    const auto team = std::find_if(view.teams.begin(), view.teams.end(),
                                   [](const auto& t) { return t.name == "docs"; });
    REQUIRE(team != view.teams.end());
    CHECK(team->allocated == 64);
    CHECK(team->busy == 11);
    CHECK(team->idle == 53);
    CHECK(view.totals.idle == 118);
}

TEST_CASE("a row remap failure, power capping, link errors and a full quota are found",
          "[demo][stories]")
{
    DemoEstate estate;
    const FleetView view = fleetOf(estate);
    const auto* remap = about(view, "gpu-h100-044 #0");
    REQUIRE(remap != nullptr);
    CHECK(remap->text.find("row remap failed") != std::string::npos);
    const auto* capped = about(view, "pool a10-b");
    REQUIRE(capped != nullptr);
    CHECK(capped->text == "4 nodes power capped");
    CHECK(capped->devices == 32);
    CHECK(count(view, GpuState::Throttled) == 32);
    const auto* link = about(view, "gpu-a100-021");
    REQUIRE(link != nullptr);
    CHECK(link->text.find("NVLink errors on 2 GPUs") != std::string::npos);
    const auto* quota = about(view, "search");
    REQUIRE(quota != nullptr);
    CHECK(quota->text.find("quota 91% used") == 0);
    CHECK(view.attention.size() == 8); // and nothing else: no false alarm
}

TEST_CASE("attention goes from worst to least", "[demo][stories]")
{
    DemoEstate estate;
    const FleetView view = fleetOf(estate);
    CHECK(std::is_sorted(view.attention.begin(), view.attention.end(),
                         [](const auto& a, const auto& b) {
                             return static_cast<int>(a.severity) > static_cast<int>(b.severity);
                         }));
    for (const auto& item : view.attention) {
        INFO(item.subject);
        CHECK_FALSE(item.nextStep.empty());
        CHECK_FALSE(item.filter.empty());
    }
}

TEST_CASE("the small estate and other seeds tell the same stories", "[demo][stories]")
{
    const std::uint64_t seed = GENERATE(2, 42, 20261123);
    const std::string size = GENERATE("small", "default");
    INFO(seed << " " << size);
    DemoEstate estate(size, seed);
    const FleetView view = fleetOf(estate);
    CHECK(count(view, GpuState::Stuck) >= 16);
    CHECK(count(view, GpuState::Unhealthy) == 2);
    CHECK(count(view, GpuState::Throttled) >= 8);
    std::size_t found = 0;
    for (const std::string word : {"off the bus", "row remap", "fallout of one job", "power capped",
                                   "under 5%", "NVLink", "quota"})
        found += std::any_of(view.attention.begin(), view.attention.end(),
                             [&](const auto& a) { return a.text.find(word) != std::string::npos; });
    CHECK(found == 7);
    CHECK(view.queue.jobs > 0);
}
