// SPDX-License-Identifier: GPL-3.0-or-later
// The estate store put together: ingest under one lock, publication by swapping a pointer, history
// behind a queue. Private to the store.
#pragma once

#include "services/store/estate_store.h"
#include "services/store/history_writer.h"
#include "services/store/ingest.h"
#include "services/store/metric_blocks.h"
#include "services/store/record_filter.h"
#include "services/store/subscribers.h"

#include <mutex>

namespace binnacle::services {

/// What EstateStore::open() does, with the history's inner measures open to tests and benchmarks.
models::Result<std::unique_ptr<EstateStore>> openEstateStore(StoreOptions options,
                                                             HistoryTuning tuning);

class EstateStoreImpl final : public EstateStore {
public:
    /// What opening found.
    struct Start {
        EstateTables tables; ///< the last known state, or empty
        models::UtcTime lastAt;
        std::unique_ptr<HistoryLog> log; ///< null: memory only, or read only
        models::Result<std::int64_t> recorder{0};
        bool anew = false; ///< `tables` is not what the file stands at
        std::string setAside;
    };
    EstateStoreImpl(StoreOptions options, Start start);
    ~EstateStoreImpl() override;

    models::Result<void> apply(models::FactBatch&& batch) override;
    void updateStatus(const std::string& source,
                      const std::function<void(models::SourceStatus&)>& edit) override;
    void forget(const std::string& source, bool gone) override;
    SnapshotPtr current() const override;
    models::Result<SnapshotPtr> at(models::UtcTime t) const override;
    models::Result<std::vector<ChangeEntry>> changes(models::UtcTime from, models::UtcTime to,
                                                     std::size_t limit) const override;
    Subscription subscribe(std::function<void()> onPublished) override;
    models::Result<std::vector<ToldChange>> toldChanges(models::UtcTime from, models::UtcTime to,
                                                        const ChangeWatches& watches,
                                                        std::size_t limit) const override;
    models::Result<void> flush(std::chrono::milliseconds deadline) override;
    StoreHealth health() const override;
    models::Result<VerifyReport> verify() const override;
    models::Result<void> putBlock(const std::string& key, models::UtcTime start,
                                  std::string payload) override;
    models::Result<std::optional<std::string>> getBlock(const std::string& key,
                                                        models::UtcTime start) const override;

private:
    /// This process begins to record: takes in what the last recorder knew better. Thread: history.
    SnapshotPtr takeOver(HistoryLog& log);
    models::UtcTime nextTime();
    /// False when nothing changed.
    bool publish(models::UtcTime at, const std::string& source);
    SnapshotPtr store(std::shared_ptr<Snapshot> snapshot, models::UtcTime at);
    models::Result<SqliteDb> history() const;
    void describeFile(StoreHealth& health) const;

    StoreOptions m_options;
    const models::Clock& m_clock;
    std::string m_setAside;
    mutable std::mutex m_lock; ///< tables, joins, statuses, order of publications
    Ingest m_ingest;
    RecordFilter m_filter;
    models::UtcTime m_lastTime;
    std::uint64_t m_version = 0;
    mutable std::mutex m_currentLock; ///< guards one pointer; held for a copy of it
    SnapshotPtr m_current;
    Subscribers m_subscribers;
    mutable MetricBlocks m_blocks;
    std::unique_ptr<HistoryWriter> m_history; ///< null: nothing is recorded
};

} // namespace binnacle::services
