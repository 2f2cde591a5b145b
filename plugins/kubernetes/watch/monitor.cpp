// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/watch/monitor.h"

#include "plugins/kubernetes/watch/backoff.h"

#include <algorithm>

namespace binnacle::plugins::kubernetes {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

Monitor::Monitor(Hooks hooks, MonitorOptions options)
    : m_hooks(std::move(hooks)), m_options(options)
{
}

Monitor::Stream::Stream(Monitor& monitor, std::stop_token outer, Proved proved)
    : m_monitor(monitor), m_proved(std::move(proved)),
      m_outer(std::move(outer), [this] { m_source.request_stop(); })
{
    const std::lock_guard lock(m_monitor.m_mutex);
    m_monitor.m_streams.insert(this);
    if (!m_monitor.m_healthy)
        m_source.request_stop();
}

Monitor::Stream::~Stream()
{
    const std::lock_guard lock(m_monitor.m_mutex);
    m_monitor.m_streams.erase(this);
}

void Monitor::Stream::follows(int tries)
{
    const std::lock_guard lock(m_monitor.m_mutex);
    m_follows = true;
    m_tries = std::clamp(tries, 0, 4);
}

void Monitor::Stream::opened(std::uint64_t connection)
{
    const std::lock_guard lock(m_monitor.m_mutex);
    m_opened = true;
    m_connection = connection;
    m_heard = steady_clock::now();
}

void Monitor::Stream::takes()
{
    const std::lock_guard lock(m_monitor.m_mutex);
    m_busy = true;
}

void Monitor::Stream::took()
{
    const std::lock_guard lock(m_monitor.m_mutex);
    m_busy = false;
    m_heard = steady_clock::now();
}

void Monitor::suspect()
{
    const std::lock_guard lock(m_mutex);
    m_suspected = true;
    m_changed.notify_all();
}

bool Monitor::healthy() const
{
    const std::lock_guard lock(m_mutex);
    return m_healthy;
}

bool Monitor::waitHealthy(std::stop_token stop)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, stop, [&] { return m_healthy && !m_suspected; });
    return !stop.stop_requested();
}

milliseconds Monitor::nextBackoff()
{
    m_backoff = m_backoff.count() == 0 ? m_options.backoffMin
                                       : std::min(m_backoff * 2, m_options.backoffMax);
    return jittered(m_backoff);
}

void Monitor::fail(const models::Error& error)
{
    bool first = false;
    {
        const std::lock_guard lock(m_mutex);
        first = std::exchange(m_healthy, false);
        m_suspected = false;
    }
    if (first)
        m_hooks.lost(error);
    // A server that answers "not now" or "not you" keeps its connections; one that does not answer
    // has none to keep.
    const bool answered = error.code == models::ErrorCode::Internal ||
                          error.code == models::ErrorCode::Unauthenticated;
    if (answered)
        return;
    {
        const std::lock_guard lock(m_mutex);
        for (auto* stream : m_streams)
            stream->m_source.request_stop();
    }
    // Each time: a probe that hung has left a connection that nobody should use again.
    m_hooks.drop();
}

void Monitor::recover(std::uint64_t connection, steady_clock::time_point asked)
{
    bool wasAway = false;
    {
        const std::lock_guard lock(m_mutex);
        wasAway = !std::exchange(m_healthy, true);
        m_suspected = false;
        m_backoff = milliseconds(0);
        m_connection = connection;
        const auto ago = steady_clock::now() - asked;
        for (auto* stream : m_streams) {
            if (!stream->m_follows || !stream->m_opened || stream->m_busy)
                continue;
            if (connection == 0 || stream->m_connection != connection) {
                // Nobody knows what it missed while the server was away.
                if (wasAway)
                    stream->m_source.request_stop();
            } else if (stream->m_proved) {
                stream->m_proved(ago);
            }
        }
    }
    if (wasAway)
        m_hooks.back();
    m_changed.notify_all();
}

/// Opening a watch anew asks for nothing but what came since, so it costs the server little.
void Monitor::cutSilent()
{
    const auto now = steady_clock::now();
    const std::lock_guard lock(m_mutex);
    if (!m_healthy)
        return;
    for (auto* stream : m_streams) {
        const bool spokenFor = m_connection != 0 && stream->m_connection == m_connection;
        if (!stream->m_follows || stream->m_busy || (stream->m_opened && spokenFor))
            continue;
        const auto most =
            stream->m_opened ? m_options.renewAfter : m_options.headWithin * (1 << stream->m_tries);
        if (now - stream->m_heard >= most)
            stream->m_source.request_stop();
    }
}

void Monitor::wait(std::stop_token stop)
{
    const auto until = steady_clock::now() + m_options.interval;
    while (!stop.stop_requested() && steady_clock::now() < until) {
        {
            std::unique_lock lock(m_mutex);
            const auto next = std::min(until, steady_clock::now() + m_options.tick);
            if (m_changed.wait_until(lock, stop, next, [&] { return m_suspected; }))
                return;
        }
        cutSilent();
        if (m_hooks.tick)
            m_hooks.tick();
    }
}

void Monitor::beat(std::stop_token stop)
{
    const bool away = !healthy();
    const auto started = steady_clock::now();
    const auto result = m_hooks.probe(away ? m_options.retryDeadline : m_options.deadline, stop);
    if (stop.stop_requested())
        return;
    if (result)
        recover(*result, started);
    else
        fail(result.error());
    if (m_hooks.tick)
        m_hooks.tick();
    if (healthy()) {
        wait(std::move(stop));
        return;
    }
    std::unique_lock lock(m_mutex);
    const auto pause = nextBackoff();
    m_changed.wait_until(lock, stop, started + pause, [] { return false; });
}

void Monitor::run(std::stop_token stop)
{
    while (!stop.stop_requested())
        beat(stop);
}

} // namespace binnacle::plugins::kubernetes
