// SPDX-License-Identifier: GPL-3.0-or-later
// Against the real API server of tests/live. BINNACLE_LIVE_STATE names its state folder; without it
// the tests are reported as skipped.
#define CATCH_CONFIG_RUNNER
#include "plugins/kubernetes/access/api_client.h"
#include "plugins/kubernetes/access/discovery.h"
#include "plugins/kubernetes/access/permissions.h"
#include "samples.h"
#include "scratch.h"
#include "services/net/curl_http_client.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <cstdio>

using namespace binnacle::plugins::kubernetes;
using namespace binnacle::tests;
using binnacle::models::ErrorCode;
using binnacle::models::Result;
namespace services = binnacle::services;

namespace {

constexpr std::chrono::milliseconds kSoon{10000};
constexpr int kSkipped = 77;

std::string state()
{
    const char* folder = std::getenv("BINNACLE_LIVE_STATE");
    return folder == nullptr ? "" : folder;
}

/// Everything for one context of the live kubeconfig.
struct Session {
    std::unique_ptr<services::HttpClient> http = services::makeCurlHttpClient();
    ResolvedContext context;
    std::unique_ptr<CredentialProvider> who;
    std::unique_ptr<ApiClient> api;

    explicit Session(const std::string& name,
                     const std::function<void(ResolvedContext&)>& edit = {})
    {
        KubeconfigRequest request;
        request.path = state() + "/kubeconfig";
        const auto config = loadKubeconfig(request);
        REQUIRE(config);
        const auto resolved = config->resolve(name);
        REQUIRE(resolved);
        context = *resolved;
        if (edit)
            edit(context);
        who = makeCredentialProvider(context, *http);
        api = std::make_unique<ApiClient>(*http, context, *who);
    }
    Result<services::HttpResponse> get(const std::string& path, const std::string& accept = kJson)
    {
        return api->send(path, {{"limit", "1"}}, accept, kSoon, {});
    }
};

/// Hides aggregated discovery, as a server before 1.26 would.
class OlderServer final : public services::HttpClient {
public:
    explicit OlderServer(services::HttpClient& inner) : m_inner(inner) {}
    Result<services::HttpResponse> send(const services::HttpRequest& request,
                                        std::stop_token stop) override
    {
        services::HttpRequest plain = request;
        for (auto& header : plain.headers) {
            if (header.name == "Accept")
                header.value = "application/json";
        }
        return m_inner.send(plain, std::move(stop));
    }
    Result<services::HttpResponse> stream(const services::HttpRequest& request,
                                          const services::HeadSink& head,
                                          const services::BodySink& body,
                                          std::stop_token stop) override
    {
        return m_inner.stream(request, head, body, std::move(stop));
    }
    void dropConnections(const std::string& group) override { m_inner.dropConnections(group); }

private:
    services::HttpClient& m_inner;
};

std::vector<std::string> summary(const ApiResources& all)
{
    std::vector<std::string> out;
    for (const ApiResource& item : all.items) {
        auto subs = item.subresources;
        std::sort(subs.begin(), subs.end());
        std::string line = item.qualifiedName() + " " + item.version + " " + item.kind +
                           (item.namespaced ? " n" : " c");
        for (const std::string& sub : subs)
            line += " " + sub;
        out.push_back(line);
    }
    std::sort(out.begin(), out.end());
    return out;
}

} // namespace

TEST_CASE("every way to log in as the administrator reaches the server")
{
    for (const char* name : {"admin", "admin-cert", "admin-exec", "admin-proxied",
                             "admin-cert-proxied", "admin-insecure"}) {
        INFO(name);
        Session session(name);
        const auto version = serverVersion(*session.api, kSoon, {});
        REQUIRE(version);
        CHECK(version->gitVersion.starts_with("v1."));
        const auto me = Permissions(*session.api).whoAmI({});
        REQUIRE(me);
        CHECK(std::find(me->groups.begin(), me->groups.end(), "system:masters") !=
              me->groups.end());
        CHECK(session.context.insecure == (std::string(name) == "admin-insecure"));
        CHECK(session.api->health().latency.count() > 0);
        CHECK(std::abs(session.api->health().clockSkew.count()) < 2'000'000'000);
    }
}

TEST_CASE("discovery gives the same resources aggregated and group by group")
{
    Session session("admin");
    Discovery discovery(*session.api);
    const auto all = discovery.fetch(kSoon, {});
    REQUIRE(all);
    CHECK((*all)->aggregated);
    CHECK((*all)->problems.empty());
    REQUIRE((*all)->find("", "pods") != nullptr);
    CHECK((*all)->find("", "pods")->hasStatus);
    CHECK((*all)->find("autoscaling", "horizontalpodautoscalers")->version == "v2");
    REQUIRE((*all)->findKind("argoproj.io", "Rollout") != nullptr);
    const auto again = discovery.fetch(kSoon, {});
    REQUIRE(again);
    CHECK(summary(**again) == summary(**all));

    OlderServer older(*session.http);
    ApiClient api(older, session.context, *session.who);
    const auto legacy = Discovery(api).fetch(kSoon, {});
    REQUIRE(legacy);
    CHECK_FALSE((*legacy)->aggregated);
    CHECK(summary(**legacy) == summary(**all));
}

TEST_CASE("the administrator misses nothing and is not limited to namespaces")
{
    Session session("admin");
    Permissions permissions(*session.api);
    const std::vector<AccessQuestion> questions{{"list", "", "pods", "", "", ""},
                                                {"watch", "apps", "deployments", "", "", ""}};
    CHECK(permissions.missing(questions, {}).value().empty());
    CHECK(permissions.usableScope("list", "", "pods", {})->clusterWide);
}

TEST_CASE("a viewer of one namespace finds it and sees which permission is missing")
{
    for (const char* name : {"viewer-one", "viewer-one-proxied"}) {
        Session session(name, [](ResolvedContext& context) {
            CHECK(context.auth.form == AuthForm::TokenFile);
        });
        Permissions permissions(*session.api);
        const auto scope = permissions.usableScope("list", "", "pods", {});
        REQUIRE(scope);
        CHECK_FALSE(scope->clusterWide);
        CHECK(scope->namespaces == std::vector<std::string>{"team-vision"});
        const std::vector<AccessQuestion> questions{{"list", "", "pods", "", "", ""},
                                                    {"list", "", "pods", "team-vision", "", ""}};
        CHECK(permissions.missing(questions, {}).value() ==
              std::vector<std::string>{"list pods (cluster-wide)"});
        CHECK(session.get("/api/v1/namespaces/team-vision/pods"));
        const auto rules = permissions.rules("team-vision", {});
        REQUIRE(rules);
        CHECK(rules->allow("list", "", "pods"));
        CHECK_FALSE(rules->allow("delete", "", "pods"));
    }
}

TEST_CASE("a person without rights hears the server's words, in JSON and in protobuf")
{
    Session session("nobody");
    for (const char* accept : {kJson, kProtobuf}) {
        const auto error = session.get("/api/v1/pods", accept).error();
        CHECK(error.code == ErrorCode::PermissionDenied);
        CHECK(error.message.starts_with("pods is forbidden: User \""));
        CHECK(error.text().find("GET /api/v1/pods: 403 Forbidden: pods") == 0);
    }
    CHECK(Discovery(*session.api).fetch(kSoon, {}));
    Permissions permissions(*session.api);
    CHECK(permissions.usableScope("list", "", "pods", {}).error().code ==
          ErrorCode::PermissionDenied);
}

TEST_CASE("a wrong token is refused with a remedy and a token file is taken anew after the refusal")
{
    const Scratch dir;
    Session wrong("admin", [](ResolvedContext& context) { context.auth.token = "wrong"; });
    const auto error = wrong.get("/api/v1/pods").error();
    CHECK(error.code == ErrorCode::Unauthenticated);
    CHECK_FALSE(error.remedy.empty());
    CHECK(error.text().find("wrong") == std::string::npos);

    dir.write("token", "old");
    std::string good;
    Session rotated("admin", [&](ResolvedContext& context) {
        good = context.auth.token;
        context.auth.form = AuthForm::TokenFile;
        context.auth.tokenFile = dir.path("token");
    });
    CHECK(rotated.get("/version").error().code == ErrorCode::Unauthenticated);
    dir.write("token", good);
    CHECK(rotated.get("/version"));
}

TEST_CASE("impersonation makes the administrator somebody else")
{
    Session session("admin", [](ResolvedContext& context) {
        context.auth.impersonation.user = "nobody";
        context.auth.impersonation.groups = {"system:authenticated", "team one"};
        context.auth.impersonation.extra["example.com/scope"] = {"a b"};
    });
    const auto me = Permissions(*session.api).whoAmI({});
    REQUIRE(me);
    CHECK(me->name == "nobody");
    CHECK(std::find(me->groups.begin(), me->groups.end(), "team one") != me->groups.end());
    CHECK(session.get("/api/v1/pods").error().code == ErrorCode::PermissionDenied);
}

TEST_CASE("a server that is not who it should be is refused before any credential leaves")
{
    Session name("admin-proxied",
                 [](ResolvedContext& context) { context.tls.serverName = "wrong.example"; });
    CHECK(name.get("/version").error().code == ErrorCode::Unauthenticated);
    Session trust("admin", [](ResolvedContext& context) { context.tls.caFile.clear(); });
    CHECK(trust.get("/version").error().code == ErrorCode::Unauthenticated);
}

TEST_CASE("a watch streams until the sink has enough, and a refused one is an error")
{
    ApiCall call;
    call.path = "/api/v1/pods";
    call.query = {{"watch", "true"},
                  {"sendInitialEvents", "true"},
                  {"resourceVersionMatch", "NotOlderThan"},
                  {"allowWatchBookmarks", "true"},
                  {"timeoutSeconds", "20"}};
    call.deadline = std::chrono::milliseconds(0);
    call.idleTimeout = std::chrono::seconds(15);
    std::string got;
    const services::BodySink sink = [&](std::span<const std::byte> bytes) -> Result<void> {
        got.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        if (got.find("k8s.io/initial-events-end") != std::string::npos)
            return binnacle::models::fail(ErrorCode::Cancelled, "enough");
        return {};
    };
    Session admin("admin");
    const auto result = admin.api->stream(call, nullptr, sink, {});
    REQUIRE_FALSE(result);
    CHECK(result.error().message == "enough");
    CHECK(got.starts_with("{\"type\":\"ADDED\""));
    got.clear();
    Session nobody("nobody");
    CHECK(nobody.api->stream(call, nullptr, sink, {}).error().code == ErrorCode::PermissionDenied);
    CHECK(got.empty());
}

int main(int argc, char* argv[])
{
    if (state().empty()) {
        std::puts("skipped: BINNACLE_LIVE_STATE is not set; see tests/live/README.md");
        return kSkipped;
    }
    return Catch::Session().run(argc, argv);
}
