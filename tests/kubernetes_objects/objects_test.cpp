// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/objects/kubernetes_objects.h"
#include "plugins/kubernetes/objects/object_decode.h"
#include "plugins/kubernetes/objects/rehearsal.h"
#include "services/documents/documents.h"
#include "tests/kubernetes_objects/cluster.h"
#include "tests/support/catch.h"

using namespace binnacle;
using namespace binnacle::plugins::kubernetes;
using namespace binnacle::tests;
using models::ErrorCode;
using services::HarmlessChange;
using services::HttpRequest;
using services::ObjectRef;
using namespace std::chrono_literals;

namespace {

const ObjectRef kScorer{"Deployment", "team-a", "scorer"};

bool contains(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("managed fields come apart from the object, which keeps its order and digits")
{
    const auto object = decodeObject(
        R"({"kind":"Pod","apiVersion":"v1","metadata":{"name":"x","managedFields":[{"manager":"m"}]},"spec":{"z":1e3,"a":2}})",
        models::UtcTime::fromSeconds(std::int64_t{5}));
    REQUIRE(object);
    CHECK(object->document.at({"metadata", "managedFields"}) == nullptr);
    CHECK(object->managedFields.items.size() == 1);
    CHECK(services::toYaml(object->document) ==
          "kind: Pod\napiVersion: v1\nmetadata:\n  name: x\nspec:\n  z: 1e3\n  a: 2\n");
    CHECK(object->takenAt.seconds() == 5);
}

TEST_CASE("no value of a secret leaves the connector, in no field and in no text")
{
    const auto object = decodeObject(
        R"({"kind":"Secret","apiVersion":"v1","metadata":{"name":"s","annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"data\":{\"token\":\"aHVudGVyMg==\"}}"}},"data":{"token":"aHVudGVyMg==","empty":""},"stringData":{"plain":"hunter2"}})",
        {});
    REQUIRE(object);
    const std::string all = services::toYaml(object->document) + object->text;
    CHECK_FALSE(contains(all, "aHVudGVyMg"));
    CHECK_FALSE(contains(all, "hunter2"));
    CHECK(object->document.textAt({"data", "token"}) == "(hidden, 7 bytes)");
    CHECK(object->document.textAt({"data", "empty"}) == "(hidden, 0 bytes)");
    CHECK(object->document.textAt({"stringData", "plain"}) == "(hidden, 7 bytes)");
}

TEST_CASE("an answer that is no object is named damaged")
{
    for (const char* body : {"<html>", "{}", R"({"kind":"Pod"})", "", "[1]"}) {
        const auto object = decodeObject(body, {});
        INFO(body);
        REQUIRE_FALSE(object);
        CHECK(object.error().code == ErrorCode::DataCorrupt);
    }
}

TEST_CASE("an object is asked for by the path of its kind")
{
    Cluster cluster([](const HttpRequest&) {
        return reply(200, R"({"kind":"Deployment","metadata":{"name":"scorer"}})");
    });
    KubernetesObjects objects(cluster.connection);
    REQUIRE(objects.object(kScorer, 1s, {}));
    REQUIRE(objects.object({"Node", "", "gpu-1"}, 1s, {}));
    REQUIRE(objects.object({"Workload", "a b", "w"}, 1s, {}));
    CHECK(cluster.asked() == std::vector<std::string>{
                                 "GET /apis/apps/v1/namespaces/team-a/deployments/scorer",
                                 "GET /api/v1/nodes/gpu-1",
                                 "GET /apis/kueue.x-k8s.io/v1beta1/namespaces/a%20b/workloads/w"});
}

TEST_CASE("every refusal keeps its kind and names what was asked")
{
    struct Case {
        int status;
        const char* reason;
        ErrorCode code;
    };
    for (const Case& c :
         {Case{403, "Forbidden", ErrorCode::PermissionDenied},
          Case{404, "NotFound", ErrorCode::NotFound}, Case{410, "Expired", ErrorCode::Expired},
          Case{504, "Timeout", ErrorCode::Timeout},
          Case{500, "InternalError", ErrorCode::Internal}}) {
        Cluster cluster([&](const HttpRequest&) { return refusal(c.status, c.reason, "no"); });
        const auto object = KubernetesObjects(cluster.connection).object(kScorer, 1s, {});
        INFO(c.status);
        REQUIRE_FALSE(object);
        CHECK(object.error().code == c.code);
        CHECK(contains(object.error().text(), "get deployments.apps in team-a"));
        if (c.status == 403)
            CHECK(contains(object.error().remedy, "get deployments.apps in team-a"));
    }
}

TEST_CASE("a device has no object and no server is asked for it")
{
    Cluster cluster([](const HttpRequest&) { return reply(200, "{}"); });
    const auto object = KubernetesObjects(cluster.connection).object({"Gpu", "", "g"}, 1s, {});
    REQUIRE_FALSE(object);
    CHECK(object.error().code == ErrorCode::Unsupported);
    CHECK(cluster.asked().empty());
}

TEST_CASE("without the right nothing is tried, and the missing right is said")
{
    Cluster cluster([](const HttpRequest& request) {
        if (contains(request.url, "selfsubjectaccessreviews"))
            return reply(201, R"({"status":{"allowed":false,"reason":"no role"}})");
        FAIL("asked for " << request.url);
        return reply(500, "");
    });
    const auto rehearsal = KubernetesObjects(cluster.connection)
                               .rehearse(kScorer, {HarmlessChange::What::Scale, 3}, 1s, {});
    REQUIRE(rehearsal);
    CHECK_FALSE(rehearsal->allowed);
    CHECK(rehearsal->permission == "patch deployments.apps/scale \"scorer\" in team-a");
    CHECK(rehearsal->changes.empty());
}

TEST_CASE("a rehearsal is a dry run and answers with what would change")
{
    Cluster cluster([](const HttpRequest& request) {
        if (contains(request.url, "selfsubjectaccessreviews"))
            return reply(201, R"({"status":{"allowed":true}})");
        const bool patch = request.method == "PATCH";
        if (patch) {
            CHECK(contains(request.url, "dryRun=All"));
            CHECK(headerOf(request, "Content-Type") == "application/merge-patch+json");
        }
        return reply(
            200,
            std::string(R"({"kind":"Scale","metadata":{"name":"scorer"},"spec":{"replicas":)") +
                (patch ? "5" : "3") + "}}");
    });
    const auto rehearsal = KubernetesObjects(cluster.connection)
                               .rehearse(kScorer, {HarmlessChange::What::Scale, 5}, 1s, {});
    REQUIRE(rehearsal);
    CHECK(rehearsal->allowed);
    REQUIRE(rehearsal->changes.size() == 1);
    CHECK(rehearsal->changes[0].path == "spec.replicas");
    CHECK(rehearsal->changes[0].before == "3");
    CHECK(rehearsal->changes[0].after == "5");
}

TEST_CASE("no plan of a rehearsal goes without dry run, and what cannot be done is said before")
{
    const Resource pods{"Pod", "", "v1", "pods", true};
    const Resource nodes{"Node", "", "v1", "nodes", false};
    const auto now = models::UtcTime::fromSeconds(std::int64_t{0});
    const auto code = [&](const Resource& resource, HarmlessChange change) {
        const auto plan = planRehearsal(resource, {"", "a", "x"}, change, now);
        return plan ? std::string("fine") : std::string(toString(plan.error().code));
    };
    CHECK(code(pods, {HarmlessChange::What::Scale, 1}) == "unsupported");
    CHECK(code(pods, {HarmlessChange::What::Restart, 0}) == "unsupported");
    CHECK(code(pods, {HarmlessChange::What::Cordon, 0}) == "unsupported");
    CHECK(code(nodes, {HarmlessChange::What::Cordon, 0}) == "fine");
    const Resource sets{"StatefulSet", "apps", "v1", "statefulsets", true};
    CHECK(code(sets, {HarmlessChange::What::Scale, -1}) == "invalid-input");
    CHECK(code(sets, {HarmlessChange::What::Restart, 0}) == "fine");
}
