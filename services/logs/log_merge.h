// SPDX-License-Identifier: GPL-3.0-or-later
// Lines of several logs in the order of their times: a line waits until every log has said
// something later, or for a moment at most; what comes after its time stands where it comes and is
// marked. Lines of one log keep their order. Not thread-safe; knows no clock: "now" is given.
#pragma once

#include "services/logs/log_line.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <queue>
#include <vector>

namespace binnacle::services {

struct MergeOptions {
    std::chrono::milliseconds window{400};            ///< a line waits no longer for the others
    std::chrono::milliseconds opening{3000};          ///< for a log that has said nothing yet
    std::size_t mostHeldBytes = std::size_t{8} << 20; ///< beyond, the earliest go at once
};

class LogMerge {
public:
    using Moment = std::chrono::steady_clock::time_point;

    explicit LogMerge(MergeOptions options = {}) : m_options(options) {}

    /// A log is expected; others wait for its first line, within bounds.
    void open(LogOrigin origin, Moment now);
    /// Nothing more comes from it.
    void close(LogOrigin origin);
    /// A line without a time gets that of the line before it in its log.
    void push(LogEntry entry, Moment now);

    /// What may be shown now, in order. Appends to `out`.
    void release(Moment now, std::vector<LogEntry>& out);
    /// When release() may have more although nothing is pushed; none while nothing waits.
    std::optional<Moment> next() const;
    std::size_t heldBytes() const { return m_heldBytes; }

private:
    struct Held {
        LogEntry entry;
        Moment arrived;
        std::uint64_t order = 0;
    };
    struct Later {
        bool operator()(const Held& a, const Held& b) const
        {
            return a.entry.time == b.entry.time ? a.order > b.order : b.entry.time < a.entry.time;
        }
    };
    struct Log {
        LogOrigin origin = 0;
        bool open = false;
        models::UtcTime last; ///< of its newest line
        Moment opened;
    };
    Log& log(LogOrigin origin);
    bool mayGo(const Held& held, Moment now) const;
    bool othersReached(const LogEntry& entry) const;

    MergeOptions m_options;
    std::vector<Log> m_logs;
    std::priority_queue<Held, std::vector<Held>, Later> m_held;
    std::size_t m_heldBytes = 0;
    std::uint64_t m_order = 0;
    models::UtcTime m_released; ///< the latest time that was shown
};

} // namespace binnacle::services
