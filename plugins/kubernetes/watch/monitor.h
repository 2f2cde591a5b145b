// SPDX-License-Identifier: GPL-3.0-or-later
// Is the server still there, and does each watch still hear it? A silent watch looks the same alive
// and half open. A heartbeat proves the way of all the watches that share its HTTP/2 connection;
// one that does not, is opened anew when it was silent for a while. When the heartbeat fails, every
// stream is cut, connections are dropped, and streams wait here until the server answers again. One
// per connector; runs on a thread of its own.
#pragma once

#include "models/base/result.h"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>

namespace binnacle::plugins::kubernetes {

struct MonitorOptions {
    std::chrono::milliseconds interval{5000};
    std::chrono::milliseconds deadline{3000};
    /// While the server is away: shorter, and the pause counts from the start of a probe, so that
    /// an answer is noticed within about 2.5 s of the network's return.
    std::chrono::milliseconds retryDeadline{2500};
    std::chrono::milliseconds backoffMin{250};
    std::chrono::milliseconds backoffMax{1000};
    std::chrono::milliseconds tick{1000};
    /// A watch that no heartbeat speaks for, after so long without a byte. Less than two intervals,
    /// so that what it shows stays live.
    std::chrono::milliseconds renewAfter{8000};
    std::chrono::milliseconds headWithin{2500}; ///< of a watch: an answer at all
};

class Monitor {
public:
    /// One exchange with the server within the deadline, and the connection it went over (0: not
    /// known). Internal and Unauthenticated mean that it answered, and that what we have gets no
    /// news from it; any other error means that it did not answer.
    using Probe =
        std::function<models::Result<std::uint64_t>(std::chrono::milliseconds, std::stop_token)>;
    struct Hooks {
        Probe probe;
        std::function<void(const models::Error&)> lost; ///< once per outage, before streams are cut
        std::function<void()> back;
        std::function<void()> drop; ///< closes the connections
        std::function<void()> tick; ///< about once a second; may be empty
    };

    Monitor(Hooks hooks, MonitorOptions options = {});

    /// Blocks until `stop`.
    void run(std::stop_token stop);

    /// A stream broke: look now rather than at the next beat.
    void suspect();
    /// True when the server answers (or nobody knows better yet); false when stopped.
    bool waitHealthy(std::stop_token stop);
    bool healthy() const;

    /// For the time of one stream: its token is stopped by `outer`, when the server is lost, or
    /// when nothing proves that this stream still hears it.
    class Stream {
    public:
        /// How long ago the server was known to have nothing that we had not heard.
        using Proved = std::function<void(std::chrono::steady_clock::duration ago)>;

        Stream(Monitor& monitor, std::stop_token outer, Proved proved = {});
        ~Stream();
        Stream(const Stream&) = delete;
        Stream& operator=(const Stream&) = delete;
        std::stop_token token() const { return m_source.get_token(); }

        /// Silence means "no change" from now on: a watch, not a list under way. `tries` before
        /// this one brought no answer: a busy server gets twice the time each time.
        void follows(int tries = 0);
        void opened(std::uint64_t connection);
        /// Around the work on bytes that came: while it lasts a heartbeat is ahead of us.
        void takes();
        void took();

    private:
        friend class Monitor;
        Monitor& m_monitor;
        Proved m_proved;
        std::stop_source m_source;
        // Guarded by the monitor's mutex.
        std::uint64_t m_connection = 0;
        bool m_opened = false;
        bool m_follows = false;
        bool m_busy = false;
        int m_tries = 0;
        std::chrono::steady_clock::time_point m_heard = std::chrono::steady_clock::now();
        std::stop_callback<std::function<void()>> m_outer; ///< last: may fire while constructed
    };

private:
    void beat(std::stop_token stop);
    void fail(const models::Error& error);
    void recover(std::uint64_t connection, std::chrono::steady_clock::time_point asked);
    void wait(std::stop_token stop);
    void cutSilent();
    std::chrono::milliseconds nextBackoff();

    Hooks m_hooks;
    MonitorOptions m_options;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::set<Stream*> m_streams;
    std::uint64_t m_connection = 0; ///< of the last good heartbeat
    bool m_healthy = true;
    bool m_suspected = false;
    std::chrono::milliseconds m_backoff{0};
};

} // namespace binnacle::plugins::kubernetes
