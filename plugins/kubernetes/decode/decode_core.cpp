// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/quantity.h"
#include "plugins/kubernetes/decode/accelerators.h"
#include "plugins/kubernetes/decode/writers.h"

#include <map>

namespace binnacle::plugins::kubernetes {

using models::ClaimColumn;
using models::EventColumn;
using models::NamespaceColumn;
using models::QuotaColumn;

void write(Row& row, const view::Namespace& ns)
{
    row.text(NamespaceColumn::Phase, ns.status().phase())
        .text(NamespaceColumn::Team, teamOf(ns.metadata()));
}

namespace {

struct Seen {
    std::int64_t count = 1;
    models::UtcTime last;
};

/// A series wins over the old count, which wins over the single event time.
Seen seen(const view::Event& event)
{
    if (event.has_series())
        return {event.series().count(), toTime(event.series().lastobservedtime())};
    const auto last = toTime(event.lasttimestamp());
    if (last.known())
        return {event.count() > 0 ? event.count() : 1, last};
    return {1, toTime(event.eventtime())};
}

std::string listed(const AmountMap& quantities)
{
    std::map<std::string_view, std::string_view> sorted;
    for (const auto& entry : quantities)
        sorted.insert_or_assign(entry.key(), entry.value().string());
    std::string text;
    for (const auto& [name, amount] : sorted) {
        text += text.empty() ? "" : ", ";
        text.append(name).append("=").append(amount);
    }
    return text;
}

void writeGpuQuota(Row& row, QuotaColumn column, const AmountMap& quantities)
{
    constexpr std::string_view kPrefix = "requests.";
    std::map<std::string_view, std::int64_t> named; // of a name that comes twice the last counts
    bool any = false;
    for (const auto& entry : quantities) {
        const std::string_view key = entry.key();
        const auto bare = key.starts_with(kPrefix) ? key.substr(kPrefix.size()) : key;
        if (!isAccelerator(bare))
            continue;
        any = true;
        const auto amount = models::parseQuantity(entry.value().string());
        if (amount && *amount >= 0)
            named.insert_or_assign(bare, *amount);
    }
    AcceleratorCount count;
    for (const auto& [name, amount] : named)
        count.add(name, amount);
    if (any) // a quota that does not speak of accelerators sets no limit, which is not zero
        row.integer(column, count.total());
}

} // namespace

void write(Row& row, const view::Event& event)
{
    const auto& about = event.involvedobject();
    const Seen times = seen(event);
    const auto first = toTime(event.firsttimestamp());
    const auto component = event.reportingcomponent();
    row.text(EventColumn::Type, event.type())
        .text(EventColumn::Reason, event.reason())
        .text(EventColumn::Message, event.message())
        .integer(EventColumn::Occurrences, times.count)
        .time(EventColumn::FirstSeen, first.known() ? first : toTime(event.eventtime()))
        .time(EventColumn::LastSeen, times.last)
        .text(EventColumn::AboutKind, about.kind())
        .text(EventColumn::AboutName, about.name())
        .text(EventColumn::AboutNamespace, about.namespace_())
        .text(EventColumn::AboutUid, about.uid())
        .text(EventColumn::Component, component.empty() ? event.source().component() : component);
}

void write(Row& row, const view::ResourceQuota& quota)
{
    const auto& hard = quota.status().hard_size() > 0 ? quota.status().hard() : quota.spec().hard();
    row.text(QuotaColumn::Hard, listed(hard))
        .text(QuotaColumn::Used, listed(quota.status().used()));
    writeGpuQuota(row, QuotaColumn::GpuHard, hard);
    writeGpuQuota(row, QuotaColumn::GpuUsed, quota.status().used());
}

void write(Row& row, const view::PersistentVolumeClaim& claim)
{
    row.text(ClaimColumn::Phase, claim.status().phase())
        .text(ClaimColumn::Volume, claim.spec().volumename())
        .text(ClaimColumn::StorageClass, claim.spec().storageclassname());
    if (const auto storage = valueOf(claim.status().capacity(), "storage"))
        row.text(ClaimColumn::Capacity, *storage);
}

} // namespace binnacle::plugins::kubernetes
