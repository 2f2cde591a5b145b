// SPDX-License-Identifier: GPL-3.0-or-later
// Names and UIDs of the simulated objects, made when they are needed: the same object has the same
// name for ever, a new pod generation has a new one. For the demo's fact writers; any thread.
#pragma once

#include "plugins/demo/demo_life.h"

#include <string>
#include <string_view>

namespace binnacle::plugins::demo {

class DemoNames {
public:
    explicit DemoNames(const DemoLife& life) : m_life(life), m_l(life.layout()) {}

    /// 8-4-4-4-12 hex digits from the seed, what it is, and which one.
    std::string uid(std::string_view what, std::uint64_t which, std::uint64_t generation = 0) const;
    std::string gpuUuid(std::uint32_t gpu) const;

    static std::string_view teamNamespace(std::uint32_t team);
    /// The workload object's own name; of a queued job with the run's suffix.
    std::string workload(std::uint32_t workload, std::int64_t generation) const;
    std::string workloadUid(std::uint32_t workload, std::int64_t generation) const;
    /// "Deployment", "Rollout", "StatefulSet", "Job"
    std::string_view workloadKind(std::uint32_t workload) const;

    /// The replica set of a deployment or rollout: `older` is the revision before the present one.
    bool hasReplicaSet(std::uint32_t workload) const;
    std::string replicaSet(std::uint32_t workload, bool older) const;
    std::string replicaSetUid(std::uint32_t workload, bool older) const;
    /// True for pods that still run the version before.
    bool onOlderRevision(std::uint32_t pod) const;
    std::uint32_t modelVersion(std::uint32_t workload, bool older) const;

    std::string pod(std::uint32_t pod, std::int64_t generation) const;
    std::string podUid(std::uint32_t pod, std::int64_t generation) const;

private:
    const DemoLife& m_life;
    const DemoLayout& m_l;
};

/// Shape: `length` letters and digits as Kubernetes uses in generated names.
std::string nameSuffix(std::uint64_t h, std::size_t length);

} // namespace binnacle::plugins::demo
