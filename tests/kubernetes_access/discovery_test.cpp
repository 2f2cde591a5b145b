// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/discovery.h"

#include "fake_http.h"
#include "plugins/kubernetes/access/discovery_decode.h"
#include "samples.h"
#include "tests/support/catch.h"

using namespace binnacle::plugins::kubernetes;
using namespace binnacle::tests;
using binnacle::models::ErrorCode;
using binnacle::services::HttpRequest;

namespace {

constexpr std::chrono::milliseconds kSoon{5000};
const char* kType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

const char* kCore =
    R"({"kind":"APIGroupDiscoveryList","apiVersion":"apidiscovery.k8s.io/v2","items":[{"metadata":{},
 "versions":[{"version":"v1","freshness":"Current","resources":[
  {"resource":"pods","responseKind":{"group":"","version":"v1","kind":"Pod"},"scope":"Namespaced","singularResource":"pod",
   "verbs":["list","watch"],"shortNames":["po"],"categories":["all"],
   "subresources":[{"subresource":"log","responseKind":{"kind":"Pod"},"verbs":["get"]},{"subresource":"status","verbs":["get"]}]},
  {"resource":"nodes","responseKind":{"kind":"Node"},"scope":"Cluster","singularResource":"node","verbs":["list"]},
  {"resource":"","responseKind":{"kind":"Ghost"}},{"resource":"odd"},17]}]}]})";

const char* kGroups = R"({"kind":"APIGroupDiscoveryList","items":[
 {"metadata":{"name":"autoscaling"},"versions":[
  {"version":"v2","freshness":"Current","resources":[{"resource":"horizontalpodautoscalers","responseKind":{"kind":"HorizontalPodAutoscaler"},"scope":"Namespaced","verbs":["list"]}]},
  {"version":"v1","freshness":"Current","resources":[{"resource":"horizontalpodautoscalers","responseKind":{"kind":"HorizontalPodAutoscaler"},"scope":"Namespaced","verbs":["list"]},
   {"resource":"onlyold","responseKind":{"kind":"OnlyOld"},"scope":"Cluster","verbs":["get"]}]}]},
 {"metadata":{"name":"metrics.k8s.io"},"versions":[{"version":"v1beta1","freshness":"Stale","resources":[
   {"resource":"pods","responseKind":{"kind":"PodMetrics"},"scope":"Namespaced","verbs":["list"]}]}]}]})";

struct Server {
    FakeHttp http;
    ResolvedContext context =
        *parseKubeconfig(oneContext("token: t", "server: https://h"), "/x/config")->resolve("c");
    std::unique_ptr<CredentialProvider> who;
    ApiClient api;

    explicit Server(FakeHttp::Handler handler)
        : http(std::move(handler)), who(makeCredentialProvider(context, http)),
          api(http, context, *who)
    {
    }
};

std::string pathOf(const HttpRequest& request)
{
    return request.url.substr(std::string("https://h").size());
}

} // namespace

TEST_CASE("aggregated discovery gives each resource at its preferred version")
{
    Server server([](const HttpRequest& r) {
        return reply(200, pathOf(r) == "/api" ? kCore : kGroups, kType);
    });
    Discovery discovery(server.api);
    const auto all = discovery.fetch(kSoon, {});
    REQUIRE(all);
    CHECK(server.http.requests().size() == 2);
    CHECK(headerOf(server.http.requests()[0], "Accept")
              .find("g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList") != std::string::npos);
    CHECK((*all)->aggregated);
    const ApiResource* pods = (*all)->find("", "pods");
    REQUIRE(pods != nullptr);
    CHECK(pods->kind == "Pod");
    CHECK(pods->namespaced);
    CHECK(pods->hasStatus);
    CHECK(pods->can("watch"));
    CHECK_FALSE(pods->can("delete"));
    CHECK(pods->path() == "/api/v1/pods");
    CHECK(pods->path("team a") == "/api/v1/namespaces/team%20a/pods");
    CHECK(pods->shortNames == std::vector<std::string>{"po"});
    CHECK_FALSE((*all)->find("", "nodes")->namespaced);
    const ApiResource* scaler = (*all)->find("autoscaling", "horizontalpodautoscalers");
    REQUIRE(scaler != nullptr);
    CHECK(scaler->version == "v2");
    CHECK(scaler->versions == std::vector<std::string>{"v2", "v1"});
    CHECK(scaler->qualifiedName() == "horizontalpodautoscalers.autoscaling");
    CHECK((*all)->find("autoscaling", "onlyold")->version == "v1");
    CHECK((*all)->findKind("metrics.k8s.io", "PodMetrics")->stale);
    CHECK((*all)->findKind("", "Ghost") == nullptr);
    REQUIRE((*all)->problems.size() == 1);
    CHECK((*all)->problems[0].find("metrics.k8s.io/v1beta1") == 0);
}

TEST_CASE("a second discovery with an ETag costs a 304 and gives the same")
{
    Server server([](const HttpRequest& r) {
        if (headerOf(r, "If-None-Match") == "\"e1\"")
            return reply(304, "");
        return reply(200, pathOf(r) == "/api" ? kCore : kGroups, kType, {{"ETag", "\"e1\""}});
    });
    Discovery discovery(server.api);
    const auto first = discovery.fetch(kSoon, {}), second = discovery.fetch(kSoon, {});
    REQUIRE(first);
    REQUIRE(second);
    CHECK((*first)->items.size() == (*second)->items.size());
    CHECK((*second)->find("", "pods") != nullptr);
    CHECK((*second)->problems == (*first)->problems);
    CHECK(headerOf(server.http.requests()[3], "If-None-Match") == "\"e1\"");
}

TEST_CASE("an older server is asked group by group and one broken group hides no other")
{
    Server server([](const HttpRequest& r) {
        const std::string path = pathOf(r);
        if (path == "/api")
            return reply(200, R"({"kind":"APIVersions","versions":["v1"]})");
        if (path == "/apis")
            return reply(200, R"({"kind":"APIGroupList","groups":[
              {"name":"apps","versions":[{"version":"v1beta1"},{"version":"v1"}],"preferredVersion":{"version":"v1"}},
              {"name":"metrics.k8s.io","versions":[{"version":"v1beta1"}],"preferredVersion":{"version":"v1beta1"}}]})");
        if (path == "/api/v1")
            return reply(200, R"({"kind":"APIResourceList","resources":[
              {"name":"pods","singularName":"","namespaced":true,"kind":"Pod","verbs":["list"],"shortNames":["po"]},
              {"name":"pods/log","namespaced":true,"kind":"Pod","verbs":["get"]},
              {"name":"pods/status","namespaced":true,"kind":"Pod","verbs":["get"]},{"name":"orphan/scale","kind":"Scale"}]})");
        if (path == "/apis/apps/v1" || path == "/apis/apps/v1beta1")
            return reply(
                200,
                R"({"kind":"APIResourceList","resources":[{"name":"deployments","namespaced":true,"kind":"Deployment","verbs":["list"]}]})");
        return reply(503, "the server is currently unable to handle the request", "text/plain");
    });
    Discovery discovery(server.api);
    const auto all = discovery.fetch(kSoon, {});
    REQUIRE(all);
    CHECK_FALSE((*all)->aggregated);
    REQUIRE((*all)->items.size() == 2);
    CHECK((*all)->find("", "pods")->hasStatus);
    CHECK((*all)->find("", "pods")->subresources == std::vector<std::string>{"log", "status"});
    CHECK((*all)->find("apps", "deployments")->version == "v1");
    CHECK((*all)->find("apps", "deployments")->versions ==
          std::vector<std::string>{"v1", "v1beta1"});
    REQUIRE((*all)->problems.size() == 1);
    CHECK((*all)->problems[0].find("metrics.k8s.io/v1beta1: ") == 0);
}

TEST_CASE("refusals, pages of proxies and cut answers are errors")
{
    Server forbidden([](const HttpRequest&) {
        return reply(403, R"({"kind":"Status","code":403,"reason":"Forbidden","message":"no"})");
    });
    CHECK(Discovery(forbidden.api).fetch(kSoon, {}).error().code == ErrorCode::PermissionDenied);
    Server page(
        [](const HttpRequest&) { return reply(200, "<html>please log in</html>", "text/html"); });
    CHECK(Discovery(page.api).fetch(kSoon, {}).error().code == ErrorCode::DataCorrupt);
    Server cut(
        [](const HttpRequest&) { return reply(200, std::string(kCore).substr(0, 300), kType); });
    CHECK(Discovery(cut.api).fetch(kSoon, {}).error().code == ErrorCode::DataCorrupt);
    CHECK_FALSE(decodeAggregated("null"));
    CHECK_FALSE(decodeGroups("[]"));
    CHECK(decodeAggregated(R"({"kind":"APIGroupDiscoveryList","items":"x"})")->items.empty());
}

TEST_CASE("the core group alone is given when the groups fail")
{
    Server server([](const HttpRequest& r) {
        return pathOf(r) == "/api" ? reply(200, kCore, kType) : reply(500, "boom", "text/plain");
    });
    const auto all = Discovery(server.api).fetch(kSoon, {});
    REQUIRE(all);
    CHECK((*all)->find("", "pods") != nullptr);
    REQUIRE((*all)->problems.size() == 1);
}

TEST_CASE("a stopped discovery is cancelled and not half an answer")
{
    // On the heap: g++ 12 takes a local one for uninitialised here.
    const auto stop = std::make_unique<std::stop_source>();
    Server server([&](const HttpRequest& r) {
        if (pathOf(r) == "/apis")
            stop->request_stop();
        return pathOf(r) == "/api"
                   ? reply(200, kCore, kType)
                   : reply(
                         200,
                         R"({"kind":"APIGroupList","groups":[{"name":"a","versions":[{"version":"v1"}]}]})");
    });
    CHECK(Discovery(server.api).fetch(kSoon, stop->get_token()).error().code ==
          ErrorCode::Cancelled);
}

TEST_CASE("the version document is read and nothing else is taken for one")
{
    Server server([](const HttpRequest&) {
        return reply(
            200, R"({"major":"1","minor":"37","gitVersion":"v1.37.2","platform":"linux/amd64"})");
    });
    const auto version = serverVersion(server.api, kSoon, {});
    REQUIRE(version);
    CHECK(version->gitVersion == "v1.37.2");
    CHECK_FALSE(decodeVersion("{}"));
    CHECK_FALSE(decodeVersion("[1]"));
}
