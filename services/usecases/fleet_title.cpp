// SPDX-License-Identifier: GPL-3.0-or-later
// The conclusion in one sentence. "Busy" is the share of devices, with known state, that compute;
// "idle" are devices that a pod holds for nothing or that nobody holds.
#include "services/usecases/fleet_parts.h"
#include "services/usecases/words.h"

#include <algorithm>

namespace binnacle::services::fleet {

namespace {

using models::SourcePhase;

/// From this share of devices on, unknown ones stand in the title.
constexpr double kTellUnknown = 0.05;

bool anySource(const Build& build, std::initializer_list<SourcePhase> phases)
{
    return std::any_of(build.s.sources.begin(), build.s.sources.end(), [&](const auto& source) {
        return source != nullptr &&
               std::find(phases.begin(), phases.end(), source->phase) != phases.end();
    });
}

bool nodesUnreadable(const Build& build)
{
    return build.view.nodes.empty() &&
           std::any_of(build.s.sources.begin(), build.s.sources.end(), [](const auto& source) {
               if (source == nullptr)
                   return false;
               const auto nodes = source->kinds.find("Node");
               return (nodes != source->kinds.end() && nodes->second.error) ||
                      std::any_of(source->missing.begin(), source->missing.end(),
                                  [](const std::string& m) {
                                      return m.find("nodes") != std::string::npos;
                                  });
           });
}

std::string withoutGpus(const Build& build)
{
    if (build.s.sources.empty())
        return "No source is connected";
    if (nodesUnreadable(build))
        return "Unknown how many GPUs there are: nodes may not be listed";
    if (build.view.nodes.empty()) {
        if (anySource(build, {SourcePhase::Connecting, SourcePhase::Syncing}))
            return "Reading the fleet";
        if (anySource(build, {SourcePhase::Failed}))
            return "Nothing is known of the fleet: a source does not answer";
        if (!anySource(build, {SourcePhase::Ready, SourcePhase::Degraded}))
            return "Nothing is known of the fleet yet";
        return "No nodes and no GPUs";
    }
    return "No GPUs on " + counted(build.view.totals.nodes, "node", "nodes");
}

std::string queueWords(const FleetQueue& queue)
{
    return counted(queue.jobs, "job waits", "jobs wait");
}

std::string onlyUnknown(const FleetView& view)
{
    const FleetTotals& t = view.totals;
    const bool allocationKnown = std::any_of(view.gpus.begin(), view.gpus.end(),
                                             [](const FleetGpu& g) { return g.allocationKnown; });
    const bool stale = std::any_of(view.gpus.begin(), view.gpus.end(),
                                   [](const FleetGpu& g) { return g.sampleTime.known(); });
    std::string title = counted(t.gpus, "GPU", "GPUs");
    if (allocationKnown)
        title += ", " + thousands(t.allocated) + " allocated";
    title += stale ? ", activity unknown: metrics are stale" : ", activity unknown: no metrics";
    if (view.queue.jobs > 0)
        title += "; " + queueWords(view.queue);
    return title;
}

} // namespace

void addTitle(Build& build)
{
    FleetView& view = build.view;
    const FleetTotals& t = view.totals;
    const std::int64_t known = t.gpus - t.unknown;
    if (t.gpus == 0) {
        view.title = withoutGpus(build);
        return;
    }
    if (known == 0) {
        view.title = onlyUnknown(view);
        return;
    }
    view.title = counted(t.gpus, "GPU", "GPUs") + ", ";
    const bool tell =
        static_cast<double>(t.unknown) >= kTellUnknown * static_cast<double>(t.gpus) &&
        t.unknown > 0;
    if (tell)
        view.title +=
            thousands(t.unknown) + " unknown, " + share(t.busy, known) + " of the rest busy";
    else
        view.title += share(t.busy, known) + " busy";
    view.title += t.idle > 0 ? ", " + thousands(t.idle) + " idle" : ", none idle";
    if (view.queue.jobs > 0)
        view.title += (t.idle > 0 ? " while " : ", ") + queueWords(view.queue);
    else if (t.unhealthy > 0)
        view.title += ", " + thousands(t.unhealthy) + " unhealthy";
}

} // namespace binnacle::services::fleet
