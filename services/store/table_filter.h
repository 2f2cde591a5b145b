// SPDX-License-Identifier: GPL-3.0-or-later
// Filters the rows of one kind's table: its columns, "age", and texts that whoever shows the rows
// makes of them. For the command line and table view-models, on a worker; immutable once made.
// Knows no view.
#pragma once

#include "models/filter/filter.h"
#include "services/store/table_changes.h"

#include <functional>
#include <string>
#include <vector>

namespace binnacle::services {

/// A text that is no column: "ready" as "1/2". Asked only when a filter names it; an equal name
/// hides the column.
struct MadeField {
    std::string name;
    std::function<std::string(const RowRef&)> text;
    bool ofRow = false; ///< says the same as long as the row is the same, whatever else moves
};

/// What passed a filter, for the next question.
struct TableSelection {
    std::shared_ptr<const Table> table;
    models::Filter filter;
    std::vector<std::uint32_t> slots; ///< of live rows that pass, ascending
};

class TableFilter {
public:
    explicit TableFilter(const models::KindSpec& kind, std::vector<MadeField> made = {});

    const std::vector<models::FilterField>& fields() const { return m_fields; }

    /// `filter` was compiled with fields(). Shape: slots of live rows that pass, ascending. Cost:
    /// 150,000 rows in some 10 ms for each term.
    std::vector<std::uint32_t> select(const Table& table, const models::Filter& filter,
                                      models::UtcTime now) const;

    /// The same rows, going on from `before`: where `filter` asks for the same or for less, only
    /// rows that passed or changed are looked at. `changes` is from before.table to `table`. Cost:
    /// as select() at most; a filter typed on, some ms.
    TableSelection goOn(std::shared_ptr<const Table> table, models::Filter filter,
                        models::UtcTime now, const TableSelection& before,
                        const TableChanges& changes) const;

    /// Distinct texts of a field that begin with, or else contain, the lower-case `prefix`: for
    /// completion. Shape: sorted, those that begin with it first, at most `limit`.
    std::vector<std::string> values(const Table& table, int field, std::string_view prefix,
                                    std::size_t limit) const;

private:
    std::vector<std::uint32_t> pass(const Table& table, std::vector<std::uint32_t> slots,
                                    const models::Filter& filter, models::UtcTime now) const;
    bool ofRows(const models::Filter& filter) const;

    std::size_t m_columns;
    std::vector<models::FilterField> m_fields; ///< columns, age, made
    std::vector<MadeField> m_made;
};

} // namespace binnacle::services
