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
        for (std::size_t i = 1; i < keys.size(); ++i) {
            if (const int order = compare(keys[i], ra, rb))
                return order < 0;
        }
        return a.slot < b.slot;
    });
    for (std::size_t i = 0; i < items.size(); ++i)
        slots[i] = items[i].slot;
}

} // namespace binnacle::ui
