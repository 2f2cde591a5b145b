// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/usecases/workload_facts.h"

#include "services/usecases/words.h"

#include <algorithm>
#include <array>
#include <map>

namespace binnacle::services {

using models::BuiltIn;
using models::CellType;
using models::col;
using models::ColumnId;
using models::NodeColumn;
using models::PodColumn;
using models::WorkloadColumn;

namespace {

bool isKind(const RowRef& row, BuiltIn b)
{
    return row.table().kind() == models::kind(b);
}

bool hasReplicas(const RowRef& row)
{
    return row.table().spec().column("readyReplicas") == col(WorkloadColumn::ReadyReplicas);
}

std::string ofWords(std::int64_t part, std::int64_t whole, const char* word)
{
    return thousands(part) + " of " + thousands(whole) + " " + word;
}

SummaryLine part(const char* name, std::int64_t n, std::int64_t whole, const char* word)
{
    if (n == models::kUnknownInt || whole == models::kUnknownInt)
        return {StateTone::Unknown, name, "not known"};
    return {n >= whole ? StateTone::Ok : StateTone::Warning, name, ofWords(n, whole, word)};
}

void replicaConditions(const RowRef& row, std::span<const RowRef> pods,
                       std::vector<SummaryLine>& out)
{
    const std::int64_t want = row.integer(col(WorkloadColumn::Desired));
    out.push_back(part("Ready", row.integer(col(WorkloadColumn::ReadyReplicas)), want, "ready"));
    if (!pods.empty()) {
        const auto placed = std::count_if(pods.begin(), pods.end(), [](const RowRef& pod) {
            return !pod.text(col(PodColumn::Node)).empty();
        });
        out.push_back(
            part("Scheduled", placed, static_cast<std::int64_t>(pods.size()), "pods on a node"));
    }
    if (row.known(col(WorkloadColumn::Updated)))
        out.push_back(part("Updated", row.integer(col(WorkloadColumn::Updated)), want,
                           "on the newest revision"));
    if (row.flag(col(WorkloadColumn::Paused)) == models::Flag::True)
        out.push_back({StateTone::Changed, "Paused", "the rollout is paused"});
    const std::int64_t seen = row.integer(col(WorkloadColumn::ObservedGeneration));
    const std::int64_t made = row.integer(col(WorkloadColumn::Generation));
    if (seen != models::kUnknownInt && made != models::kUnknownInt && seen < made)
        out.push_back(
            {StateTone::Changed, "Observed", "its controller has not seen the last change"});
}

void podConditions(const RowRef& row, std::vector<SummaryLine>& out)
{
    const std::string node(row.text(col(PodColumn::Node)));
    const std::string reason(row.text(col(PodColumn::Reason)));
    out.push_back({node.empty() ? StateTone::Warning : StateTone::Ok, "Scheduled",
                   !node.empty()    ? "on " + node
                   : reason.empty() ? "no node yet"
                                    : "no node yet: " + reason});
    out.push_back(part("Ready", row.integer(col(PodColumn::Ready)),
                       row.integer(col(PodColumn::Containers)), "containers ready"));
}

void nodeConditions(const RowRef& row, std::vector<SummaryLine>& out)
{
    const std::string ready(row.text(col(NodeColumn::Ready)));
    out.push_back({ready == "True"    ? StateTone::Ok
                   : ready == "False" ? StateTone::Critical
                                      : StateTone::Unknown,
                   "Ready",
                   ready == "True"    ? "the kubelet answers"
                   : ready == "False" ? "the kubelet says no"
                                      : "not known"});
    const bool closed = row.flag(col(NodeColumn::Unschedulable)) == models::Flag::True;
    out.push_back({closed ? StateTone::Changed : StateTone::Ok, "Schedulable",
                   closed ? "cordoned: takes no new pods" : "takes new pods"});
    if (const auto text = row.text(col(NodeColumn::Conditions)); !text.empty())
        out.push_back({StateTone::Warning, "Problems", std::string(text)});
    if (const auto text = row.text(col(NodeColumn::Taints)); !text.empty())
        out.push_back({StateTone::None, "Taints", std::string(text), true});
}

std::string cellText(const RowRef& row, ColumnId column, models::UtcTime now)
{
    const models::ColumnSpec& spec = row.table().spec().columns[column];
    switch (spec.type) {
    case CellType::Text:
        return std::string(row.text(column));
    case CellType::Int:
        if (spec.unit == "bytes")
            return figure(static_cast<double>(row.integer(column)) / 1073741824.0) + " GiB";
        if (spec.unit == "millicores")
            return figure(static_cast<double>(row.integer(column)) / 1000.0) + " cores";
        return thousands(row.integer(column));
    case CellType::Real:
        return figure(row.real(column)) + (spec.unit.empty() ? "" : " " + spec.unit);
    case CellType::Time:
        return now.known() ? durationWords(now - row.time(column)) + " ago"
                           : models::toRfc3339(row.time(column));
    case CellType::Flag:
        return row.flag(column) == models::Flag::True ? "yes" : "no";
    case CellType::Labels:
        break;
    }
    return {};
}

/// Said elsewhere in the summary, or of no use to a reader.
bool isSaidElsewhere(std::string_view column)
{
    static constexpr std::array<std::string_view, 27> kElsewhere{"name",
                                                                 "namespace",
                                                                 "labels",
                                                                 "owner",
                                                                 "ownerKind",
                                                                 "ownerUid",
                                                                 "deleted",
                                                                 "message",
                                                                 "conditionMessage",
                                                                 "readyContainers",
                                                                 "containers",
                                                                 "restarts",
                                                                 "desired",
                                                                 "current",
                                                                 "readyReplicas",
                                                                 "updated",
                                                                 "available",
                                                                 "generation",
                                                                 "observedGeneration",
                                                                 "paused",
                                                                 "ready",
                                                                 "unschedulable",
                                                                 "taints",
                                                                 "conditions",
                                                                 "aboutUid",
                                                                 "templateHash",
                                                                 "imageDigest"};
    return std::find(kElsewhere.begin(), kElsewhere.end(), column) != kElsewhere.end();
}

} // namespace

std::vector<SummaryLine> conditionsOf(const RowRef& row, std::span<const RowRef> pods)
{
    std::vector<SummaryLine> out;
    if (isKind(row, BuiltIn::Pod))
        podConditions(row, out);
    else if (isKind(row, BuiltIn::Node))
        nodeConditions(row, out);
    else if (hasReplicas(row))
        replicaConditions(row, pods, out);
    return out;
}

std::vector<SummaryLine> containersOf(const RowRef& row, std::span<const RowRef> pods,
                                      models::UtcTime now)
{
    std::vector<SummaryLine> out;
    if (pods.empty() || isKind(row, BuiltIn::Node))
        return out;
    std::int64_t ready = 0, all = 0, restarts = 0;
    models::UtcTime last;
    bool known = true;
    std::map<std::string, std::int64_t> images;
    for (const RowRef& pod : pods) {
        if (stateOf(pod) == ObjectState::Finished)
            continue;
        const std::int64_t r = pod.integer(col(PodColumn::Ready));
        const std::int64_t c = pod.integer(col(PodColumn::Containers));
        const std::int64_t n = pod.integer(col(PodColumn::Restarts));
        known = known && r != models::kUnknownInt && c != models::kUnknownInt;
        ready += std::max<std::int64_t>(r, 0);
        all += std::max<std::int64_t>(c, 0);
        restarts += std::max<std::int64_t>(n, 0);
        last = std::max(last, pod.time(col(PodColumn::LastRestart)));
        ++images[std::string(pod.text(col(PodColumn::Image)))];
    }
    if (all == 0 && known)
        return out;
    out.push_back(known ? part("Ready", ready, all, "containers ready")
                        : SummaryLine{StateTone::Unknown, "Ready", "not known of every pod"});
    if (restarts > 0)
        out.push_back(
            {StateTone::Warning, "Restarts",
             thousands(restarts) + (last.known() && now.known()
                                        ? ", the last " + durationWords(now - last) + " ago"
                                        : "")});
    else if (known)
        out.push_back({StateTone::Ok, "Restarts", "none"});
    for (const auto& [image, n] : images) {
        if (!image.empty())
            out.push_back({StateTone::None,
                           images.size() > 1 ? "Image of " + thousands(n) : "Image", image, true});
    }
    return out;
}

std::vector<SummaryLine> factsOf(const RowRef& row, models::UtcTime now)
{
    std::vector<SummaryLine> out;
    const auto& columns = row.table().spec().columns;
    const bool isPod = isKind(row, BuiltIn::Pod);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto column = static_cast<ColumnId>(i);
        if (isSaidElsewhere(columns[i].name) || !row.known(column) ||
            (isPod && columns[i].name == "image") || columns[i].type == CellType::Labels)
            continue;
        std::string text = cellText(row, column, now);
        if (text.empty())
            continue;
        const bool isCreated = column == col(models::Common::Created);
        out.push_back({StateTone::None, isCreated ? "Created" : columns[i].title, std::move(text),
                       columns[i].type == CellType::Text});
    }
    return out;
}

Cause nodeCause(const RowRef& node, std::span<const RowRef> pods)
{
    Cause cause;
    const ObjectState state = stateOf(node);
    cause.tone = toneOf(state);
    const std::string problems(node.text(col(NodeColumn::Conditions)));
    switch (state) {
    case ObjectState::Fine:
        cause.text = "This node is ready";
        break;
    case ObjectState::Paused:
        cause.text = "This node is cordoned: it takes no new pods";
        break;
    case ObjectState::NotReady:
        cause.text = "This node reports a problem: " + problems;
        break;
    case ObjectState::Failed:
        cause.text = "This node is not ready";
        break;
    default:
        cause.text = "Nothing is known of this node's state";
    }
    const std::int64_t all = node.integer(col(NodeColumn::GpuAllocatable));
    const std::int64_t asked = node.integer(col(NodeColumn::GpuRequested));
    if (all != models::kUnknownInt && all > 0)
        cause.detail = asked == models::kUnknownInt
                           ? counted(all, "GPU", "GPUs") + ", unknown how many are requested. "
                           : ofWords(asked, all, "GPUs requested. ");
    cause.detail += counted(static_cast<std::int64_t>(pods.size()), "pod", "pods") + " on it.";
    if (const auto said = node.text(col(NodeColumn::ConditionMessage)); !said.empty())
        cause.detail = std::string(said) + " " + cause.detail;
    return cause;
}

} // namespace binnacle::services
