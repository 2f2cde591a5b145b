// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/replay/names.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace binnacle::tests::replay {

namespace {

constexpr std::uint32_t kPodsPerService = 100;
constexpr std::uint32_t kGpusPerNode = 8;
constexpr std::uint32_t kSuffixes = 27 * 27 * 27 * 27 * 27;
constexpr std::string_view kLetters = "245678bcdfghjklmnpqrstvwxyz"; ///< sorted, without vowels

std::uint64_t mix(std::uint64_t x)
{
    x += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

std::string numbered(const char* format, std::uint32_t number)
{
    std::array<char, 48> out{};
    const int size = std::snprintf(out.data(), out.size(), format, number);
    return {out.data(), static_cast<std::size_t>(size)};
}

std::string hex(std::uint64_t value, int digits)
{
    std::array<char, 24> out{};
    std::snprintf(out.data(), out.size(), "%016llx", static_cast<unsigned long long>(value));
    return {out.data(), static_cast<std::size_t>(digits)};
}

/// As the API server records an Update of these fields: two thirds of a real pod's bytes.
std::string managedSpec(const std::string& ownerUid)
{
    const std::string env =
        R"("f:env":{".":{},"k:{\"name\":\"LOG_LEVEL\"}":{".":{},"f:name":{},"f:value":{}},)"
        R"("k:{\"name\":\"MODEL_URI\"}":{".":{},"f:name":{},"f:value":{}},)"
        R"("k:{\"name\":\"REGION\"}":{".":{},"f:name":{},"f:value":{}},)"
        R"("k:{\"name\":\"TEAM\"}":{".":{},"f:name":{},"f:value":{}}})";
    const std::string probe =
        R"("f:readinessProbe":{".":{},"f:failureThreshold":{},"f:httpGet":{".":{},"f:path":{},)"
        R"("f:port":{},"f:scheme":{}},"f:periodSeconds":{},"f:successThreshold":{},"f:timeoutSeconds":{}})";
    const std::string resources =
        R"("f:resources":{".":{},"f:limits":{".":{},"f:memory":{},"f:nvidia.com/gpu":{}},)"
        R"("f:requests":{".":{},"f:cpu":{},"f:memory":{},"f:nvidia.com/gpu":{}}})";
    const std::string ports =
        R"("f:ports":{".":{},"k:{\"containerPort\":8080,\"protocol\":\"TCP\"}":)"
        R"({".":{},"f:containerPort":{},"f:name":{},"f:protocol":{}}})";
    return R"({"f:metadata":{"f:annotations":{".":{},"f:binnacle.io/model-version":{},"f:model-uri":{}},)"
           R"("f:generateName":{},"f:labels":{".":{},"f:app":{},"f:app.kubernetes.io/part-of":{},)"
           R"("f:pod-template-hash":{},"f:team":{}},"f:ownerReferences":{".":{},"k:{\"uid\":\")" +
           ownerUid + R"(\"}":{}}},"f:spec":{"f:automountServiceAccountToken":{},)" +
           R"("f:containers":{"k:{\"name\":\"server\"}":{".":{},)" + env +
           R"(,"f:image":{},"f:imagePullPolicy":{},"f:name":{},)" + ports + "," + probe + "," +
           resources + R"(,"f:terminationMessagePath":{},"f:terminationMessagePolicy":{}}},)" +
           R"("f:dnsPolicy":{},"f:enableServiceLinks":{},"f:nodeName":{},"f:restartPolicy":{},)"
           R"("f:schedulerName":{},"f:securityContext":{},"f:terminationGracePeriodSeconds":{}}})";
}

} // namespace

Names::Names(std::uint32_t pods, std::uint32_t nodes, std::uint32_t namespaces, std::uint64_t seed)
    : m_seed(seed)
{
    for (std::uint32_t i = 0; i < std::max(1U, namespaces); ++i)
        m_namespaces.push_back(numbered("team-%03u", i));
    makeNodes(std::max(1U, nodes));
    makeServices(pods, std::max(1U, nodes));
}

void Names::makeNodes(std::uint32_t count)
{
    struct Pool {
        const char* name;
        const char* product;
    };
    constexpr std::array<Pool, 4> kPools{{{"a100", "NVIDIA-A100-SXM4-80GB"},
                                          {"h100", "NVIDIA-H100-80GB-HBM3"},
                                          {"l40s", "NVIDIA-L40S"},
                                          {"t4", "Tesla-T4"}}};
    for (std::uint32_t i = 0; i < count; ++i) {
        const Pool& pool = kPools[i * kPools.size() / count]; // pools in order: names are sorted
        NodeName node;
        node.name = std::string("node-") + pool.name + numbered("-%05u", i);
        node.uid = uid("node", i);
        node.pool = pool.name;
        node.product = pool.product;
        node.zone = std::string("zone-") + "abc"[i % 3];
        node.rack = numbered("rack-%03u", i / 16);
        m_nodes.push_back(std::move(node));
    }
}

void Names::makeServices(std::uint32_t pods, std::uint32_t nodes)
{
    const std::uint32_t count = (pods + kPodsPerService - 1) / kPodsPerService;
    const std::uint64_t gpus = std::uint64_t{nodes} * kGpusPerNode;
    std::uint32_t withGpu = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
        Service s;
        s.firstPod = i * kPodsPerService;
        s.pods = std::min(kPodsPerService, pods - s.firstPod);
        s.ns = m_namespaces[std::uint64_t{i} * m_namespaces.size() / count];
        s.name = numbered("svc-%05u", i);
        s.podHash = hex(mix(m_seed ^ mix(i)), 9);
        s.replicaSet = s.name + "-" + s.podHash;
        s.image = "registry.invalid/" + s.name + "@sha256:";
        for (std::uint64_t part = 0; part < 4; ++part)
            s.image += hex(mix(m_seed + 4 * std::uint64_t{i} + part + 77), 16);
        s.modelUri = numbered("models:/model-%05u/1", i);
        s.modelVersion = numbered("model-%05u:1", i);
        s.deploymentUid = uid("deployment", i);
        s.replicaSetUid = uid("replicaset", i);
        s.specManager = managedSpec(s.replicaSetUid);
        s.gpu = withGpu + s.pods <= gpus;
        for (std::uint32_t p = 0; p < s.pods; ++p) {
            m_serviceOf.push_back(i);
            m_homes.push_back(s.gpu ? (withGpu + p) / kGpusPerNode
                                    : static_cast<std::uint32_t>(mix(s.firstPod + p) % nodes));
        }
        withGpu += s.gpu ? s.pods : 0;
        m_services.push_back(std::move(s));
    }
}

std::uint32_t Names::podSuffix(const Record& pod) const
{
    // A bijection, so that no two pods of a service, living or dead, share a name.
    const Service& s = serviceOf(pod.index);
    const std::uint64_t ordinal = pod.index - s.firstPod + std::uint64_t{s.pods} * pod.incarnation;
    return static_cast<std::uint32_t>((ordinal * 8675309 + mix(m_seed + s.firstPod) % kSuffixes) %
                                      kSuffixes);
}

std::string Names::podName(const Record& pod) const
{
    std::uint32_t suffix = podSuffix(pod);
    std::string letters(5, ' ');
    for (std::size_t i = 5; i-- > 0; suffix /= 27)
        letters[i] = kLetters[suffix % 27];
    return serviceOf(pod.index).replicaSet + "-" + letters;
}

std::string Names::uid(std::string_view what, std::uint64_t number) const
{
    std::uint64_t text = m_seed;
    for (const char c : what)
        text = text * 131 + static_cast<unsigned char>(c);
    const std::string digits = hex(mix(text ^ mix(number)), 16) + hex(mix(text + mix(~number)), 16);
    return digits.substr(0, 8) + "-" + digits.substr(8, 4) + "-4" + digits.substr(13, 3) + "-a" +
           digits.substr(17, 3) + "-" + digits.substr(20, 12);
}

std::string Names::statusManager() const
{
    std::string conditions;
    for (const char* type : {"ContainersReady", "Initialized", "PodScheduled", "Ready"})
        conditions +=
            std::string(R"(,"k:{\"type\":\")") + type +
            R"(\"}":{".":{},"f:lastProbeTime":{},"f:lastTransitionTime":{},"f:status":{},"f:type":{}})";
    return R"({"f:status":{"f:conditions":{".":{})" + conditions +
           R"(},"f:containerStatuses":{},"f:hostIP":{},"f:hostIPs":{},"f:phase":{},"f:podIP":{},)"
           R"("f:podIPs":{".":{},"k:{\"ip\":\"10.128.0.0\"}":{".":{},"f:ip":{}}},"f:startTime":{}}})";
}

} // namespace binnacle::tests::replay
