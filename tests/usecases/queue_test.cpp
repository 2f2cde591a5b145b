// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/usecases/fleet_builder.h"

using namespace binnacle;
using namespace tests;
using Writer = models::RowWriter;

namespace {

void job(FleetBuilder& estate, const std::string& name, const char* status, std::int64_t gpus,
         std::chrono::minutes waited)
{
    estate.row("kube", BuiltIn::QueueWorkload, "a", name, [&](Writer& w) {
        w.text(col(QueueColumn::Status), status)
            .integer(col(QueueColumn::Gpus), gpus)
            .time(col(QueueColumn::WaitingSince), estate.now - waited);
    });
}

} // namespace

TEST_CASE("the queue is what the queue system has pending, longest wait first", "[fleet][queue]")
{
    FleetBuilder estate;
    estate.source("kube");
    for (int i = 1; i <= 10; ++i)
        job(estate, "j" + std::to_string(i), "Pending", 4, std::chrono::minutes(i * 10));
    job(estate, "running", "Admitted", 8, std::chrono::minutes(500));
    job(estate, "done", "Finished", 8, std::chrono::minutes(500));
    job(estate, "cpu", "Pending", 0, std::chrono::minutes(500));
    const auto queue = estate.build().queue;
    CHECK(queue.known);
    CHECK(queue.jobs == 10);
    CHECK(queue.gpus == 40);
    CHECK(queue.items.front().name == "j10");
    CHECK(queue.waitP50 == std::chrono::minutes(50));
    CHECK(queue.waitP90 == std::chrono::minutes(90));
    CHECK(queue.oldest == std::chrono::minutes(100));
}

TEST_CASE("pods that cannot be placed wait too, one line per workload", "[fleet][queue]")
{
    FleetBuilder estate;
    estate.source("kube");
    for (int i = 0; i < 3; ++i) {
        estate.pod("a", "train-" + std::to_string(i), "", 8, [](Writer& w) {
            w.text(col(PodColumn::Reason), "Unschedulable")
                .text(col(Common::Owner), "train")
                .text(col(Common::OwnerKind), "Job")
                .text(col(Common::OwnerUid), "u1");
        });
    }
    estate.pod("a", "starting", "",
               1); // not refused by the scheduler: it does not wait for devices
    estate.pod("a", "queued", "", 1, [](Writer& w) {
        w.text(col(PodColumn::Reason), "Unschedulable").text(col(PodColumn::QueueName), "q");
    });
    const auto queue = estate.build().queue;
    CHECK(queue.jobs == 1);
    CHECK(queue.gpus == 24);
    REQUIRE(queue.items.size() == 1);
    CHECK(queue.items[0].name == "train");
    CHECK(queue.items[0].team == "a");
    CHECK(queue.oldest == std::chrono::hours(1));
}

TEST_CASE("an empty queue is known to be empty only when somebody could have told",
          "[fleet][queue]")
{
    FleetBuilder seen, blind;
    seen.source("kube", models::SourcePhase::Ready,
                [](models::SourceStatus& s) { s.kinds["Pod"].complete = true; });
    CHECK(seen.build().queue.known);
    blind.source("prom");
    blind.busyGpu("n", 0, 0.5);
    const auto view = blind.build();
    CHECK_FALSE(view.queue.known);
    CHECK(std::any_of(view.caveats.begin(), view.caveats.end(),
                      [](const auto& c) { return c.find("Whether jobs wait is unknown") == 0; }));
}

TEST_CASE("a job whose start or size is not known still counts", "[fleet][queue]")
{
    FleetBuilder estate;
    estate.source("kube");
    estate.row("kube", BuiltIn::QueueWorkload, "a", "odd",
               [](Writer& w) { w.text(col(QueueColumn::Status), "Pending"); });
    job(estate, "known", "Pending", 2, std::chrono::minutes(5));
    const auto queue = estate.build().queue;
    CHECK(queue.jobs == 2);
    CHECK(queue.gpus == 2);
    CHECK(queue.items.back().name == "odd");
    CHECK(queue.oldest == std::chrono::minutes(5));
}
