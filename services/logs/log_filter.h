// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers of the lines that a filter lets through, kept up as lines come. For log views: one
// worker updates, then hands over a copy or a position. Not thread-safe.
#pragma once

#include "services/logs/log_buffer.h"
#include "services/logs/log_pattern.h"

#include <stop_token>

namespace binnacle::services {

struct LogCriteria {
    LogPattern pattern;
    LogLevel atLeast = LogLevel::None; ///< None: all; else lines without a level are left out
};

class LogFilter {
public:
    static constexpr std::size_t kMostMatches = 2'000'000; ///< the newest are kept

    explicit LogFilter(LogCriteria criteria) : m_criteria(std::move(criteria)) {}

    /// Looks at what came since the last call, and lets go of what the buffer dropped. Errors: as
    /// LogBuffer::read; Cancelled, after which the next call goes on. Thread: any but ui.
    models::Result<void> update(LogBuffer& buffer, std::stop_token stop);

    /// In order.
    const std::deque<std::uint64_t>& matches() const { return m_matches; }
    std::uint64_t looked() const { return m_next; }     ///< lines before this number were looked at
    std::uint64_t leftOut() const { return m_leftOut; } ///< older matches beyond kMostMatches

private:
    LogCriteria m_criteria;
    std::deque<std::uint64_t> m_matches;
    std::uint64_t m_next = 0;
    std::uint64_t m_leftOut = 0;
};

} // namespace binnacle::services
