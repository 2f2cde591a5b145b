// SPDX-License-Identifier: GPL-3.0-or-later
// A bounded queue of bytes between one producer that must never wait (the net thread) and one
// consumer that may. A refused producer pauses its source; the consumer is told when to ask for it
// again.
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>

namespace binnacle::services {

class ByteQueue {
public:
    enum class State { Bytes, Woken, Closed };
    struct Taken {
        State state = State::Closed;
        bool producerWaits = false; ///< a push was refused since the last take: resume the producer
    };

    /// Units: bytes; 0 means without a bound.
    explicit ByteQueue(std::size_t capacity) : m_capacity(capacity) {}

    /// False: full, nothing was taken. A piece larger than the capacity is taken by an empty queue.
    /// `atLeast` widens the capacity for this push.
    /// Thread: the producer's. Never waits for the consumer.
    bool tryPush(std::string_view bytes, std::size_t atLeast = 0)
    {
        {
            const std::lock_guard lock(m_mutex);
            const std::size_t capacity = std::max(m_capacity, atLeast);
            if (m_capacity != 0 && !m_bytes.empty() && m_bytes.size() + bytes.size() > capacity) {
                m_refused = true;
                m_changed.notify_one();
                return false;
            }
            const std::size_t before = m_bytes.size();
            m_bytes.append(bytes);
            // In between the consumer is either at work or gathers: waking it would cost more than
            // the bytes do.
            if (before != 0 && (before >= kWorthwhile || m_bytes.size() < kWorthwhile))
                return true;
        }
        m_changed.notify_one();
        return true;
    }

    /// Makes `take` return although no bytes came.
    void wake()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_woken = true;
        }
        m_changed.notify_one();
    }

    /// No more bytes follow; those inside can still be taken.
    void close()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_closed = true;
        }
        m_changed.notify_one();
    }

    /// Waits for bytes, a wake-up or the end, and swaps everything inside into `into` (whose memory
    /// is reused). What comes in small pieces is gathered for a moment. Thread: the consumer's;
    /// blocks.
    Taken take(std::string& into)
    {
        into.clear();
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_woken || m_closed || !m_bytes.empty(); });
        m_changed.wait_for(lock, kGather, [this] {
            return m_woken || m_closed || m_refused || m_bytes.size() >= kWorthwhile;
        });
        if (m_woken) {
            m_woken = false;
            return {State::Woken, false};
        }
        if (m_bytes.empty())
            return {State::Closed, false};
        if (m_bytes.size() < kSmall && into.capacity() > 4 * kSmall)
            std::string().swap(into); // a burst is over: give its memory back
        into.swap(m_bytes);
        const bool waits = m_refused;
        m_refused = false;
        return {State::Bytes, waits};
    }

private:
    static constexpr std::size_t kSmall = 16 * 1024;
    static constexpr std::size_t kWorthwhile = 128 * 1024; ///< what is taken without gathering
    static constexpr std::chrono::milliseconds kGather{2};

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::string m_bytes;
    const std::size_t m_capacity;
    bool m_refused = false;
    bool m_woken = false;
    bool m_closed = false;
};

} // namespace binnacle::services
