// SPDX-License-Identifier: GPL-3.0-or-later
// What the simulated company consists of, as tables: teams, pools, GPU models, model services,
// jobs. For the demo layout; constant data, no logic.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace binnacle::plugins::demo {

inline constexpr std::string_view kTeams[] = {"search", "assist", "growth", "payments", "docs"};
inline constexpr std::uint32_t kSearch = 0, kAssist = 1, kGrowth = 2, kPayments = 3, kDocs = 4;
inline constexpr std::uint32_t kTeamCount = 5;
inline constexpr std::uint32_t kPlatform = 5; ///< owner of what no team owns
inline constexpr std::string_view kPlatformNamespace = "platform";

struct GpuModelSpec {
    std::string_view family;  ///< in pool and node names
    std::string_view product; ///< as the driver says it
    std::string_view instance;
    std::int64_t memoryGib;
    double powerLimit; ///< W
    double maxClock;   ///< MHz
};

enum Family : std::uint32_t { kH100, kA100, kA10, kL4 };
std::span<const GpuModelSpec> gpuModels();

struct PoolSpec {
    std::string_view name;
    Family family;
    std::string_view cluster, zone;
    bool training;
    std::uint32_t nodes;           ///< of the default estate's 288
    std::uint32_t notebooks, free; ///< GPUs reserved by idle notebooks, GPUs nobody holds
};
std::span<const PoolSpec> poolSpecs(bool oneCluster);

enum class Host : std::uint8_t { Deployment, InferenceService, Rollout, StatefulSet };

struct ServiceSpec {
    std::string_view name;
    std::uint32_t team;
    std::string_view
        pool; ///< where it runs; another pool of the family when the estate has not this
    Family family;
    std::uint32_t gpusPerPod;
    std::uint32_t weight; ///< share of what its pool serves
    bool light;           ///< little traffic: the devices wait
    Host host;
    std::uint32_t version;
};
std::span<const ServiceSpec> services();

struct JobSpec {
    std::string_view name;
    std::uint32_t team;
};
/// Long training runs, then the short ones that come from the queue.
std::span<const JobSpec> longJobs();
std::span<const JobSpec> queuedJobs();
/// GPUs of the queued jobs: 43 jobs, 512 GPUs.
std::span<const std::uint32_t> queuedJobGpus();

/// CPU-only services, used for whatever pods are left of the size.
std::span<const JobSpec> cpuServices();

} // namespace binnacle::plugins::demo
