// SPDX-License-Identifier: GPL-3.0-or-later
// What follows from an object's index alone: names, uids, services, pools. Deterministic by seed
// and immutable after construction; any thread.
#pragma once

#include "tests/support/replay/record.h"

#include <string>
#include <vector>

namespace binnacle::tests::replay {

/// A Deployment with its one ReplicaSet and the pods of that.
struct Service {
    std::string ns, name, podHash, replicaSet, image, modelUri, modelVersion;
    std::string deploymentUid, replicaSetUid;
    std::string specManager; ///< managedFields of a pod's spec: JSON
    bool gpu = false;
    std::uint32_t firstPod = 0, pods = 0;
};

struct NodeName {
    std::string name, uid, pool, product, zone, rack;
};

class Names {
public:
    Names(std::uint32_t pods, std::uint32_t nodes, std::uint32_t namespaces, std::uint64_t seed);

    const std::vector<std::string>& namespaces() const { return m_namespaces; } ///< sorted
    const std::vector<Service>& services() const { return m_services; } ///< sorted by ns, name
    const std::vector<NodeName>& nodes() const { return m_nodes; }      ///< sorted
    const Service& serviceOf(std::uint32_t pod) const { return m_services[m_serviceOf[pod]]; }
    std::string podName(const Record& pod) const;
    /// Sorts as the five letters at the end of the name do.
    std::uint32_t podSuffix(const Record& pod) const;
    /// A random-looking version 4 uid.
    std::string uid(std::string_view what, std::uint64_t number) const;
    /// The node where the pod goes when it is scheduled. Pods with a GPU never exceed 8 on a node.
    std::uint32_t homeOf(std::uint32_t pod) const { return m_homes[pod]; }
    std::string statusManager() const;

private:
    void makeNodes(std::uint32_t count);
    void makeServices(std::uint32_t pods, std::uint32_t nodes);

    std::uint64_t m_seed;
    std::vector<std::string> m_namespaces;
    std::vector<Service> m_services;
    std::vector<std::uint32_t> m_serviceOf;
    std::vector<std::uint32_t> m_homes;
    std::vector<NodeName> m_nodes;
};

} // namespace binnacle::tests::replay
