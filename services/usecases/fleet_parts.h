// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of buildFleet and what they hand to each other. Private to
// services/usecases/fleet*.cpp; everything here lives no longer than the snapshot it reads.
#pragma once

#include "services/usecases/fleet.h"

#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace binnacle::services::fleet {

/// A live pod that asks for devices.
struct GpuPod {
    models::ObjectKey key;
    SourceIndex source = 0;
    std::string_view ns, name, node, workload, modelVersion, team, reason, queue;
    std::int64_t gpus = 0;
    std::int64_t unplaced = 0; ///< devices it holds that no exporter row names
    models::UtcTime created;
    bool batch = false; ///< part of a job, not of a service
};

struct GpuPods {
    std::vector<GpuPod> pods;
    std::unordered_map<std::string_view, std::vector<std::uint32_t>> byName;
    std::unordered_map<std::string_view, std::vector<std::uint32_t>> byNode;
    /// Teams with a placed pod that does not say how many devices it holds (DRA claims).
    std::unordered_set<std::string_view> unclear;
    std::vector<bool> knownOfSource; ///< by SourceIndex: all its pods may be listed and were
    bool known = false; ///< of every source that lists objects: none seen is none there
    bool any = false;   ///< of some source

    GpuPod* find(SourceIndex source, std::string_view ns, std::string_view name);
};

/// What the device's row says beyond FleetGpu; parallel to FleetView::gpus.
struct DeviceFacts {
    std::string_view health;
    std::int64_t throttleReasons = models::kUnknownInt;
    double nvlinkErrors = kUnknownReal;
    models::UtcTime xidAt;
    bool batch = false;
    bool guessed = false; ///< the holder follows from requests, more than one fits
};

struct Build {
    Build(const Snapshot& snapshot, models::UtcTime at) : s(snapshot), now(at) {}
    const Snapshot& s;
    models::UtcTime now;
    FleetView view;
    GpuPods pods;
    std::vector<DeviceFacts> facts;
    std::vector<SourceIndex> nodeSource; ///< by node
};

GpuPods collectGpuPods(const Snapshot& snapshot);
void addNodes(Build& build);
void addDevices(Build& build);
void classify(FleetGpu& gpu, const DeviceFacts& facts, models::UtcTime now);
void addPools(Build& build);
void addTeams(Build& build);
void addQueue(Build& build);
void addAttention(Build& build);
void addCaveats(Build& build);
void addTitle(Build& build);

/// SM activity, or utilisation where that is not exported; NaN when neither is known.
double activity(const FleetGpu& gpu);
bool isBusy(GpuState state); ///< computing, even if throttled
bool isIdle(GpuState state); ///< reserved or free
/// "ranker-distill" of "Job/ranker-distill"
std::string_view plainWorkload(std::string_view workload);
/// The team a namespace belongs to; empty: not known.
std::unordered_map<std::string_view, std::string_view> namespaceTeams(const Snapshot& snapshot);

} // namespace binnacle::services::fleet
