// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/usecases/workload_cause.h"

#include "services/usecases/words.h"

#include <algorithm>
#include <vector>

namespace binnacle::services {

using models::BuiltIn;
using models::col;
using models::Common;
using models::EventColumn;
using models::NodeColumn;
using models::PodColumn;

namespace {

using Pods = std::span<const RowRef>;

std::optional<RowRef> nodeOf(const Snapshot& snapshot, const RowRef& pod)
{
    const Table* nodes = snapshot.table(BuiltIn::Node);
    const std::string_view name = pod.text(col(PodColumn::Node));
    std::optional<RowRef> found;
    if (!nodes || name.empty())
        return found;
    nodes->forEach([&](const RowRef& node) {
        if (node.source() == pod.source() && node.name() == name)
            found = node;
    });
    return found;
}

/// The one pool that its placed siblings are in; empty when there is none or more than one.
std::string_view poolOf(const Snapshot& snapshot, Pods pods)
{
    std::string_view pool;
    for (const RowRef& pod : pods) {
        const auto node = nodeOf(snapshot, pod);
        if (!node)
            continue;
        const std::string_view its = node->text(col(NodeColumn::Pool));
        if (its.empty() || (!pool.empty() && its != pool))
            return {};
        pool = its;
    }
    return pool;
}

struct FreeDevices {
    std::int64_t nodes = 0, full = 0, some = 0, closed = 0, unknown = 0, largest = 0;
    std::string_view largestOn;
};

FreeDevices freeDevices(const Snapshot& snapshot, const RowRef& pod, std::string_view pool)
{
    FreeDevices free;
    const Table* table = snapshot.table(BuiltIn::Node);
    const std::string_view resource = pod.text(col(PodColumn::GpuResource));
    if (!table)
        return free;
    table->forEach([&](const RowRef& node) {
        const std::int64_t all = node.integer(col(NodeColumn::GpuAllocatable));
        if (node.source() != pod.source() || all == models::kUnknownInt || all <= 0 ||
            (!pool.empty() && node.text(col(NodeColumn::Pool)) != pool) ||
            (!resource.empty() && node.text(col(NodeColumn::GpuResource)) != resource))
            return;
        ++free.nodes;
        const std::int64_t asked = node.integer(col(NodeColumn::GpuRequested));
        if (node.flag(col(NodeColumn::Unschedulable)) == models::Flag::True ||
            node.text(col(NodeColumn::Ready)) != "True") {
            ++free.closed;
        } else if (asked == models::kUnknownInt) {
            ++free.unknown;
        } else if (asked >= all) {
            ++free.full;
        } else {
            ++free.some;
            if (all - asked > free.largest) {
                free.largest = all - asked;
                free.largestOn = node.name();
            }
        }
    });
    return free;
}

std::string nodesInWords(const FreeDevices& free)
{
    std::string words =
        counted(free.nodes, "node", "nodes") + ": " + thousands(free.full) + " full";
    if (free.some > 0)
        words += ", " + thousands(free.some) + " with some free";
    if (free.closed > 0)
        words += ", " + thousands(free.closed) + " cordoned or not ready";
    if (free.unknown > 0)
        words += ", " + thousands(free.unknown) + " not known";
    return words + ".";
}

std::string waited(const RowRef& pod, models::UtcTime now)
{
    const models::UtcTime created = pod.time(col(Common::Created));
    return created.known() && now.known() ? " Waiting " + durationWords(now - created) + "." : "";
}

void explainGpus(const Snapshot& snapshot, Pods all, Pods waiting, models::UtcTime now,
                 Cause& cause)
{
    const RowRef& pod =
        *std::max_element(waiting.begin(), waiting.end(), [](const RowRef& a, const RowRef& b) {
            return a.integer(col(PodColumn::Gpus)) < b.integer(col(PodColumn::Gpus));
        });
    const std::int64_t need = pod.integer(col(PodColumn::Gpus));
    const std::string_view pool = poolOf(snapshot, all);
    const FreeDevices free = freeDevices(snapshot, pod, pool);
    const std::string message(pod.text(col(PodColumn::Message)));
    const std::string where = pool.empty() ? "" : " of pool " + std::string(pool);
    if (free.nodes == 0) {
        cause.text += ": no node" + where + " is known to have any";
        cause.detail = message + waited(pod, now);
        return;
    }
    if (free.largest >= need) {
        cause.text +=
            ", though " + std::string(free.largestOn) + " has " + thousands(free.largest) + " free";
        cause.detail = (message.empty() ? "" : "The scheduler says: " + message) + waited(pod, now);
        return;
    }
    if (free.unknown > 0) {
        cause.text += ": " + message;
        cause.detail = nodesInWords(free) + waited(pod, now);
        return;
    }
    cause.text += ": no node" + where + " has " + thousands(need) + " free";
    if (free.largest > 0)
        cause.detail = "Largest free block is " + thousands(free.largest) + ", on " +
                       std::string(free.largestOn) + ". ";
    cause.detail += nodesInWords(free) + waited(pod, now);
}

/// What the cluster's newest event of a reason says of one of the pods.
std::string eventMessage(const Snapshot& snapshot, Pods pods, std::string_view reason)
{
    const Table* events = snapshot.table(BuiltIn::Event);
    std::string message;
    models::UtcTime newest;
    if (!events)
        return message;
    events->forEach([&](const RowRef& event) {
        if (event.text(col(EventColumn::Reason)) != reason)
            return;
        const std::string_view about = event.text(col(EventColumn::AboutName));
        const bool ours = std::any_of(pods.begin(), pods.end(), [&](const RowRef& pod) {
            return pod.source() == event.source() && pod.name() == about && pod.ns() == event.ns();
        });
        const models::UtcTime seen = event.time(col(EventColumn::LastSeen));
        if (ours && (message.empty() || seen > newest)) {
            message = event.text(col(EventColumn::Message));
            newest = seen;
        }
    });
    return message;
}

void explainRestarts(Pods pods, models::UtcTime now, Cause& cause)
{
    std::int64_t restarts = 0;
    models::UtcTime last;
    for (const RowRef& pod : pods) {
        const std::int64_t n = pod.integer(col(PodColumn::Restarts));
        restarts += n == models::kUnknownInt ? 0 : n;
        last = std::max(last, pod.time(col(PodColumn::LastRestart)));
    }
    if (restarts > 0)
        cause.text += ": " + counted(restarts, "restart", "restarts");
    if (restarts > 0 && last.known() && now.known())
        cause.text += ", the last " + durationWords(now - last) + " ago";
    cause.detail = pods.front().text(col(PodColumn::Message));
}

void explainNotReady(const Snapshot& snapshot, Pods pods, Cause& cause)
{
    std::vector<std::string> ill;
    for (const RowRef& pod : pods) {
        const auto node = nodeOf(snapshot, pod);
        if (!node || stateOf(*node) == ObjectState::Fine)
            continue;
        std::string words(node->name());
        words += " is " + (stateOf(*node) == ObjectState::Paused ? std::string("cordoned")
                                                                 : std::string("not well"));
        if (const auto conditions = node->text(col(NodeColumn::Conditions)); !conditions.empty())
            words += " (" + std::string(conditions) + ")";
        if (stateOf(*node) != ObjectState::Paused &&
            std::find(ill.begin(), ill.end(), words) == ill.end())
            ill.push_back(std::move(words));
    }
    const std::string probe = eventMessage(snapshot, pods, "Unhealthy");
    if (!ill.empty()) {
        cause.text += ": node " + ill.front();
        if (ill.size() > 1)
            cause.text +=
                " and " + counted(static_cast<std::int64_t>(ill.size()) - 1, "other", "others");
        cause.detail = probe;
    } else if (!probe.empty()) {
        cause.text += ": " + probe;
    }
}

/// What kubectl prints as STATUS of a pod that failed, in words.
std::string failureWords(std::string_view status)
{
    const bool init = status.starts_with("Init:");
    if (init)
        status.remove_prefix(5);
    std::string words(status);
    if (status == "OOMKilled")
        words = "killed at its memory limit";
    else if (status == "Error")
        words = "a container ended with an error";
    else if (status.starts_with("ExitCode:"))
        words = "a container ended with exit code " + std::string(status.substr(9));
    else if (status.starts_with("Signal:"))
        words = "a container was ended by signal " + std::string(status.substr(7));
    else if (status == "Evicted")
        words = "evicted from its node";
    return init ? words + ", while it was initialised" : words;
}

struct Group {
    ObjectState state;
    std::string_view one, many;
};
/// What is told first when there is more than one.
constexpr Group kGroups[] = {
    {ObjectState::WaitsForGpu, "waits for a GPU", "wait for a GPU"},
    {ObjectState::NoImage, "cannot pull its image", "cannot pull their image"},
    {ObjectState::Restarting, "restarts in a loop", "restart in a loop"},
    {ObjectState::Failed, "failed", "failed"},
    {ObjectState::NotReady, "is not ready", "are not ready"},
    {ObjectState::Waiting, "is pending", "are pending"},
    {ObjectState::Starting, "starts", "start"},
    {ObjectState::Leaving, "is going away", "are going away"},
    {ObjectState::Unknown, "is in a state that is not known", "are in a state that is not known"},
};

std::string subjectWords(std::size_t some, std::size_t all, const Group& group)
{
    const bool one = some == 1;
    if (all == 1)
        return "This pod " + std::string(group.one);
    return thousands(static_cast<std::int64_t>(some)) + " of " +
           thousands(static_cast<std::int64_t>(all)) + " pods " +
           std::string(one ? group.one : group.many);
}

void explain(const Snapshot& snapshot, Pods all, Pods some, ObjectState state, models::UtcTime now,
             Cause& cause)
{
    const std::string message(some.front().text(col(PodColumn::Message)));
    switch (state) {
    case ObjectState::WaitsForGpu:
        explainGpus(snapshot, all, some, now, cause);
        break;
    case ObjectState::NoImage:
        cause.text += ": " + std::string(some.front().text(col(PodColumn::Image)));
        cause.detail = message.empty() ? eventMessage(snapshot, some, "Failed") : message;
        break;
    case ObjectState::Restarting:
        explainRestarts(some, now, cause);
        break;
    case ObjectState::NotReady:
        explainNotReady(snapshot, some, cause);
        break;
    case ObjectState::Failed:
        cause.text += ": " + failureWords(some.front().text(col(PodColumn::Status)));
        cause.detail = message;
        break;
    default:
        if (!message.empty())
            cause.text += ": " + message;
    }
}

} // namespace

Cause causeOf(const Snapshot& snapshot, Pods pods, models::UtcTime now)
{
    Cause cause;
    if (pods.empty())
        return cause;
    for (const Group& group : kGroups) {
        std::vector<RowRef> some;
        for (const RowRef& pod : pods) {
            if (stateOf(pod) == group.state)
                some.push_back(pod);
        }
        if (some.empty())
            continue;
        cause.tone = toneOf(group.state);
        cause.text = subjectWords(some.size(), pods.size(), group);
        explain(snapshot, pods, some, group.state, now, cause);
        return cause;
    }
    const auto ready = std::count_if(pods.begin(), pods.end(), [](const RowRef& pod) {
        return stateOf(pod) == ObjectState::Fine;
    });
    const auto total = static_cast<std::int64_t>(pods.size());
    cause.tone = StateTone::Ok;
    if (ready == 0)
        cause.text = total == 1 ? "This pod has finished"
                                : "All " + thousands(total) + " pods have finished";
    else if (total == 1)
        cause.text = "This pod is ready";
    else
        cause.text = "All " + thousands(ready) + " pods are ready" +
                     (ready < total ? "; " + thousands(total - ready) + " finished" : "");
    return cause;
}

} // namespace binnacle::services
