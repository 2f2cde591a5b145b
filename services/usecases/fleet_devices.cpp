// SPDX-License-Identifier: GPL-3.0-or-later
// Devices: rows of the metrics sources joined to nodes by name, then what nodes count beyond them,
// then who holds what the exporter does not say.
#include "services/usecases/fleet_parts.h"
#include "services/usecases/fleet_rules.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

namespace binnacle::services::fleet {

using models::BuiltIn;
using models::col;
using models::GpuColumn;
using models::kUnknownInt;

namespace {

/// One Gpu row and the node it sits on.
struct Placed {
    std::size_t node = 0;
    std::int64_t index = 0;
    std::size_t slot = 0;
};

/// Nodes by name; metrics name a node, and two clusters may both have one of that name.
class NodeFinder {
public:
    explicit NodeFinder(Build& build) : m_build(build)
    {
        for (std::size_t n = 0; n < build.view.nodes.size(); ++n)
            m_byName[build.view.nodes[n].name].push_back(n);
    }

    /// Makes a node for a device whose node no cluster lists.
    std::size_t find(const RowRef& gpu)
    {
        const std::string_view name = gpu.text(col(GpuColumn::Node));
        const auto found = m_byName.find(std::string(name));
        if (found != m_byName.end()) {
            for (const std::size_t n : found->second)
                if (m_build.nodeSource[n] == gpu.source())
                    return n;
            if (found->second.size() == 1)
                return found->second.front();
        }
        return add(gpu, name, found != m_byName.end());
    }

private:
    std::size_t add(const RowRef& gpu, std::string_view name, bool ambiguous)
    {
        FleetNode node;
        if (const models::SourceStatus* source = m_build.s.source(gpu.source()))
            node.cluster = source->id;
        node.name = name;
        node.pool = gpu.text(col(GpuColumn::Pool));
        node.rack = gpu.text(col(GpuColumn::Rack));
        node.gpuModel = gpu.text(col(GpuColumn::Model));
        node.freshness = m_build.s.freshness(gpu, m_build.now);
        if (ambiguous)
            node.problem =
                "several clusters have a node of this name: its devices cannot be assigned";
        const std::size_t n = m_build.view.nodes.size();
        m_build.view.nodes.push_back(std::move(node));
        m_build.nodeSource.push_back(gpu.source());
        m_byName[std::string(name)].push_back(n);
        return n;
    }

    Build& m_build;
    /// Names of its own: those of the nodes move when a node is added.
    std::unordered_map<std::string, std::vector<std::size_t>> m_byName;
};

FleetGpu read(const Build& build, const RowRef& row)
{
    FleetGpu gpu;
    gpu.key = row.key();
    gpu.uuid = row.text(col(GpuColumn::Uuid));
    gpu.node = row.text(col(GpuColumn::Node));
    gpu.model = row.text(col(GpuColumn::Model));
    gpu.pool = row.text(col(GpuColumn::Pool));
    gpu.rack = row.text(col(GpuColumn::Rack));
    gpu.migProfile = row.text(col(GpuColumn::MigProfile));
    gpu.index = row.integer(col(GpuColumn::Index));
    gpu.ns = row.text(col(GpuColumn::PodNamespace));
    gpu.pod = row.text(col(GpuColumn::Pod));
    gpu.team = row.text(col(GpuColumn::Team));
    gpu.utilisation = row.real(col(GpuColumn::Utilisation));
    gpu.smActive = row.real(col(GpuColumn::SmActive));
    gpu.tensorActive = row.real(col(GpuColumn::TensorActive));
    gpu.memoryUsed = row.integer(col(GpuColumn::MemoryUsed));
    gpu.memoryTotal = row.integer(col(GpuColumn::MemoryTotal));
    gpu.power = row.real(col(GpuColumn::Power));
    gpu.powerLimit = row.real(col(GpuColumn::PowerLimit));
    gpu.temperature = row.real(col(GpuColumn::Temperature));
    gpu.xid = row.integer(col(GpuColumn::Xid));
    gpu.since = row.time(col(GpuColumn::BusySince));
    gpu.sampleTime = row.time(col(GpuColumn::SampleTime));
    gpu.interval = build.s.interval(row);
    gpu.freshness = build.s.freshness(row, build.now);
    if (const models::SourceStatus* source = build.s.source(row.source()))
        gpu.source = source->id;
    return gpu;
}

DeviceFacts readFacts(const RowRef& row)
{
    DeviceFacts facts;
    facts.health = row.text(col(GpuColumn::Health));
    facts.throttleReasons = row.integer(col(GpuColumn::ThrottleReasons));
    facts.nvlinkErrors = row.real(col(GpuColumn::NvlinkErrors));
    facts.xidAt = row.time(col(GpuColumn::XidAt));
    return facts;
}

void hold(FleetGpu& gpu, DeviceFacts& facts, const GpuPod& pod)
{
    gpu.ns = pod.ns;
    gpu.pod = pod.name;
    gpu.workload = pod.workload;
    gpu.modelVersion = pod.modelVersion;
    if (gpu.team.empty())
        gpu.team = pod.team;
    gpu.allocated = gpu.allocationKnown = true;
    facts.batch = pod.batch;
}

/// The holder as the exporter names it.
void holdNamed(Build& build, FleetGpu& gpu, DeviceFacts& facts, SourceIndex source)
{
    if (gpu.pod.empty())
        return;
    gpu.allocated = gpu.allocationKnown = true;
    GpuPod* pod = build.pods.find(source, gpu.ns, gpu.pod);
    if (pod == nullptr)
        return; // gone, or of a cluster we may not read
    pod->unplaced = std::max<std::int64_t>(0, pod->unplaced - 1);
    hold(gpu, facts, *pod);
}

/// Pods of the node whose devices nobody named get the devices nobody is named for.
void holdRequested(Build& build, const FleetNode& node, SourceIndex source)
{
    const bool podsKnown =
        source < build.pods.knownOfSource.size() && build.pods.knownOfSource[source];
    if (!podsKnown)
        return;
    std::vector<std::size_t> open;
    for (std::size_t g = node.firstGpu; g < node.firstGpu + node.gpuCount; ++g) {
        build.view.gpus[g].allocationKnown = true;
        if (!build.view.gpus[g].allocated)
            open.push_back(g);
    }
    const auto on = build.pods.byNode.find(node.name);
    if (open.empty() || on == build.pods.byNode.end())
        return;
    std::int64_t pods = 0, wanted = 0;
    for (const std::uint32_t p : on->second) {
        const GpuPod& pod = build.pods.pods[p];
        if (pod.source == source && pod.unplaced > 0) {
            ++pods;
            wanted += pod.unplaced;
        }
    }
    if (pods == 0)
        return;
    // A held device has memory in use: take those first.
    std::stable_sort(open.begin(), open.end(), [&](std::size_t a, std::size_t b) {
        return build.view.gpus[a].memoryUsed > build.view.gpus[b].memoryUsed;
    });
    const bool certain = pods == 1 && wanted >= static_cast<std::int64_t>(open.size());
    std::size_t next = 0;
    for (const std::uint32_t p : on->second) {
        GpuPod& pod = build.pods.pods[p];
        for (; pod.source == source && pod.unplaced > 0 && next < open.size();
             --pod.unplaced, ++next) {
            build.facts[open[next]].guessed = !certain;
            hold(build.view.gpus[open[next]], build.facts[open[next]], pod);
        }
    }
}

void inherit(FleetGpu& gpu, const FleetNode& node)
{
    if (gpu.model.empty())
        gpu.model = node.gpuModel;
    if (gpu.pool.empty())
        gpu.pool = node.pool;
    if (gpu.rack.empty())
        gpu.rack = node.rack;
}

/// What the node offers beyond the devices that metrics know: they exist, nothing more is known.
void addUncounted(Build& build, FleetNode& node, bool sliced)
{
    if (sliced || node.gpuAllocatable == kUnknownInt)
        return; // a sliced device has more rows than the node has devices
    std::vector<bool> seen(
        node.gpuCount + static_cast<std::size_t>(std::max<std::int64_t>(0, node.gpuAllocatable)));
    for (std::size_t g = node.firstGpu; g < node.firstGpu + node.gpuCount; ++g) {
        const std::int64_t index = build.view.gpus[g].index;
        if (index >= 0 && index < static_cast<std::int64_t>(seen.size()))
            seen[static_cast<std::size_t>(index)] = true;
    }
    std::size_t index = 0;
    while (static_cast<std::int64_t>(node.gpuCount) < node.gpuAllocatable) {
        while (index < seen.size() && seen[index])
            ++index;
        FleetGpu gpu;
        gpu.node = node.name;
        gpu.index = static_cast<std::int64_t>(index++);
        gpu.source = node.cluster;
        build.view.gpus.push_back(std::move(gpu));
        build.facts.emplace_back();
        ++node.gpuCount;
    }
}

std::vector<Placed> placeRows(Build& build, const Table& table)
{
    NodeFinder finder(build);
    std::vector<Placed> placed;
    placed.reserve(table.rowCount());
    table.forEach([&](const RowRef& row) {
        placed.push_back({finder.find(row), row.integer(col(GpuColumn::Index)), row.slot()});
    });
    return placed;
}

/// Nodes that only metrics know were appended; bring all into pool and name order again.
void sortNodes(Build& build, std::vector<Placed>& placed, std::size_t listed)
{
    if (build.view.nodes.size() == listed)
        return;
    std::vector<std::size_t> order(build.view.nodes.size()), to(build.view.nodes.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        const FleetNode &x = build.view.nodes[a], &y = build.view.nodes[b];
        return std::tie(x.pool, x.name, x.cluster, a) < std::tie(y.pool, y.name, y.cluster, b);
    });
    std::vector<FleetNode> nodes;
    std::vector<SourceIndex> sources;
    for (std::size_t i = 0; i < order.size(); ++i) {
        to[order[i]] = i;
        nodes.push_back(std::move(build.view.nodes[order[i]]));
        sources.push_back(build.nodeSource[order[i]]);
    }
    build.view.nodes = std::move(nodes);
    build.nodeSource = std::move(sources);
    for (Placed& p : placed)
        p.node = to[p.node];
}

/// A GPU in MIG mode is reported itself and as its slices; the slices are what can be held, so it
/// would count twice.
std::vector<Placed> withoutSlicedParents(const Table& table, std::vector<Placed> placed)
{
    const auto isSlice = [&](const Placed& p) {
        return !table.row(p.slot).text(col(GpuColumn::MigProfile)).empty();
    };
    std::set<std::pair<std::size_t, std::int64_t>> sliced;
    for (const Placed& p : placed)
        if (isSlice(p))
            sliced.emplace(p.node, p.index);
    if (!sliced.empty())
        std::erase_if(placed, [&](const Placed& p) {
            return !isSlice(p) && sliced.contains({p.node, p.index});
        });
    return placed;
}

} // namespace

void addDevices(Build& build)
{
    const Table* table = build.s.table(BuiltIn::Gpu);
    std::vector<Placed> placed;
    const std::size_t listed = build.view.nodes.size();
    if (table != nullptr) {
        placed = withoutSlicedParents(*table, placeRows(build, *table));
        sortNodes(build, placed, listed);
        std::sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) {
            return std::tie(a.node, a.index, a.slot) < std::tie(b.node, b.index, b.slot);
        });
    }
    build.view.gpus.reserve(placed.size());
    build.facts.reserve(placed.size());
    std::size_t next = 0;
    for (std::size_t n = 0; n < build.view.nodes.size(); ++n) {
        FleetNode& node = build.view.nodes[n];
        node.firstGpu = build.view.gpus.size();
        bool sliced = false;
        for (; next < placed.size() && placed[next].node == n; ++next) {
            const RowRef row = table->row(placed[next].slot);
            build.view.gpus.push_back(read(build, row));
            build.facts.push_back(readFacts(row));
            sliced = sliced || !build.view.gpus.back().migProfile.empty();
            ++node.gpuCount;
            holdNamed(build, build.view.gpus.back(), build.facts.back(), build.nodeSource[n]);
        }
        addUncounted(build, node, sliced);
        holdRequested(build, node, build.nodeSource[n]);
        for (std::size_t g = node.firstGpu; g < node.firstGpu + node.gpuCount; ++g) {
            inherit(build.view.gpus[g], node);
            classify(build.view.gpus[g], build.facts[g], build.now);
        }
    }
}

} // namespace binnacle::services::fleet
