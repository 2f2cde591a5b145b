// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/logs/log_filter.h"

namespace binnacle::services {

models::Result<void> LogFilter::update(LogBuffer& buffer, std::stop_token stop)
{
    const std::uint64_t oldest = buffer.extent().first;
    while (!m_matches.empty() && m_matches.front() < oldest)
        m_matches.pop_front();
    bool stopped = false;
    const auto scanned =
        buffer.scan(m_next, [&](std::uint64_t number, const LogChunk& chunk, std::size_t line) {
            if (number % 1024 == 0 && stop.stop_requested()) {
                stopped = true;
                return false;
            }
            m_next = number + 1;
            if (chunk.level(line) >= m_criteria.atLeast &&
                m_criteria.pattern.matches(chunk.text(line))) {
                m_matches.push_back(number);
                if (m_matches.size() > kMostMatches) {
                    m_matches.pop_front();
                    ++m_leftOut;
                }
            }
            return true;
        });
    if (!scanned)
        return scanned;
    if (stopped)
        return models::fail(models::ErrorCode::Cancelled, "the search was stopped");
    return {};
}

} // namespace binnacle::services
