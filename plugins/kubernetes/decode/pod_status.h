// SPDX-License-Identifier: GPL-3.0-or-later
// What kubectl prints for a pod and a node: STATUS, READY, RESTARTS. A port of printPod and
// printNode of Kubernetes 1.37 (pkg/printers/internalversion). Pure; for the decoders, inside this
// plugin only.
#pragma once

#include "models/base/time.h"

#include <cstdint>
#include <string>

namespace binnacle::plugins::kubernetes {

namespace view {
class Node;
class Pod;
} // namespace view

struct PodSummary {
    std::string status;
    std::int64_t ready = 0;
    std::int64_t containers = 0;
    std::int64_t restarts = 0;
    models::UtcTime lastRestart;
};

PodSummary summarize(const view::Pod& pod);

/// "Ready", "NotReady,SchedulingDisabled", "Unknown"
std::string nodeStatus(const view::Node& node);

} // namespace binnacle::plugins::kubernetes
