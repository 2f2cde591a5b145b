// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/usecases/workloads_title.h"
#include "tests/usecases/workloads_builder.h"

using namespace binnacle;
using namespace binnacle::tests;
using services::ObjectState;

namespace {

std::string titleOf(const WorkloadsBuilder& estate, BuiltIn kind)
{
    const auto snapshot = estate.snapshot();
    const services::Table* table = snapshot->table(kind);
    const auto& spec = models::KindRegistry::instance().spec(models::kind(kind));
    if (!table)
        return services::workloadsTitle(spec, {});
    std::vector<std::uint32_t> slots;
    table->forEach([&](const services::RowRef& row) {
        slots.push_back(static_cast<std::uint32_t>(row.slot()));
    });
    return services::workloadsTitle(
        spec, services::countStates(*table, slots, services::silentSources(*snapshot, estate.now)));
}

void runningPods(WorkloadsBuilder& estate, int n)
{
    for (int i = 0; i < n; ++i)
        estate.pod("ok-" + std::to_string(i), "Running");
}

} // namespace

TEST_CASE("the title of pods counts what is not ready by its reason", "[workloads][title]")
{
    WorkloadsBuilder estate;
    runningPods(estate, 37);
    estate.gpuPod("w1", "", 8);
    estate.gpuPod("w2", "", 8);
    estate.pod("c", "CrashLoopBackOff");
    estate.pod("s", "ContainerCreating", [](auto& w) { w.text(col(PodColumn::Node), "n"); });
    CHECK(titleOf(estate, BuiltIn::Pod) ==
          "37 of 41 pods are ready: 1 restarts in a loop, 2 wait for a GPU, 1 starts");
}

TEST_CASE("every pod ready, one pod, no pod and finished pods read as such", "[workloads][title]")
{
    WorkloadsBuilder estate;
    CHECK(titleOf(estate, BuiltIn::Pod) == "No pods");
    estate.pod("a", "Running");
    CHECK(titleOf(estate, BuiltIn::Pod) == "The only pod is ready");
    estate.pod("a", "CrashLoopBackOff");
    CHECK(titleOf(estate, BuiltIn::Pod) == "The only pod restarts in a loop");
    estate.pod("a", "Running");
    estate.pod("b", "Running");
    CHECK(titleOf(estate, BuiltIn::Pod) == "All 2 pods are ready");
    estate.pod("c", "Completed");
    CHECK(titleOf(estate, BuiltIn::Pod) == "All 2 pods are ready; 1 finished");
    estate.pod("d", "ImagePullBackOff");
    CHECK(titleOf(estate, BuiltIn::Pod) ==
          "2 of 3 pods are ready: 1 cannot pull its image; 1 finished");
}

TEST_CASE("what is not known is never said to be fine", "[workloads][title]")
{
    WorkloadsBuilder estate;
    runningPods(estate, 3);
    estate.pod("u", "Running", [](auto& w) { w.clear(col(PodColumn::Ready)); });
    CHECK(titleOf(estate, BuiltIn::Pod) == "3 of 4 pods are ready: 1 is unknown");
    // The source fell silent: what it said last is no statement about now.
    estate.heard("kube", estate.now - std::chrono::hours(1));
    CHECK(titleOf(estate, BuiltIn::Pod) == "4 pods, states unknown");
}

TEST_CASE("a running pod whose containers are not ready is not ready", "[workloads][title]")
{
    WorkloadsBuilder estate;
    estate.pod("a", "Running", [](auto& w) { w.integer(col(PodColumn::Containers), 2); });
    estate.pod("b", "Running");
    CHECK(titleOf(estate, BuiltIn::Pod) == "1 of 2 pods is ready: 1 is not ready");
}

TEST_CASE("each kind has its own words", "[workloads][title]")
{
    WorkloadsBuilder estate;
    estate.deployment(8, 6);
    CHECK(titleOf(estate, BuiltIn::Deployment) == "The only deployment is not ready");
    estate.node("a", "p", 8);
    estate.node("b", "p", 8, "False");
    CHECK(titleOf(estate, BuiltIn::Node) == "1 of 2 nodes is ready: 1 is not ready");
    estate.event("e1", "BackOff", "x", 1, std::chrono::minutes(1));
    estate.event("e2", "Pulled", "x", 1, std::chrono::minutes(1));
    CHECK(titleOf(estate, BuiltIn::Event) == "1 of 2 events is a warning");
    estate.row(BuiltIn::ResourceQuota, "chat", "q", [](auto&) {});
    CHECK(titleOf(estate, BuiltIn::ResourceQuota) == "1 resource quota");
    estate.row(BuiltIn::PersistentVolumeClaim, "chat", "a",
               [](auto& w) { w.text(col(models::ClaimColumn::Phase), "Bound"); });
    estate.row(BuiltIn::PersistentVolumeClaim, "chat", "b",
               [](auto& w) { w.text(col(models::ClaimColumn::Phase), "Pending"); });
    CHECK(titleOf(estate, BuiltIn::PersistentVolumeClaim) ==
          "1 of 2 persistent volume claims is bound: 1 is pending");
    estate.row(BuiltIn::Job, "chat", "j",
               [](auto& w) { w.text(col(WorkloadColumn::Status), "Complete"); });
    estate.row(BuiltIn::Job, "chat", "k",
               [](auto& w) { w.text(col(WorkloadColumn::Status), "Failed"); });
    CHECK(titleOf(estate, BuiltIn::Job) == "1 of 2 jobs is complete: 1 failed");
}

TEST_CASE("kinds are called by words", "[workloads][title]")
{
    const auto word = [](const std::string& name, bool many) {
        models::KindSpec spec;
        spec.name = name;
        return services::kindWord(spec, many);
    };
    CHECK(word("Pod", true) == "pods");
    CHECK(word("HorizontalPodAutoscaler", true) == "horizontal pod autoscalers");
    CHECK(word("CronTab.stable.example.com", false) == "cron tab");
    CHECK(word("NetworkPolicy", true) == "network policies");
    CHECK(word("Gateway", true) == "gateways");
    CHECK(word("Ingress", true) == "ingresses");
}
