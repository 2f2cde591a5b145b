// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/replay/api_server.h"

#include <nlohmann/json.hpp>

namespace binnacle::tests::replay {

namespace {

/// `spec` as the client sent it, as compact JSON; nullopt when the body is no JSON object.
std::optional<std::string> specOf(const std::string& body)
{
    const auto document = nlohmann::json::parse(body, nullptr, false);
    if (!document.is_object())
        return std::nullopt;
    const auto spec = document.find("spec");
    return spec == document.end() ? std::string("{}") : spec->dump();
}

} // namespace

bool ApiServer::serveReview(const HttpRequest& request, HttpAnswer& answer)
{
    if (request.method != "POST")
        return false;
    const auto send = [&](const std::string& kind, const std::string& group,
                          const std::string& rest) {
        respond(answer, 201, "application/json",
                R"({"kind":")" + kind + R"(","apiVersion":")" + group + R"(/v1","metadata":{},)" +
                    rest + "}\n");
    };
    const bool access = request.path == "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    const bool rules = request.path == "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews";
    const bool self = request.path == "/apis/authentication.k8s.io/v1/selfsubjectreviews";
    if (!access && !rules && !self)
        return false;
    const auto spec = specOf(request.body);
    if (!spec) {
        Status status;
        status.code = 400;
        status.reason = "BadRequest";
        status.message = "the body of the request is no review: couldn't get version/kind";
        respondStatus(answer, {}, status);
        return true;
    }
    if (access)
        send("SelfSubjectAccessReview", "authorization.k8s.io",
             R"("spec":)" + *spec + R"(,"status":{"allowed":true})");
    else if (rules)
        send("SelfSubjectRulesReview", "authorization.k8s.io",
             R"("spec":{},"status":{"resourceRules":[{"verbs":["*"],"apiGroups":["*"],)"
             R"("resources":["*"]}],"nonResourceRules":[{"verbs":["*"],"nonResourceURLs":["*"]}],)"
             R"("incomplete":false})");
    else
        send("SelfSubjectReview", "authentication.k8s.io",
             R"("status":{"userInfo":{"username":"replay","uid":"replay",)"
             R"("groups":["system:masters","system:authenticated"]}})");
    return true;
}

} // namespace binnacle::tests::replay
