// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the history file: batches of changes, checkpoints, merging of small batches, retention.
// Every commit renews the lease in the same transaction, so two processes can never both record.
// Private to the store; one thread.
#pragma once

#include "services/store/history_reader.h"
#include "services/store/lease.h"

#include <span>

namespace binnacle::services {

struct HistoryTuning {
    std::uint64_t replayBytes = 2u << 20; ///< payload after which a checkpoint pays
    std::size_t mergeEvery = 256;         ///< batches joined into one
    std::size_t rowsPerPart = 8192;       ///< of a checkpoint
    models::Duration checkpointEvery{std::chrono::hours(1)};
};

struct HistoryLimits {
    models::Duration retention{std::chrono::hours(24 * 7)};
    std::uint64_t maxBytes = std::uint64_t{2} << 30;
};

enum class CommitResult { Done, LeaseLost };

class HistoryLog {
public:
    HistoryLog(SqliteDb db, HistoryLimits limits, HistoryTuning tuning);
    HistoryLog(const HistoryLog&) = delete;
    HistoryLog& operator=(const HistoryLog&) = delete;

    /// Takes the lease and reads where the file stands. 0: ours; else the pid that holds it.
    models::Result<std::int64_t> acquire();
    /// How much would be replayed at a start, when it was read just now.
    void setReplay(std::uint64_t bytes, std::uint64_t checkpointBytes)
    {
        m_sinceCheckpoint = bytes;
        m_checkpointBytes = checkpointBytes;
    }
    models::Result<CommitResult> heartbeat();
    void release();

    /// Appends deltas as one batch. Times become monotone.
    models::Result<CommitResult> commit(std::span<EstateDelta> deltas);
    /// `gap`: what led from the last record to this state was not recorded.
    models::Result<CommitResult> checkpoint(const SnapshotPtr& snapshot, bool gap);
    bool checkpointDue() const;
    /// Worth one before closing, so that the next start is quick.
    bool closingCheckpointDue() const;
    /// Joins small batches when there are enough of them.
    models::Result<void> merge(bool rest);
    /// Drops what is older than the retention or beyond the size bound.
    models::Result<CommitResult> trim(const SnapshotPtr& snapshot);

    SqliteDb& db() { return m_db; }
    const SchemaBook& schemas() const { return m_schemas; }
    /// Grows with every commit, whoever made it.
    std::int64_t sequence() const { return m_seq; }
    bool empty() const { return !m_keptSince.known(); }
    models::UtcTime keptSince() const { return m_keptSince; }
    models::UtcTime lastTime() const { return m_lastTime; }
    std::uint64_t entries() const { return m_entries; }

private:
    models::Result<void> readPosition();
    models::Result<void> writeSchemas();
    models::Result<void> insertBatch(std::int64_t seq, models::UtcTime first, models::UtcTime last,
                                     const std::string* source, std::int64_t rows,
                                     std::string_view payload);
    models::Result<CommitResult> writeCheckpoint(const SnapshotPtr& snapshot, models::UtcTime at,
                                                 bool gap, std::uint64_t& bytes);
    models::Result<void> dropBefore(std::int64_t checkpoint);
    models::Result<std::uint64_t> usedBytes();

    SqliteDb m_db;
    Lease m_lease;
    SchemaBook m_schemas;
    HistoryEncoder m_encoder{m_schemas};
    HistoryLimits m_limits;
    HistoryTuning m_tuning;
    std::vector<std::pair<std::uint32_t, std::string>> m_writing; ///< schemas of this transaction
    std::int64_t m_seq = 0;
    std::int64_t m_mergedTo = 0; ///< batches up to here are merged, or before a checkpoint
    models::UtcTime m_lastTime, m_keptSince, m_checkpointAt;
    std::uint64_t m_entries = 0;
    std::uint64_t m_sinceCheckpoint = 0, m_checkpointBytes = 0;
};

} // namespace binnacle::services
