// SPDX-License-Identifier: GPL-3.0-or-later
// What a table of one row type needs to know: columns, key, when two rows look the same. Immutable,
// shared by the model on the ui thread and by the worker that arranges.
#pragma once

#include "ui/viewmodels/keyed_model_base.h"
#include "ui/viewmodels/table_column.h"

namespace binnacle::ui {

/// What a table of `Row` needs to know; immutable, shared by model and worker.
template <class Row> struct TableSpec {
    std::vector<TableColumn<Row>> columns;
    std::function<models::ObjectKey(const Row&)> key;
    std::function<bool(const Row&, const Row&)> same;
    std::function<bool(const Row&)> hatched; ///< stale or unknown; may be empty

    std::vector<std::string> fields() const
    {
        std::vector<std::string> names;
        for (const auto& column : columns)
            names.push_back(column.id);
        return names;
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
