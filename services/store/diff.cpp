// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/diff.h"

#include <algorithm>
#include <cstring>
#include <unordered_map>

namespace binnacle::services {

using models::CellType;
using models::ColumnId;

namespace {

const std::byte* cellAt(const Table& table, std::size_t slot, std::size_t column)
{
    return table.chunk(slot).data.get() + table.layout().offset[column] +
           (slot % kChunkRows) * table.layout().width[column];
}

bool isText(CellType type)
{
    return type == CellType::Text || type == CellType::Labels;
}

class Differ {
public:
    Differ(const Table& before, const Table& after)
        : m_before(before), m_after(after), m_columns(after.spec().columns),
          m_samePool(&before.texts() == &after.texts())
    {
    }

    std::vector<RowChange> run();

private:
    void slot(std::size_t at);
    void compare(std::size_t from, std::size_t to, std::vector<ColumnId>& changed) const;
    void pairMoves();

    const Table& m_before;
    const Table& m_after;
    const std::vector<models::ColumnSpec>& m_columns;
    bool m_samePool;
    std::vector<RowChange> m_out;
    bool m_added = false, m_removed = false;
};

void Differ::compare(std::size_t from, std::size_t to, std::vector<ColumnId>& changed) const
{
    for (std::size_t c = 0; c < m_columns.size(); ++c) {
        const auto column = static_cast<ColumnId>(c);
        const bool equal = m_samePool || !isText(m_columns[c].type)
                               ? std::memcmp(cellAt(m_before, from, c), cellAt(m_after, to, c),
                                             m_after.layout().width[c]) == 0
                               // Unknown and empty are different things.
                               : m_before.row(from).text(column) == m_after.row(to).text(column) &&
                                     (m_before.row(from).textId(column) == kNullText) ==
                                         (m_after.row(to).textId(column) == kNullText);
        if (!equal)
            changed.push_back(column);
    }
}

void Differ::slot(std::size_t at)
{
    const models::ObjectKey was =
        at < m_before.slotCount() ? m_before.row(at).key() : models::ObjectKey{};
    const models::ObjectKey is =
        at < m_after.slotCount() ? m_after.row(at).key() : models::ObjectKey{};
    if (was == is) {
        if (!is.valid())
            return;
        std::vector<ColumnId> changed;
        compare(at, at, changed);
        if (!changed.empty())
            m_out.push_back({RowChange::Op::Changed, is, at, std::move(changed)});
        return;
    }
    if (was.valid()) {
        m_out.push_back({RowChange::Op::Removed, was, at, {}});
        m_removed = true;
    }
    if (is.valid()) {
        m_out.push_back({RowChange::Op::Added, is, at, {}});
        m_added = true;
    }
}

/// An object that left one slot and came back in another is one change, not two.
void Differ::pairMoves()
{
    std::unordered_map<models::ObjectKey, std::size_t, models::ObjectKeyHash> gone;
    for (std::size_t i = 0; i < m_out.size(); ++i) {
        if (m_out[i].op == RowChange::Op::Removed)
            gone.emplace(m_out[i].key, i);
    }
    std::vector<bool> drop(m_out.size(), false);
    const bool slotsMatter = m_before.lineage() == m_after.lineage();
    for (std::size_t i = 0; i < m_out.size(); ++i) {
        RowChange& change = m_out[i];
        const auto it = change.op == RowChange::Op::Added ? gone.find(change.key) : gone.end();
        if (it == gone.end())
            continue;
        change.op = RowChange::Op::Changed;
        compare(m_out[it->second].slot, change.slot, change.columns);
        drop[it->second] = true;
        drop[i] = change.columns.empty() && !slotsMatter;
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < m_out.size(); ++i) {
        if (drop[i])
            continue;
        if (kept != i)
            m_out[kept] = std::move(m_out[i]);
        ++kept;
    }
    m_out.resize(kept);
}

std::vector<RowChange> Differ::run()
{
    const auto& was = m_before.chunks();
    const auto& is = m_after.chunks();
    for (std::size_t c = 0; c < std::max(was.size(), is.size()); ++c) {
        if (m_samePool && c < was.size() && c < is.size() && was[c] == is[c])
            continue;
        for (std::size_t i = 0; i < kChunkRows; ++i)
            slot(c * kChunkRows + i);
    }
    if (m_added && m_removed)
        pairMoves();
    return std::move(m_out);
}

std::vector<RowChange> allRows(const Table& table, RowChange::Op op)
{
    std::vector<RowChange> out;
    out.reserve(table.rowCount());
    table.forEach([&](const RowRef& row) { out.push_back({op, row.key(), row.slot(), {}}); });
    return out;
}

} // namespace

std::vector<RowChange> diffTables(const Table* before, const Table* after)
{
    if (before == after)
        return {};
    if (before == nullptr)
        return allRows(*after, RowChange::Op::Added);
    if (after == nullptr)
        return allRows(*before, RowChange::Op::Removed);
    return Differ(*before, *after).run();
}

} // namespace binnacle::services
