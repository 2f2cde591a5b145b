// SPDX-License-Identifier: GPL-3.0-or-later
// What kubectl prints for a pod and a node: STATUS, READY, RESTARTS. A port of printPod and
// printNode of Kubernetes 1.37 (pkg/printers/internalversion). Pure; for the decoders, inside this
// plugin only.
#pragma once

#include "models/base/time.h"

#include <cstdint>
#include <string>

namespace binnacle::plugins::kubernetes {

namespace pb {
class Node;
class Pod;
} // namespace pb

struct PodSummary {
    std::string status;
    std::int64_t ready = 0;
    std::int64_t containers = 0;
    std::int64_t restarts = 0;
    models::UtcTime lastRestart;
};

PodSummary summarize(const pb::Pod& pod);

/// "Ready", "NotReady,SchedulingDisabled", "Unknown"
std::string nodeStatus(const pb::Node& node);

} // namespace binnacle::plugins::kubernetes
