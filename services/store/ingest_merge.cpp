// SPDX-License-Identifier: GPL-3.0-or-later
// Rows that leave or enter other than by a connector's facts: a source that is no longer
// configured, and what another process recorded while this one only looked on.
#include "services/store/ingest.h"

#include <algorithm>
#include <cmath>

namespace binnacle::services {

using models::CellType;
using models::ColumnId;
using models::KindId;

void Ingest::forget(const std::string& source, bool gone)
{
    const int found = m_tables.findSource(source);
    if (found < 0)
        return;
    const auto index = static_cast<SourceIndex>(found);
    for (KindId kind = 0; kind < m_tables.kindCount(); ++kind) {
        TableWriter* const w = m_tables.find(kind);
        for (std::size_t slot = 0; w != nullptr && slot < w->slotCount(); ++slot) {
            if (w->isLive(slot) && w->sourceOf(slot) == index)
                remove(*w, slot);
        }
    }
    std::erase_if(m_lists, [&](const auto& list) { return std::get<0>(list.first) == index; });
    m_joiner.forget(index);
    m_joiner.settle();
    m_forgotten.insert(index);
    auto status = std::make_shared<models::SourceStatus>();
    status->id = source;
    status->type = m_tables.status(index).type;
    status->gone = gone;
    m_tables.setStatus(index, std::move(status));
    m_statuses.push_back({index, false, gone ? source : std::string()});
}

bool Ingest::knownBetter(SourceIndex source, KindId kind) const
{
    return m_forgotten.contains(source) || m_fed.contains({source, kind});
}

void Ingest::merge(const EstateTables& recorded, models::UtcTime at)
{
    const KindId kinds = static_cast<KindId>(std::max(recorded.kindCount(), m_tables.kindCount()));
    for (SourceIndex theirs = 0; theirs < recorded.sourceCount(); ++theirs) {
        const models::SourceStatus& status = recorded.status(theirs);
        if (status.gone)
            continue; // rows that this process still shows came from its own configuration
        const SourceIndex mine = m_tables.source(status.id);
        for (KindId kind = 0; kind < kinds; ++kind) {
            if (!knownBetter(mine, kind))
                mergeKind(recorded, theirs, mine, kind, at);
        }
        if (!m_forgotten.contains(mine))
            mergeStatus(status, mine);
    }
    m_joiner.settle();
}

void Ingest::mergeKind(const EstateTables& recorded, SourceIndex theirs, SourceIndex mine,
                       KindId kind, models::UtcTime at)
{
    const TableWriter* const from = recorded.find(kind);
    if (TableWriter* const w = m_tables.find(kind)) {
        for (std::size_t slot = 0; slot < w->slotCount(); ++slot) {
            if (w->isLive(slot) && w->sourceOf(slot) == mine &&
                (from == nullptr || from->find(w->keyOf(slot)) == TableWriter::kNone))
                remove(*w, slot);
        }
    }
    if (from == nullptr)
        return;
    models::FactBatch batch(recorded.status(theirs).id);
    const auto& columns = from->spec().columns;
    for (std::size_t slot = 0; slot < from->slotCount(); ++slot) {
        if (!from->isLive(slot) || from->sourceOf(slot) != theirs)
            continue;
        auto row = batch.upsert(kind, from->keyOf(slot), from->validFrom(slot));
        for (std::size_t c = 0; c < columns.size(); ++c) {
            const auto column = static_cast<ColumnId>(c);
            if (columns[c].joined)
                continue;
            switch (columns[c].type) {
            case CellType::Text:
            case CellType::Labels:
                if (const auto id = from->get<TextId>(slot, column); id != kNullText)
                    row.text(column, from->texts().view(id));
                break;
            case CellType::Int:
                row.integer(column, from->get<std::int64_t>(slot, column));
                break;
            case CellType::Time:
                row.time(column, {from->get<std::int64_t>(slot, column)});
                break;
            case CellType::Real:
                row.real(column, from->get<double>(slot, column));
                break;
            case CellType::Flag:
                if (const auto flag = from->get<models::Flag>(slot, column);
                    flag != models::Flag::Unknown)
                    row.flag(column, flag == models::Flag::True);
                break;
            }
        }
    }
    for (const models::FactRow& row : batch.rows()) {
        // A row that something here feeds by now stays its own.
        const TableWriter* const w = m_tables.find(kind);
        const std::size_t slot = w == nullptr ? TableWriter::kNone : w->find(row.key);
        if (slot == TableWriter::kNone || !knownBetter(w->sourceOf(slot), kind))
            applyRow(batch, row, mine, at);
    }
    if (kind == models::kind(models::BuiltIn::Pod)) {
        const auto pods = recorded.status(theirs).kinds.find(from->spec().name);
        if (pods != recorded.status(theirs).kinds.end() && pods->second.complete &&
            pods->second.scope.empty())
            m_joiner.podsListed(mine);
    }
}

void Ingest::mergeStatus(const models::SourceStatus& theirs, SourceIndex mine)
{
    const models::SourceStatus& own = m_tables.status(mine);
    if (own.gone || own.lastContact >= theirs.lastContact)
        return;
    // Who reached the source last knows it; whether it is asked now is this process's own matter.
    auto status = std::make_shared<models::SourceStatus>(theirs);
    status->id = own.id;
    status->phase = own.phase;
    status->since = own.since;
    status->error = own.error;
    status->meter = own.meter;
    if (!own.origin.empty())
        status->origin = own.origin;
    for (const auto& [kind, sync] : own.kinds)
        status->kinds.try_emplace(kind, sync);
    m_tables.setStatus(mine, std::move(status));
    m_statuses.push_back({mine, false, {}});
}

} // namespace binnacle::services
