// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/record_filter.h"

#include "services/store/ingest.h"

#include <algorithm>

namespace binnacle::services {

void RecordFilter::hold(KindDelta& changes, const TableWriter& w)
{
    const ColumnSet gauges = gaugesOf(w.spec());
    if (gauges.empty())
        return;
    std::erase_if(changes.delta.rows, [&](const DirtyRow& row) {
        if (row.added || !row.columns.within(gauges))
            return false;
        Held& held = m_held[{w.sourceOf(row.slot), w.kind()}];
        if (row.slot >= held.in.size())
            held.in.resize(w.slotCount(), false);
        if (!held.in[row.slot])
            held.slots.push_back(row.slot);
        held.in[row.slot] = true;
        return true;
    });
}

void RecordFilter::release(EstateDelta& delta, models::KindId kind, Held& held,
                           const TableWriter& w)
{
    auto at = std::find_if(delta.kinds.begin(), delta.kinds.end(),
                           [&](const KindDelta& k) { return k.kind == kind; });
    if (at == delta.kinds.end())
        at = delta.kinds.insert(at, KindDelta{kind, {}});
    std::vector<bool> there(w.slotCount(), false);
    for (const DirtyRow& row : at->delta.rows)
        there[row.slot] = row.added;
    const ColumnSet gauges = gaugesOf(w.spec());
    for (const std::uint32_t slot : held.slots) {
        held.in[slot] = false;
        // The slot may have a new owner by now: a row that is added brings its gauges along.
        if (w.isLive(slot) && !there[slot])
            at->delta.rows.push_back({slot, false, false, gauges});
    }
    held.slots.clear();
    if (at->delta.empty())
        delta.kinds.erase(at);
}

bool RecordFilter::contactDue(const StatusDelta& change, const EstateTables& tables)
{
    const models::SourceStatus& status = tables.status(change.source);
    models::UtcTime& last = m_contact[change.source];
    bool& held = m_contactHeld[change.source];
    const models::Duration enough =
        std::max<models::Duration>(status.interval / 2, std::chrono::seconds(1));
    held = change.contactOnly && last.known() && status.lastContact >= last &&
           status.lastContact - last < enough;
    if (!held)
        last = status.lastContact;
    return !held;
}

void RecordFilter::filter(EstateDelta& delta, const EstateTables& tables,
                          std::chrono::steady_clock::time_point now)
{
    std::erase_if(delta.statuses,
                  [&](const StatusDelta& change) { return !contactDue(change, tables); });
    std::vector<models::KindId> touched;
    for (KindDelta& changes : delta.kinds) {
        hold(changes, *tables.find(changes.kind));
        touched.push_back(changes.kind);
    }
    std::erase_if(delta.kinds, [](const KindDelta& changes) { return changes.delta.empty(); });
    for (auto& [key, held] : m_held) {
        const bool asked = std::find(touched.begin(), touched.end(), key.second) != touched.end();
        if (!asked || held.slots.empty() || (held.everSampled && now - held.sampled < kGaugeEvery))
            continue;
        release(delta, key.second, held, *tables.find(key.second));
        held.sampled = now;
        held.everSampled = true;
    }
}

void RecordFilter::drain(EstateDelta& delta, const EstateTables& tables)
{
    for (auto& [key, held] : m_held) {
        if (!held.slots.empty())
            release(delta, key.second, held, *tables.find(key.second));
    }
    for (auto& [source, held] : m_contactHeld) {
        if (held)
            delta.statuses.push_back({source, true, {}});
        held = false;
    }
}

} // namespace binnacle::services
