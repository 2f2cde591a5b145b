// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/usecases/fleet_builder.h"

#include <functional>

using namespace binnacle;
using services::GpuState;
using tests::FleetBuilder;
using namespace tests;
using Writer = models::RowWriter;

namespace {

/// The state of one device of one node whose pods may be listed; `held`: a pod holds it.
services::FleetGpu judged(bool held, const std::function<void(Writer&, models::UtcTime)>& fill)
{
    FleetBuilder estate;
    estate.source("kube");
    estate.source("prom");
    estate.node("n", 1);
    estate.pod("a", "other", "", 0);
    if (held)
        estate.pod("a", "holder", "n", 1);
    estate.gpu("n", 0, [&](Writer& w) { fill(w, estate.now); });
    return FleetBuilder::device(estate.build(), "n", 0);
}

void activity(Writer& w, double utilisation, double sm)
{
    w.real(col(GpuColumn::Utilisation), utilisation).real(col(GpuColumn::SmActive), sm);
}

void hung(Writer& w, models::UtcTime since)
{
    activity(w, 1.0, 0.01);
    w.real(col(GpuColumn::TensorActive), 0.0)
        .real(col(GpuColumn::Power), 150)
        .real(col(GpuColumn::PowerLimit), 700);
    w.time(col(GpuColumn::BusySince), since);
}

} // namespace

TEST_CASE("a device that computes is computing, one that mostly waits is starved",
          "[fleet][states]")
{
    CHECK(judged(true, [](Writer& w, auto) { activity(w, 0.9, 0.6); }).state ==
          GpuState::Computing);
    CHECK(judged(true, [](Writer& w, auto) { activity(w, 0.6, 0.12); }).state == GpuState::Starved);
    CHECK(judged(true, [](Writer& w, auto) { activity(w, 0.2, 0.25); }).state ==
          GpuState::Computing);
    CHECK(judged(true, [](Writer& w, auto) { activity(w, 0.2, 0.249); }).state ==
          GpuState::Starved);
}

TEST_CASE("without SM activity the utilisation decides, at its own threshold", "[fleet][states]")
{
    CHECK(judged(true, [](Writer& w, auto) { w.real(col(GpuColumn::Utilisation), 0.45); }).state ==
          GpuState::Computing);
    CHECK(judged(true, [](Writer& w, auto) { w.real(col(GpuColumn::Utilisation), 0.3); }).state ==
          GpuState::Starved);
}

TEST_CASE("an idle device is reserved when a pod holds it and free when none does",
          "[fleet][states]")
{
    const auto idle = [](Writer& w, auto) { activity(w, 0.0, 0.0); };
    CHECK(judged(true, idle).state == GpuState::IdleReserved);
    CHECK(judged(false, idle).state == GpuState::Free);
}

TEST_CASE("who holds a device is unknown without pods, so memory decides or nothing does",
          "[fleet][states]")
{
    FleetBuilder estate;
    estate.source("prom");
    estate.gpu("n", 0, [](Writer& w) {
        activity(w, 0, 0);
        w.integer(col(GpuColumn::MemoryUsed), std::int64_t{20} << 30);
    });
    estate.gpu("n", 1, [](Writer& w) {
        activity(w, 0, 0);
        w.integer(col(GpuColumn::MemoryUsed), 4 << 20);
    });
    estate.gpu("n", 2, [](Writer& w) { activity(w, 0, 0); });
    const auto view = estate.build();
    CHECK(FleetBuilder::device(view, "n", 0).state == GpuState::IdleReserved);
    CHECK(FleetBuilder::device(view, "n", 1).state == GpuState::Free);
    CHECK(FleetBuilder::device(view, "n", 2).state == GpuState::Unknown);
    CHECK_FALSE(FleetBuilder::device(view, "n", 2).allocationKnown);
}

TEST_CASE("full utilisation with no work and little power for ten minutes is stuck",
          "[fleet][states]")
{
    const auto gpu = judged(
        true, [](Writer& w, models::UtcTime now) { hung(w, now - std::chrono::minutes(11)); });
    CHECK(gpu.state == GpuState::Stuck);
    CHECK(gpu.stateReason.find("100% utilised but 1% SM activity and 21% of its power limit") !=
          std::string::npos);
}

TEST_CASE("what only resembles a hang is not called stuck", "[fleet][states]")
{
    using namespace std::chrono;
    CHECK(judged(true, [](Writer& w, models::UtcTime now) { hung(w, now - minutes(9)); }).state !=
          GpuState::Stuck);
    CHECK(judged(true, [](Writer& w, models::UtcTime now) {
              hung(w, now - minutes(30));
              w.real(col(GpuColumn::Power), 300);
          }).state != GpuState::Stuck);
    CHECK(judged(true, [](Writer& w, models::UtcTime now) {
              hung(w, now - minutes(30));
              w.real(col(GpuColumn::SmActive), 0.2);
          }).state != GpuState::Stuck);
    CHECK(judged(true, [](Writer& w, models::UtcTime now) {
              hung(w, now - minutes(30));
              w.real(col(GpuColumn::TensorActive), 0.2);
          }).state != GpuState::Stuck);
    CHECK(judged(true, [](Writer& w, models::UtcTime now) {
              hung(w, now - minutes(30));
              w.real(col(GpuColumn::Utilisation), 0.8);
          }).state != GpuState::Stuck);
    // Utilisation alone proves nothing.
    CHECK(judged(true, [](Writer& w, models::UtcTime now) {
              w.real(col(GpuColumn::Utilisation), 1.0)
                  .time(col(GpuColumn::BusySince), now - minutes(30));
          }).state == GpuState::Computing);
}

TEST_CASE("a hang whose beginning is not known says so", "[fleet][states]")
{
    const auto gpu = judged(true, [](Writer& w, auto) {
        activity(w, 1.0, 0.01);
        w.real(col(GpuColumn::Power), 150).real(col(GpuColumn::PowerLimit), 700);
    });
    CHECK(gpu.state == GpuState::Stuck);
    CHECK(gpu.stateReason.find("since when is not known") != std::string::npos);
}

TEST_CASE("clocks held down by power or heat are throttled, other reasons are not",
          "[fleet][states]")
{
    const auto state = [](std::int64_t reasons, double sm) {
        return judged(true, [&](Writer& w, auto) {
            activity(w, sm, sm);
            w.integer(col(GpuColumn::ThrottleReasons), reasons);
        });
    };
    for (const std::int64_t bit : {4, 8, 32, 64, 128}) {
        INFO(bit);
        CHECK(state(bit, 0.5).state == GpuState::Throttled);
    }
    for (const std::int64_t bit : {0, 1, 2, 16, 256}) {
        INFO(bit);
        CHECK(state(bit, 0.5).state == GpuState::Computing);
    }
    CHECK(state(4, 0.01).state == GpuState::IdleReserved);
    CHECK(state(64, 0.5).stateReason.find("heat") != std::string::npos);
}

TEST_CASE("an Xid that needs action is unhealthy even when the metrics are gone", "[fleet][states]")
{
    for (const std::int64_t code : {48, 62, 64, 74, 79, 95, 109, 119, 140, 144, 156, 158}) {
        INFO(code);
        const auto gpu = judged(true, [&](Writer& w, models::UtcTime now) {
            w.integer(col(GpuColumn::Xid), code)
                .time(col(GpuColumn::SampleTime), now - std::chrono::hours(3));
        });
        CHECK(gpu.state == GpuState::Unhealthy);
        CHECK_FALSE(gpu.xidMeaning.empty());
        CHECK_FALSE(gpu.xidNextStep.empty());
    }
}

TEST_CASE("an Xid of the program leaves the device what it is", "[fleet][states]")
{
    for (const std::int64_t code : {0, 13, 31, 43, 45, 94, 4711}) {
        INFO(code);
        CHECK(judged(true, [&](Writer& w, auto) {
                  activity(w, 0.8, 0.6);
                  w.integer(col(GpuColumn::Xid), code);
              }).state == GpuState::Computing);
    }
}

TEST_CASE("what the device reports about itself is unhealthy without any Xid", "[fleet][states]")
{
    for (const char* health : {"off-bus", "row-remap-failed", "ecc-double-bit"}) {
        const auto gpu = judged(true, [&](Writer& w, auto) {
            activity(w, 0.8, 0.6);
            w.text(col(GpuColumn::Health), health);
        });
        CHECK(gpu.state == GpuState::Unhealthy);
    }
}

TEST_CASE("stale or missing metrics are unknown, never idle", "[fleet][states]")
{
    const auto stale = judged(true, [](Writer& w, models::UtcTime now) {
        activity(w, 0.0, 0.0);
        w.time(col(GpuColumn::SampleTime), now - std::chrono::minutes(5));
    });
    CHECK(stale.state == GpuState::Unknown);
    CHECK(stale.stateReason.find("stale since 10:55 UTC") != std::string::npos);
    CHECK(judged(true, [](Writer&, auto) {}).state == GpuState::Unknown);
    CHECK(judged(true, [](Writer& w, auto) { w.real(col(GpuColumn::Power), 60); }).state ==
          GpuState::Unknown);
    CHECK(judged(true, [](Writer& w, auto) {
              activity(w, 0, 0);
              w.clear(col(GpuColumn::SampleTime));
          }).state == GpuState::Unknown);
}
