// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/usecases/fleet_builder.h"

using namespace binnacle;
using namespace tests;
using services::Severity;
using Writer = models::RowWriter;

namespace {

void xid(FleetBuilder& estate, const std::string& node, std::int64_t index, std::int64_t code,
         const std::string& pod, std::chrono::minutes ago)
{
    estate.gpu(node, index, [&](Writer& w) {
        w.real(col(GpuColumn::SmActive), 0.8)
            .integer(col(GpuColumn::Xid), code)
            .time(col(GpuColumn::XidAt), estate.now - ago);
        w.text(col(GpuColumn::PodNamespace), "a")
            .textIf(col(GpuColumn::Pod), pod)
            .text(col(GpuColumn::Rack), "r1");
    });
}

} // namespace

TEST_CASE("one job's clean-up on every rank is one line, a device's fault among it another",
          "[fleet][attention]")
{
    FleetBuilder estate;
    estate.source("prom");
    for (int i = 0; i < 7; ++i)
        xid(estate, "n", i, 45, "job-0", std::chrono::minutes(5));
    xid(estate, "n", 7, 79, "job-0", std::chrono::minutes(6));
    const auto view = estate.build();
    REQUIRE(view.attention.size() == 2);
    CHECK(view.attention[0].severity == Severity::Critical);
    CHECK(view.attention[0].subject == "n #7");
    CHECK(view.attention[1].severity == Severity::Info);
    CHECK(view.attention[1].text ==
          "Xid 45 on 7 GPUs of rack r1 at 10:55 UTC: fallout of one job, not 7 faults");
}

TEST_CASE("without a known holder the rack stands for the job, and the text is careful",
          "[fleet][attention]")
{
    FleetBuilder estate;
    estate.source("prom");
    for (int i = 0; i < 4; ++i)
        xid(estate, "n" + std::to_string(i), 0, 43, "", std::chrono::minutes(5));
    const auto view = estate.build();
    REQUIRE(view.attention.size() == 1);
    CHECK(view.attention[0].subject == "r1");
    CHECK(view.attention[0].text.find("likely the end of one job") != std::string::npos);
}

TEST_CASE("old codes of programs are no news: the gauge is sticky", "[fleet][attention]")
{
    FleetBuilder estate;
    estate.source("prom");
    xid(estate, "n", 0, 31, "p", std::chrono::minutes(60 * 25));
    CHECK(estate.build().attention.empty());
    xid(estate, "n", 1, 31, "p", std::chrono::minutes(5));
    CHECK(estate.build().attention.size() == 1);
}

TEST_CASE("many faults of one node are one line", "[fleet][attention]")
{
    FleetBuilder estate;
    estate.source("prom");
    for (int i = 0; i < 3; ++i)
        xid(estate, "n", i, 95, "", std::chrono::minutes(5));
    CHECK(estate.build().attention.size() == 3);
    xid(estate, "n", 3, 95, "", std::chrono::minutes(5));
    const auto view = estate.build();
    REQUIRE(view.attention.size() == 1);
    CHECK(view.attention[0].devices == 4);
    CHECK(view.attention[0].text.find("4 GPUs unhealthy") == 0);
}

TEST_CASE("a node that is not ready is told with what it takes away", "[fleet][attention]")
{
    FleetBuilder estate;
    estate.source("kube");
    estate.row("kube", BuiltIn::Node, "", "n", [](Writer& w) {
        w.text(col(NodeColumn::Ready), "False").integer(col(NodeColumn::GpuAllocatable), 8);
    });
    const auto view = estate.build();
    REQUIRE(view.attention.size() == 1);
    CHECK(view.attention[0].text == "Not ready, 8 GPUs unreachable");
    CHECK(view.attention[0].target == view.nodes[0].key);
}

TEST_CASE("idle for less than a day, or few of them, is nobody's alarm", "[fleet][attention]")
{
    FleetBuilder estate;
    estate.source("prom");
    const auto idle = [&](std::int64_t index, std::chrono::hours hours) {
        estate.gpu("n", index, [&](Writer& w) {
            w.real(col(GpuColumn::SmActive), 0)
                .text(col(GpuColumn::Pod), "p")
                .text(col(GpuColumn::Team), "docs")
                .text(col(GpuColumn::Pool), "l4");
            w.time(col(GpuColumn::BusySince), estate.now - hours);
        });
    };
    for (int i = 0; i < 3; ++i)
        idle(i, std::chrono::hours(50));
    for (int i = 3; i < 8; ++i)
        idle(i, std::chrono::hours(23));
    CHECK(estate.build().attention.empty());
    idle(3, std::chrono::hours(30));
    const auto view = estate.build();
    REQUIRE(view.attention.size() == 1);
    CHECK(view.attention[0].subject == "docs / l4");
    CHECK(view.attention[0].text == "4 GPUs under 5% for 1 d"); // true for every one of them
    CHECK(view.attention[0].severity == Severity::Info);        // nobody waits
    CHECK(view.attention[0].filter == "pool=l4 team=docs state:idle-reserved");
}

TEST_CASE("a quota is told from nine tenths on, and louder beyond it", "[fleet][attention]")
{
    const auto [used, lines, severity] =
        GENERATE(table<int, int, Severity>({{89, 0, Severity::Info},
                                            {90, 1, Severity::Info},
                                            {100, 1, Severity::Info},
                                            {101, 1, Severity::Warning}}));
    FleetBuilder estate;
    estate.source("kube");
    const int gpus = used;
    estate.row("kube", BuiltIn::ClusterQueue, "", "cq", [&](Writer& w) {
        w.integer(col(QueueColumn::Gpus), 100).integer(col(QueueColumn::GpusUsed), gpus);
    });
    const auto view = estate.build();
    REQUIRE(view.attention.size() == static_cast<std::size_t>(lines));
    if (lines > 0)
        CHECK(view.attention[0].severity == severity);
}

TEST_CASE("a healthy fleet needs nobody", "[fleet][attention]")
{
    FleetBuilder estate;
    estate.source("kube", models::SourcePhase::Ready,
                  [](models::SourceStatus& status) { status.kinds["Pod"].complete = true; });
    estate.source("prom");
    estate.node("n", 8);
    for (int i = 0; i < 8; ++i)
        estate.busyGpu("n", i, 0.8);
    const auto view = estate.build();
    CHECK(view.attention.empty());
    CHECK(view.caveats.empty());
    CHECK(view.title == "8 GPUs, 100% busy, none idle");
}
