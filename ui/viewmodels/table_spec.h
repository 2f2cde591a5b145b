// SPDX-License-Identifier: GPL-3.0-or-later
// What a table of one row type needs to know: columns, key, when two rows look the same. Immutable,
// shared by the model on the ui thread and by the worker that arranges.
#pragma once

#include "models/filter/filter_rows.h"
#include "ui/viewmodels/keyed_model_base.h"
#include "ui/viewmodels/table_column.h"

namespace binnacle::ui {

/// What a table of `Row` needs to know; immutable, shared by model and worker.
template <class Row> struct TableSpec {
    std::vector<TableColumn<Row>> columns;
    std::function<models::ObjectKey(const Row&)> key;
    std::function<bool(const Row&, const Row&)> same;
    std::function<bool(const Row&)> hatched; ///< stale or unknown; may be empty

    /// How a filter reads a row. Shape: in the order of the columns.
    std::vector<models::RowField<Row>> filterFields() const
    {
        std::vector<models::RowField<Row>> fields;
        for (const auto& column : columns)
            fields.push_back({{column.id, column.filterType, column.filterAliases, true},
                              column.text,
                              column.number});
        return fields;
    }
    models::Filter compile(std::string_view filter, models::UtcTime now) const
    {
        const auto readers = filterFields();
        return models::compileFilter(
            filter, models::fieldsOf(std::span<const models::RowField<Row>>(readers)), now);
    }
    const TableColumn<Row>* column(std::string_view id) const
    {
        for (const auto& column : columns) {
            if (column.id == id)
                return &column;
        }
        return nullptr;
    }
    SameRow sameRow() const
    {
        return [this](const void* a, const void* b) {
            return same(*static_cast<const Row*>(a), *static_cast<const Row*>(b));
        };
    }
};

} // namespace binnacle::ui
