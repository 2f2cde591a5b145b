// SPDX-License-Identifier: GPL-3.0-or-later
// The connector against a real API server, compared with kubectl. Needs tests/live/up; skipped by
// exit code 77 without.
#include "tests/kubernetes/live_cluster.h"
#include "tests/support/catch.h"

#include <map>

using namespace binnacle;
using namespace binnacle::tests::kubernetes;
using models::SourcePhase;
using namespace std::chrono_literals;

namespace {

const std::string kState = liveState();

/// "namespace/name" to "READY STATUS RESTARTS NODE".
using PodLines = std::map<std::string, std::string>;

PodLines kubectlPods()
{
    PodLines pods;
    for (const auto& cells : table(kubectl("get pods -A -o wide --no-headers"))) {
        const auto restarts = cells.at(4).substr(0, cells.at(4).find(' '));
        pods[cells.at(0) + "/" + cells.at(1)] =
            cells.at(2) + " " + cells.at(3) + " " + restarts + " " + cells.at(7);
    }
    return pods;
}

PodLines ourPods(const MemorySink& sink)
{
    PodLines pods;
    for (auto row : sink.rows("Pod"))
        pods[row["namespace"] + "/" + row["name"]] =
            row["readyContainers"] + "/" + row["containers"] + " " + row["status"] + " " +
            row["restarts"] + " " + (row["node"].empty() ? "<none>" : row["node"]);
    return pods;
}

std::size_t kubectlCount(const std::string& resource)
{
    return table(kubectl("get " + resource + " -A --no-headers --ignore-not-found")).size();
}

} // namespace

TEST_CASE("every pod of a real cluster reads as kubectl prints it, and every kind has its count")
{
    RunningConnector running(liveSource());
    REQUIRE(running.waitSynced());
    const auto theirs = kubectlPods();
    CHECK(running.sink().waitFor([&](const MemorySink& sink) { return ourPods(sink) == theirs; },
                                 3s));
    CHECK(ourPods(running.sink()) == theirs);
    REQUIRE(theirs.size() > 50);

    const std::map<std::string, std::string> kinds = {
        {"Node", "nodes"},
        {"Namespace", "namespaces"},
        {"Deployment", "deployments"},
        {"ReplicaSet", "replicasets"},
        {"StatefulSet", "statefulsets"},
        {"DaemonSet", "daemonsets"},
        {"Job", "jobs"},
        {"ResourceQuota", "resourcequotas"},
        {"PersistentVolumeClaim", "persistentvolumeclaims"},
        {"HorizontalPodAutoscaler", "horizontalpodautoscalers"},
        {"InferenceService", "inferenceservices.serving.kserve.io"},
        {"Rollout", "rollouts.argoproj.io"},
        {"Workload", "workloads.kueue.x-k8s.io"},
        {"ClusterQueue", "clusterqueues.kueue.x-k8s.io"},
        {"LocalQueue", "localqueues.kueue.x-k8s.io"}};
    for (const auto& [kind, resource] : kinds) {
        INFO(kind);
        const auto expected = kubectlCount(resource);
        CHECK(running.sink().waitFor(
            [&](const MemorySink& sink) { return sink.count(kind) == expected; }, 3s));
        CHECK(running.sink().count(kind) == expected);
        CHECK(running.sink().status().kinds.at(kind).rows == expected);
    }
    const auto status = running.sink().status();
    CHECK(status.phase == SourcePhase::Ready);
    CHECK(status.version.starts_with("v1."));
    CHECK(status.latencyMs >= 0);
    CHECK(status.missing.empty());
    CHECK(running.stop() < 200);
    CHECK(running.sink().status().phase == SourcePhase::Stopped);
}

TEST_CASE("every node reads as kubectl prints it")
{
    RunningConnector running(liveSource());
    REQUIRE(running.waitSynced());
    std::map<std::string, std::string> ours;
    for (auto row : running.sink().rows("Node"))
        ours[row["name"]] = row["status"];
    std::map<std::string, std::string> theirs;
    for (const auto& cells : table(kubectl("get nodes --no-headers")))
        theirs[cells.at(0)] = cells.at(1);
    CHECK(ours == theirs);
}

TEST_CASE(
    "somebody who may see one namespace gets that namespace and the missing permissions by name")
{
    RunningConnector running(liveSource("viewer-one"));
    REQUIRE(running.waitSynced());
    const auto status = running.sink().status();
    CHECK(status.phase == SourcePhase::Degraded);
    CHECK(status.kinds.at("Pod").complete);
    CHECK(status.kinds.at("Pod").scope == "team-vision");
    CHECK(running.sink().count("Pod") > 0);
    for (auto row : running.sink().rows("Pod"))
        CHECK(row["namespace"] == "team-vision");
    CHECK(std::find(status.missing.begin(), status.missing.end(), "list pods (cluster-wide)") !=
          status.missing.end());
    CHECK(status.kinds.at("Node").error.has_value());
}

TEST_CASE("a live change arrives and a deleted object goes")
{
    RunningConnector running(liveSource());
    REQUIRE(running.waitSynced());
    kubectl("create namespace binnacle-live-test");
    const auto has = [](const MemorySink& sink) {
        for (auto& row : sink.rows("Namespace")) {
            if (row.at("name") == "binnacle-live-test")
                return true;
        }
        return false;
    };
    CHECK(running.sink().waitFor(has, 3s));
    kubectl("delete namespace binnacle-live-test --wait=true");
    CHECK(running.sink().waitFor([&](const MemorySink& sink) { return !has(sink); }, 3s));
}

TEST_CASE("testing a connection names version, person and what is missing")
{
    RunningConnector running(liveSource("nobody"));
    const auto status = running.connector().test(5s, {});
    CHECK(status.version.starts_with("v1."));
    // Not one kind in not one namespace: that is a failure, and it has a remedy.
    CHECK(status.phase == SourcePhase::Failed);
    REQUIRE(status.error);
    CHECK(status.error->code == models::ErrorCode::PermissionDenied);
    CHECK_FALSE(status.error->remedy.empty());
    CHECK(std::find(status.missing.begin(), status.missing.end(), "list pods (cluster-wide)") !=
          status.missing.end());
    CHECK(std::find(status.missing.begin(), status.missing.end(), "watch nodes (cluster-wide)") !=
          status.missing.end());
}
