// SPDX-License-Identifier: GPL-3.0-or-later
// Filtering and sorting of a table's rows, for workers: lists beyond some thousand rows are never
// sorted on the ui thread. Pure templates over immutable rows.
#pragma once

#include "ui/viewmodels/filter_query.h"
#include "ui/viewmodels/table_spec.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

namespace binnacle::ui {

template <class Row>
bool matches(const Row& row, const FilterTerm& term, const TableSpec<Row>& spec)
{
    bool hit = false;
    if (term.field.empty()) {
        for (const auto& column : spec.columns)
            hit = hit || (column.text && containsFolded(column.text(row), term.values.front()));
        return hit != term.negated;
    }
    const TableColumn<Row>* column = spec.column(term.field);
    if (!column)
        return true;
    if (term.op == FilterTerm::Op::Less || term.op == FilterTerm::Op::Greater) {
        const double value = column->number ? column->number(row) : std::nan("");
        const double bound = term.number * column->filterScale;
        hit = term.op == FilterTerm::Op::Less ? value < bound : value > bound;
        // An unknown value is neither below nor above, whatever the sign.
        return std::isnan(value) ? false : hit != term.negated;
    }
    for (const std::string& value : term.values) {
        if (column->text)
            hit = hit || matchesPattern(column->text(row), value);
        else
            hit = hit || matchesPattern(column->format(row).toStdString(), value);
    }
    return hit != term.negated;
}

/// The rows that pass, sorted; equal rows keep the order of `rows`, unknown numbers come last
/// either way. Cost: 40,000 rows in some 20 ms. Thread: any.
template <class Row>
ArrangementPtr arrange(std::shared_ptr<const void> owner, std::span<const Row> rows,
                       const TableSpec<Row>& spec, const FilterQuery& filter, const TableSort& sort)
{
    std::vector<std::uint32_t> picked;
    picked.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const bool passes =
            std::all_of(filter.terms.begin(), filter.terms.end(),
                        [&](const FilterTerm& term) { return matches(rows[i], term, spec); });
        if (passes)
            picked.push_back(static_cast<std::uint32_t>(i));
    }
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
