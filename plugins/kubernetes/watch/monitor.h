// SPDX-License-Identifier: GPL-3.0-or-later
// Is the server still there? A heartbeat over the connections that the watches use, because a
// silent watch looks the same alive and half open. When it fails, every stream is cut, connections
// are dropped, and streams wait here until the server answers again. One per connector; runs on a
// thread of its own.
#pragma once

#include "models/base/result.h"

#include <chrono>
#include <condition_variable>
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
    std::chrono::milliseconds backoffMax{2000};
};

class Monitor {
public:
    /// One exchange with the server within the deadline. Internal and Unauthenticated mean that it
    /// answered, and that what we have gets no news from it; any other error means that it did not
    /// answer.
    using Probe = std::function<models::Result<void>(std::chrono::milliseconds, std::stop_token)>;
    struct Hooks {
        Probe probe;
        std::function<void(const models::Error&)> lost; ///< once per outage, before streams are cut
        std::function<void()> back;
        std::function<void()> drop; ///< closes the connections
    };

    Monitor(Hooks hooks, MonitorOptions options = {});

    /// Blocks until `stop`.
    void run(std::stop_token stop);

    /// A stream broke: look now rather than at the next beat.
    void suspect();
    /// True when the server answers (or nobody knows better yet); false when stopped.
    bool waitHealthy(std::stop_token stop);
    bool healthy() const;

    /// For the time of one stream: its token is stopped by `outer` or when the server is lost.
    class Stream {
    public:
        Stream(Monitor& monitor, std::stop_token outer);
        ~Stream();
        Stream(const Stream&) = delete;
        Stream& operator=(const Stream&) = delete;
        std::stop_token token() const { return m_source.get_token(); }

    private:
        Monitor& m_monitor;
        std::stop_source m_source;
        std::stop_callback<std::function<void()>> m_outer;
    };

private:
    void beat(std::stop_token stop);
    void fail(const models::Error& error);
    void recover();
    std::chrono::milliseconds nextBackoff();

    Hooks m_hooks;
    MonitorOptions m_options;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::set<std::stop_source*> m_streams;
    bool m_healthy = true;
    bool m_suspected = false;
    std::chrono::milliseconds m_backoff{0};
};

} // namespace binnacle::plugins::kubernetes
