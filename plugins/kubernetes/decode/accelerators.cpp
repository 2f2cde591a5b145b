// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/decode/accelerators.h"

#include "models/base/quantity.h"
#include "models/estate/cell.h"

#include <algorithm>
#include <limits>

namespace binnacle::plugins::kubernetes {

namespace {

std::int64_t saturatingAdd(std::int64_t a, std::int64_t b)
{
    std::int64_t sum = 0;
    return __builtin_add_overflow(a, b, &sum) ? std::numeric_limits<std::int64_t>::max() : sum;
}

/// Requests; the API server fills them from the limits, but an object may come from elsewhere.
AcceleratorCount containerAccelerators(const view::ResourceRequirements& resources)
{
    AcceleratorCount requests;
    requests.add(resources.limits());
    AcceleratorCount own;
    own.add(resources.requests());
    requests.overrideBy(own);
    return requests;
}

} // namespace

bool isAccelerator(std::string_view resource)
{
    if (resource.starts_with("gpu.intel.com/"))
        return !resource.ends_with("_monitoring") && !resource.ends_with("/millicores") &&
               !resource.ends_with("/memory.max") && !resource.ends_with("/tiles");
    return resource == "nvidia.com/gpu" || resource == "nvidia.com/gpu.shared" ||
           resource.starts_with("nvidia.com/mig-") || resource == "amd.com/gpu" ||
           resource == "habana.ai/gaudi";
}

void AcceleratorCount::add(const Repeated<view::AmountEntry>& resources)
{
    AcceleratorCount listed;
    for (const auto& entry : resources) {
        if (!isAccelerator(entry.key()))
            continue;
        const auto count = models::parseQuantity(entry.value().string());
        if (count && *count >= 0) // of a name that comes twice the last entry counts
            listed.m_counts.insert_or_assign(std::string(entry.key()), *count);
    }
    add(listed);
}

void AcceleratorCount::add(std::string_view resource, std::int64_t count)
{
    auto& mine = m_counts[std::string(resource)];
    mine = saturatingAdd(mine, count);
}

void AcceleratorCount::add(const AcceleratorCount& other)
{
    for (const auto& [name, count] : other.m_counts)
        add(name, count);
}

void AcceleratorCount::raiseTo(const AcceleratorCount& other)
{
    for (const auto& [name, count] : other.m_counts) {
        auto& mine = m_counts[name];
        mine = std::max(mine, count);
    }
}

void AcceleratorCount::overrideBy(const AcceleratorCount& other)
{
    for (const auto& [name, count] : other.m_counts)
        m_counts[name] = count;
}

std::int64_t AcceleratorCount::total() const
{
    std::int64_t sum = 0;
    for (const auto& [name, count] : m_counts)
        sum = saturatingAdd(sum, count);
    return sum;
}

std::string AcceleratorCount::names() const
{
    std::string joined;
    for (const auto& [name, count] : m_counts) {
        if (count == 0)
            continue;
        joined += joined.empty() ? "" : ", ";
        joined += name;
    }
    return joined;
}

AcceleratorCount podAccelerators(const view::PodSpec& spec)
{
    AcceleratorCount running;
    for (const auto& container : spec.containers())
        running.add(containerAccelerators(container.resources()));
    AcceleratorCount sidecars;
    AcceleratorCount starting;
    for (const auto& container : spec.initcontainers()) {
        const auto own = containerAccelerators(container.resources());
        if (container.restartpolicy() == "Always") {
            running.add(own);
            sidecars.add(own);
            starting.raiseTo(sidecars);
        } else {
            AcceleratorCount together = sidecars;
            together.add(own);
            starting.raiseTo(together);
        }
    }
    running.raiseTo(starting);
    running.overrideBy(containerAccelerators(spec.resources()));
    running.add([&] {
        AcceleratorCount overhead;
        overhead.add(spec.overhead());
        return overhead;
    }());
    return running;
}

std::int64_t requestedDevices(const view::PodSpec& spec)
{
    return spec.resourceclaims_size() > 0 ? models::kUnknownInt : podAccelerators(spec).total();
}

} // namespace binnacle::plugins::kubernetes
