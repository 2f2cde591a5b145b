// SPDX-License-Identifier: GPL-3.0-or-later
// What a reader has to know before trusting the numbers: sources that are late, stale or failed,
// permissions that are missing, devices without metrics.
#include "services/usecases/fleet_parts.h"
#include "services/usecases/words.h"

#include <algorithm>

namespace binnacle::services::fleet {

using models::Freshness;
using models::SourcePhase;
using models::SourceStatus;

namespace {

std::string since(const SourceStatus& source, models::UtcTime now)
{
    return source.lastContact.known() ? " since " + clockWords(source.lastContact, now)
                                      : std::string();
}

void addSource(Build& build, const SourceStatus& source)
{
    std::vector<std::string>& out = build.view.caveats;
    const std::string name = "Source " + source.id;
    const std::string why = source.error ? ": " + source.error->message : std::string();
    const bool live = build.s.live;
    switch (source.phase) {
    case SourcePhase::Failed:
        out.push_back(name + (live ? " does not answer" : " did not answer then,") +
                      since(source, build.now) + why);
        break;
    case SourcePhase::Idle:
    case SourcePhase::Stopped:
        out.push_back(
            name + (live ? " is" : " was") + " not connected: shown is its last known state" +
            (source.lastContact.known() ? " of " + clockWords(source.lastContact, build.now) : ""));
        break;
    case SourcePhase::Connecting:
    case SourcePhase::Syncing:
        out.push_back(name + (live ? " is still being read: counts will change"
                                   : " was still being read: counts may be too low"));
        break;
    default: {
        const Freshness fresh = source.freshnessAt(build.now);
        if (fresh == Freshness::Stale || fresh == Freshness::Late)
            out.push_back(name + (live ? " is " : " was ") + std::string(models::toString(fresh)) +
                          since(source, build.now) + why);
        else if (source.phase == SourcePhase::Degraded)
            out.push_back(name + (live ? " answers in part" : " answered in part") + why);
    }
    }
    for (const std::string& permission : source.missing)
        out.push_back(name + " may not " + permission);
    for (const auto& [kind, sync] : source.kinds) {
        if (!sync.scope.empty() && (kind == "Pod" || kind == "ResourceQuota"))
            out.push_back(name + " shows " + (kind == "Pod" ? "pods" : "quotas") +
                          " of namespace " + sync.scope + " only");
    }
}

} // namespace

void addCaveats(Build& build)
{
    for (const auto& source : build.s.sources) {
        if (source != nullptr) {
            addSource(build, *source);
            build.view.simulated = build.view.simulated || source->simulated;
        }
    }
    std::int64_t uncounted = 0, stale = 0, guessed = 0;
    models::UtcTime newest;
    for (std::size_t g = 0; g < build.view.gpus.size(); ++g) {
        const FleetGpu& gpu = build.view.gpus[g];
        guessed += build.facts[g].guessed;
        if (!gpu.key.valid()) {
            ++uncounted;
        } else if (gpu.state == GpuState::Unknown && gpu.sampleTime.known() &&
                   gpu.freshness == Freshness::Stale) {
            ++stale;
            newest = std::max(newest, gpu.sampleTime);
        }
    }
    const auto all = static_cast<std::int64_t>(build.view.gpus.size());
    const auto many = [&](std::int64_t n) {
        return n == all && n > 1 ? "all " + thousands(n) + " GPUs" : counted(n, "GPU", "GPUs");
    };
    if (uncounted > 0)
        build.view.caveats.push_back("No metrics for " + many(uncounted) +
                                     ": their activity is unknown");
    if (stale > 0)
        build.view.caveats.push_back("Metrics of " + many(stale) +
                                     (build.s.live ? " are" : " were") + " stale since " +
                                     clockWords(newest, build.now));
    if (guessed > 0)
        build.view.caveats.push_back(
            "For " + many(guessed) +
            " the exporter does not say which pod holds the device: inferred from requests");
    if (!build.view.queue.known && all > 0)
        build.view.caveats.push_back(
            "Whether jobs wait is unknown: not all pods and queued workloads can be read");
}

} // namespace binnacle::services::fleet
