// SPDX-License-Identifier: GPL-3.0-or-later
// Keyed difference between two versions of a table: what view-models announce and `estate watch`
// prints. Pure.
#pragma once

#include "services/store/snapshot.h"

#include <vector>

namespace binnacle::services {

struct RowChange {
    enum class Op { Added, Changed, Removed } op = Op::Added;
    models::ObjectKey key;
    std::size_t slot = 0;                  ///< in `after`; in `before` for Removed
    std::vector<models::ColumnId> columns; ///< which changed, for Changed
};

/// Either table may be null. Shape: slot order. Cost: O(chunks + rows of changed chunks) while both
/// share a text pool, O(rows) when the pool was compacted in between.
std::vector<RowChange> diffTables(const Table* before, const Table* after);

} // namespace binnacle::services
