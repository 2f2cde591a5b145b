// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/told_collector.h"

#include "services/store/diff.h"

#include <algorithm>
#include <iterator>

namespace binnacle::services {

using models::CellType;
using models::ColumnId;
using models::FactOp;

namespace {

ToldValue textValue(const StringPool& texts, TextId id)
{
    ToldValue out;
    out.known = id != kNullText;
    if (out.known)
        out.text = texts.view(id);
    return out;
}

ToldValue numberValue(std::int64_t value, bool known)
{
    return {known, {}, known ? value : models::kUnknownInt};
}

/// The cell as bits, so that nothing is copied for rows nobody is told of.
std::int64_t raw(const TableWriter& w, std::size_t slot, ColumnId column)
{
    switch (w.spec().columns[column].type) {
    case CellType::Text:
    case CellType::Labels:
        return w.get<TextId>(slot, column);
    case CellType::Int:
    case CellType::Time:
        return w.get<std::int64_t>(slot, column);
    case CellType::Flag:
        return static_cast<std::int64_t>(w.get<models::Flag>(slot, column));
    case CellType::Real:
        break;
    }
    return models::kUnknownInt;
}

ToldValue told(const StringPool& texts, CellType type, std::int64_t bits)
{
    switch (type) {
    case CellType::Text:
    case CellType::Labels:
        return textValue(texts, static_cast<TextId>(bits));
    case CellType::Int:
    case CellType::Time:
        return numberValue(bits, bits != models::kUnknownInt);
    case CellType::Flag:
        return numberValue(bits, bits != static_cast<std::int64_t>(models::Flag::Unknown));
    case CellType::Real:
        break;
    }
    return {};
}

ToldValue told(const RowRef& row, ColumnId column)
{
    switch (row.table().spec().columns[column].type) {
    case CellType::Text:
    case CellType::Labels:
        return textValue(row.table().texts(), row.textId(column));
    case CellType::Int:
        return numberValue(row.integer(column), row.known(column));
    case CellType::Time:
        return numberValue(row.time(column).ns, row.known(column));
    case CellType::Flag:
        return numberValue(static_cast<std::int64_t>(row.flag(column)), row.known(column));
    case CellType::Real:
        break;
    }
    return {};
}

std::vector<ToldValue> told(const RowRef& row, const ChangeWatch& watch)
{
    std::vector<ToldValue> out;
    for (const ColumnId column : watch.tell)
        out.push_back(told(row, column));
    return out;
}

/// Slots mean the same within one lineage; after a look at the key they need not.
std::optional<RowRef> rowOf(const Table& table, const RowChange& change)
{
    if (change.slot < table.slotCount() && table.row(change.slot).key() == change.key)
        return table.row(change.slot);
    return table.find(change.key);
}

bool wanted(const ChangeWatch& watch, const std::vector<ColumnId>& columns)
{
    return std::any_of(columns.begin(), columns.end(), [&watch](ColumnId c) {
        return std::find(watch.when.begin(), watch.when.end(), c) != watch.when.end();
    });
}

} // namespace

void ToldCollector::append(std::vector<ToldChange> more)
{
    std::move(more.begin(), more.end(), std::back_inserter(m_out));
}

bool ToldCollector::begin(models::KindId kind)
{
    m_before.clear();
    const auto found =
        std::find_if(m_watches.begin(), m_watches.end(),
                     [kind](const ChangeWatch& watch) { return watch.kind == kind; });
    m_watch = found == m_watches.end() ? nullptr : &*found;
    return m_watch != nullptr;
}

void ToldCollector::before(const TableWriter& w, std::size_t slot)
{
    for (const ColumnId column : m_watch->tell)
        m_before.push_back(slot == TableWriter::kNone ? 0 : raw(w, slot, column));
}

std::vector<ToldValue> ToldCollector::values(const TableWriter& w, std::size_t slot) const
{
    std::vector<ToldValue> out;
    for (const ColumnId column : m_watch->tell)
        out.push_back(told(w.texts(), w.spec().columns[column].type, raw(w, slot, column)));
    return out;
}

void ToldCollector::changed(const TableWriter& w, std::size_t row, std::size_t slot,
                            ChangeEntry entry)
{
    if (!wanted(*m_watch, entry.columns))
        return;
    ToldChange out{std::move(entry), {}, values(w, slot)};
    for (std::size_t i = 0; i < m_watch->tell.size(); ++i)
        out.before.push_back(told(w.texts(), w.spec().columns[m_watch->tell[i]].type,
                                  m_before[row * m_watch->tell.size() + i]));
    m_out.push_back(std::move(out));
}

void ToldCollector::added(const TableWriter& w, std::size_t slot, ChangeEntry entry)
{
    if (m_watch->comings)
        m_out.push_back({std::move(entry), {}, values(w, slot)});
}

void ToldCollector::removed(const TableWriter& w, std::size_t slot, ChangeEntry entry)
{
    if (m_watch->comings)
        m_out.push_back({std::move(entry), values(w, slot), {}});
}

std::vector<ToldChange> changesBetween(const Snapshot& before, const Snapshot& after,
                                       const ChangeWatches& watches)
{
    std::vector<ToldChange> out;
    for (const ChangeWatch& watch : watches) {
        const Table* const was = before.table(watch.kind);
        const Table* const is = after.table(watch.kind);
        for (RowChange& change : diffTables(was, is)) {
            const bool gone = change.op == RowChange::Op::Removed;
            const bool moved = change.op == RowChange::Op::Changed;
            if (moved ? !wanted(watch, change.columns) : !watch.comings)
                continue;
            const RowRef row = (gone ? was : is)->row(change.slot);
            ToldChange entry{{after.at, watch.kind, change.key,
                              gone    ? FactOp::Remove
                              : moved ? FactOp::Patch
                                      : FactOp::Upsert,
                              std::string(row.ns()), std::string(row.name()),
                              std::move(change.columns)},
                             {},
                             {}};
            if (!gone)
                entry.after = told(row, watch);
            if (gone)
                entry.before = told(row, watch);
            else if (const auto old = moved ? rowOf(*was, change) : std::nullopt)
                entry.before = told(*old, watch);
            out.push_back(std::move(entry));
        }
    }
    return out;
}

} // namespace binnacle::services
