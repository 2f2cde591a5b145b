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

/// By source: a list of all its pods was complete, now or in the state that was loaded. The sums of
/// its nodes say so too: the store fills them from then on.
std::vector<bool> fullyListed(const Snapshot& snapshot)
{
    std::vector<bool> full(snapshot.sources.size(), false);
    for (std::size_t i = 0; i < full.size(); ++i) {
        if (snapshot.sources[i] == nullptr)
            continue;
        const auto& kinds = snapshot.sources[i]->kinds;
        const auto pods = kinds.find("Pod");
        full[i] = pods != kinds.end() && pods->second.complete && pods->second.scope.empty();
    }
    if (const Table* nodes = snapshot.table(BuiltIn::Node)) {
        nodes->forEach([&](const RowRef& row) {
            if (row.source() < full.size() &&
                row.integer(col(models::NodeColumn::Pods)) != models::kUnknownInt)
                full[row.source()] = true;
        });
    }
    return full;
}

/// Metric servers do not; a cluster does, even one that never answered.
bool listsPods(const Snapshot& snapshot, SourceIndex source)
{
    const models::SourceStatus& status = *snapshot.sources[source];
    return status.type != "prometheus" || status.kinds.contains("Pod");
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
    result.knownOfSource = fullyListed(snapshot);
    const Table* table = snapshot.table(BuiltIn::Pod);
    if (table != nullptr) {
        table->forEach([&](const RowRef& row) {
            const std::int64_t gpus = row.integer(col(PodColumn::Gpus));
            if (isOver(row))
                return;
            if (gpus == models::kUnknownInt && !row.text(col(PodColumn::Node)).empty())
                result.unclear.insert(row.text(col(PodColumn::Team)));
            if (gpus == models::kUnknownInt || gpus <= 0)
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
    std::size_t listing = 0, known = 0;
    for (std::size_t i = 0; i < snapshot.sources.size(); ++i) {
        if (snapshot.sources[i] == nullptr || !listsPods(snapshot, static_cast<SourceIndex>(i)))
            continue;
        ++listing;
        known += result.knownOfSource[i] ? 1 : 0;
    }
    result.any = known > 0;
    result.known = known > 0 && known == listing;
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
