// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/usecases/fleet.h"

#include "services/usecases/fleet_parts.h"

#include <cmath>

namespace binnacle::services {

namespace {

void addTotals(FleetView& view)
{
    FleetTotals& t = view.totals;
    t.nodes = static_cast<std::int64_t>(view.nodes.size());
    double sum = 0;
    std::int64_t measured = 0;
    for (const FleetGpu& gpu : view.gpus) {
        ++t.gpus;
        t.allocated += gpu.allocated;
        t.busy += fleet::isBusy(gpu.state);
        t.idle += fleet::isIdle(gpu.state);
        t.unhealthy += gpu.state == GpuState::Unhealthy;
        t.unknown += gpu.state == GpuState::Unknown;
        if (const double a = fleet::activity(gpu);
            !std::isnan(a) && gpu.state != GpuState::Unknown) {
            sum += a;
            ++measured;
        }
    }
    if (measured > 0)
        t.utilisation = sum / static_cast<double>(measured);
}

} // namespace

FleetView buildFleet(const Snapshot& snapshot, models::UtcTime now)
{
    fleet::Build build(snapshot, now);
    build.view.version = snapshot.version;
    build.view.at = snapshot.at;
    build.view.live = snapshot.live;
    build.pods = fleet::collectGpuPods(snapshot);
    fleet::addNodes(build);
    fleet::addDevices(build);
    fleet::addPools(build);
    fleet::addQueue(build);
    fleet::addTeams(build);
    addTotals(build.view);
    fleet::addAttention(build);
    fleet::addCaveats(build);
    fleet::addTitle(build);
    return std::move(build.view);
}

} // namespace binnacle::services
