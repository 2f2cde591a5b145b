// SPDX-License-Identifier: GPL-3.0-or-later
// The estate store: the one place every fact goes to and every view reads from. Connectors apply
// batches, views take snapshots and are told when there is a newer one, history keeps what changed.
// Knows no connector and no view.
#pragma once

#include "models/estate/fact.h"
#include "models/estate/source.h"
#include "services/store/change_entry.h"
#include "services/store/snapshot.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace binnacle::services {

struct StoreOptions {
    std::filesystem::path folder; ///< empty: memory only, nothing is kept
    bool readOnly = false;        ///< look at history and last state; never write
    models::Duration retention{std::chrono::hours(24 * 7)};
    std::uint64_t maxBytes = std::uint64_t{2} << 30; ///< of the history file; the oldest goes first
    const models::Clock* clock = nullptr;            ///< null: the system's
    bool loadLastState =
        true; ///< start with the last known state; its sources are Idle and so stale
};

/// How the store stands: for the Connections page and `estate verify`.
struct StoreHealth {
    bool recording = false; ///< this store writes history; never in memory or when only reading
    bool readOnly = false;  ///< opened to look at what another process wrote
    std::string problem;    ///< "disk full", "another process records"; empty when fine
    std::string remedy;
    std::string setAside;      ///< a damaged file was moved here at start
    std::uint64_t bytes = 0;   ///< on disk
    std::uint64_t entries = 0; ///< recorded changes
    models::UtcTime keptSince;
    std::uint64_t droppedBatches = 0; ///< not recorded while the disk was full
    std::uint64_t memoryBytes = 0;    ///< tables and texts
    std::uint64_t texts = 0;
};

struct VerifyReport {
    bool ok = true;
    std::uint64_t batches = 0, checkpoints = 0, rows = 0, blocks = 0;
    std::vector<std::string> problems;
};

/// Ends the subscription when it dies; the callback is never running after that.
class Subscription {
public:
    Subscription() = default;
    explicit Subscription(std::function<void()> end) : m_end(std::move(end)) {}
    Subscription(Subscription&& other) noexcept : m_end(std::exchange(other.m_end, nullptr)) {}
    Subscription& operator=(Subscription&& other) noexcept
    {
        reset();
        m_end = std::exchange(other.m_end, nullptr);
        return *this;
    }
    ~Subscription() { reset(); }
    void reset()
    {
        if (m_end)
            std::exchange(m_end, nullptr)();
    }

private:
    std::function<void()> m_end;
};

class EstateStore {
public:
    /// Opens or creates, for its owner only (modes of what exists are left alone). A
    /// damaged file is set aside (see StoreHealth::setAside), never silently
    /// replaced. Errors: PermissionDenied, ResourceExhausted, Unsupported (written by a newer
    /// version).
    static models::Result<std::unique_ptr<EstateStore>> open(StoreOptions options);
    virtual ~EstateStore() = default;

    /// Applies a batch in memory, joins, publishes, and queues it for history. Thread: any;
    /// serialised. Errors: InvalidInput (a batch of another schema).
    virtual models::Result<void> apply(models::FactBatch&& batch) = 0;

    /// Creates the source's status on first use. Publishes.
    virtual void updateStatus(const std::string& source,
                              const std::function<void(models::SourceStatus&)>& edit) = 0;

    /// Takes a source's rows out of the current state; history keeps them. With `gone` it is in no
    /// snapshot any more until it is heard of again. Publishes.
    virtual void forget(const std::string& source, bool gone) = 0;

    /// The newest published snapshot; never null. Thread: any. Cost: one atomic load.
    virtual SnapshotPtr current() const = 0;

    /// The estate as it was at T. Errors: NotFound when history does not reach back to T (says
    /// since when it does), Unsupported for a memory-only store, DataCorrupt. Thread: any but ui.
    virtual models::Result<SnapshotPtr> at(models::UtcTime t) const = 0;

    /// Recorded changes in (from, to], oldest first. Thread: any but ui.
    virtual models::Result<std::vector<ChangeEntry>>
    changes(models::UtcTime from, models::UtcTime to, std::size_t limit) const = 0;

    /// Those recorded changes in (from, to] that `watches` ask for, with their values. Oldest
    /// first. Thread: any but ui.
    virtual models::Result<std::vector<ToldChange>> toldChanges(models::UtcTime from,
                                                                models::UtcTime to,
                                                                const ChangeWatches& watches,
                                                                std::size_t limit) const = 0;

    /// Called after each publication on the publisher's thread; may only wake somebody.
    virtual Subscription subscribe(std::function<void()> onPublished) = 0;

    /// Waits until everything applied so far is on disk (acknowledged). Errors: ResourceExhausted
    /// (disk full), Timeout.
    virtual models::Result<void> flush(std::chrono::milliseconds deadline) = 0;

    virtual StoreHealth health() const = 0;
    /// Reads everything back: checksums, decode, order. Thread: any but ui. Cost: O(file).
    virtual models::Result<VerifyReport> verify() const = 0;

    /// Metric blocks: opaque, compressed, aligned; shared by all readers. See
    /// services/metrics/block_cache.h.
    virtual models::Result<void> putBlock(const std::string& key, models::UtcTime start,
                                          std::string payload) = 0;
    virtual models::Result<std::optional<std::string>> getBlock(const std::string& key,
                                                                models::UtcTime start) const = 0;
};

} // namespace binnacle::services
