// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/keyed_model_base.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace binnacle::ui {

namespace {

using models::ObjectKey;
using RowIndex = std::unordered_map<ObjectKey, int, models::ObjectKeyHash>;

constexpr std::size_t kMaxRanges =
    32; ///< more announcements than this cost more than one re-layout
constexpr qsizetype kFewIndexes =
    16; ///< up to so many are sought one by one: a hash of 150,000 keys takes a frame

RowIndex indexOf(const std::vector<ObjectKey>& keys)
{
    RowIndex index;
    index.reserve(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i)
        index.emplace(keys[i], static_cast<int>(i));
    return index;
}

void addTo(std::vector<RowRange>& ranges, int row)
{
    if (!ranges.empty() && ranges.back().last == row - 1)
        ranges.back().last = row;
    else
        ranges.push_back({row, row});
}

} // namespace

TablePlan planDifference(ArrangementPtr base, const Arrangement& next, const SameRow& same)
{
    TablePlan plan;
    plan.base = std::move(base);
    static const Arrangement kNothing;
    const Arrangement& before = plan.base ? *plan.base : kNothing;
    const bool sameKeys = before.keys == next.keys;
    if (sameKeys) {
        for (std::size_t i = 0; i < next.rows.size(); ++i) {
            if (before.rows[i] != next.rows[i] && !same(before.rows[i], next.rows[i]))
                addTo(plan.changed, static_cast<int>(i));
        }
        return plan;
    }
    const RowIndex old = indexOf(before.keys);
    std::vector<bool> kept(before.keys.size(), false);
    int lastOld = -1;
    for (std::size_t i = 0; i < next.keys.size(); ++i) {
        const auto found = old.find(next.keys[i]);
        if (found == old.end()) {
            addTo(plan.inserted, static_cast<int>(i));
            continue;
        }
        const auto at = static_cast<std::size_t>(found->second);
        kept[at] = true;
        plan.sameOrder = plan.sameOrder && found->second > lastOld;
        lastOld = found->second;
        if (before.rows[at] != next.rows[i] && !same(before.rows[at], next.rows[i]))
            addTo(plan.changed, static_cast<int>(i));
    }
    for (std::size_t i = 0; i < kept.size(); ++i) {
        if (!kept[i])
            addTo(plan.removed, static_cast<int>(i));
    }
    return plan;
}

int KeyedModelBase::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int KeyedModelBase::rowOf(const ObjectKey& key) const
{
    const auto found = std::find(m_keys.begin(), m_keys.end(), key);
    return found == m_keys.end() ? -1 : static_cast<int>(found - m_keys.begin());
}

ObjectKey KeyedModelBase::keyAt(int row) const
{
    return row >= 0 && row < rowCount() ? m_keys[static_cast<std::size_t>(row)] : ObjectKey{};
}

void KeyedModelBase::show(ArrangementPtr next)
{
    TablePlan plan = planDifference(m_now, *next,
                                    [this](const void* a, const void* b) { return sameRow(a, b); });
    show(std::move(next), std::move(plan));
}

void KeyedModelBase::show(ArrangementPtr next, TablePlan plan)
{
    if (plan.base != m_now) {
        show(std::move(next));
        return;
    }
    removeRanges(plan);
    const bool inPlace = insertRanges(plan, *next);
    if (!inPlace || !plan.sameOrder)
        reorder(next->rows, next->keys);
    m_rows = next->rows;
    m_keys = next->keys;
    // The old rows may be freed only now that nothing points at them.
    m_now = std::move(next);
    if (plan.changed.size() > 2 * kMaxRanges)
        plan.changed = {{plan.changed.front().first, plan.changed.back().last}};
    for (const RowRange& range : plan.changed)
        Q_EMIT dataChanged(index(range.first, 0), index(range.last, columnCount({}) - 1));
}

void KeyedModelBase::removeRanges(const TablePlan& plan)
{
    std::vector<RowRange> ranges = plan.removed;
    if (ranges.size() > kMaxRanges) {
        // Many holes: bring the survivors to the front in one step, then cut the tail off.
        std::vector<const void*> rows, goneRows;
        std::vector<ObjectKey> keys, goneKeys;
        rows.reserve(m_rows.size());
        keys.reserve(m_keys.size());
        auto hole = ranges.begin();
        for (std::size_t i = 0; i < m_keys.size(); ++i) {
            while (hole != ranges.end() && hole->last < static_cast<int>(i))
                ++hole;
            const bool stays = hole == ranges.end() || static_cast<int>(i) < hole->first;
            (stays ? rows : goneRows).push_back(m_rows[i]);
            (stays ? keys : goneKeys).push_back(m_keys[i]);
        }
        rows.insert(rows.end(), goneRows.begin(), goneRows.end());
        keys.insert(keys.end(), goneKeys.begin(), goneKeys.end());
        int gone = 0;
        for (const RowRange& range : ranges)
            gone += range.last - range.first + 1;
        reorder(std::move(rows), std::move(keys));
        ranges = {{rowCount() - gone, rowCount() - 1}};
    }
    for (auto range = ranges.rbegin(); range != ranges.rend(); ++range) {
        beginRemoveRows({}, range->first, range->last);
        m_rows.erase(m_rows.begin() + range->first, m_rows.begin() + range->last + 1);
        m_keys.erase(m_keys.begin() + range->first, m_keys.begin() + range->last + 1);
        endRemoveRows();
    }
}

bool KeyedModelBase::insertRanges(const TablePlan& plan, const Arrangement& next)
{
    if (plan.inserted.empty())
        return true;
    const auto insertAt = [&](int at, const RowRange& range) {
        m_rows.insert(m_rows.begin() + at, next.rows.begin() + range.first,
                      next.rows.begin() + range.last + 1);
        m_keys.insert(m_keys.begin() + at, next.keys.begin() + range.first,
                      next.keys.begin() + range.last + 1);
    };
    if (plan.sameOrder && plan.inserted.size() <= kMaxRanges) {
        for (const RowRange& range : plan.inserted) {
            beginInsertRows({}, range.first, range.last);
            insertAt(range.first, range);
            endInsertRows();
        }
        return true;
    }
    int count = 0;
    for (const RowRange& range : plan.inserted)
        count += range.last - range.first + 1;
    beginInsertRows({}, rowCount(), rowCount() + count - 1);
    for (const RowRange& range : plan.inserted)
        insertAt(static_cast<int>(m_rows.size()), range);
    endInsertRows();
    return false;
}

void KeyedModelBase::reorder(std::vector<const void*> rows, std::vector<ObjectKey> keys)
{
    Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const QModelIndexList persistent = persistentIndexList();
    QModelIndexList moved;
    if (persistent.size() > kFewIndexes) {
        const RowIndex at = indexOf(keys);
        for (const QModelIndex& old : persistent) {
            const auto found = at.find(m_keys[static_cast<std::size_t>(old.row())]);
            moved.append(found == at.end() ? QModelIndex() : index(found->second, old.column()));
        }
    } else {
        for (const QModelIndex& old : persistent) {
            const auto found =
                std::find(keys.begin(), keys.end(), m_keys[static_cast<std::size_t>(old.row())]);
            moved.append(found == keys.end()
                             ? QModelIndex()
                             : index(static_cast<int>(found - keys.begin()), old.column()));
        }
    }
    m_rows = std::move(rows);
    m_keys = std::move(keys);
    changePersistentIndexList(persistent, moved);
    Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

} // namespace binnacle::ui
