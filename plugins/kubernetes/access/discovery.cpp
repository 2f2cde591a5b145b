// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/discovery.h"

#include "plugins/kubernetes/access/discovery_decode.h"
#include "plugins/kubernetes/access/http_headers.h"
#include "plugins/kubernetes/access/parallel.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace binnacle::plugins::kubernetes {

using models::ErrorCode;
using models::fail;
using models::Result;

namespace {

/// The order g, v, as matters: the server compares it so. v2beta1 is what 1.26 to 1.29 offer.
constexpr const char* kAggregated =
    "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
    "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

bool isAggregated(const services::HttpResponse& response)
{
    const std::string_view type = response.header("Content-Type");
    return hasParameter(type, "g=apidiscovery.k8s.io") &&
           hasParameter(type, "as=APIGroupDiscoveryList");
}

bool contains(const std::vector<std::string>& texts, std::string_view wanted)
{
    return std::find(texts.begin(), texts.end(), wanted) != texts.end();
}

} // namespace

bool ApiResource::can(std::string_view verb) const
{
    return contains(verbs, verb);
}

std::string ApiResource::path(std::string_view ns) const
{
    std::string out = GroupVersion{group, version}.path();
    if (!ns.empty())
        out += "/namespaces/" + pathPart(ns);
    return out + "/" + plural;
}

std::string ApiResource::qualifiedName() const
{
    return group.empty() ? plural : plural + "." + group;
}

const ApiResource* ApiResources::find(std::string_view group, std::string_view plural) const
{
    const auto it = std::find_if(items.begin(), items.end(), [&](const ApiResource& item) {
        return item.group == group && item.plural == plural;
    });
    return it == items.end() ? nullptr : &*it;
}

const ApiResource* ApiResources::findKind(std::string_view group, std::string_view kind) const
{
    const ApiResource* found = nullptr;
    for (const ApiResource& item : items) {
        if (item.group != group || item.kind != kind)
            continue;
        if (item.can("list"))
            return &item;
        found = found == nullptr ? &item : found;
    }
    return found;
}

Result<ApiResources> Discovery::fetchGroups(const std::string& root, const std::string& listBody,
                                            std::chrono::milliseconds deadline,
                                            const std::stop_token& stop)
{
    const auto groups = decodeGroups(listBody);
    if (!groups)
        return fail(models::Error(groups.error()).in("GET " + root));
    std::vector<std::optional<Result<services::HttpResponse>>> answers(groups->size());
    inParallel(groups->size(), stop, [&](std::size_t i) {
        answers[i] = m_api.send((*groups)[i].path(), {}, kJson, deadline, stop);
    });
    ApiResources out;
    std::size_t good = 0;
    std::optional<models::Error> first;
    for (std::size_t i = 0; i < groups->size(); ++i) {
        const GroupVersion& group = (*groups)[i];
        Result<void> added;
        if (!answers[i])
            return fail(ErrorCode::Cancelled, "discovery was stopped");
        added = *answers[i] ? addResources((*answers[i])->body, group, out)
                            : Result<void>(fail((*answers[i]).error()));
        if (added) {
            ++good;
            continue;
        }
        if (added.error().code == ErrorCode::Cancelled)
            return fail(added.error());
        // One broken aggregated group must not hide the others.
        out.problems.push_back(group.group + "/" + group.version + ": " + added.error().message);
        if (!first)
            first = added.error();
    }
    if (good == 0 && first)
        return fail(std::move(*first));
    return out;
}

Result<ApiResources> Discovery::fetchPart(const std::string& root, Part& part,
                                          std::chrono::milliseconds deadline,
                                          const std::stop_token& stop)
{
    ApiCall call;
    call.path = root;
    call.accept = kAggregated;
    call.deadline = deadline;
    if (!part.etag.empty())
        call.headers.push_back({"If-None-Match", part.etag});
    const auto response = m_api.perform(call, stop);
    if (!response)
        return fail(response.error());
    if (response->status == 304)
        return part.resources;
    const bool aggregated = isAggregated(*response);
    auto resources = aggregated ? decodeAggregated(response->body)
                                : fetchGroups(root, response->body, deadline, stop);
    // The tag of a plain group list says nothing about the groups' own lists.
    part.etag = resources && aggregated ? std::string(response->header("ETag")) : std::string();
    if (resources && !part.etag.empty())
        part.resources = *resources;
    return resources;
}

Result<std::shared_ptr<const ApiResources>> Discovery::fetch(std::chrono::milliseconds deadline,
                                                             std::stop_token stop)
{
    const std::lock_guard lock(m_mutex);
    auto core = fetchPart("/api", m_core, deadline, stop);
    if (!core)
        return fail(std::move(core.error()));
    auto groups = fetchPart("/apis", m_groups, deadline, stop);
    auto out = std::make_shared<ApiResources>(std::move(*core));
    if (!groups) {
        // The core group alone is still a cluster worth showing, unless somebody stopped us.
        if (groups.error().code == ErrorCode::Cancelled)
            return fail(std::move(groups.error()));
        out->problems.push_back("no groups beside the core: " + groups.error().text());
        return out;
    }
    out->aggregated = out->aggregated && groups->aggregated;
    std::move(groups->items.begin(), groups->items.end(), std::back_inserter(out->items));
    std::move(groups->problems.begin(), groups->problems.end(), std::back_inserter(out->problems));
    return out;
}

Result<ServerVersion> serverVersion(ApiClient& api, std::chrono::milliseconds deadline,
                                    std::stop_token stop)
{
    const auto response = api.send("/version", {}, kJson, deadline, std::move(stop));
    if (!response)
        return fail(response.error());
    auto version = decodeVersion(response->body);
    return version ? version : fail(std::move(version.error()).in("GET /version"));
}

} // namespace binnacle::plugins::kubernetes
