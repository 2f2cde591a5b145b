// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/review_json.h"

#include "plugins/kubernetes/access/json_read.h"

#include <utility>

namespace binnacle::plugins::kubernetes {

using models::ErrorCode;
using models::fail;
using models::Result;
using nlohmann::json;

namespace {

bool flag(const json& object, const char* key)
{
    const json& value = member(object, key);
    return value.is_boolean() && value.get<bool>();
}

std::string body(const char* group, const char* kind, json spec)
{
    const json out{{"apiVersion", group}, {"kind", kind}, {"spec", std::move(spec)}};
    return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// The status of an answer, which must have a field that tells it from a proxy's page.
Result<json> statusWith(std::string_view answer, const char* field)
{
    const json document = json::parse(answer, nullptr, false);
    const json& status = member(document, "status");
    if (member(status, field).is_null())
        return fail(ErrorCode::DataCorrupt,
                    std::string("the review's answer has no status.") + field,
                    "Check that the address is a Kubernetes API server.");
    return status;
}

} // namespace

std::string accessReviewBody(const AccessQuestion& question)
{
    json attributes{
        {"verb", question.verb}, {"group", question.group}, {"resource", question.resource}};
    if (!question.ns.empty())
        attributes["namespace"] = question.ns;
    if (!question.subresource.empty())
        attributes["subresource"] = question.subresource;
    if (!question.name.empty())
        attributes["name"] = question.name;
    return body("authorization.k8s.io/v1", "SelfSubjectAccessReview",
                {{"resourceAttributes", std::move(attributes)}});
}

std::string rulesReviewBody(const std::string& ns)
{
    return body("authorization.k8s.io/v1", "SelfSubjectRulesReview", {{"namespace", ns}});
}

std::string selfReviewBody()
{
    return json{{"apiVersion", "authentication.k8s.io/v1"}, {"kind", "SelfSubjectReview"}}.dump();
}

Result<AccessAnswer> decodeAccessReview(std::string_view answer)
{
    const auto status = statusWith(answer, "allowed");
    if (!status)
        return fail(status.error());
    AccessAnswer out;
    out.allowed = flag(*status, "allowed") && !flag(*status, "denied");
    out.reason = text(*status, "reason");
    if (const std::string problem = text(*status, "evaluationError");
        out.reason.empty() && !problem.empty())
        out.reason = problem;
    return out;
}

Result<AccessRules> decodeRulesReview(std::string_view answer)
{
    const auto status = statusWith(answer, "incomplete");
    if (!status)
        return fail(status.error());
    AccessRules out;
    out.incomplete = flag(*status, "incomplete");
    out.evaluationError = text(*status, "evaluationError");
    for (const json& rule : member(*status, "resourceRules"))
        out.rules.push_back({texts(rule, "verbs"), texts(rule, "apiGroups"),
                             texts(rule, "resources"), texts(rule, "resourceNames")});
    return out;
}

Result<UserIdentity> decodeSelfReview(std::string_view answer)
{
    const auto status = statusWith(answer, "userInfo");
    if (!status)
        return fail(status.error());
    const json& info = member(*status, "userInfo");
    return UserIdentity{text(info, "username"), text(info, "uid"), texts(info, "groups")};
}

Result<NamespacePage> decodeNamespaces(std::string_view answer)
{
    const json document = json::parse(answer, nullptr, false);
    if (!member(document, "items").is_array())
        return fail(ErrorCode::DataCorrupt, "the list of namespaces has no items");
    NamespacePage out;
    out.next = text(member(document, "metadata"), "continue");
    for (const json& item : member(document, "items")) {
        if (std::string name = text(member(item, "metadata"), "name"); !name.empty())
            out.names.push_back(std::move(name));
    }
    return out;
}

} // namespace binnacle::plugins::kubernetes
