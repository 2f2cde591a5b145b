// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/replay/event_log.h"

#include <algorithm>

namespace binnacle::tests::replay {

void EventLog::append(const Event& event)
{
    m_events.push_back(event);
    if (m_events.size() > m_length) {
        m_floor = m_events.front().record.resourceVersion;
        m_events.pop_front();
        ++m_first;
    }
}

void EventLog::cut(std::uint64_t version)
{
    m_first += m_events.size();
    m_events.clear();
    m_floor = version;
}

std::optional<std::uint64_t> EventLog::after(std::uint64_t version) const
{
    if (version < m_floor)
        return std::nullopt;
    const auto next = std::upper_bound(
        m_events.begin(), m_events.end(), version,
        [](std::uint64_t v, const Event& e) { return v < e.record.resourceVersion; });
    return m_first + static_cast<std::uint64_t>(next - m_events.begin());
}

bool EventLog::read(std::uint64_t& position, std::vector<Event>& out) const
{
    if (position < m_first)
        return false;
    const auto from = m_events.begin() + static_cast<std::ptrdiff_t>(position - m_first);
    out.insert(out.end(), from, m_events.end());
    position = end();
    return true;
}

} // namespace binnacle::tests::replay
