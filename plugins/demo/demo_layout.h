// SPDX-License-Identifier: GPL-3.0-or-later
// The unchanging part of the simulated company: which pools, nodes, devices, workloads and pods
// there are and who holds what. A few bytes per pod; names and rows are made when they are written.
// Built once, then read from any thread. Knows neither time nor facts.
#pragma once

#include "plugins/demo/demo_catalogue.h"
#include "plugins/demo/demo_size.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::plugins::demo {

inline constexpr std::uint32_t kNone = 0xffffffffu;

struct DemoPool {
    std::string name;
    std::uint32_t spec = 0, family = 0;
    std::uint32_t firstNode = 0, nodes = 0, firstGpu = 0, gpus = 0;
    std::uint32_t numberFrom = 1; ///< of its first node's name
};

/// What the devices of a workload do.
enum class Profile : std::uint8_t {
    Train,      ///< a job that computes
    Slow,       ///< a job that waits for its data loader
    Serve,      ///< a service with traffic
    Light,      ///< a service with little traffic
    MostlyIdle, ///< a service that was given far more than it needs
    Notebook,   ///< held, nothing runs
    Hung,       ///< a collective that never returns
    NoGpu,
};

enum class Shape : std::uint8_t { Service, LongJob, QueuedJob, Notebook, Cpu };

struct DemoWorkload {
    std::string name; ///< of a queued job: without the run's number
    Shape shape = Shape::Service;
    Host host = Host::Deployment;
    Profile profile = Profile::NoGpu;
    std::uint32_t team = 0, pool = kNone, gpusPerPod = 0, version = 0;
    std::uint32_t firstPod = 0, pods = 0;
    std::uint32_t gpus() const { return gpusPerPod * pods; }
};

struct DemoPod {
    std::uint32_t workload = 0, node = 0, firstGpu = kNone;
};

struct DemoNode {
    std::uint32_t pool = kNone; ///< kNone: a CPU node
    std::uint32_t firstGpu = 0, gpus = 0;
};

/// Where the planted faults are; kNone where the estate is too small for one.
struct DemoStories {
    std::uint32_t offBusGpu = kNone, remapGpu = kNone;
    std::uint32_t nvlinkNode = kNone;
    std::uint32_t cappedFirstNode = kNone, cappedNodes = 0;
    std::uint32_t hungJob = kNone;      ///< workload
    std::uint32_t falloutJob = kNone;   ///< workload that fills one rack
    std::uint32_t docsFirstPod = kNone; ///< of the team that holds far more than it uses
};

class DemoLayout {
public:
    static constexpr std::uint32_t kNodesPerRack = 4;

    DemoLayout(std::uint64_t seed, const DemoSize& size);

    std::uint64_t seed() const { return m_seed; }
    const std::vector<DemoPool>& pools() const { return m_pools; }
    const std::vector<DemoNode>& nodes() const { return m_nodes; }
    const std::vector<DemoWorkload>& workloads() const { return m_workloads; }
    const std::vector<DemoPod>& pods() const { return m_pods; }
    const DemoStories& stories() const { return m_stories; }
    std::uint32_t gpuCount() const { return static_cast<std::uint32_t>(m_gpuPod.size()); }
    std::uint32_t podOfGpu(std::uint32_t gpu) const { return m_gpuPod[gpu]; }
    std::uint32_t nodeOfGpu(std::uint32_t gpu) const { return m_gpuNode[gpu]; }
    /// GPUs a team may use, from what it holds.
    std::uint32_t quota(std::uint32_t team) const { return m_quota[team]; }
    std::uint32_t held(std::uint32_t team) const { return m_held[team]; }

    std::string nodeName(std::uint32_t node) const;
    std::string rackName(std::uint32_t node) const; ///< empty for a CPU node
    const GpuModelSpec& model(std::uint32_t pool) const
    {
        return gpuModels()[m_pools[pool].family];
    }
    const PoolSpec& spec(std::uint32_t pool) const { return m_specs[pool]; }

private:
    friend class LayoutBuilder;
    std::uint64_t m_seed;
    std::span<const PoolSpec> m_specs;
    std::vector<DemoPool> m_pools;
    std::vector<DemoNode> m_nodes;
    std::vector<DemoWorkload> m_workloads;
    std::vector<DemoPod> m_pods;
    std::vector<std::uint32_t> m_gpuPod, m_gpuNode;
    std::vector<std::uint32_t> m_quota, m_held;
    DemoStories m_stories;
};

} // namespace binnacle::plugins::demo
