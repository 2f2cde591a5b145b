// SPDX-License-Identifier: GPL-3.0-or-later
// The whole estate at one moment: a table per kind and the state of every source. Immutable; views
// hold one by shared_ptr as long as they like. Made by EstateStore for now, or from history for any
// T.
#pragma once

#include "models/estate/source.h"
#include "services/store/table.h"

#include <memory>
#include <vector>

namespace binnacle::services {

struct Snapshot {
    std::uint64_t version = 0; ///< grows with every publication
    models::UtcTime at;        ///< live: when it was published; historic: the T asked for
    bool live = true;
    /// Historic only: before this, nothing was kept; a T earlier than it gives empty tables.
    models::UtcTime keptSince;
    std::shared_ptr<const StringPool> texts;
    std::vector<std::shared_ptr<const Table>>
        tables; ///< by KindId; null when the kind has never been seen
    std::vector<std::shared_ptr<const models::SourceStatus>>
        sources; ///< by SourceIndex; never shrinks; null: no longer configured

    const Table* table(models::KindId kind) const
    {
        return kind < tables.size() ? tables[kind].get() : nullptr;
    }
    const Table* table(models::BuiltIn b) const { return table(models::kind(b)); }
    const models::SourceStatus* source(SourceIndex index) const
    {
        return index < sources.size() ? sources[index].get() : nullptr;
    }
    /// The moment that ages are counted from: T for an estate at T.
    models::UtcTime moment(models::UtcTime now) const { return live ? now : at; }
    /// The state of a row: that of its source at `now`, or for a kind with its own sample time, of
    /// that time.
    models::Freshness freshness(const RowRef& row, models::UtcTime now) const;
    /// How often news of a row is expected: its own interval where it has one, else its source's;
    /// zero when neither is known.
    /// Historic: not below the rhythm in which gauges are recorded.
    models::Duration interval(const RowRef& row) const;
};

using SnapshotPtr = std::shared_ptr<const Snapshot>;

} // namespace binnacle::services
