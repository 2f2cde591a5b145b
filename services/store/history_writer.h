// SPDX-License-Identifier: GPL-3.0-or-later
// The thread that records: takes publications from a queue, commits them in groups, waits out a
// full disk or another recorder, and then goes on from a fresh checkpoint. Never blocks readers;
// blocks ingest only when the queue is full. Private to the store. Thread: any.
#pragma once

#include "services/store/history_log.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace binnacle::services {

class HistoryWriter {
public:
    /// Gives the state to go on from after another process recorded.
    using TakeOver = std::function<SnapshotPtr(HistoryLog&)>;

    /// `recorder` is what HistoryLog::acquire() said. `start` is the state the file stands at, or
    /// with `anew` one that has nothing to do with it: recording begins with a checkpoint.
    HistoryWriter(std::unique_ptr<HistoryLog> log, const models::Result<std::int64_t>& recorder,
                  SnapshotPtr start, bool anew, TakeOver takeOver);
    ~HistoryWriter(); ///< commits what is queued, releases the lease

    /// Waits while the queue is full. Call it outside the store's lock.
    void waitForRoom();
    void push(EstateDelta delta);
    /// Errors: ResourceExhausted, Conflict (another process records), Timeout.
    models::Result<void> flush(std::chrono::milliseconds deadline);
    void describe(StoreHealth& health) const;
    /// Something is queued that will be on disk soon.
    bool pending() const;
    /// Where the record ends because it cannot be written; unknown while it can.
    models::UtcTime brokenSince() const;

private:
    enum class State { Recording, OtherRecords, Failing };

    void run();
    void take(std::vector<EstateDelta>& items);
    void record(std::vector<EstateDelta>& items);
    void tidy();
    void tick();
    void resume();
    void takeOver();
    void failed(const models::Error& error, std::size_t lost);
    void leaseLost();
    void otherRecords(std::int64_t pid);
    void setState(State state, std::string problem, std::string remedy);
    void close();

    std::unique_ptr<HistoryLog> m_log; ///< the thread's only
    TakeOver m_takeOver;
    bool m_running = false; ///< the thread's only
    SnapshotPtr m_latest;   ///< the thread's only: the state after the last item taken
    std::chrono::steady_clock::time_point m_nextTick, m_nextTrim;

    mutable std::mutex m_lock;
    std::condition_variable m_wake, m_done, m_room;
    std::vector<EstateDelta> m_queue;
    std::size_t m_queuedRows = 0;
    std::chrono::steady_clock::time_point m_firstQueued;
    std::uint64_t m_pushed = 0, m_handled = 0; ///< items
    int m_flushing = 0;
    bool m_stop = false;
    State m_state = State::Recording;
    std::string m_problem, m_remedy;
    std::uint64_t m_dropped = 0;
    models::UtcTime m_keptSince, m_lastTime;
    std::uint64_t m_entries = 0;
    std::jthread m_thread; ///< last: starts when everything above is there
};

} // namespace binnacle::services
