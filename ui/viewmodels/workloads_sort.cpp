// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/workloads_sort.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace binnacle::ui {

namespace {

using services::RowRef;

constexpr std::uint64_t kLast = std::numeric_limits<std::uint64_t>::max();

/// The beginning of a sort key, so that most comparisons touch no other memory.
struct Start {
    std::uint64_t high = kLast, low = kLast;
    friend auto operator<=>(const Start&, const Start&) = default;
};

struct Item {
    Start first, second;
    std::uint32_t slot = 0;
};

std::uint64_t bytesAt(std::string_view text, std::size_t at)
{
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < 8; ++i) {
        bits <<= 8;
        if (at + i < text.size())
            bits |= static_cast<unsigned char>(text[at + i]);
    }
    return bits;
}

/// Bits that order as the numbers do.
std::uint64_t orderedBits(double value)
{
    const auto bits = std::bit_cast<std::uint64_t>(value + 0.0);
    return bits >> 63 != 0 ? ~bits : bits | (std::uint64_t{1} << 63);
}

struct Key {
    const ObjectColumn* column;
    bool descending;
};

Start startOf(const Key& key, const RowRef& row)
{
    Start start;
    if (key.column->number) {
        const double value = key.column->number(row);
        if (!std::isnan(value))
            start = {orderedBits(key.descending ? -value : value), 0};
        return start;
    }
    const std::string_view text = key.column->sortText(row);
    if (text.empty())
        return start;
    start = {bytesAt(text, 0), bytesAt(text, 8)};
    return key.descending ? Start{~start.high, ~start.low} : start;
}

int compareNumbers(double a, double b, bool descending)
{
    const bool unknownA = std::isnan(a), unknownB = std::isnan(b);
    if (unknownA || unknownB)
        return unknownA == unknownB ? 0 : unknownA ? 1 : -1;
    return a == b ? 0 : (a < b) != descending ? -1 : 1;
}

int compareTexts(std::string_view a, std::string_view b, bool descending)
{
    if (a.empty() || b.empty())
        return a.empty() == b.empty() ? 0 : a.empty() ? 1 : -1;
    const int order = a.compare(b);
    return order == 0 ? 0 : (order < 0) != descending ? -1 : 1;
}

int compare(const Key& key, const RowRef& a, const RowRef& b)
{
    return key.column->number
               ? compareNumbers(key.column->number(a), key.column->number(b), key.descending)
               : compareTexts(key.column->sortText(a), key.column->sortText(b), key.descending);
}

using Keys = std::vector<Key>;

Keys keysOf(const ObjectKind& kind, const std::vector<TableSort>& sort)
{
    Keys keys;
    const auto add = [&](std::string_view column, bool descending) {
        const int at = kind.column(column);
        if (at >= 0)
            keys.push_back({&kind.columns[static_cast<std::size_t>(at)], descending});
    };
    for (const TableSort& one : sort)
        add(one.column, one.descending);
    add("name", false);
    add("namespace", false);
    return keys;
}

bool comesBefore(const Keys& keys, const RowRef& a, const RowRef& b)
{
    for (const Key& key : keys) {
        if (const int order = compare(key, a, b))
            return order < 0;
    }
    return a.slot() < b.slot();
}

void sortSlots(const services::Table& table, const Keys& keys, std::vector<std::uint32_t>& slots)
{
    if (keys.empty())
        return;
    const bool two = keys.size() > 1;
    const bool exact = static_cast<bool>(keys[0].column->number);
    std::vector<Item> items;
    items.reserve(slots.size());
    for (const std::uint32_t slot : slots) {
        const RowRef row = table.row(slot);
        items.push_back({startOf(keys[0], row), two ? startOf(keys[1], row) : Start{}, slot});
    }
    std::sort(items.begin(), items.end(), [&](const Item& a, const Item& b) {
        if (a.first != b.first)
            return a.first < b.first;
        const RowRef ra = table.row(a.slot), rb = table.row(b.slot);
        if (!exact) {
            if (const int order = compare(keys[0], ra, rb))
                return order < 0;
        }
        if (a.second != b.second)
            return a.second < b.second;
        return comesBefore(keys, ra, rb);
    });
    for (std::size_t i = 0; i < items.size(); ++i)
        slots[i] = items[i].slot;
}

bool sameSort(const SortedRows& a, const services::Table& table, const std::vector<TableSort>& sort)
{
    return services::comparable(*a.table, table) && a.sort == sort;
}

/// The old order without what left or changed, and what is fresh put where it belongs.
std::vector<std::uint32_t> takeOver(const SortedRows& before, const services::Table& table,
                                    const Keys& keys, const services::TableChanges& changes)
{
    std::vector<std::uint32_t> kept;
    kept.reserve(before.slots.size());
    for (const std::uint32_t slot : before.slots) {
        if (slot < changes.kept.size() && changes.kept[slot] != 0)
            kept.push_back(slot);
    }
    std::vector<std::uint32_t> fresh = changes.fresh;
    sortSlots(table, keys, fresh);
    std::vector<std::uint32_t> out;
    out.reserve(kept.size() + fresh.size());
    auto from = kept.begin();
    for (const std::uint32_t slot : fresh) {
        const auto at =
            std::upper_bound(from, kept.end(), slot, [&](std::uint32_t a, std::uint32_t b) {
                return comesBefore(keys, table.row(a), table.row(b));
            });
        out.insert(out.end(), from, at);
        out.push_back(slot);
        from = at;
    }
    out.insert(out.end(), from, kept.end());
    return out;
}

} // namespace

SortedRowsPtr sortRows(std::shared_ptr<const services::Table> table, const ObjectKind& kind,
                       const std::vector<TableSort>& sort, const SortedRowsPtr& before,
                       const services::TableChanges& changes)
{
    const Keys keys = keysOf(kind, sort);
    auto out = std::make_shared<SortedRows>();
    out->table = std::move(table);
    out->sort = sort;
    if (before && sameSort(*before, *out->table, sort)) {
        if (before->table == out->table)
            return before;
        // Past a quarter of all rows a sort of everything is not slower.
        if (changes.fresh.size() * 4 < out->table->rowCount()) {
            out->slots = takeOver(*before, *out->table, keys, changes);
            return out;
        }
    }
    out->slots.reserve(out->table->rowCount());
    out->table->forEach(
        [&](const RowRef& row) { out->slots.push_back(static_cast<std::uint32_t>(row.slot())); });
    sortSlots(*out->table, keys, out->slots);
    return out;
}

std::vector<std::uint32_t> inOrder(const SortedRows& all, const std::vector<std::uint32_t>& picked)
{
    if (picked.size() == all.slots.size())
        return all.slots;
    std::vector<std::uint8_t> wanted(all.table->slotCount(), 0);
    for (const std::uint32_t slot : picked)
        wanted[slot] = 1;
    std::vector<std::uint32_t> out;
    out.reserve(picked.size());
    for (const std::uint32_t slot : all.slots) {
        if (wanted[slot] != 0)
            out.push_back(slot);
    }
    return out;
}

} // namespace binnacle::ui
