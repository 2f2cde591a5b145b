// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/objects/resource.h"

#include "models/estate/kinds.h"

namespace binnacle::plugins::kubernetes {

using models::ErrorCode;
using models::fail;
using models::KindRegistry;
using models::Result;

std::string Resource::listPath(const std::string& ns) const
{
    std::string path = group.empty() ? "/api/" + version : "/apis/" + group + "/" + version;
    if (namespaced && !ns.empty())
        path += "/namespaces/" + pathPart(ns);
    return path + "/" + plural;
}

std::string Resource::path(const services::ObjectRef& ref) const
{
    return listPath(ref.ns) + "/" + pathPart(ref.name);
}

std::string Resource::qualifiedName() const
{
    return group.empty() ? plural : plural + "." + group;
}

Result<Resource> resourceOf(const std::string& kind, Connection& connection,
                            std::chrono::milliseconds deadline, std::stop_token stop)
{
    if (kind == KindRegistry::instance().spec(models::kind(models::BuiltIn::Gpu)).name)
        return fail(ErrorCode::Unsupported,
                    "a device is known from its metrics; the cluster has no object for it",
                    "Open the node that holds it.");
    // A discovered kind is called "Kind.group".
    const std::string bare = kind.substr(0, kind.find('.'));
    if (const int id = KindRegistry::instance().find(kind); id >= 0) {
        const auto& spec = KindRegistry::instance().spec(static_cast<models::KindId>(id));
        return Resource{bare, spec.group, spec.version, spec.plural, spec.namespaced};
    }
    const auto resources = connection.discovery->fetch(deadline, std::move(stop));
    if (!resources)
        return fail(models::Error(resources.error()).in("finding the resource of " + kind));
    for (const ApiResource& item : (*resources)->items) {
        const bool same = item.kind == kind || item.kind + "." + item.group == kind;
        if (same && item.can("get"))
            return Resource{item.kind, item.group, item.version, item.plural, item.namespaced};
    }
    return fail(ErrorCode::Unsupported, "this server serves no kind called " + kind,
                "Its definition may have been removed.");
}

models::Error explained(models::Error error, const std::string& verb, const Resource& resource,
                        const services::ObjectRef& ref)
{
    const std::string where = ref.ns.empty() ? "(cluster-wide)" : "in " + ref.ns;
    const std::string right = verb + " " + resource.qualifiedName() + " " + where;
    if (error.code == ErrorCode::PermissionDenied)
        error.remedy = "Ask an administrator of the cluster for a role that allows: " + right + ".";
    else if (error.code == ErrorCode::NotFound && error.remedy.empty())
        error.remedy = "It may have been deleted a moment ago: look at the list again.";
    else if (error.code == ErrorCode::Timeout && error.remedy.empty())
        error.remedy = "Try again; the server or the way to it is slow.";
    return std::move(error).in(right);
}

} // namespace binnacle::plugins::kubernetes
