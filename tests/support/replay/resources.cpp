// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/replay/resources.h"

#include "tests/support/replay/json_writer.h"

#include <array>

namespace binnacle::tests::replay {

namespace {

constexpr std::array<Resource, 52> kResources{{
    {"", "v1", "configmaps", "configmap", "ConfigMap", true, "cm", Kind::None},
    {"", "v1", "endpoints", "endpoints", "Endpoints", true, "ep", Kind::None},
    {"", "v1", "events", "event", "Event", true, "ev", Kind::None},
    {"", "v1", "limitranges", "limitrange", "LimitRange", true, "limits", Kind::None},
    {"", "v1", "namespaces", "namespace", "Namespace", false, "ns", Kind::Namespace},
    {"", "v1", "nodes", "node", "Node", false, "no", Kind::Node},
    {"", "v1", "persistentvolumeclaims", "persistentvolumeclaim", "PersistentVolumeClaim", true,
     "pvc", Kind::None},
    {"", "v1", "persistentvolumes", "persistentvolume", "PersistentVolume", false, "pv",
     Kind::None},
    {"", "v1", "pods", "pod", "Pod", true, "po", Kind::Pod},
    {"", "v1", "podtemplates", "podtemplate", "PodTemplate", true, "", Kind::None},
    {"", "v1", "replicationcontrollers", "replicationcontroller", "ReplicationController", true,
     "rc", Kind::None},
    {"", "v1", "resourcequotas", "resourcequota", "ResourceQuota", true, "quota", Kind::None},
    {"", "v1", "secrets", "secret", "Secret", true, "", Kind::None},
    {"", "v1", "serviceaccounts", "serviceaccount", "ServiceAccount", true, "sa", Kind::None},
    {"", "v1", "services", "service", "Service", true, "svc", Kind::None},
    {"apiregistration.k8s.io", "v1", "apiservices", "apiservice", "APIService", false, "",
     Kind::None},
    {"apps", "v1", "controllerrevisions", "controllerrevision", "ControllerRevision", true, "",
     Kind::None},
    {"apps", "v1", "daemonsets", "daemonset", "DaemonSet", true, "ds", Kind::None},
    {"apps", "v1", "deployments", "deployment", "Deployment", true, "deploy", Kind::Deployment},
    {"apps", "v1", "replicasets", "replicaset", "ReplicaSet", true, "rs", Kind::ReplicaSet},
    {"apps", "v1", "statefulsets", "statefulset", "StatefulSet", true, "sts", Kind::None},
    {"events.k8s.io", "v1", "events", "event", "Event", true, "ev", Kind::None},
    {"autoscaling", "v2", "horizontalpodautoscalers", "horizontalpodautoscaler",
     "HorizontalPodAutoscaler", true, "hpa", Kind::None},
    {"autoscaling", "v1", "horizontalpodautoscalers", "horizontalpodautoscaler",
     "HorizontalPodAutoscaler", true, "hpa", Kind::None},
    {"batch", "v1", "cronjobs", "cronjob", "CronJob", true, "cj", Kind::None},
    {"batch", "v1", "jobs", "job", "Job", true, "", Kind::None},
    {"certificates.k8s.io", "v1", "certificatesigningrequests", "certificatesigningrequest",
     "CertificateSigningRequest", false, "csr", Kind::None},
    {"networking.k8s.io", "v1", "ingressclasses", "ingressclass", "IngressClass", false, "",
     Kind::None},
    {"networking.k8s.io", "v1", "ingresses", "ingress", "Ingress", true, "ing", Kind::None},
    {"networking.k8s.io", "v1", "networkpolicies", "networkpolicy", "NetworkPolicy", true, "netpol",
     Kind::None},
    {"policy", "v1", "poddisruptionbudgets", "poddisruptionbudget", "PodDisruptionBudget", true,
     "pdb", Kind::None},
    {"rbac.authorization.k8s.io", "v1", "clusterrolebindings", "clusterrolebinding",
     "ClusterRoleBinding", false, "", Kind::None},
    {"rbac.authorization.k8s.io", "v1", "clusterroles", "clusterrole", "ClusterRole", false, "",
     Kind::None},
    {"rbac.authorization.k8s.io", "v1", "rolebindings", "rolebinding", "RoleBinding", true, "",
     Kind::None},
    {"rbac.authorization.k8s.io", "v1", "roles", "role", "Role", true, "", Kind::None},
    {"storage.k8s.io", "v1", "csidrivers", "csidriver", "CSIDriver", false, "", Kind::None},
    {"storage.k8s.io", "v1", "csinodes", "csinode", "CSINode", false, "", Kind::None},
    {"storage.k8s.io", "v1", "storageclasses", "storageclass", "StorageClass", false, "sc",
     Kind::None},
    {"storage.k8s.io", "v1", "volumeattachments", "volumeattachment", "VolumeAttachment", false, "",
     Kind::None},
    {"admissionregistration.k8s.io", "v1", "mutatingwebhookconfigurations",
     "mutatingwebhookconfiguration", "MutatingWebhookConfiguration", false, "", Kind::None},
    {"admissionregistration.k8s.io", "v1", "validatingwebhookconfigurations",
     "validatingwebhookconfiguration", "ValidatingWebhookConfiguration", false, "", Kind::None},
    {"apiextensions.k8s.io", "v1", "customresourcedefinitions", "customresourcedefinition",
     "CustomResourceDefinition", false, "crd crds", Kind::None},
    {"scheduling.k8s.io", "v1", "priorityclasses", "priorityclass", "PriorityClass", false, "pc",
     Kind::None},
    {"coordination.k8s.io", "v1", "leases", "lease", "Lease", true, "", Kind::None},
    {"node.k8s.io", "v1", "runtimeclasses", "runtimeclass", "RuntimeClass", false, "", Kind::None},
    {"discovery.k8s.io", "v1", "endpointslices", "endpointslice", "EndpointSlice", true, "",
     Kind::None},
    {"resource.k8s.io", "v1", "deviceclasses", "deviceclass", "DeviceClass", false, "", Kind::None},
    {"resource.k8s.io", "v1", "resourceclaims", "resourceclaim", "ResourceClaim", true, "",
     Kind::None},
    {"resource.k8s.io", "v1", "resourceclaimtemplates", "resourceclaimtemplate",
     "ResourceClaimTemplate", true, "", Kind::None},
    {"resource.k8s.io", "v1", "resourceslices", "resourceslice", "ResourceSlice", false, "",
     Kind::None},
    {"flowcontrol.apiserver.k8s.io", "v1", "flowschemas", "flowschema", "FlowSchema", false, "",
     Kind::None},
    {"flowcontrol.apiserver.k8s.io", "v1", "prioritylevelconfigurations",
     "prioritylevelconfiguration", "PriorityLevelConfiguration", false, "", Kind::None},
}};

std::string quotedWords(std::string_view words)
{
    std::string out;
    while (!words.empty()) {
        const std::size_t end = words.find(' ');
        out += (out.empty() ? "" : ",") + quoted(words.substr(0, end));
        words = end == words.npos ? std::string_view() : words.substr(end + 1);
    }
    return out;
}

std::string verbsOf(const Resource& resource)
{
    return resource.kind == "Namespace"
               ? R"(["create","delete","get","list","patch","update","watch"])"
               : R"(["create","delete","deletecollection","get","list","patch","update","watch"])";
}

std::string discoveryEntry(const Resource& r)
{
    std::string out = "{\"resource\":" + quoted(r.plural);
    out += R"(,"responseKind":{"group":"","version":"","kind":)" + quoted(r.kind) + "}";
    out += std::string(R"(,"scope":)") + (r.namespaced ? R"("Namespaced")" : R"("Cluster")");
    out += R"(,"singularResource":)" + quoted(r.singular) + R"(,"verbs":)" + verbsOf(r);
    if (!r.shortNames.empty())
        out += R"(,"shortNames":[)" + quotedWords(r.shortNames) + "]";
    return out + "}";
}

/// Calls `begin(group)`, then `version(first, last)` for each of its versions.
template <class Begin, class Version>
void forGroups(bool core, const Begin& begin, const Version& version)
{
    for (std::size_t i = 0; i < kResources.size();) {
        const Resource& first = kResources[i];
        std::size_t end = i;
        while (end < kResources.size() && kResources[end].group == first.group &&
               kResources[end].version == first.version)
            ++end;
        if (first.group.empty() == core) {
            if (i == 0 || kResources[i - 1].group != first.group)
                begin(first.group);
            version(std::span(kResources).subspan(i, end - i));
        }
        i = end;
    }
}

} // namespace

std::span<const Resource> resources()
{
    return kResources;
}

const Resource* findResource(std::string_view group, std::string_view version,
                             std::string_view plural)
{
    for (const Resource& r : kResources) {
        if (r.group == group && r.version == version && r.plural == plural)
            return &r;
    }
    return nullptr;
}

std::string aggregatedDiscovery(bool core)
{
    std::string items, versions;
    std::string_view group;
    const auto close = [&] {
        if (versions.empty())
            return;
        items += (items.empty() ? "" : ",") + std::string(R"({"metadata":{)");
        items += core ? "" : R"("name":)" + quoted(group);
        items += R"(},"versions":[)" + versions + "]}";
        versions.clear();
    };
    forGroups(
        core,
        [&](std::string_view next) {
            close();
            group = next;
        },
        [&](std::span<const Resource> of) {
            std::string entries;
            for (const Resource& r : of)
                entries += (entries.empty() ? "" : ",") + discoveryEntry(r);
            versions += (versions.empty() ? "" : ",") + std::string(R"({"version":)") +
                        quoted(of.front().version) + R"(,"resources":[)" + entries +
                        R"(],"freshness":"Current"})";
        });
    close();
    return R"({"kind":"APIGroupDiscoveryList","apiVersion":"apidiscovery.k8s.io/v2","metadata":{},"items":[)" +
           items + "]}\n";
}

std::string plainDiscovery(bool core)
{
    if (core)
        return R"({"kind":"APIVersions","versions":["v1"],"serverAddressByClientCIDRs":[]})"
               "\n";
    std::string groups, versions, preferred;
    std::string_view group;
    const auto close = [&] {
        if (versions.empty())
            return;
        groups += (groups.empty() ? "" : ",") + std::string(R"({"name":)") + quoted(group) +
                  R"(,"versions":[)" + versions + R"(],"preferredVersion":)" + preferred + "}";
        versions.clear();
    };
    forGroups(
        core,
        [&](std::string_view next) {
            close();
            group = next;
        },
        [&](std::span<const Resource> of) {
            const std::string one = R"({"groupVersion":)" + quoted(of.front().apiVersion()) +
                                    R"(,"version":)" + quoted(of.front().version) + "}";
            preferred = versions.empty() ? one : preferred;
            versions += (versions.empty() ? "" : ",") + one;
        });
    close();
    return R"({"kind":"APIGroupList","apiVersion":"v1","groups":[)" + groups + "]}\n";
}

std::string resourceList(std::string_view group, std::string_view version)
{
    std::string entries;
    for (const Resource& r : kResources) {
        if (r.group != group || r.version != version)
            continue;
        entries += (entries.empty() ? "" : ",") + std::string(R"({"name":)") + quoted(r.plural) +
                   R"(,"singularName":)" + quoted(r.singular) + R"(,"namespaced":)" +
                   (r.namespaced ? "true" : "false") + R"(,"kind":)" + quoted(r.kind) +
                   R"(,"verbs":)" + verbsOf(r) + "}";
    }
    if (entries.empty())
        return {};
    const Resource asked{group, version, {}, {}, {}, true, {}, Kind::None};
    return R"({"kind":"APIResourceList","apiVersion":"v1","groupVersion":)" +
           quoted(asked.apiVersion()) + R"(,"resources":[)" + entries + "]}\n";
}

} // namespace binnacle::tests::replay
