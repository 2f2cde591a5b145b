// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/usecases/fleet_parts.h"

namespace binnacle::services::fleet {

using models::BuiltIn;
using models::col;
using models::Common;
using models::PodColumn;

namespace {

bool isOver(const RowRef& row)
{
    const std::string_view phase = row.text(col(PodColumn::Phase));
    return phase == "Succeeded" || phase == "Failed";
}

GpuPod read(const RowRef& row, std::int64_t gpus)
{
    GpuPod pod;
    pod.key = row.key();
    pod.source = row.source();
    pod.ns = row.ns();
    pod.name = row.name();
    pod.node = row.text(col(PodColumn::Node));
    pod.workload = row.text(col(PodColumn::Workload));
    pod.modelVersion = row.text(col(PodColumn::ModelVersion));
    pod.team = row.text(col(PodColumn::Team));
    pod.reason = row.text(col(PodColumn::Reason));
    pod.queue = row.text(col(PodColumn::QueueName));
    pod.created = row.time(col(Common::Created));
    pod.gpus = pod.unplaced = gpus;
    // A pod that nothing serves is part of a batch; the owner's kind tells, whatever the operator.
    const std::string_view owner = row.text(col(Common::OwnerKind));
    pod.batch =
        !owner.empty() && owner != "ReplicaSet" && owner != "StatefulSet" && owner != "DaemonSet";
    return pod;
}

} // namespace

GpuPod* GpuPods::find(SourceIndex source, std::string_view ns, std::string_view name)
{
    const auto found = byName.find(name);
    if (found == byName.end())
        return nullptr;
    GpuPod* other = nullptr;
    std::size_t others = 0;
    for (const std::uint32_t i : found->second) {
        GpuPod& pod = pods[i];
        if (pod.ns != ns)
            continue;
        if (pod.source == source)
            return &pod;
        other = &pod;
        ++others;
    }
    return others == 1 ? other : nullptr; // metrics come from another source than pods
}

GpuPods collectGpuPods(const Snapshot& snapshot)
{
    GpuPods result;
    result.knownOfSource.assign(snapshot.sources.size(), false);
    for (std::size_t i = 0; i < snapshot.sources.size(); ++i) {
        if (snapshot.sources[i] == nullptr)
            continue;
        const auto& kinds = snapshot.sources[i]->kinds;
        const auto pods = kinds.find("Pod");
        result.knownOfSource[i] = pods != kinds.end() && pods->second.complete;
    }
    const Table* table = snapshot.table(BuiltIn::Pod);
    if (table != nullptr) {
        table->forEach([&](const RowRef& row) {
            // A last known state has rows but no status of this run.
            if (row.source() < result.knownOfSource.size())
                result.knownOfSource[row.source()] = true;
            const std::int64_t gpus = row.integer(col(PodColumn::Gpus));
            if (gpus == models::kUnknownInt || gpus <= 0 || isOver(row))
                return;
            result.pods.push_back(read(row, gpus));
        });
    }
    result.byName.reserve(result.pods.size());
    for (std::uint32_t i = 0; i < result.pods.size(); ++i) {
        result.byName[result.pods[i].name].push_back(i);
        if (!result.pods[i].node.empty())
            result.byNode[result.pods[i].node].push_back(i);
    }
    for (const bool known : result.knownOfSource)
        result.known = result.known || known;
    return result;
}

std::unordered_map<std::string_view, std::string_view> namespaceTeams(const Snapshot& snapshot)
{
    std::unordered_map<std::string_view, std::string_view> teams;
    if (const Table* table = snapshot.table(BuiltIn::Namespace)) {
        table->forEach([&](const RowRef& row) {
            if (const auto team = row.text(col(models::NamespaceColumn::Team)); !team.empty())
                teams.emplace(row.name(), team);
        });
    }
    return teams;
}

} // namespace binnacle::services::fleet
