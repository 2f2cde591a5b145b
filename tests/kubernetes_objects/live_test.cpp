// SPDX-License-Identifier: GPL-3.0-or-later
// Whole objects, revisions, rehearsals and refused logs against a real API server. Needs
// tests/live/up; skipped by exit code 77 without. The cluster's nodes have no kubelet, so no log
// is read here.
#include "plugins/kubernetes/kubernetes_connector.h"
#include "services/net/curl_http_client.h"
#include "services/ports/log_source.h"
#include "services/ports/object_source.h"
#include "tests/kubernetes/live_cluster.h"
#include "tests/kubernetes_objects/log_collector.h"
#include "tests/support/catch.h"

using namespace binnacle;
using namespace binnacle::tests::kubernetes;
using binnacle::tests::Collector;
using models::ErrorCode;
using services::HarmlessChange;
using namespace std::chrono_literals;

namespace {

struct Connected {
    explicit Connected(const std::string& context = "admin")
        : http(services::makeCurlHttpClient()),
          connector(plugins::kubernetes::makeKubernetesConnector(liveSource(context), *http))
    {
    }
    std::unique_ptr<services::HttpClient> http;
    std::unique_ptr<services::Connector> connector;
    services::ObjectSource& objects() { return *connector->objects(); }
    services::LogSource& logs() { return *connector->logs(); }
};

/// A deployment of its own, away from what other tests count.
struct Scratch {
    Scratch()
    {
        kubectl("delete deployment revised --ignore-not-found --wait=true");
        kubectl("create deployment revised --image=images.invalid/app:1 --replicas=1");
        // A change that comes before the controllers look at it would be the first revision. They
        // may just be coming back from a fault test.
        kubectl("rollout status deployment/revised --timeout=120s");
    }
    ~Scratch() { kubectl("delete deployment revised --wait=false"); }
};

} // namespace

TEST_CASE("live: an object reads as kubectl prints it, without managed fields")
{
    Connected cluster;
    const auto node = table(kubectl("get nodes --no-headers")).at(0).at(0);
    const auto object = cluster.objects().object({"Node", "", node}, 10s, {});
    REQUIRE(object);
    CHECK(object->document.textAt({"metadata", "uid"}) ==
          kubectl("get node " + node + " -o jsonpath={.metadata.uid}"));
    CHECK(object->document.at({"metadata", "managedFields"}) == nullptr);
    CHECK_FALSE(object->managedFields.items.empty());
}

TEST_CASE("live: two changes of an image are three revisions, and their difference is the image")
{
    Connected cluster;
    const Scratch scratch;
    kubectl("set image deployment/revised app=images.invalid/app:2");
    kubectl("rollout status deployment/revised --timeout=120s");
    kubectl("annotate deployment/revised kubernetes.io/change-cause=third");
    kubectl("set image deployment/revised app=images.invalid/app:3");
    kubectl("rollout status deployment/revised --timeout=120s");
    const auto revisions =
        cluster.objects().revisions({"Deployment", "default", "revised"}, 10s, {});
    REQUIRE(revisions);
    REQUIRE(revisions->items.size() == 3);
    CHECK(revisions->items[0].number == 3);
    CHECK(revisions->items[0].current);
    CHECK(revisions->items[0].changeCause == "third");
    CHECK(revisions->items[0].created.known());
    const auto changes =
        models::semanticDiff(revisions->items[2].object, revisions->items[0].object);
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].area == models::DiffArea::Image);
    CHECK(changes[0].after == "images.invalid/app:3");
}

TEST_CASE("live: rehearsals say what would change and change nothing")
{
    Connected cluster;
    const Scratch scratch;
    const auto versions = [] {
        return kubectl(
            "get deployment revised -o jsonpath={.metadata.generation}/{.spec.replicas}");
    };
    const std::string before = versions();
    const services::ObjectRef ref{"Deployment", "default", "revised"};
    const auto scaled = cluster.objects().rehearse(ref, {HarmlessChange::What::Scale, 4}, 10s, {});
    REQUIRE(scaled);
    CHECK(scaled->allowed);
    REQUIRE(scaled->changes.size() == 1);
    CHECK(scaled->changes[0].path == "spec.replicas");
    CHECK(scaled->changes[0].after == "4");
    const auto restarted =
        cluster.objects().rehearse(ref, {HarmlessChange::What::Restart}, 10s, {});
    REQUIRE(restarted);
    REQUIRE(restarted->changes.size() == 1);
    CHECK(restarted->changes[0].path.find("restartedAt") != std::string::npos);
    CHECK(versions() == before);

    const auto node = table(kubectl("get nodes --no-headers")).at(0).at(0);
    const auto cordoned =
        cluster.objects().rehearse({"Node", "", node}, {HarmlessChange::What::Cordon}, 10s, {});
    REQUIRE(cordoned);
    CHECK(cordoned->changes.size() >= 1); // the server adds a taint by itself, or leaves it
    CHECK(kubectl("get node " + node + " -o jsonpath={.spec.unschedulable}").empty());
}

TEST_CASE("live: who may not is told what is missing, for reading and for changing")
{
    Connected nobody("nobody");
    const auto object = nobody.objects().object({"Node", "", "any"}, 10s, {});
    REQUIRE_FALSE(object);
    CHECK(object.error().code == ErrorCode::PermissionDenied);
    CHECK(object.error().remedy.find("get nodes") != std::string::npos);
    Connected viewer("viewer-one");
    const auto scaled = viewer.objects().rehearse({"Deployment", "team-vision", "any"},
                                                  {HarmlessChange::What::Scale, 4}, 10s, {});
    REQUIRE(scaled);
    CHECK_FALSE(scaled->allowed);
    CHECK(scaled->permission.find("patch deployments.apps/scale") != std::string::npos);
}

TEST_CASE("live: a log that is not there says why")
{
    Connected cluster;
    Collector sink;
    const auto missing =
        cluster.logs().stream({"default", "no-such-pod", "", false, false, {}, {}}, sink, {});
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == ErrorCode::NotFound);
    Connected nobody("nobody");
    const auto refused =
        nobody.logs().stream({"default", "no-such-pod", "", false, false, {}, {}}, sink, {});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::PermissionDenied);
}
