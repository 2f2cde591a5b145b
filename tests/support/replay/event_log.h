// SPDX-License-Identifier: GPL-3.0-or-later
// The bounded log of one kind's changes, read by position. For Estate only, which locks it.
#pragma once

#include "tests/support/replay/record.h"

#include <deque>
#include <optional>
#include <vector>

namespace binnacle::tests::replay {

enum class EventType : std::uint8_t { Added, Modified, Deleted };

struct Event {
    EventType type = EventType::Added;
    Record record;
};

class EventLog {
public:
    void start(std::size_t length, std::uint64_t version)
    {
        m_length = length;
        m_floor = version;
    }
    void append(const Event& event);
    /// Forgets everything up to `version`.
    void cut(std::uint64_t version);

    std::uint64_t end() const { return m_first + m_events.size(); }
    std::uint64_t floor() const { return m_floor; } ///< the oldest version that can be resumed
    /// The position of the first event newer than `version`; nullopt when that is cut off.
    std::optional<std::uint64_t> after(std::uint64_t version) const;
    /// False when `position` is cut off.
    bool read(std::uint64_t& position, std::vector<Event>& out) const;

private:
    std::size_t m_length = 0;
    std::uint64_t m_first = 0; ///< position of the first event kept
    std::uint64_t m_floor = 0;
    std::deque<Event> m_events;
};

} // namespace binnacle::tests::replay
