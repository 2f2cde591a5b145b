// SPDX-License-Identifier: GPL-3.0-or-later
// Which rows of a table are as they were in an earlier version, by slot: what was worked out for
// those still holds. Cheaper than diffTables(), which says by key and column. Pure; any thread.
#pragma once

#include "services/store/table.h"

#include <cstdint>
#include <vector>

namespace binnacle::services {

struct TableChanges {
    std::vector<std::uint8_t> kept;   ///< by slot of the later: 1 when the same row stands there
    std::vector<std::uint32_t> fresh; ///< slots of live rows that are new or changed, ascending
};

/// Do slots and versions of both mean the same?
bool comparable(const Table& before, const Table& after);

/// Both are comparable(). Cost: O(chunks + rows of changed chunks).
TableChanges changesBetween(const Table& before, const Table& after);

} // namespace binnacle::services
