// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/decode/pod_status.h"

#include "plugins/kubernetes/decode/common.h"

#include "messages.view.h"

#include <algorithm>

namespace binnacle::plugins::kubernetes {

namespace {

using models::UtcTime;

bool hasTrueCondition(const view::PodStatus& status, std::string_view type)
{
    const auto& conditions = status.conditions();
    return std::any_of(conditions.begin(), conditions.end(), [&](const view::PodCondition& c) {
        return c.type() == type && c.status() == "True";
    });
}

/// kubectl looks at the first condition of that type only.
bool isInitialized(const view::PodStatus& status)
{
    for (const auto& c : status.conditions()) {
        if (c.type() == "Initialized")
            return c.status() == "True";
    }
    return false;
}

bool isSidecar(const view::PodSpec& spec, std::string_view name)
{
    // kubectl builds a map, so the last init container of a name wins.
    bool sidecar = false;
    for (const auto& container : spec.initcontainers()) {
        if (container.name() == name)
            sidecar = container.restartpolicy() == "Always";
    }
    return sidecar;
}

std::string terminatedReason(const view::ContainerStateTerminated& state)
{
    if (!state.reason().empty())
        return std::string(state.reason());
    return state.signal() != 0 ? "Signal:" + std::to_string(state.signal())
                               : "ExitCode:" + std::to_string(state.exitcode());
}

struct Restarts {
    std::int64_t count = 0;
    UtcTime last; ///< unknown compares below every known time

    void add(const view::ContainerStatus& container)
    {
        count += container.restartcount();
        if (container.laststate().has_terminated())
            last = std::max(last, toTime(container.laststate().terminated().finishedat()));
    }
};

struct Walk {
    const view::Pod& pod;
    std::string reason;
    std::int64_t ready = 0;
    Restarts restarts;        ///< what is printed
    Restarts sidecarRestarts; ///< of restartable init containers only
    bool initializing = false;

    void initContainers();
    bool initContainer(const view::ContainerStatus& container, int index);
    void mainContainers();
};

/// False: this one keeps the pod in initialization, the later ones say nothing.
bool Walk::initContainer(const view::ContainerStatus& container, int index)
{
    const bool sidecar = isSidecar(pod.spec(), container.name());
    restarts.add(container);
    if (sidecar)
        sidecarRestarts.add(container);
    const auto& state = container.state();
    if (state.has_terminated() && state.terminated().exitcode() == 0)
        return true;
    if (sidecar && container.started()) {
        ready += container.ready() ? 1 : 0;
        return true;
    }
    if (state.has_terminated())
        reason = "Init:" + terminatedReason(state.terminated());
    else if (!state.waiting().reason().empty() && state.waiting().reason() != "PodInitializing")
        reason = "Init:" + std::string(state.waiting().reason());
    else
        reason = "Init:" + std::to_string(index) + "/" +
                 std::to_string(pod.spec().initcontainers_size());
    return false;
}

void Walk::initContainers()
{
    int index = 0;
    for (const auto& container : pod.status().initcontainerstatuses()) {
        if (!initContainer(container, index)) {
            initializing = true;
            return;
        }
        ++index;
    }
}

void Walk::mainContainers()
{
    restarts = sidecarRestarts;
    bool hasRunning = false;
    std::string errorReason;
    const auto& statuses = pod.status().containerstatuses();
    for (auto it = statuses.rbegin(); it != statuses.rend(); ++it) {
        restarts.add(*it);
        const auto& state = it->state();
        if (!state.waiting().reason().empty()) {
            reason = state.waiting().reason();
        } else if (state.has_terminated()) {
            reason = terminatedReason(state.terminated());
            if (state.terminated().exitcode() != 0)
                errorReason = reason;
        } else if (it->ready() && state.has_running()) {
            hasRunning = true;
            ++ready;
        }
    }
    if (reason != "Completed")
        return;
    if (hasRunning && hasTrueCondition(pod.status(), "Ready"))
        reason = "Running";
    else if (!errorReason.empty())
        reason = errorReason;
    else if (hasRunning)
        reason = "NotReady";
}

} // namespace

PodSummary summarize(const view::Pod& pod)
{
    const auto& status = pod.status();
    const auto said = status.reason().empty() ? status.phase() : status.reason();
    Walk walk{pod, std::string(said), 0, {}, {}, false};
    for (const auto& c : status.conditions()) {
        if (c.type() == "PodScheduled" && c.reason() == "SchedulingGated")
            walk.reason = "SchedulingGated";
    }
    walk.initContainers();
    if (!walk.initializing || isInitialized(status))
        walk.mainContainers();

    const bool deleting = pod.metadata().has_deletiontimestamp();
    const bool terminal = status.phase() == "Succeeded" || status.phase() == "Failed";
    if (deleting && status.reason() == "NodeLost")
        walk.reason = "Unknown";
    else if (deleting && !terminal)
        walk.reason = "Terminating";

    const auto& inits = pod.spec().initcontainers();
    const auto sidecars = std::count_if(inits.begin(), inits.end(), [](const view::Container& c) {
        return c.restartpolicy() == "Always";
    });
    PodSummary summary;
    summary.status = std::move(walk.reason);
    summary.ready = walk.ready;
    summary.containers = pod.spec().containers_size() + sidecars;
    summary.restarts = walk.restarts.count;
    summary.lastRestart = walk.restarts.last;
    return summary;
}

std::string nodeStatus(const view::Node& node)
{
    std::string status = "Unknown";
    for (const auto& c : node.status().conditions()) {
        if (c.type() == "Ready")
            status = c.status() == "True" ? "Ready" : "NotReady";
    }
    if (node.spec().unschedulable())
        status += ",SchedulingDisabled";
    return status;
}

} // namespace binnacle::plugins::kubernetes
