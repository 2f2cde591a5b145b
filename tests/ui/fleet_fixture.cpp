// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/fleet_fixture.h"

#include <cmath>

namespace binnacle::ui::test {

namespace {

constexpr const char* kPools[] = {"h100-a", "a100-b", "a10-b", "l4-c"};
constexpr const char* kTeams[] = {"search", "assist", "growth", "docs", ""};

services::FleetGpu makeGpu(const services::FleetNode& node, int n, int i, int beat)
{
    services::FleetGpu gpu;
    gpu.uuid = "GPU-" + node.name + "-" + std::to_string(i);
    gpu.key = models::makeKey("fixture", gpu.uuid);
    gpu.node = node.name;
    gpu.index = i;
    gpu.pool = node.pool;
    gpu.model = "NVIDIA H100 80GB HBM3";
    gpu.team = kTeams[(n + i) % 5];
    gpu.allocated = !gpu.team.empty();
    gpu.allocationKnown = true;
    gpu.smActive = std::fmod(0.137 * (n * 8 + i) + 0.01 * beat * ((n + i) % 3), 1.0);
    gpu.utilisation = std::min(1.0, gpu.smActive + 0.1);
    gpu.state =
        (n * 8 + i) % 97 == 0 ? services::GpuState::Unhealthy : services::GpuState::Computing;
    gpu.memoryTotal = std::int64_t{80} << 30;
    gpu.memoryUsed = gpu.memoryTotal / (2 + i);
    gpu.power = 300 + i;
    gpu.powerLimit = 700;
    gpu.temperature = 50 + i;
    gpu.xid = 0;
    gpu.freshness = models::Freshness::Live;
    gpu.source = "fixture";
    return gpu;
}

} // namespace

std::shared_ptr<services::FleetView> makeFleet(int nodes, int gpusPerNode, int beat)
{
    auto view = std::make_shared<services::FleetView>();
    view->at = models::Clock::system().now();
    view->title = std::to_string(nodes * gpusPerNode) + " GPUs";
    for (const char* name : kPools) {
        services::FleetPool pool;
        pool.cluster = "fixture";
        pool.name = name;
        pool.purpose = "training";
        view->pools.push_back(pool);
    }
    for (int n = 0; n < nodes; ++n) {
        auto& pool = view->pools[static_cast<std::size_t>(n * 4 / nodes)];
        services::FleetNode node;
        node.name = "gpu-" + std::to_string(1000 + n);
        node.key = models::makeKey("fixture", node.name);
        node.cluster = "fixture";
        node.pool = pool.name;
        node.firstGpu = view->gpus.size();
        node.gpuCount = static_cast<std::size_t>(gpusPerNode);
        for (int i = 0; i < gpusPerNode; ++i)
            view->gpus.push_back(makeGpu(node, n, i, beat));
        pool.nodes.push_back(view->nodes.size());
        view->nodes.push_back(node);
    }
    return view;
}

models::SourceStatus liveSource(const std::string& id, models::UtcTime now)
{
    models::SourceStatus source;
    source.id = id;
    source.type = "kubernetes";
    source.phase = models::SourcePhase::Ready;
    source.interval = std::chrono::seconds(10);
    source.lastContact = now - std::chrono::seconds(4);
    source.latencyMs = 12;
    source.version = "v1.31.4";
    return source;
}

std::shared_ptr<services::Snapshot> makeSnapshot(std::vector<models::SourceStatus> sources)
{
    auto snapshot = std::make_shared<services::Snapshot>();
    snapshot->at = models::Clock::system().now();
    for (auto& source : sources)
        snapshot->sources.push_back(std::make_shared<models::SourceStatus>(std::move(source)));
    return snapshot;
}

} // namespace binnacle::ui::test
