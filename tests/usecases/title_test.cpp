// SPDX-License-Identifier: GPL-3.0-or-later
// Every form of the title: it must be true to the data.
#include "tests/usecases/fleet_builder.h"

using namespace binnacle;
using namespace tests;
using models::SourcePhase;
using models::SourceStatus;
using Writer = models::RowWriter;

namespace {

void wait(FleetBuilder& estate, const std::string& name)
{
    estate.pod("a", name, "", 1,
               [](Writer& w) { w.text(col(PodColumn::Reason), "Unschedulable"); });
}

} // namespace

TEST_CASE("without sources the title says so", "[fleet][title]")
{
    CHECK(FleetBuilder().build().title == "No source is connected");
}

TEST_CASE("before anything arrived the title does not claim an empty fleet", "[fleet][title]")
{
    FleetBuilder syncing, failed, idle;
    syncing.source("kube", SourcePhase::Syncing);
    CHECK(syncing.build().title == "Reading the fleet");
    failed.source("kube", SourcePhase::Failed);
    CHECK(failed.build().title == "Nothing is known of the fleet: a source does not answer");
    idle.source("kube", SourcePhase::Idle);
    CHECK(idle.build().title == "Nothing is known of the fleet yet");
}

TEST_CASE("a fleet that may not be listed is unknown, not empty", "[fleet][title]")
{
    FleetBuilder estate;
    estate.source("kube", SourcePhase::Degraded,
                  [](SourceStatus& s) { s.missing.push_back("list nodes (cluster-wide)"); });
    const auto view = estate.build();
    CHECK(view.title == "Unknown how many GPUs there are: nodes may not be listed");
    CHECK(std::count(view.caveats.begin(), view.caveats.end(),
                     "Source kube may not list nodes (cluster-wide)") == 1);
}

TEST_CASE("nodes without GPUs are counted", "[fleet][title]")
{
    FleetBuilder estate;
    estate.source("kube");
    estate.node("a", 0);
    CHECK(estate.build().title == "No GPUs on 1 node");
    estate.node("b", 0);
    CHECK(estate.build().title == "No GPUs on 2 nodes");
    FleetBuilder empty;
    empty.source("kube");
    CHECK(empty.build().title == "No nodes and no GPUs");
}

TEST_CASE("a cluster without metrics shows its fleet with allocation and unknown activity",
          "[fleet][title]")
{
    FleetBuilder estate;
    estate.source("kube");
    estate.node("a", 1500);
    estate.pod("a", "p", "a", 8);
    CHECK(estate.build().title == "1,500 GPUs, 8 allocated, activity unknown: no metrics");
    wait(estate, "q");
    CHECK(estate.build().title ==
          "1,500 GPUs, 8 allocated, activity unknown: no metrics; 1 job waits");
}

TEST_CASE("stale metrics make the title say so", "[fleet][title]")
{
    FleetBuilder estate;
    estate.source("prom");
    estate.gpu("n", 0, [&](Writer& w) {
        w.real(col(GpuColumn::SmActive), 0.9)
            .time(col(GpuColumn::SampleTime), estate.now - std::chrono::hours(1));
    });
    CHECK(estate.build().title == "1 GPU, activity unknown: metrics are stale");
}

TEST_CASE("one device and one job are singular", "[fleet][title]")
{
    FleetBuilder estate;
    estate.source("kube");
    estate.source("prom");
    estate.node("n", 1);
    estate.busyGpu("n", 0, 0.9);
    CHECK(estate.build().title == "1 GPU, 100% busy, none idle");
    wait(estate, "q");
    CHECK(estate.build().title == "1 GPU, 100% busy, none idle, 1 job waits");
}

TEST_CASE("idle devices while jobs wait is the conclusion", "[fleet][title]")
{
    FleetBuilder estate;
    estate.source("kube", models::SourcePhase::Ready,
                  [](models::SourceStatus& status) { status.kinds["Pod"].complete = true; });
    estate.source("prom");
    estate.node("n", 4);
    for (int i = 0; i < 4; ++i)
        estate.busyGpu("n", i, i < 3 ? 0.9 : 0.0);
    CHECK(estate.build().title == "4 GPUs, 75% busy, 1 idle");
    wait(estate, "q1");
    wait(estate, "q2");
    CHECK(estate.build().title == "4 GPUs, 75% busy, 1 idle while 2 jobs wait");
}

TEST_CASE("unknown devices are told and not counted as idle or busy", "[fleet][title]")
{
    FleetBuilder estate;
    estate.source("kube");
    estate.source("prom");
    estate.node("n", 8);
    estate.busyGpu("n", 0, 0.9);
    estate.busyGpu("n", 1, 0.9);
    const auto view = estate.build();
    CHECK(view.title == "8 GPUs, 6 unknown, 100% of the rest busy, none idle");
    CHECK(view.totals.unknown == 6);
    CHECK(view.totals.idle == 0);
}

TEST_CASE("faults stand in the title when nobody waits", "[fleet][title]")
{
    FleetBuilder estate;
    estate.source("prom");
    estate.busyGpu("n", 0, 0.9);
    estate.gpu("n", 1, [](Writer& w) { w.integer(col(GpuColumn::Xid), 79); });
    CHECK(estate.build().title == "2 GPUs, 50% busy, none idle, 1 unhealthy");
}

TEST_CASE("sources that are late, failed or not connected are caveats with a time",
          "[fleet][caveats]")
{
    FleetBuilder estate;
    const auto seen = estate.now - std::chrono::minutes(30);
    estate.source("late", SourcePhase::Ready, [&](SourceStatus& s) { s.lastContact = seen; });
    estate.source("down", SourcePhase::Failed, [&](SourceStatus& s) {
        s.lastContact = seen;
        s.error = models::Error{models::ErrorCode::Unreachable, "connection refused", "", {}};
    });
    estate.source("off", SourcePhase::Idle, [&](SourceStatus& s) { s.lastContact = seen; });
    estate.source("fine");
    const auto caveats = estate.build().caveats;
    REQUIRE(caveats.size() == 3);
    CHECK(caveats[0] == "Source late is stale since 10:30 UTC");
    CHECK(caveats[1] == "Source down does not answer since 10:30 UTC: connection refused");
    CHECK(caveats[2] == "Source off is not connected: shown is its last known state of 10:30 UTC");
}
