// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/usecases/workload_summary.h"

#include "services/usecases/words.h"
#include "services/usecases/workload_facts.h"
#include "services/usecases/workloads_title.h"

#include <algorithm>
#include <unordered_set>

namespace binnacle::services {

using models::BuiltIn;
using models::col;
using models::PodColumn;

namespace {

constexpr std::size_t kMaxChildren = 40;

bool isKind(const RowRef& row, BuiltIn b)
{
    return row.table().kind() == models::kind(b);
}

SummaryLink linkTo(const RowRef& row, int depth)
{
    const ObjectState state = stateOf(row);
    return {row.table().kind(),
            row.key(),
            depth,
            toneOf(state),
            kindWord(row.table().spec(), false),
            std::string(row.name()),
            std::string(stateText(row, state))};
}

void addLinks(const Family& family, WorkloadSummary& out)
{
    for (const FamilyMember& owner : family.owners)
        out.owners.push_back(linkTo(owner.row, 0));
    out.childrenTotal = family.children.size();
    for (const FamilyMember& child : family.children) {
        if (out.children.size() == kMaxChildren)
            break;
        out.children.push_back(linkTo(child.row, child.depth));
    }
}

void addDevices(const Snapshot& snapshot, const Family& family, WorkloadSummary& out)
{
    std::unordered_set<std::string_view> pods;
    for (const RowRef& pod : family.pods) {
        const std::int64_t gpus = pod.integer(col(PodColumn::Gpus));
        if (gpus == models::kUnknownInt || gpus <= 0)
            continue;
        pods.insert(pod.name());
        const std::string node(pod.text(col(PodColumn::Node)));
        if (!node.empty() &&
            std::find(out.gpuNodes.begin(), out.gpuNodes.end(), node) == out.gpuNodes.end())
            out.gpuNodes.push_back(node);
    }
    const Table* devices = snapshot.table(BuiltIn::Gpu);
    if (!devices || pods.empty())
        return;
    const std::string_view ns = family.pods.front().ns();
    devices->forEach([&](const RowRef& gpu) {
        if (pods.contains(gpu.text(col(models::GpuColumn::Pod))) &&
            gpu.text(col(models::GpuColumn::PodNamespace)) == ns)
            out.gpuUuids.emplace_back(gpu.text(col(models::GpuColumn::Uuid)));
    });
}

std::string kindMessage(const RowRef& row)
{
    for (const char* name : {"message", "conditionMessage", "reason"}) {
        const int at = row.table().spec().column(name);
        if (at < 0)
            continue;
        if (const auto text = row.text(static_cast<models::ColumnId>(at)); !text.empty())
            return std::string(text);
    }
    return {};
}

/// Of what has no pods to speak of.
Cause plainCause(const RowRef& row)
{
    const ObjectState state = stateOf(row);
    Cause cause;
    cause.tone = toneOf(state);
    std::string word(stateText(row, state));
    if (word.empty())
        word = state == ObjectState::Plain ? "" : "Its state is not known";
    cause.text = word;
    cause.detail = kindMessage(row);
    if (cause.text.empty()) {
        cause.text = cause.detail.empty() ? "This kind reports no state" : cause.detail;
        cause.detail.clear();
    }
    return cause;
}

Cause noteOf(const Snapshot& snapshot, const RowRef& row, const Family& family, models::UtcTime now)
{
    if (isKind(row, BuiltIn::Node))
        return nodeCause(row, family.pods);
    if (family.pods.empty() || isKind(row, BuiltIn::Job))
        return plainCause(row);
    Cause cause = causeOf(snapshot, family.pods, now);
    const int desired = row.table().spec().column("desired");
    const std::int64_t want =
        desired < 0 ? models::kUnknownInt : row.integer(static_cast<models::ColumnId>(desired));
    // Pods that were never made are no row that could be ill.
    if (want != models::kUnknownInt && cause.tone == StateTone::Ok &&
        want > static_cast<std::int64_t>(family.pods.size())) {
        cause.tone = StateTone::Warning;
        cause.text = thousands(want - static_cast<std::int64_t>(family.pods.size())) + " of " +
                     counted(want, "pod", "pods") + " do not exist yet";
        cause.detail = kindMessage(row);
    }
    return cause;
}

void sayWhenSilent(const Snapshot& snapshot, const RowRef& row, models::UtcTime now, Cause& cause)
{
    const std::vector<bool> silent = silentSources(snapshot, now);
    if (row.source() >= silent.size() || !silent[row.source()])
        return;
    const models::UtcTime last = snapshot.source(row.source())->followedUntil();
    cause.detail = "Last known: " + cause.text + (cause.detail.empty() ? "" : ". " + cause.detail);
    cause.text = last.known() ? "Not heard of for " + durationWords(now - last)
                              : "Not heard of since the start";
    cause.tone = StateTone::Unknown;
}

} // namespace

WorkloadSummary summarize(const Snapshot& snapshot, models::KindId kind,
                          const models::ObjectKey& key, std::size_t slotHint, models::UtcTime now)
{
    WorkloadSummary out;
    const Table* table = snapshot.table(kind);
    if (!table)
        return out;
    std::optional<RowRef> row;
    if (slotHint < table->slotCount() && table->row(slotHint).key() == key)
        row = table->row(slotHint);
    else
        row = table->find(key);
    if (!row)
        return out;
    out.found = true;
    out.name = row->name();
    out.about = kindWord(table->spec(), false);
    if (!row->ns().empty())
        out.about += " · " + std::string(row->ns());
    if (const models::SourceStatus* source = snapshot.source(row->source()))
        out.about += " · " + source->id;
    const Family family = familyOf(snapshot, *row);
    out.note = noteOf(snapshot, *row, family, now);
    sayWhenSilent(snapshot, *row, now, out.note);
    out.conditions = conditionsOf(*row, family.pods);
    out.containers = containersOf(*row, family.pods, now);
    if (!out.containers.empty())
        out.containersNote = "The estate keeps counts of containers, not each one's state.";
    out.facts = factsOf(*row, now);
    addLinks(family, out);
    addDevices(snapshot, family, out);
    return out;
}

} // namespace binnacle::services
