// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/logs/log_merge.h"

#include <algorithm>

namespace binnacle::services {

namespace {

constexpr std::size_t kRecordBytes = 96; ///< of a held line beside its text

} // namespace

LogMerge::Log& LogMerge::log(LogOrigin origin)
{
    for (Log& known : m_logs) {
        if (known.origin == origin)
            return known;
    }
    m_logs.push_back({origin, false, {}, {}});
    return m_logs.back();
}

void LogMerge::open(LogOrigin origin, Moment now)
{
    Log& opened = log(origin);
    opened.open = true;
    opened.opened = now;
}

void LogMerge::close(LogOrigin origin)
{
    log(origin).open = false;
}

void LogMerge::push(LogEntry entry, Moment now)
{
    Log& from = log(entry.origin);
    // Within one log the order is that of writing, whatever its clock says.
    if (!entry.time.known() || (from.last.known() && entry.time < from.last))
        entry.time = from.last;
    from.last = entry.time;
    m_heldBytes += entry.text.size() + kRecordBytes;
    m_held.push({std::move(entry), now, m_order++});
}

/// Its own log brings nothing earlier any more, and of equal times the first to arrive goes first.
bool LogMerge::othersReached(const LogEntry& entry) const
{
    return std::all_of(m_logs.begin(), m_logs.end(), [&](const Log& log) {
        return !log.open || log.origin == entry.origin || log.last >= entry.time;
    });
}

bool LogMerge::mayGo(const Held& held, Moment now) const
{
    if (m_heldBytes > m_options.mostHeldBytes || !held.entry.time.known() ||
        othersReached(held.entry))
        return true;
    const bool opening = std::any_of(m_logs.begin(), m_logs.end(), [&](const Log& log) {
        return log.open && !log.last.known() && now - log.opened < m_options.opening;
    });
    return !opening && now - held.arrived >= m_options.window;
}

void LogMerge::release(Moment now, std::vector<LogEntry>& out)
{
    while (!m_held.empty() && mayGo(m_held.top(), now)) {
        // The queue gives no way to move out of its top.
        LogEntry entry = std::move(const_cast<Held&>(m_held.top()).entry);
        m_held.pop();
        m_heldBytes -= entry.text.size() + kRecordBytes;
        entry.late = m_released.known() && entry.time < m_released;
        m_released = std::max(m_released, entry.time);
        out.push_back(std::move(entry));
    }
}

std::optional<LogMerge::Moment> LogMerge::next() const
{
    if (m_held.empty())
        return std::nullopt;
    Moment at = m_held.top().arrived + m_options.window;
    for (const Log& log : m_logs) {
        if (log.open && !log.last.known())
            at = std::max(at, log.opened + m_options.opening);
    }
    return at;
}

} // namespace binnacle::services
