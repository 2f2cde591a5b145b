// SPDX-License-Identifier: GPL-3.0-or-later
// Who waits for devices: the queue system's pending workloads, and pods the scheduler cannot place
// that belong to no queue (one line per workload).
#include "services/usecases/fleet_parts.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace binnacle::services::fleet {

using models::BuiltIn;
using models::col;
using models::Common;
using models::kUnknownInt;
using models::QueueColumn;

namespace {

bool waits(std::string_view status)
{
    return status == "Pending" || status == "Inadmissible" || status == "Evicted";
}

void fromQueueSystem(Build& build)
{
    const Table* table = build.s.table(BuiltIn::QueueWorkload);
    if (table == nullptr)
        return;
    const auto owners = namespaceTeams(build.s);
    table->forEach([&](const RowRef& row) {
        if (!waits(row.text(col(QueueColumn::Status))))
            return;
        const std::int64_t gpus = row.integer(col(QueueColumn::Gpus));
        if (gpus == 0)
            return; // waits for something else than devices
        FleetQueueItem item;
        item.key = row.key();
        item.ns = row.ns();
        // People know the job, not the queue system's object for it.
        const std::string_view owner = row.text(col(Common::Owner));
        item.name = owner.empty() ? row.name() : owner;
        item.queue = row.text(col(QueueColumn::Queue));
        item.team = row.text(col(QueueColumn::Team));
        if (const auto team = owners.find(row.ns()); item.team.empty() && team != owners.end())
            item.team = team->second;
        const std::string_view message = row.text(col(QueueColumn::Message));
        item.reason = message.empty() ? row.text(col(QueueColumn::Reason)) : message;
        item.gpus = gpus;
        item.waitingSince = row.time(col(QueueColumn::WaitingSince));
        if (!item.waitingSince.known())
            item.waitingSince = row.time(col(Common::Created));
        build.view.queue.items.push_back(std::move(item));
    });
}

void fromPods(Build& build)
{
    std::map<std::tuple<SourceIndex, std::string_view, std::string_view>, FleetQueueItem> waiting;
    for (const GpuPod& pod : build.pods.pods) {
        if (!pod.node.empty() || !pod.queue.empty() || pod.reason != "Unschedulable")
            continue;
        const std::string_view name = pod.workload.empty() ? pod.name : plainWorkload(pod.workload);
        FleetQueueItem& item = waiting[{pod.source, pod.ns, name}];
        if (item.name.empty()) {
            item.key = pod.key;
            item.ns = pod.ns;
            item.name = name;
            item.team = pod.team;
            item.reason = "Unschedulable";
            item.gpus = 0;
            item.waitingSince = pod.created;
        }
        item.gpus += pod.gpus;
        if (pod.created.known() && (!item.waitingSince.known() || pod.created < item.waitingSince))
            item.waitingSince = pod.created;
    }
    for (auto& [id, item] : waiting)
        build.view.queue.items.push_back(std::move(item));
}

/// Nearest rank. Shape: sorted ascending, not empty.
models::Duration quantile(const std::vector<models::Duration>& sorted, std::size_t percent)
{
    const std::size_t rank = (sorted.size() * percent + 99) / 100;
    return sorted[std::max<std::size_t>(rank, 1) - 1];
}

/// A cluster has a queue system, and its workloads cannot be read in full.
bool queueHidden(const Snapshot& s)
{
    const std::string& name =
        models::KindRegistry::instance().spec(models::kind(BuiltIn::QueueWorkload)).name;
    return std::any_of(s.sources.begin(), s.sources.end(), [&](const auto& source) {
        if (source == nullptr)
            return false;
        const auto kind = source->kinds.find(name);
        return kind != source->kinds.end() &&
               (!kind->second.complete || !kind->second.scope.empty());
    });
}

} // namespace

std::string_view plainWorkload(std::string_view workload)
{
    const std::size_t slash = workload.find('/');
    return slash == std::string_view::npos ? workload : workload.substr(slash + 1);
}

void addQueue(Build& build)
{
    FleetQueue& queue = build.view.queue;
    fromQueueSystem(build);
    fromPods(build);
    queue.known = build.pods.known && !queueHidden(build.s);
    std::vector<models::Duration> waited;
    for (const FleetQueueItem& item : queue.items) {
        ++queue.jobs;
        queue.gpus += item.gpus == kUnknownInt ? 0 : item.gpus;
        if (item.waitingSince.known())
            waited.push_back(std::max(models::Duration{0}, build.now - item.waitingSince));
    }
    std::sort(queue.items.begin(), queue.items.end(),
              [](const FleetQueueItem& a, const FleetQueueItem& b) {
                  // Longest first; an unknown wait goes last.
                  return std::tuple(!a.waitingSince.known(), a.waitingSince, std::string_view(a.ns),
                                    std::string_view(a.name)) <
                         std::tuple(!b.waitingSince.known(), b.waitingSince, std::string_view(b.ns),
                                    std::string_view(b.name));
              });
    if (waited.empty())
        return;
    std::sort(waited.begin(), waited.end());
    queue.waitP50 = quantile(waited, 50);
    queue.waitP90 = quantile(waited, 90);
    queue.oldest = waited.back();
}

} // namespace binnacle::services::fleet
