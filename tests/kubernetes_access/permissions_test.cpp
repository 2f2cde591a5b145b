// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/permissions.h"

#include "fake_http.h"
#include "plugins/kubernetes/access/review_json.h"
#include "samples.h"
#include "tests/support/catch.h"

#include <set>

using namespace binnacle::plugins::kubernetes;
using namespace binnacle::tests;
using binnacle::models::ErrorCode;
using binnacle::services::HttpRequest;

namespace {

/// A cluster that allows what its set holds: "list pods team-a", cluster-wide with "*".
struct Cluster {
    std::set<std::string> allowed;
    std::vector<std::string> namespaces{"team-a", "team-b"};
    std::string ruleNames;
    FakeHttp http{[this](const HttpRequest& r) { return answer(r); }};
    binnacle::models::ManualClock clock{
        binnacle::models::UtcTime::fromSeconds(std::int64_t{1'790'000'000})};
    ResolvedContext context =
        *parseKubeconfig(oneContext("token: t", "server: https://h"), "/x/config")->resolve("c");
    std::unique_ptr<CredentialProvider> who = makeCredentialProvider(context, http);
    std::unique_ptr<ApiClient> api = std::make_unique<ApiClient>(http, context, *who);
    Permissions permissions{*api, std::chrono::minutes(5), clock};

    static std::string word(const std::string& body, const std::string& key)
    {
        const std::string mark = "\"" + key + "\":\"";
        const std::size_t at = body.find(mark);
        return at == std::string::npos
                   ? ""
                   : body.substr(at + mark.size(),
                                 body.find('"', at + mark.size()) - at - mark.size());
    }

    FakeHttp::Answer answer(const HttpRequest& r) const
    {
        if (r.url.find("selfsubjectaccessreviews") != std::string::npos) {
            const std::string ns = word(r.body, "namespace");
            const std::string key = word(r.body, "verb") + " " + word(r.body, "resource") + " ";
            const bool yes =
                allowed.contains(key + "*") || (!ns.empty() && allowed.contains(key + ns));
            return reply(201,
                         std::string(R"({"kind":"SelfSubjectAccessReview","status":{"allowed":)") +
                             (yes ? "true" : "false") + R"(,"reason":"because"}})");
        }
        if (r.url.find("selfsubjectrulesreviews") != std::string::npos)
            return reply(
                201,
                R"({"status":{"incomplete":true,"resourceRules":[{"verbs":["get"],"apiGroups":[""],"resources":["namespaces"],"resourceNames":[)" +
                    ruleNames +
                    R"(]},{"verbs":["*"],"apiGroups":["apps"],"resources":["deployments"]}]}})");
        if (r.url.find("/api/v1/namespaces") != std::string::npos) {
            if (!allowed.contains("list namespaces *"))
                return reply(403,
                             R"({"kind":"Status","code":403,"reason":"Forbidden","message":"no"})");
            // Two pages, to see that both are read.
            const bool second = r.url.find("continue=") != std::string::npos;
            return reply(200, second ? R"({"items":[{"metadata":{"name":")" + namespaces[1] +
                                           R"("}}],"metadata":{}})"
                                     : R"({"items":[{"metadata":{"name":")" + namespaces[0] +
                                           R"("}}],"metadata":{"continue":"x"}})");
        }
        return reply(
            404, R"({"kind":"Status","code":404,"reason":"NotFound","message":"no such path"})");
    }
};

} // namespace

TEST_CASE_METHOD(
    Cluster, "an answer is kept for its age, also when the clock is set back, and then asked again")
{
    allowed = {"list pods *"};
    CHECK(permissions.canI("list", "", "pods", "", {}).value());
    CHECK(permissions.canI("list", "", "pods", "", {}).value());
    CHECK(http.requests().size() == 1);
    CHECK(http.requests()[0].idempotent);
    clock.advance(std::chrono::minutes(6));
    allowed.clear();
    CHECK_FALSE(permissions.canI("list", "", "pods", "", {}).value());
    clock.setWall(clock.now() - std::chrono::hours(1));
    allowed = {"list pods *"};
    CHECK(permissions.canI("list", "", "pods", "", {}).value());
    allowed.clear();
    permissions.forget();
    CHECK_FALSE(permissions.canI("list", "", "pods", "", {}).value());
}

TEST_CASE_METHOD(Cluster, "what is missing is said in words and in the order asked")
{
    allowed = {"list pods *", "list jobs team-a"};
    const std::vector<AccessQuestion> questions{
        {"list", "", "pods", "", "", ""},
        {"watch", "", "pods", "", "", ""},
        {"list", "batch", "jobs", "team-a", "", ""},
        {"patch", "apps", "deployments", "team-a", "scale", ""},
        {"get", "", "nodes", "", "", "n1"}};
    CHECK(permissions.missing(questions, {}).value() ==
          std::vector<std::string>{"watch pods (cluster-wide)",
                                   "patch deployments.apps/scale in team-a",
                                   "get nodes \"n1\" (cluster-wide)"});
}

TEST_CASE_METHOD(Cluster, "a person who may look everywhere is asked about nothing else")
{
    allowed = {"list pods *"};
    const auto scope = permissions.usableScope("list", "", "pods", {});
    REQUIRE(scope);
    CHECK(scope->clusterWide);
    CHECK(http.requests().size() == 1);
}

TEST_CASE_METHOD(Cluster, "the namespace of the context is the first one tried")
{
    allowed = {"list pods team-a", "list pods team-b", "list namespaces *"};
    const auto scope = permissions.usableScope("list", "", "pods", {});
    REQUIRE(scope);
    CHECK_FALSE(scope->clusterWide);
    CHECK(scope->namespaces == std::vector<std::string>{"team-a"});
    CHECK(scope->how == "context namespace");
}

TEST_CASE_METHOD(Cluster,
                 "else listed namespaces, names in access rules and other contexts are tried")
{
    allowed = {"list pods team-b", "list namespaces *"};
    CHECK(permissions.usableScope("list", "", "pods", {})->how == "listed namespaces");
    permissions.forget();
    allowed = {"list pods team-x"};
    ruleNames = R"("team-w","team-x")";
    const auto byRules = permissions.usableScope("list", "", "pods", {});
    REQUIRE(byRules);
    CHECK(byRules->how == "access rules");
    CHECK(byRules->namespaces == std::vector<std::string>{"team-x"});

    context.otherSpaces = {"team-y"};
    ApiClient other(http, context, *who);
    Permissions more(other, std::chrono::minutes(5), clock);
    allowed = {"list pods team-y"};
    CHECK(more.usableScope("list", "", "pods", {})->how == "other contexts");
}

TEST_CASE_METHOD(Cluster, "a person who may look nowhere is told which permission is missing")
{
    const auto scope = permissions.usableScope("list", "", "pods", {});
    REQUIRE_FALSE(scope);
    CHECK(scope.error().code == ErrorCode::PermissionDenied);
    CHECK(scope.error().message.find("list pods in team-a") != std::string::npos);
    CHECK(scope.error().remedy.find("list pods") != std::string::npos);
}

TEST_CASE_METHOD(Cluster, "rules allow by verb, group and resource, and names narrow them")
{
    ruleNames = R"("only-this")";
    const auto rules = permissions.rules("team-a", {});
    REQUIRE(rules);
    CHECK(rules->incomplete);
    CHECK(rules->allow("delete", "apps", "deployments"));
    CHECK_FALSE(rules->allow("get", "", "namespaces"));
    CHECK_FALSE(rules->allow("get", "apps", "pods"));
    REQUIRE(permissions.rules("team-a", {}));
    CHECK(http.requests().size() == 1);
}

TEST_CASE_METHOD(Cluster, "a server that does not say who we are is named as such")
{
    CHECK(permissions.whoAmI({}).error().code == ErrorCode::Unsupported);
    CHECK(decodeSelfReview(R"({"status":{"userInfo":{"username":"jane","groups":["a","b"]}}})")
              ->groups.size() == 2);
}

TEST_CASE("reviews that are no reviews are refused and a denial beats an allowance")
{
    for (const char* bad : {"", "[]", "{}", R"({"status":7})", R"({"status":{}})",
                            R"({"status":{"allowed":null}})", "<html>"}) {
        CHECK_FALSE(decodeAccessReview(bad));
        CHECK_FALSE(decodeRulesReview(bad));
        CHECK_FALSE(decodeSelfReview(bad));
        CHECK_FALSE(decodeNamespaces(bad));
    }
    CHECK_FALSE(decodeAccessReview(R"({"status":{"allowed":true,"denied":true}})")->allowed);
    CHECK(decodeAccessReview(R"({"status":{"allowed":false,"evaluationError":"role gone"}})")
              ->reason == "role gone");
    CHECK(decodeRulesReview(R"({"status":{"incomplete":false,"resourceRules":null}})")
              ->rules.empty());
}

TEST_CASE("an access review names only what was asked")
{
    CHECK(
        accessReviewBody({"list", "", "pods", "", "", ""}) ==
        R"({"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectAccessReview","spec":{"resourceAttributes":{"group":"","resource":"pods","verb":"list"}}})");
    CHECK(accessReviewBody({"get", "", "pods", "n", "log", "x"})
              .find(R"("name":"x","namespace":"n")") != std::string::npos);
}
