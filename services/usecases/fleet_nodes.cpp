// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/estate/labels.h"
#include "services/usecases/fleet_parts.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace binnacle::services::fleet {

using models::BuiltIn;
using models::col;
using models::Common;
using models::NodeColumn;

namespace {

std::string problemOf(const RowRef& row, const FleetNode& node)
{
    const std::string_view conditions = row.text(col(NodeColumn::Conditions));
    const std::string_view message = row.text(col(NodeColumn::ConditionMessage));
    std::string problem;
    if (node.readyKnown && !node.ready)
        problem = "not ready";
    if (!conditions.empty() && conditions != "Ready")
        problem += (problem.empty() ? "" : ", ") + std::string(conditions);
    if (!problem.empty() && !message.empty())
        problem += ": " + std::string(message);
    return problem;
}

FleetNode read(const Build& build, const RowRef& row)
{
    FleetNode node;
    node.key = row.key();
    if (const models::SourceStatus* source = build.s.source(row.source()))
        node.cluster = source->id;
    node.name = row.name();
    node.pool = row.text(col(NodeColumn::Pool));
    node.rack = row.text(col(NodeColumn::Rack));
    node.zone = row.text(col(NodeColumn::Zone));
    node.gpuModel = row.text(col(NodeColumn::GpuModel));
    node.status = row.text(col(NodeColumn::Status));
    const std::string_view ready = row.text(col(NodeColumn::Ready));
    node.readyKnown = !ready.empty();
    node.ready = ready == "True";
    node.cordonedKnown = row.flag(col(NodeColumn::Unschedulable)) != models::Flag::Unknown;
    node.cordoned = row.flag(col(NodeColumn::Unschedulable)) == models::Flag::True;
    node.gpuCapacity = row.integer(col(NodeColumn::GpuCapacity));
    node.gpuAllocatable = row.integer(col(NodeColumn::GpuAllocatable));
    node.gpuRequested = row.integer(col(NodeColumn::GpuRequested));
    node.pods = row.integer(col(NodeColumn::Pods));
    node.created = row.time(col(Common::Created));
    node.freshness = build.s.freshness(row, build.now);
    node.problem = problemOf(row, node);
    return node;
}

std::string_view purposeLabel(const RowRef& row)
{
    const std::string_view labels = row.text(col(Common::Labels));
    for (const std::string_view key : {"binnacle.io/purpose", "node-purpose", "workload-type"}) {
        const auto value = models::findLabel(labels, key);
        if (value && (*value == "training" || *value == "serving"))
            return *value;
    }
    return {};
}

/// What a pool is for, from the nodes' labels; empty when they do not say or disagree.
std::map<std::pair<std::string_view, std::string_view>, std::string_view>
labelledPurposes(const Build& build)
{
    std::map<std::pair<std::string_view, std::string_view>, std::string_view> purposes;
    const Table* table = build.s.table(BuiltIn::Node);
    if (table == nullptr)
        return purposes;
    table->forEach([&](const RowRef& row) {
        const models::SourceStatus* source = build.s.source(row.source());
        const std::string_view cluster = source ? std::string_view(source->id) : std::string_view();
        const std::string_view purpose = purposeLabel(row);
        const auto [at, isNew] =
            purposes.try_emplace({cluster, row.text(col(NodeColumn::Pool))}, purpose);
        if (!isNew && at->second != purpose)
            at->second = {};
    });
    return purposes;
}

/// Else what most of its devices are held for.
std::string heldFor(const Build& build, const FleetPool& pool)
{
    std::int64_t batch = 0, serving = 0;
    for (const std::size_t n : pool.nodes) {
        const FleetNode& node = build.view.nodes[n];
        for (std::size_t g = node.firstGpu; g < node.firstGpu + node.gpuCount; ++g) {
            if (build.view.gpus[g].allocated && !build.view.gpus[g].pod.empty())
                ++(build.facts[g].batch ? batch : serving);
        }
    }
    return batch + serving == 0 ? "" : batch > serving ? "training" : "serving";
}

} // namespace

void addNodes(Build& build)
{
    const Table* table = build.s.table(BuiltIn::Node);
    if (table == nullptr)
        return;
    std::vector<std::pair<FleetNode, SourceIndex>> nodes;
    nodes.reserve(table->rowCount());
    table->forEach([&](const RowRef& row) { nodes.emplace_back(read(build, row), row.source()); });
    std::sort(nodes.begin(), nodes.end(), [](const auto& a, const auto& b) {
        return std::tie(a.first.pool, a.first.name, a.first.cluster) <
               std::tie(b.first.pool, b.first.name, b.first.cluster);
    });
    for (auto& [node, source] : nodes) {
        build.view.nodes.push_back(std::move(node));
        build.nodeSource.push_back(source);
    }
}

void addPools(Build& build)
{
    std::map<std::pair<std::string_view, std::string_view>, FleetPool> pools;
    for (std::size_t n = 0; n < build.view.nodes.size(); ++n) {
        FleetNode& node = build.view.nodes[n];
        FleetPool& pool = pools[{node.cluster, node.pool}];
        pool.nodes.push_back(n);
        if (pool.gpuModel.empty())
            pool.gpuModel = node.gpuModel;
        double sum = 0;
        std::int64_t known = 0;
        for (std::size_t g = node.firstGpu; g < node.firstGpu + node.gpuCount; ++g) {
            const FleetGpu& gpu = build.view.gpus[g];
            ++pool.gpus;
            pool.busy += isBusy(gpu.state);
            pool.idle += isIdle(gpu.state);
            pool.unhealthy += gpu.state == GpuState::Unhealthy;
            pool.unknown += gpu.state == GpuState::Unknown;
            if (const double a = activity(gpu); !std::isnan(a) && gpu.state != GpuState::Unknown) {
                sum += a;
                ++known;
            }
        }
        if (known > 0)
            node.utilisation = sum / static_cast<double>(known);
    }
    const auto purposes = labelledPurposes(build);
    for (auto& [id, pool] : pools) {
        pool.cluster = id.first;
        pool.name = id.second;
        const auto labelled = purposes.find(id);
        if (labelled != purposes.end())
            pool.purpose = labelled->second;
        if (pool.purpose.empty())
            pool.purpose = heldFor(build, pool);
        build.view.pools.push_back(std::move(pool));
    }
}

} // namespace binnacle::services::fleet
