// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/permissions.h"

#include "plugins/kubernetes/access/parallel.h"
#include "plugins/kubernetes/access/review_json.h"

#include <algorithm>
#include <utility>

namespace binnacle::plugins::kubernetes {

using models::ErrorCode;
using models::fail;
using models::Result;

namespace {

constexpr std::chrono::milliseconds kDeadline{10000};
/// One question for each namespace: beyond this the person should name one.
constexpr std::size_t kMaxCandidates = 500;
constexpr const char* kMetadataOnly =
    "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

} // namespace

Result<std::vector<std::string>>
Permissions::usableAmong(const std::vector<std::string>& candidates, AccessQuestion question,
                         const std::stop_token& stop)
{
    std::vector<std::optional<Result<AccessAnswer>>> answers(candidates.size());
    inParallel(candidates.size(), stop, [&](std::size_t i) {
        AccessQuestion one = question;
        one.ns = candidates[i];
        answers[i] = canI(one, stop);
    });
    std::vector<std::string> out;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (!answers[i])
            return fail(ErrorCode::Cancelled, "stopped while looking for a usable namespace");
        if (!*answers[i])
            return fail(answers[i]->error());
        if ((*answers[i])->allowed)
            out.push_back(candidates[i]);
    }
    return out;
}

std::vector<std::string> Permissions::listedNamespaces(const std::stop_token& stop)
{
    std::vector<std::string> out;
    Query query{{"limit", "500"}};
    while (out.size() < kMaxCandidates) {
        const auto response =
            m_api.send("/api/v1/namespaces", query, kMetadataOnly, kDeadline, stop);
        auto page = response ? decodeNamespaces(response->body) : fail(response.error());
        if (!page)
            break; // not allowed is the usual answer here, and the other ways remain
        std::move(page->names.begin(), page->names.end(), std::back_inserter(out));
        if (page->next.empty())
            break;
        query = {{"limit", "500"}, {"continue", page->next}};
    }
    out.resize(std::min(out.size(), kMaxCandidates));
    return out;
}

/// Roles that let somebody read single namespaces name them.
std::vector<std::string> Permissions::namespacesInRules(const std::stop_token& stop)
{
    std::vector<std::string> out;
    const auto known = rules(m_api.context().ns, stop);
    if (!known)
        return out;
    for (const AccessRule& rule : known->rules) {
        const auto has = [](const std::vector<std::string>& list, std::string_view wanted) {
            return std::find(list.begin(), list.end(), wanted) != list.end();
        };
        if (!has(rule.resources, "namespaces"))
            continue;
        for (const std::string& name : rule.names) {
            if (!has(out, name) && out.size() < kMaxCandidates)
                out.push_back(name);
        }
    }
    return out;
}

Result<NamespaceScope> Permissions::usableScope(const std::string& verb, const std::string& group,
                                                const std::string& resource, std::stop_token stop)
{
    AccessQuestion question{verb, group, resource, {}, {}, {}};
    const auto everywhere = canI(question, stop);
    if (!everywhere)
        return fail(everywhere.error());
    if (everywhere->allowed)
        return NamespaceScope{true, {}, "cluster-wide"};
    const std::string& own = m_api.context().ns;
    const auto attempt = [&](std::vector<std::string> candidates,
                             const char* how) -> Result<NamespaceScope> {
        auto usable = usableAmong(candidates, question, stop);
        if (!usable)
            return fail(std::move(usable.error()));
        return NamespaceScope{false, std::move(*usable), how};
    };
    auto scope = attempt({own}, "context namespace");
    if (scope && scope->namespaces.empty())
        scope = attempt(listedNamespaces(stop), "listed namespaces");
    if (scope && scope->namespaces.empty())
        scope = attempt(namespacesInRules(stop), "access rules");
    if (scope && scope->namespaces.empty())
        scope = attempt(m_api.context().otherSpaces, "other contexts");
    if (!scope || !scope->namespaces.empty())
        return scope;
    question.ns = own;
    return fail(ErrorCode::PermissionDenied,
                "not allowed to " + question.words() + ", nor in any namespace that can be found",
                "Ask for a role with \"" + verb + " " + resource +
                    "\" in your namespace, and name that namespace in the context.");
}

} // namespace binnacle::plugins::kubernetes
