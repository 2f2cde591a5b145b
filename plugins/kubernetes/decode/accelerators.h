// SPDX-License-Identifier: GPL-3.0-or-later
// Which extended resources are accelerators, and how many of them a pod asks for: the scheduler's
// own rule. Pure; for the decoders.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "messages.view.h"

namespace binnacle::plugins::kubernetes {

/// "nvidia.com/gpu", "nvidia.com/mig-1g.10gb", "amd.com/gpu", "gpu.intel.com/i915", …
bool isAccelerator(std::string_view resource);

/// Accelerator resources and how many; empty when there are none.
class AcceleratorCount {
public:
    /// Adds the accelerators of a resource list; amounts that are not numbers are left out.
    void add(const Repeated<view::AmountEntry>& resources);
    void add(std::string_view resource, std::int64_t count);
    void add(const AcceleratorCount& other);
    void raiseTo(const AcceleratorCount& other);
    /// Entries of `other` replace ours: pod-level resources.
    void overrideBy(const AcceleratorCount& other);

    std::int64_t total() const;
    /// "nvidia.com/gpu"; several are joined by ", ", in order of name.
    std::string names() const;

private:
    std::map<std::string, std::int64_t, std::less<>> m_counts;
};

/// Sum of containers and sidecars, or a larger init container with the sidecars started before it;
/// then what the pod itself sets. Source: k8s.io/component-helpers resource.PodRequests.
AcceleratorCount podAccelerators(const view::PodSpec& spec);

/// How many devices the pod asks for in all; models::kUnknownInt when it uses claims (DRA), for
/// those say elsewhere how many.
std::int64_t requestedDevices(const view::PodSpec& spec);

} // namespace binnacle::plugins::kubernetes
