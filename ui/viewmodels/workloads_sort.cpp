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

/// A row with the beginning of its first sort key, so that most comparisons touch no other memory.
struct Item {
    std::uint64_t high, low;
    std::uint32_t slot;
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

Item itemOf(const Key& key, const RowRef& row)
{
    const auto slot = static_cast<std::uint32_t>(row.slot());
    Item item{kLast, kLast, slot};
    if (key.column->number) {
        const double value = key.column->number(row);
        if (!std::isnan(value)) {
            item.high = orderedBits(key.descending ? -value : value);
            item.low = 0;
        }
        return item;
    }
    const std::string_view text = key.column->sortText(row);
    if (text.empty())
        return item;
    item.high = bytesAt(text, 0);
    item.low = bytesAt(text, 8);
    if (key.descending) {
        item.high = ~item.high;
        item.low = ~item.low;
    }
    return item;
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

} // namespace

void sortSlots(const services::Table& table, const ObjectKind& kind,
               const std::vector<TableSort>& sort, std::vector<std::uint32_t>& slots)
{
    std::vector<Key> keys;
    for (const TableSort& one : sort) {
        const int at = kind.column(one.column);
        if (at >= 0)
            keys.push_back({&kind.columns[static_cast<std::size_t>(at)], one.descending});
    }
    for (const char* last : {"name", "namespace"}) {
        const int at = kind.column(last);
        if (at >= 0)
            keys.push_back({&kind.columns[static_cast<std::size_t>(at)], false});
    }
    if (keys.empty())
        return;
    std::vector<Item> items;
    items.reserve(slots.size());
    for (const std::uint32_t slot : slots)
        items.push_back(itemOf(keys.front(), table.row(slot)));
    std::sort(items.begin(), items.end(), [&](const Item& a, const Item& b) {
        if (a.high != b.high)
            return a.high < b.high;
        if (a.low != b.low)
            return a.low < b.low;
        for (const Key& key : keys) {
            if (const int order = compare(key, table.row(a.slot), table.row(b.slot)))
                return order < 0;
        }
        return a.slot < b.slot;
    });
    for (std::size_t i = 0; i < items.size(); ++i)
        slots[i] = items[i].slot;
}

} // namespace binnacle::ui
