// SPDX-License-Identifier: GPL-3.0-or-later
// Several logs followed into one buffer: a thread for each stream, one that merges and writes. For
// log views; made and ended by one owner, state may be read from any thread. Its streams wait when
// the merge is behind, so that nothing is dropped and nothing grows.
#pragma once

#include "services/logs/log_buffer.h"
#include "services/logs/log_merge.h"
#include "services/ports/log_source.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace binnacle::services {

struct FollowedLog {
    LogSource* source = nullptr; ///< must outlive the LogFollow
    LogRequest request;
};

enum class StreamPhase { Opening, Running, Interrupted, Ended, Failed };

struct StreamState {
    StreamPhase phase = StreamPhase::Opening;
    std::uint64_t lines = 0;
    std::optional<models::Error> error; ///< of Interrupted and Failed
};

class LogFollow {
public:
    static constexpr std::size_t kMostLogs = 32; ///< each is a thread and a connection

    /// Starts at once. `buffer` must outlive this. `changed`: lines or states are new; called on
    /// worker threads, at most every 50 ms. Logs beyond kMostLogs are left out: the caller says so.
    LogFollow(std::vector<FollowedLog> logs, LogBuffer& buffer, std::function<void()> changed,
              MergeOptions merge = {});
    /// Asks all to end and waits for them. Thread: any but ui; see endAsync in the views.
    ~LogFollow();
    LogFollow(const LogFollow&) = delete;
    LogFollow& operator=(const LogFollow&) = delete;

    /// Asks all to end, does not wait. Thread: any.
    void requestStop();
    /// In the order given.
    std::vector<StreamState> states() const;

private:
    class Sink;
    struct Stream;
    models::Result<void> take(LogOrigin origin, std::span<const LogLine> lines,
                              const std::stop_token& stop);
    void setState(LogOrigin origin, StreamPhase phase, std::optional<models::Error> error);
    void runStream(LogOrigin origin, const FollowedLog& log, const std::stop_token& stop);
    void runMerge(const std::stop_token& stop);

    LogBuffer& m_buffer;
    const std::function<void()> m_changed;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_wake, m_room;
    std::vector<LogEntry> m_arrived; ///< for the merge thread
    std::size_t m_arrivedBytes = 0;
    bool m_dirty = false; ///< a state changed
    std::vector<StreamState> m_states;
    LogMerge m_merge;                    ///< merge thread only, after the constructor
    std::vector<std::jthread> m_threads; ///< last: they use the rest
};

} // namespace binnacle::services
