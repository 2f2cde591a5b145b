// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/discovery_decode.h"

#include "plugins/kubernetes/access/json_read.h"

#include <algorithm>
#include <map>
#include <utility>

namespace binnacle::plugins::kubernetes {

using models::ErrorCode;
using models::fail;
using models::Result;
using nlohmann::json;

namespace {

models::Error corrupt(const char* what)
{
    return {ErrorCode::DataCorrupt,
            std::string("the server's answer is no ") + what,
            "Check that the address is a Kubernetes API server and not a page of a proxy.",
            {}};
}

/// The resources by name: aggregators of thousands of kinds must not cost the square of it.
class Entries {
public:
    explicit Entries(ApiResources& to) : m_to(to)
    {
        for (std::size_t i = 0; i < to.items.size(); ++i)
            m_known.emplace(std::pair(to.items[i].group, to.items[i].plural), i);
    }
    /// The resource that a more preferred version gave, or a new one. Valid until the next call.
    ApiResource& at(const std::string& group, const std::string& plural)
    {
        const auto [it, isNew] = m_known.try_emplace(std::pair(group, plural), m_to.items.size());
        if (!isNew)
            return m_to.items[it->second];
        ApiResource& added = m_to.items.emplace_back();
        added.group = group;
        added.plural = plural;
        return added;
    }

private:
    ApiResources& m_to;
    std::map<std::pair<std::string, std::string>, std::size_t> m_known;
};

/// What both forms of discovery say alike.
void fill(ApiResource& out, const json& resource, const std::string& version, bool stale)
{
    out.version = version;
    out.stale = stale;
    out.verbs = texts(resource, "verbs");
    out.shortNames = texts(resource, "shortNames");
    out.categories = texts(resource, "categories");
}

void addAggregated(const json& resource, const std::string& group, const std::string& version,
                   bool stale, Entries& to)
{
    const std::string plural = text(resource, "resource");
    const std::string kind = text(member(resource, "responseKind"), "kind");
    if (plural.empty() || kind.empty())
        return;
    ApiResource& out = to.at(group, plural);
    out.versions.push_back(version);
    if (!out.version.empty())
        return;
    fill(out, resource, version, stale);
    out.kind = kind;
    out.singular = text(resource, "singularResource");
    out.namespaced = text(resource, "scope") == "Namespaced";
    for (const json& sub : member(resource, "subresources")) {
        if (std::string name = text(sub, "subresource"); !name.empty())
            out.subresources.push_back(std::move(name));
    }
    out.hasStatus = std::find(out.subresources.begin(), out.subresources.end(), "status") !=
                    out.subresources.end();
}

} // namespace

std::string GroupVersion::path() const
{
    return (group.empty() ? "/api/" : "/apis/" + group + "/") + version;
}

Result<ApiResources> decodeAggregated(std::string_view body)
{
    const json document = json::parse(body, nullptr, false);
    if (text(document, "kind") != "APIGroupDiscoveryList")
        return fail(corrupt("APIGroupDiscoveryList"));
    ApiResources out;
    out.aggregated = true;
    Entries entries(out);
    for (const json& item : member(document, "items")) {
        const std::string group = text(member(item, "metadata"), "name");
        for (const json& entry : member(item, "versions")) {
            const std::string version = text(entry, "version");
            const bool stale = text(entry, "freshness") == "Stale";
            if (version.empty())
                continue;
            if (stale)
                out.problems.push_back(group + "/" + version +
                                       ": its API server does not answer; "
                                       "what it offers may be out of date");
            for (const json& resource : member(entry, "resources"))
                addAggregated(resource, group, version, stale, entries);
        }
    }
    return out;
}

Result<std::vector<GroupVersion>> decodeGroups(std::string_view body)
{
    const json document = json::parse(body, nullptr, false);
    const std::string kind = text(document, "kind");
    std::vector<GroupVersion> out;
    if (kind == "APIVersions") {
        for (std::string& version : texts(document, "versions"))
            out.push_back({"", std::move(version)});
        return out;
    }
    if (kind != "APIGroupList")
        return fail(corrupt("APIGroupList"));
    for (const json& group : member(document, "groups")) {
        const std::string name = text(group, "name");
        const std::string preferred = text(member(group, "preferredVersion"), "version");
        if (name.empty())
            continue;
        if (!preferred.empty())
            out.push_back({name, preferred});
        for (const json& entry : member(group, "versions")) {
            if (std::string version = text(entry, "version");
                !version.empty() && version != preferred)
                out.push_back({name, std::move(version)});
        }
    }
    return out;
}

Result<void> addResources(std::string_view body, const GroupVersion& from, ApiResources& to)
{
    const json document = json::parse(body, nullptr, false);
    if (text(document, "kind") != "APIResourceList")
        return fail(corrupt("APIResourceList"));
    Entries entries(to);
    for (const json& resource : member(document, "resources")) {
        const std::string name = text(resource, "name");
        const std::size_t slash = name.find('/');
        const std::string plural = name.substr(0, slash);
        if (plural.empty())
            continue;
        if (slash != std::string::npos) {
            // The list puts "pods" before "pods/log"; one without its parent is of no use here.
            ApiResource& parent = entries.at(from.group, plural);
            if (parent.version == from.version) {
                parent.subresources.push_back(name.substr(slash + 1));
                parent.hasStatus = parent.hasStatus || parent.subresources.back() == "status";
            }
            continue;
        }
        ApiResource& out = entries.at(from.group, plural);
        out.versions.push_back(from.version);
        if (!out.version.empty())
            continue;
        fill(out, resource, from.version, false);
        out.kind = text(resource, "kind");
        out.singular = text(resource, "singularName");
        const json& namespaced = member(resource, "namespaced");
        out.namespaced = namespaced.is_boolean() && namespaced.get<bool>();
    }
    std::erase_if(to.items, [](const ApiResource& item) { return item.kind.empty(); });
    return {};
}

Result<ServerVersion> decodeVersion(std::string_view body)
{
    const json document = json::parse(body, nullptr, false);
    ServerVersion out{text(document, "gitVersion"), text(document, "major"),
                      text(document, "minor"), text(document, "platform")};
    if (out.gitVersion.empty())
        return fail(corrupt("version document"));
    return out;
}

} // namespace binnacle::plugins::kubernetes
