// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/history_writer.h"

#include <algorithm>

namespace binnacle::services {

using models::ErrorCode;
using Steady = std::chrono::steady_clock;

namespace {

constexpr std::chrono::milliseconds kGroup{100}; ///< changes wait this long for company
constexpr std::size_t kGroupRows = 4096;
constexpr std::size_t kMostItems = 4096;
constexpr std::size_t kMostRows = 1'000'000;
constexpr std::chrono::seconds kLeaseCheck{1};
constexpr std::chrono::seconds kRetry{3};
constexpr std::chrono::seconds kTrimEvery{60};

} // namespace

HistoryWriter::HistoryWriter(std::unique_ptr<HistoryLog> log,
                             const models::Result<std::int64_t>& recorder, SnapshotPtr start,
                             bool anew, TakeOver takeOver)
    : m_log(std::move(log)), m_takeOver(std::move(takeOver)), m_latest(std::move(start))
{
    m_nextTrim = Steady::now(); // the file may have grown old since the last run
    m_nextTick = Steady::now() + Lease::kHeartbeat;
    if (!recorder)
        failed(recorder.error(), 0);
    else if (*recorder != 0)
        otherRecords(*recorder);
    else if (anew || m_log->empty())
        resume(); // history begins, or goes on, with a checkpoint
    m_keptSince = m_log->keptSince();
    m_lastTime = m_log->lastTime();
    m_entries = m_log->entries();
    m_thread = std::jthread([this] { run(); });
}

HistoryWriter::~HistoryWriter()
{
    {
        const std::lock_guard guard(m_lock);
        m_stop = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void HistoryWriter::waitForRoom()
{
    std::unique_lock guard(m_lock);
    m_room.wait(
        guard, [&] { return m_stop || (m_queue.size() < kMostItems && m_queuedRows < kMostRows); });
}

void HistoryWriter::push(EstateDelta delta)
{
    bool wake = false;
    {
        const std::lock_guard guard(m_lock);
        wake = m_queue.empty();
        if (wake)
            m_firstQueued = Steady::now();
        m_queuedRows += delta.rows();
        wake = wake || m_queuedRows >= kGroupRows;
        m_queue.push_back(std::move(delta));
        ++m_pushed;
    }
    if (wake)
        m_wake.notify_all();
}

models::Result<void> HistoryWriter::flush(std::chrono::milliseconds deadline)
{
    std::unique_lock guard(m_lock);
    const std::uint64_t target = m_pushed;
    ++m_flushing;
    m_wake.notify_all();
    const bool done = m_done.wait_for(guard, deadline, [&] { return m_handled >= target; });
    --m_flushing;
    if (m_state == State::Failing)
        return models::fail(ErrorCode::ResourceExhausted, "history is not recorded: " + m_problem,
                            m_remedy);
    if (m_state == State::OtherRecords)
        return models::fail(ErrorCode::Conflict, "history is not recorded here: " + m_problem,
                            m_remedy);
    if (!done)
        return models::fail(ErrorCode::Timeout, "recording took longer than the deadline",
                            "The disk is slow or busy; try again.");
    return {};
}

bool HistoryWriter::pending() const
{
    const std::lock_guard guard(m_lock);
    return m_handled < m_pushed && m_state == State::Recording;
}

models::UtcTime HistoryWriter::brokenSince() const
{
    const std::lock_guard guard(m_lock);
    return m_state == State::Failing ? m_lastTime : models::UtcTime{};
}

void HistoryWriter::describe(StoreHealth& health) const
{
    const std::lock_guard guard(m_lock);
    health.recording = m_state == State::Recording;
    health.problem = m_problem;
    health.remedy = m_remedy;
    health.droppedBatches = m_dropped;
    health.keptSince = m_keptSince;
    health.entries = m_entries;
}

void HistoryWriter::setState(State state, std::string problem, std::string remedy)
{
    const std::lock_guard guard(m_lock);
    m_state = state;
    m_problem = std::move(problem);
    m_remedy = std::move(remedy);
}

void HistoryWriter::take(std::vector<EstateDelta>& items)
{
    std::unique_lock guard(m_lock);
    const auto urgent = [&] { return m_stop || m_flushing > 0 || m_queuedRows >= kGroupRows; };
    m_wake.wait_until(guard, m_nextTick, [&] { return !m_queue.empty() || m_stop; });
    if (!m_queue.empty())
        m_wake.wait_until(guard, m_firstQueued + kGroup, urgent);
    items.swap(m_queue);
    m_queue.clear();
    m_queuedRows = 0;
    m_room.notify_all();
}

void HistoryWriter::run()
{
    m_running = true;
    for (bool stop = false; !stop;) {
        std::vector<EstateDelta> items;
        take(items);
        if (!items.empty())
            record(items);
        {
            const std::lock_guard guard(m_lock);
            m_handled += items.size();
            m_keptSince = m_log->keptSince();
            m_lastTime = m_log->lastTime();
            m_entries = m_log->entries();
            stop = m_stop && m_queue.empty();
        }
        m_done.notify_all();
        if (!items.empty() && m_state == State::Recording)
            tidy(); // after the acknowledgement: nobody waits for housekeeping
        if (Steady::now() >= m_nextTick)
            tick();
    }
    close();
}

void HistoryWriter::record(std::vector<EstateDelta>& items)
{
    m_latest = items.back().after;
    if (m_state != State::Recording) {
        const std::lock_guard guard(m_lock);
        m_dropped += m_state == State::Failing ? items.size() : 0;
        return;
    }
    const auto done = m_log->commit(items);
    if (!done)
        failed(done.error(), items.size());
    else if (*done == CommitResult::LeaseLost)
        leaseLost();
    else
        m_nextTick = Steady::now() + Lease::kHeartbeat; // the commit renewed the lease
}

void HistoryWriter::tidy()
{
    const auto check = [&](const models::Result<CommitResult>& done) {
        if (!done)
            failed(done.error(), 0);
        else if (*done == CommitResult::LeaseLost)
            leaseLost();
        return done && *done == CommitResult::Done;
    };
    bool trim = Steady::now() >= m_nextTrim;
    if (m_log->checkpointDue()) {
        if (!check(m_log->checkpoint(m_latest, false)))
            return;
        trim = true;
    }
    if (trim) {
        m_nextTrim = Steady::now() + kTrimEvery;
        if (!check(m_log->trim(m_latest)))
            return;
    }
    if (const auto ok = m_log->merge(false); !ok)
        failed(ok.error(), 0);
}

void HistoryWriter::tick()
{
    if (m_state != State::Recording)
        return resume();
    m_nextTick = Steady::now() + Lease::kHeartbeat;
    const auto done = m_log->heartbeat();
    if (!done)
        failed(done.error(), 0);
    else if (*done == CommitResult::LeaseLost)
        leaseLost();
}

/// Tries to record (again): the lease first, then a checkpoint of what is there now.
void HistoryWriter::resume()
{
    m_nextTick = Steady::now() + (m_state == State::OtherRecords ? kLeaseCheck : kRetry);
    const std::int64_t before = m_log->sequence();
    const auto other = m_log->acquire();
    if (!other)
        return failed(other.error(), 0);
    if (*other != 0)
        return otherRecords(*other);
    // Before the thread runs, the store is still being made, from this very file.
    if (m_running && (m_state == State::OtherRecords || m_log->sequence() != before))
        takeOver();
    const auto done = m_log->checkpoint(m_latest, !m_log->empty());
    if (!done)
        return failed(done.error(), 0);
    if (*done == CommitResult::LeaseLost)
        return leaseLost();
    m_nextTick = Steady::now() + Lease::kHeartbeat;
    setState(State::Recording, {}, {});
}

/// What waits in the queue is part of the state that the store hands over.
void HistoryWriter::takeOver()
{
    m_latest = m_takeOver(*m_log);
    const std::lock_guard guard(m_lock);
    const auto newer = std::find_if(m_queue.begin(), m_queue.end(), [&](const EstateDelta& item) {
        return item.after->version > m_latest->version;
    });
    m_handled += static_cast<std::uint64_t>(newer - m_queue.begin());
    m_queue.erase(m_queue.begin(), newer);
    m_queuedRows = 0;
    for (const EstateDelta& item : m_queue)
        m_queuedRows += item.rows();
    m_done.notify_all();
    m_room.notify_all();
}

void HistoryWriter::failed(const models::Error& error, std::size_t lost)
{
    m_nextTick = Steady::now() + kRetry;
    std::string problem = error.text();
    std::string remedy = error.remedy;
    if (error.code == ErrorCode::ResourceExhausted) {
        problem = "disk full or failing (" + error.message + ")";
        remedy = "Free space on the disk that holds the store; recording goes on by itself.";
    }
    setState(State::Failing, std::move(problem), std::move(remedy));
    const std::lock_guard guard(m_lock);
    m_dropped += lost;
}

void HistoryWriter::otherRecords(std::int64_t pid)
{
    m_nextTick = Steady::now() + kLeaseCheck;
    setState(State::OtherRecords, "another process (" + std::to_string(pid) + ") records",
             "Nothing to do: it writes this store; this process takes over when it ends.");
}

void HistoryWriter::leaseLost()
{
    m_nextTick = Steady::now() + kLeaseCheck;
    setState(State::OtherRecords, "another process records",
             "Nothing to do: it took over while this one was stopped.");
}

void HistoryWriter::close()
{
    if (m_state == State::Failing)
        resume(); // the last chance to keep what there is
    if (m_state != State::Recording)
        return;
    if (m_log->closingCheckpointDue())
        (void)m_log->checkpoint(m_latest, false); // only makes the next start quicker
    m_log->release();
}

} // namespace binnacle::services
