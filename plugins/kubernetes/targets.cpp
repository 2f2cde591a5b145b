// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/targets.h"

#include "plugins/kubernetes/json/generic_kind.h"

#include <algorithm>
#include <array>
#include <optional>

namespace binnacle::plugins::kubernetes {

using models::BuiltIn;
using models::KindRegistry;
using models::KindSpec;

namespace {

constexpr std::array<BuiltIn, 12> kBuiltIns{BuiltIn::Pod,
                                            BuiltIn::Node,
                                            BuiltIn::Namespace,
                                            BuiltIn::Deployment,
                                            BuiltIn::ReplicaSet,
                                            BuiltIn::StatefulSet,
                                            BuiltIn::DaemonSet,
                                            BuiltIn::Job,
                                            BuiltIn::ResourceQuota,
                                            BuiltIn::PersistentVolumeClaim,
                                            BuiltIn::HorizontalPodAutoscaler,
                                            BuiltIn::Event};

/// Kinds of which even a large cluster has few: their lists are worth no connection of their own.
bool isSmall(BuiltIn kind)
{
    switch (kind) {
    case BuiltIn::Namespace:
    case BuiltIn::Deployment:
    case BuiltIn::StatefulSet:
    case BuiltIn::DaemonSet:
    case BuiltIn::ResourceQuota:
    case BuiltIn::PersistentVolumeClaim:
    case BuiltIn::HorizontalPodAutoscaler:
        return true;
    default:
        return false;
    }
}

struct KnownCustom {
    std::string_view group, kind;
    BuiltIn builtIn;
};

constexpr std::array<KnownCustom, 5> kKnown{{
    {"serving.kserve.io", "InferenceService", BuiltIn::InferenceService},
    {"argoproj.io", "Rollout", BuiltIn::Rollout},
    {"kueue.x-k8s.io", "Workload", BuiltIn::QueueWorkload},
    {"kueue.x-k8s.io", "ClusterQueue", BuiltIn::ClusterQueue},
    {"kueue.x-k8s.io", "LocalQueue", BuiltIn::LocalQueue},
}};

std::optional<BuiltIn> knownKind(const ApiResource& resource)
{
    for (const auto& known : kKnown) {
        if (known.group == resource.group && known.kind == resource.kind)
            return known.builtIn;
    }
    return std::nullopt;
}

/// Groups that the API server serves itself: what we want of them is built in.
bool isServersOwn(std::string_view group)
{
    constexpr std::array<std::string_view, 25> kOwn{"",
                                                    "apps",
                                                    "batch",
                                                    "autoscaling",
                                                    "policy",
                                                    "extensions",
                                                    "events.k8s.io",
                                                    "networking.k8s.io",
                                                    "rbac.authorization.k8s.io",
                                                    "storage.k8s.io",
                                                    "storagemigration.k8s.io",
                                                    "scheduling.k8s.io",
                                                    "coordination.k8s.io",
                                                    "discovery.k8s.io",
                                                    "node.k8s.io",
                                                    "certificates.k8s.io",
                                                    "admissionregistration.k8s.io",
                                                    "apiextensions.k8s.io",
                                                    "apiregistration.k8s.io",
                                                    "authentication.k8s.io",
                                                    "authorization.k8s.io",
                                                    "flowcontrol.apiserver.k8s.io",
                                                    "internal.apiserver.k8s.io",
                                                    "resource.k8s.io",
                                                    "metrics.k8s.io"};
    return std::find(kOwn.begin(), kOwn.end(), group) != kOwn.end();
}

std::string builtInPath(const KindSpec& spec, const std::string& ns)
{
    std::string path = spec.group.empty() ? "/api/" : "/apis/" + spec.group + "/";
    path += spec.version;
    if (!ns.empty() && spec.namespaced)
        path += "/namespaces/" + pathPart(ns);
    return path + "/" + spec.plural;
}

} // namespace

std::string qualified(const std::string& plural, const std::string& group)
{
    return group.empty() ? plural : plural + "." + group;
}

std::vector<ReflectorTarget> builtInTargets(const std::string& source, const std::string& ns)
{
    std::vector<ReflectorTarget> targets;
    for (const BuiltIn kind : kBuiltIns) {
        const KindSpec& spec = KindRegistry::instance().spec(models::kind(kind));
        ReflectorTarget target;
        target.source = source;
        target.kindName = spec.name;
        target.kind = models::kind(kind);
        target.resource = qualified(spec.plural, spec.group);
        target.scope = spec.namespaced ? ns : std::string();
        target.small = isSmall(kind);
        target.path = [&spec](const std::string& scope) { return builtInPath(spec, scope); };
        target.decoder = [kind, source](WireForm form) {
            return form == WireForm::Protobuf ? makeProtobufDecoder(kind, source)
                                              : makeJsonBuiltInDecoder(kind, source);
        };
        targets.push_back(std::move(target));
    }
    return targets;
}

CustomClass classify(const ApiResource& resource)
{
    if (!resource.can("list") || !resource.can("watch"))
        return CustomClass::Not;
    if (knownKind(resource))
        return CustomClass::Known;
    return isServersOwn(resource.group) ? CustomClass::Not : CustomClass::Generic;
}

namespace {

ReflectorTarget customTarget(const ApiResource& resource, const std::string& source,
                             const std::string& ns)
{
    ReflectorTarget target;
    target.source = source;
    target.resource = resource.qualifiedName();
    target.scope = resource.namespaced ? ns : std::string();
    target.path = [resource](const std::string& scope) { return resource.path(scope); };
    target.protobuf = false;
    return target;
}

} // namespace

ReflectorTarget knownTarget(const ApiResource& resource, const std::string& source,
                            const std::string& ns)
{
    auto target = customTarget(resource, source, ns);
    const BuiltIn kind = knownKind(resource).value_or(BuiltIn::Rollout);
    target.kind = models::kind(kind);
    target.kindName = KindRegistry::instance().spec(target.kind).name;
    target.decoder = [kind, source](WireForm) { return makeCustomDecoder(kind, source); };
    return target;
}

ReflectorTarget genericTarget(ApiClient& api, const ApiResource& resource,
                              const std::string& source, const std::string& ns,
                              std::stop_token stop)
{
    GenericResource generic{resource.group,  resource.version,    resource.kind,
                            resource.plural, resource.namespaced, {}};
    const auto crd = api.send("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/" +
                                  pathPart(resource.plural + "." + resource.group),
                              {}, kJson, std::chrono::seconds(10), stop);
    if (crd) {
        if (auto columns = printerColumns(crd->body, resource.version))
            generic.columns = std::move(*columns);
    }
    const auto kind = registerGenericKind(std::move(generic));
    auto target = customTarget(resource, source, ns);
    target.kind = kind.id;
    target.kindName = kind.name;
    target.decoder = [kind, source](WireForm) { return makeGenericDecoder(kind, source); };
    return target;
}

} // namespace binnacle::plugins::kubernetes
