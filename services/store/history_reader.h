// SPDX-License-Identifier: GPL-3.0-or-later
// Reads history: the estate at a time T (last checkpoint plus what happened until T), the changes
// between two times, and everything once to verify it. One mechanism serves time travel and the
// start with the last known state. Private to the store.
#pragma once

#include "services/store/history_codec.h"
#include "services/store/history_file.h"

namespace binnacle::services {

struct HistoryState {
    models::UtcTime keptSince; ///< unknown: the file holds nothing yet
    models::UtcTime lastAt;    ///< of the newest thing applied
    std::int64_t lastSeq = 0;
    std::uint64_t replayedBytes = 0;   ///< payload after the checkpoint
    std::uint64_t checkpointBytes = 0; ///< payload of the checkpoint
    std::uint64_t orphans = 0;
};

/// Fills empty tables with the state at `until` (unknown: the newest).
/// Errors: NotFound (history begins later), DataCorrupt. Cost: O(checkpoint + changes after it).
models::Result<HistoryState> loadHistory(SqliteDb& db, const SchemaBook& schemas,
                                         models::UtcTime until, EstateTables& into);

/// Changes in (from, to], oldest first, at most `limit`.
models::Result<std::vector<ChangeEntry>> readChanges(SqliteDb& db, const SchemaBook& schemas,
                                                     models::UtcTime from, models::UtcTime to,
                                                     std::size_t limit);

/// The same for what `watches` ask for, with values.
models::Result<std::vector<ToldChange>> readToldChanges(SqliteDb& db, const SchemaBook& schemas,
                                                        models::UtcTime from, models::UtcTime to,
                                                        const ChangeWatches& watches,
                                                        std::size_t limit);

/// Reads everything back. Errors: only what keeps it from reading at all; damage is in the report.
models::Result<VerifyReport> verifyHistory(SqliteDb& db);

} // namespace binnacle::services
