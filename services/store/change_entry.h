// SPDX-License-Identifier: GPL-3.0-or-later
// One change of one object: that it happened, and, for the columns somebody asked for, the values
// before and after. What history is asked for by the timeline and by `estate changes`. Values, any
// thread.
#pragma once

#include "models/estate/fact.h"
#include "services/store/snapshot.h"

#include <string>
#include <vector>

namespace binnacle::services {

/// One recorded change of one object.
struct ChangeEntry {
    models::UtcTime at;
    models::KindId kind = 0;
    models::ObjectKey key;
    models::FactOp op = models::FactOp::Upsert;
    std::string ns, name;
    std::vector<models::ColumnId> columns; ///< changed ones, for Patch/Upsert of a known object
};

/// Which changes of a kind somebody wants to hear of, and what of the object.
struct ChangeWatch {
    models::KindId kind = 0;
    std::vector<models::ColumnId> when; ///< a change of one of these is told
    std::vector<models::ColumnId> tell; ///< whose values are told
    bool comings = true;                ///< additions and removals too
};
using ChangeWatches = std::vector<ChangeWatch>;

/// A cell as it was. Real columns are not told: they move all the time.
struct ToldValue {
    bool known = false;
    std::string text;                           ///< Text, Labels
    std::int64_t integer = models::kUnknownInt; ///< Int, Time (ns), Flag (0 or 1)
    friend bool operator==(const ToldValue&, const ToldValue&) = default;
};

struct ToldChange {
    ChangeEntry entry;
    /// In the order of the watch's `tell`; `before` is empty for an addition, `after` for a
    /// removal.
    std::vector<ToldValue> before, after;
};

/// What of `watches` is different between two snapshots of one store, stamped with `after.at`.
/// Shape: by kind, then slot order. Cost: that of diffTables for each kind.
std::vector<ToldChange> changesBetween(const Snapshot& before, const Snapshot& after,
                                       const ChangeWatches& watches);

} // namespace binnacle::services
