// SPDX-License-Identifier: GPL-3.0-or-later
// Filters a list of structs: each field says how to read itself from a row. For use-case rows that
// are in no table (devices, nodes, teams). Pure template; any thread.
#pragma once

#include "models/filter/filter_select.h"

#include <functional>
#include <limits>

namespace binnacle::models {

/// Exactly one of `text` and `number` is set; texts are views into the row.
template <class Row> struct RowField {
    FilterField field;
    std::function<std::string_view(const Row&)> text;
    std::function<double(const Row&)> number;
};

template <class Row> std::vector<FilterField> fieldsOf(std::span<const RowField<Row>> readers)
{
    std::vector<FilterField> fields;
    for (const auto& reader : readers)
        fields.push_back(reader.field);
    return fields;
}

/// Shape: indices of the rows that pass, ascending.
template <class Row>
std::vector<std::uint32_t> selectRows(const Filter& filter, std::span<const RowField<Row>> readers,
                                      std::span<const Row> rows)
{
    struct Reader {
        std::span<const RowField<Row>> readers;
        std::span<const Row> rows;
        std::size_t size() const { return rows.size(); }
        std::string_view text(std::size_t row, int field) const
        {
            const auto& read = readers[static_cast<std::size_t>(field)].text;
            return read ? read(rows[row]) : std::string_view{};
        }
        double number(std::size_t row, int field) const
        {
            const auto& read = readers[static_cast<std::size_t>(field)].number;
            return read ? read(rows[row]) : std::numeric_limits<double>::quiet_NaN();
        }
    };
    const std::vector<FilterField> fields = fieldsOf(readers);
    return selectRows(filter, std::span<const FilterField>(fields), Reader{readers, rows});
}

} // namespace binnacle::models
