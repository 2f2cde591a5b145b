// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/usecases/workload_events.h"
#include "services/usecases/workload_summary.h"
#include "tests/usecases/workloads_builder.h"

using namespace binnacle;
using namespace binnacle::tests;
using services::StateTone;

namespace {

services::WorkloadSummary summaryOf(const WorkloadsBuilder& estate, BuiltIn kind,
                                    const std::string& ns, const std::string& name)
{
    return services::summarize(*estate.snapshot(), models::kind(kind),
                               WorkloadsBuilder::key(kind, ns, name), 0, estate.now);
}

services::WorkloadSummary scorer(const WorkloadsBuilder& estate)
{
    return summaryOf(estate, BuiltIn::Deployment, "chat", "scorer");
}

/// Six of eight pods of eight devices each run on pool p3, whose nodes are full but for one.
void fullPool(WorkloadsBuilder& estate)
{
    estate.deployment(8, 6);
    for (int i = 0; i < 6; ++i) {
        const std::string node = "gpu-p3-00" + std::to_string(i);
        estate.node(node, "p3", 8);
        estate.gpuPod("s-" + std::to_string(i), node, 8);
    }
    estate.node("gpu-p3-014", "p3", 6);
    estate.node("elsewhere", "p9", 8);
    estate.gpuPod("w1", "", 8);
    estate.gpuPod("w2", "", 8);
    estate.allPodsListed();
}

} // namespace

TEST_CASE("pods that wait for devices say which pool has none free", "[workloads][summary]")
{
    WorkloadsBuilder estate;
    fullPool(estate);
    const auto summary = scorer(estate);
    REQUIRE(summary.found);
    CHECK(summary.note.text == "2 of 8 pods wait for a GPU: no node of pool p3 has 8 free");
    CHECK(summary.note.detail == "Largest free block is 6, on gpu-p3-014. 7 nodes: 6 full, 1 with "
                                 "some free. Waiting 22 min.");
    CHECK(summary.note.tone == StateTone::Warning);
    CHECK(summary.childrenTotal == 8);
    // Those that are ill come first.
    CHECK(summary.children.front().name == "w1");
    CHECK(summary.children.front().text == "Waiting for GPU");
}

TEST_CASE("a free node that the scheduler does not take is not called full", "[workloads][summary]")
{
    WorkloadsBuilder estate;
    fullPool(estate);
    estate.node("gpu-p3-020", "p3", 8);
    estate.allPodsListed();
    const auto note = scorer(estate).note;
    CHECK(note.text == "2 of 8 pods wait for a GPU, though gpu-p3-020 has 8 free");
    CHECK(note.detail.find("Insufficient nvidia.com/gpu") != std::string::npos);
}

TEST_CASE("while not all pods are listed nothing is said about free devices",
          "[workloads][summary]")
{
    WorkloadsBuilder estate;
    estate.deployment(1, 0);
    estate.node("a", "p3", 8);
    estate.gpuPod("w1", "", 8);
    const auto note = scorer(estate).note;
    CHECK(note.text.find("has 8 free") == std::string::npos);
    CHECK(note.text.find("Insufficient nvidia.com/gpu") != std::string::npos);
}

TEST_CASE("a crash loop tells how often and how long ago", "[workloads][summary]")
{
    WorkloadsBuilder estate;
    estate.deployment(2, 1);
    estate.pod("a", "Running");
    estate.pod("b", "CrashLoopBackOff", [&](auto& w) {
        w.integer(col(PodColumn::Restarts), 11)
            .time(col(PodColumn::LastRestart), estate.now - std::chrono::minutes(58))
            .text(col(PodColumn::Message), "back-off 5m0s restarting failed container");
    });
    const auto note = scorer(estate).note;
    CHECK(note.text == "1 of 2 pods restarts in a loop: 11 restarts, the last 58 min ago");
    CHECK(note.detail == "back-off 5m0s restarting failed container");
    CHECK(note.tone == StateTone::Critical);
    const auto pod = summaryOf(estate, BuiltIn::Pod, "chat", "b");
    CHECK(pod.note.text == "This pod restarts in a loop: 11 restarts, the last 58 min ago");
    REQUIRE(pod.owners.size() == 1);
    CHECK(pod.owners.front().name == "scorer");
}

TEST_CASE("a pod that failed says how its container ended", "[workloads][summary]")
{
    const auto textOf = [](const std::string& status) {
        WorkloadsBuilder estate;
        estate.pod("a", status);
        return summaryOf(estate, BuiltIn::Pod, "chat", "a").note.text;
    };
    CHECK(textOf("OOMKilled") == "This pod failed: killed at its memory limit");
    CHECK(textOf("ExitCode:2") == "This pod failed: a container ended with exit code 2");
    CHECK(textOf("Init:Signal:9") ==
          "This pod failed: a container was ended by signal 9, while it was initialised");
    CHECK(textOf("CreateContainerConfigError") == "This pod failed: CreateContainerConfigError");
}

TEST_CASE("a pod that is not ready names its ill node or its probe", "[workloads][summary]")
{
    WorkloadsBuilder estate;
    estate.deployment(1, 0);
    estate.node("n1", "p", 0, "False");
    estate.pod("a", "Running", [](auto& w) {
        w.integer(col(PodColumn::Ready), 0).text(col(PodColumn::Node), "n1");
    });
    CHECK(scorer(estate).note.text == "This pod is not ready: node n1 is not well");
    estate.node("n1", "p", 0, "True");
    estate.event("e", "Unhealthy", "a", 9, std::chrono::minutes(2), "Readiness probe failed: 503");
    CHECK(scorer(estate).note.text == "This pod is not ready: Readiness probe failed: 503");
}

TEST_CASE("pods that were never made are missing, not fine", "[workloads][summary]")
{
    WorkloadsBuilder estate;
    estate.deployment(3, 1);
    estate.pod("a", "Running");
    CHECK(scorer(estate).note.text == "2 of 3 pods do not exist yet");
    CHECK(scorer(estate).note.tone == StateTone::Warning);
}

TEST_CASE("a silent source leaves the last known state and says so", "[workloads][summary]")
{
    WorkloadsBuilder estate;
    estate.deployment(1, 1);
    estate.pod("a", "Running");
    CHECK(scorer(estate).note.tone == StateTone::Ok);
    estate.heard("kube", estate.now - std::chrono::hours(2));
    const auto note = scorer(estate).note;
    CHECK(note.tone == StateTone::Unknown);
    CHECK(note.text == "Not heard of for 2 h");
    CHECK(note.detail == "Last known: This pod is ready");
}

TEST_CASE("an object that is gone is not found", "[workloads][summary]")
{
    WorkloadsBuilder estate;
    estate.pod("a", "Running");
    estate.remove(BuiltIn::Pod, "chat", "a");
    CHECK_FALSE(summaryOf(estate, BuiltIn::Pod, "chat", "a").found);
}

TEST_CASE("events of all pods are merged by reason, newest first", "[workloads][events]")
{
    WorkloadsBuilder estate;
    estate.deployment(2, 2);
    estate.pod("a", "Running");
    estate.pod("b", "Running");
    estate.event("1", "BackOff", "a", 4, std::chrono::minutes(5));
    estate.event("2", "BackOff", "b", 3, std::chrono::minutes(1), "newest");
    estate.event("3", "Pulled", "a", 1, std::chrono::minutes(9));
    estate.event("4", "BackOff", "stranger", 99, std::chrono::minutes(0));
    const auto events =
        services::eventsOf(*estate.snapshot(), {}, models::kind(BuiltIn::Deployment),
                           WorkloadsBuilder::key(BuiltIn::Deployment, "chat", "scorer"));
    REQUIRE(events.size() == 2);
    CHECK(events[0].reason == "BackOff");
    CHECK(events[0].count == 7);
    CHECK(events[0].objects == 2);
    CHECK(events[0].message == "newest");
    CHECK_FALSE(events[0].keptHere);
    CHECK(events[1].reason == "Pulled");
}

TEST_CASE("events that the cluster forgot stay, and count once", "[workloads][events]")
{
    WorkloadsBuilder estate;
    estate.deployment(2, 2);
    estate.pod("a", "Running");
    estate.pod("gone", "Running");
    estate.event("1", "OOMKilling", "gone", 2, std::chrono::minutes(50));
    estate.event("2", "BackOff", "a", 4, std::chrono::minutes(49));
    const auto earlier = estate.snapshot();
    estate.remove(BuiltIn::Event, "chat", "1");
    estate.remove(BuiltIn::Pod, "chat", "gone");
    estate.event("2", "BackOff", "a", 6, std::chrono::minutes(1));
    const std::vector<services::SnapshotPtr> pictures{earlier, earlier};
    const auto events =
        services::eventsOf(*estate.snapshot(), pictures, models::kind(BuiltIn::Deployment),
                           WorkloadsBuilder::key(BuiltIn::Deployment, "chat", "scorer"));
    REQUIRE(events.size() == 2);
    CHECK(events[0].reason == "BackOff");
    CHECK(events[0].count == 6);
    CHECK_FALSE(events[0].keptHere);
    CHECK(events[1].reason == "OOMKilling");
    CHECK(events[1].count == 2);
    CHECK(events[1].keptHere);
}
