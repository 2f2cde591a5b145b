// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/objects/kubernetes_objects.h"
#include "plugins/kubernetes/objects/revisions.h"
#include "services/documents/documents.h"
#include "tests/kubernetes_objects/cluster.h"
#include "tests/support/catch.h"

using namespace binnacle;
using namespace binnacle::plugins::kubernetes;
using namespace binnacle::tests;
using namespace std::chrono_literals;

namespace {

const char* const kDeployment = R"({"kind":"Deployment","apiVersion":"apps/v1",
 "metadata":{"name":"scorer","uid":"u1","annotations":{"deployment.kubernetes.io/revision":"10"}},
 "spec":{"selector":{"matchLabels":{"app":"scorer"},
   "matchExpressions":[{"key":"tier","operator":"In","values":["a","b"]},{"key":"old","operator":"DoesNotExist"}]}}})";

std::string replicaSet(const std::string& name, const std::string& owner, int revision,
                       const std::string& image, int replicas)
{
    return R"({"metadata":{"name":")" + name + R"(","creationTimestamp":"2026-11-2)" +
           std::to_string(revision % 10) +
           R"(T00:00:00Z","annotations":{"deployment.kubernetes.io/revision":")" +
           std::to_string(revision) + R"(","kubernetes.io/change-cause":"image )" + image +
           R"("},"ownerReferences":[{"uid":")" + owner +
           R"(","controller":true}]},"spec":{"template":{"metadata":{"labels":{"app":"scorer","pod-template-hash":")" +
           name + R"("}},"spec":{"containers":[{"name":"server","image":")" + image +
           R"("}]}}},"status":{"replicas":)" + std::to_string(replicas) + "}}";
}

} // namespace

TEST_CASE("revisions of a deployment are its own replica sets, newest number first")
{
    const auto workload = *services::parseJsonDocument(kDeployment);
    const auto list =
        *services::parseJsonDocument(R"({"items":[)" + replicaSet("s-9", "u1", 9, "s:1", 1) + "," +
                                     replicaSet("s-10", "u1", 10, "s:2", 3) + "," +
                                     replicaSet("other", "u2", 11, "x:1", 1) + "]}");
    const auto revisions = revisionsOf(workload, list, RevisionKeeper::ReplicaSet);
    REQUIRE(revisions.items.size() == 2);
    CHECK(revisions.items[0].number == 10);
    CHECK(revisions.items[0].current);
    CHECK(revisions.items[0].pods == 3);
    CHECK(revisions.items[0].changeCause == "image s:2");
    CHECK_FALSE(revisions.items[1].current);
    const auto changes = models::semanticDiff(revisions.items[1].object, revisions.items[0].object);
    REQUIRE(changes.size() == 1); // not the hash of the template
    CHECK(changes[0].path == "spec.template.spec.containers[server].image");
}

TEST_CASE("a selector is asked with as the server reads it")
{
    CHECK(selectorText(*services::parseJsonDocument(kDeployment)) ==
          "app=scorer,tier in (a,b),!old");
}

TEST_CASE("revisions of a stateful set are its controller revisions, without the patch mark")
{
    const auto workload = *services::parseJsonDocument(
        R"({"kind":"StatefulSet","metadata":{"uid":"u"},"status":{"updateRevision":"db-1"}})");
    const auto list = *services::parseJsonDocument(
        R"({"items":[{"metadata":{"name":"db-2","ownerReferences":[{"uid":"u","controller":true}]},"revision":2,
            "data":{"spec":{"template":{"$patch":"replace","spec":{"containers":[]}}}}},
          {"metadata":{"name":"db-1","ownerReferences":[{"uid":"u","controller":true}]},"revision":1,"data":{}}]})");
    const auto revisions = revisionsOf(workload, list, RevisionKeeper::ControllerRevision);
    REQUIRE(revisions.items.size() == 2);
    CHECK(revisions.items[0].number == 2);
    CHECK_FALSE(revisions.items[0].current); // a rollback is under way: the older one is in force
    CHECK(revisions.items[1].current);
    CHECK(revisions.items[0].object.at({"spec", "template", "$patch"}) == nullptr);
    CHECK(revisions.items[0].pods == models::kUnknownInt);
}

TEST_CASE("a right that is missing for the revisions names the list, not the workload")
{
    Cluster cluster([](const services::HttpRequest& request) {
        return request.url.find("replicasets") == std::string::npos
                   ? reply(200, kDeployment)
                   : refusal(403, "Forbidden", "replicasets.apps is forbidden");
    });
    const auto revisions =
        KubernetesObjects(cluster.connection).revisions({"Deployment", "a", "scorer"}, 1s, {});
    REQUIRE_FALSE(revisions);
    CHECK(revisions.error().code == models::ErrorCode::PermissionDenied);
    CHECK(revisions.error().remedy.find("list replicasets.apps in a") != std::string::npos);
}

TEST_CASE("a kind without revisions says so without asking anybody")
{
    Cluster cluster([](const services::HttpRequest&) { return reply(200, "{}"); });
    const auto revisions =
        KubernetesObjects(cluster.connection).revisions({"Pod", "a", "p"}, 1s, {});
    REQUIRE_FALSE(revisions);
    CHECK(revisions.error().code == models::ErrorCode::Unsupported);
    CHECK(cluster.asked().empty());
}
