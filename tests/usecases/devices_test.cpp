// SPDX-License-Identifier: GPL-3.0-or-later
// Devices, the nodes they sit on and the pods that hold them; what is not known stays unknown.
#include "tests/usecases/fleet_builder.h"

#include <cmath>

using namespace binnacle;
using namespace tests;
using models::kUnknownInt;
using services::GpuState;
using Writer = models::RowWriter;

TEST_CASE("a cluster without device metrics still shows its devices, all unknown",
          "[fleet][devices]")
{
    FleetBuilder estate;
    estate.source("kube");
    estate.node("n1", 2);
    estate.pod("a", "p", "n1", 1);
    const auto view = estate.build();
    REQUIRE(view.gpus.size() == 2);
    for (const auto& gpu : view.gpus) {
        CHECK_FALSE(gpu.key.valid());
        CHECK(gpu.state == GpuState::Unknown);
        CHECK(std::isnan(gpu.utilisation));
        CHECK(std::isnan(gpu.power));
        CHECK(gpu.memoryUsed == kUnknownInt);
        CHECK(gpu.memoryTotal == kUnknownInt);
        CHECK(gpu.xid == kUnknownInt);
        CHECK_FALSE(gpu.sampleTime.known());
        CHECK(gpu.pool == "p");
        CHECK(gpu.model == "NVIDIA A10");
    }
    CHECK(view.gpus[0].allocated);
    CHECK_FALSE(view.gpus[1].allocated);
    CHECK(view.gpus[1].allocationKnown);
    CHECK(view.totals.allocated == 1);
    CHECK(std::isnan(view.totals.utilisation));
    CHECK(std::isnan(view.nodes[0].utilisation));
    CHECK(view.nodes[0].gpuCount == 2);
    REQUIRE(view.teams.size() == 1);
    CHECK(view.teams[0].allocated == 1);
    CHECK(view.teams[0].busy == kUnknownInt);
    CHECK(view.teams[0].idle == kUnknownInt);
    CHECK(view.teams[0].quota == kUnknownInt);
}

TEST_CASE("devices join their node by name across sources and keep their order", "[fleet][devices]")
{
    FleetBuilder estate;
    estate.source("kube");
    estate.source("prom");
    estate.node("n2", 2, "b");
    estate.node("n1", 2, "a");
    estate.busyGpu("n2", 1, 0.5);
    estate.busyGpu("n2", 0, 0.7);
    estate.busyGpu("n1", 0, 0.6);
    const auto view = estate.build();
    REQUIRE(view.gpus.size() == 4);
    CHECK(view.nodes[0].name == "n1");
    CHECK(view.gpus[0].node == "n1");
    CHECK(view.gpus[0].pool == "a");
    CHECK_FALSE(view.gpus[1].key.valid()); // n1 has two, metrics know one
    CHECK(view.gpus[1].index == 1);
    CHECK(view.gpus[2].index == 0);
    CHECK(view.gpus[2].smActive == Approx(0.7));
    CHECK(view.nodes[1].utilisation == Approx(0.6));
    CHECK(view.pools.size() == 2);
    CHECK(view.pools[1].busy == 2);
}

TEST_CASE("devices whose node no cluster lists get one, with its state unknown", "[fleet][devices]")
{
    FleetBuilder estate;
    estate.source("prom");
    estate.busyGpu("host-1", 0, 0.5);
    const auto view = estate.build();
    REQUIRE(view.nodes.size() == 1);
    CHECK(view.nodes[0].name == "host-1");
    CHECK_FALSE(view.nodes[0].key.valid());
    CHECK_FALSE(view.nodes[0].readyKnown);
    CHECK(view.nodes[0].gpuAllocatable == kUnknownInt);
    CHECK(view.nodes[0].cluster == "prom");
}

TEST_CASE("a node name that two clusters share is not guessed", "[fleet][devices]")
{
    FleetBuilder estate;
    estate.source("east");
    estate.source("west");
    estate.source("prom");
    estate.node("n", 1, "p", "east");
    estate.node("n", 1, "p", "west");
    estate.busyGpu("n", 0, 0.5);
    const auto view = estate.build();
    REQUIRE(view.nodes.size() == 3);
    const auto lost = std::find_if(view.nodes.begin(), view.nodes.end(),
                                   [](const auto& n) { return n.cluster == "prom"; });
    REQUIRE(lost != view.nodes.end());
    CHECK(lost->problem.find("several clusters") != std::string::npos);
    CHECK(view.gpus.size() == 3);
}

TEST_CASE("the exporter's word on the holder is taken, and joined to workload and team",
          "[fleet][devices]")
{
    FleetBuilder estate;
    estate.source("kube");
    estate.source("prom");
    estate.node("n", 2);
    estate.pod("search", "ranker-0", "n", 1);
    estate.gpu("n", 1, [](Writer& w) {
        w.real(col(GpuColumn::SmActive), 0.5)
            .text(col(GpuColumn::PodNamespace), "search")
            .text(col(GpuColumn::Pod), "ranker-0");
    });
    const auto view = estate.build();
    CHECK_FALSE(FleetBuilder::device(view, "n", 0).allocated); // the pod's one device is number 1
    const auto& held = FleetBuilder::device(view, "n", 1);
    CHECK(held.allocated);
    CHECK(held.pod == "ranker-0");
    CHECK(held.team == "search");
    CHECK(view.totals.allocated == 1);
}

TEST_CASE("without the exporter's word the devices with memory in use are the held ones",
          "[fleet][devices]")
{
    FleetBuilder estate;
    estate.source("kube");
    estate.source("prom");
    estate.node("n", 3);
    estate.pod("a", "one", "n", 1);
    for (int i = 0; i < 3; ++i) {
        estate.gpu("n", i, [&](Writer& w) {
            w.real(col(GpuColumn::SmActive), 0)
                .integer(col(GpuColumn::MemoryUsed), i == 2 ? std::int64_t{9} << 30 : 0);
        });
    }
    const auto view = estate.build();
    CHECK(FleetBuilder::device(view, "n", 2).state == GpuState::IdleReserved);
    CHECK(FleetBuilder::device(view, "n", 2).pod == "one");
    CHECK(FleetBuilder::device(view, "n", 2).stateReason.find("follows from requests") !=
          std::string::npos);
    CHECK(FleetBuilder::device(view, "n", 0).state == GpuState::Free);
    CHECK(view.caveats.size() == 1);
}

TEST_CASE("pods that are over or hold nothing do not count", "[fleet][devices]")
{
    FleetBuilder estate;
    estate.source("kube");
    estate.node("n", 4);
    estate.pod("a", "done", "n", 2, [](Writer& w) { w.text(col(PodColumn::Phase), "Succeeded"); });
    estate.pod("a", "broken", "n", 1, [](Writer& w) { w.text(col(PodColumn::Phase), "Failed"); });
    estate.pod("a", "cpu", "n", 0);
    const auto view = estate.build();
    CHECK(view.totals.allocated == 0);
    CHECK(view.gpus[0].allocationKnown);
}

TEST_CASE("a sliced device counts as its slices, not a second time as itself", "[fleet][devices]")
{
    FleetBuilder estate;
    estate.source("kube");
    estate.source("prom");
    estate.node("n", 1);
    for (int i = 0; i < 7; ++i) {
        estate.gpu(
            "n", 0, [](Writer&) {}, "prom");
        estate.row("prom", BuiltIn::Gpu, "", "slice" + std::to_string(i), [&](Writer& w) {
            w.text(col(GpuColumn::Node), "n")
                .integer(col(GpuColumn::Index), 0)
                .text(col(GpuColumn::MigProfile), "1g.10gb");
            w.real(col(GpuColumn::SmActive), 0.4).time(col(GpuColumn::SampleTime), estate.now);
        });
    }
    const auto view = estate.build();
    CHECK(view.gpus.size() == 7);
    for (const auto& gpu : view.gpus)
        CHECK(gpu.migProfile == "1g.10gb");
}

TEST_CASE("absurd counts and empty names do no harm", "[fleet][devices]")
{
    FleetBuilder estate;
    estate.source("kube");
    estate.source("prom");
    estate.node("", 1);
    estate.node("negative", -3);
    estate.pod("", "", "", 3);
    estate.pod("a", "greedy", "negative", 1'000'000);
    estate.row("prom", BuiltIn::Gpu, "", "bare", [](Writer&) {});
    estate.gpu("negative", -1, [](Writer& w) {
        w.real(col(GpuColumn::SmActive), -5).real(col(GpuColumn::Power), 1e300);
    });
    const auto view = estate.build();
    CHECK(view.gpus.size() >= 2);
    CHECK_FALSE(view.title.empty());
}
