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

Monitor::Stream::Stream(Monitor& monitor, std::stop_token outer)
    : m_monitor(monitor), m_outer(std::move(outer), [this] { m_source.request_stop(); })
{
    const std::lock_guard lock(m_monitor.m_mutex);
    m_monitor.m_streams.insert(&m_source);
    if (!m_monitor.m_healthy)
        m_source.request_stop();
}

Monitor::Stream::~Stream()
{
    const std::lock_guard lock(m_monitor.m_mutex);
    m_monitor.m_streams.erase(&m_source);
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
            stream->request_stop();
    }
    // Each time: a probe that hung has left a connection that nobody should use again.
    m_hooks.drop();
}

void Monitor::recover()
{
    bool wasAway = false;
    {
        const std::lock_guard lock(m_mutex);
        wasAway = !std::exchange(m_healthy, true);
        m_suspected = false;
        m_backoff = milliseconds(0);
    }
    if (wasAway)
        m_hooks.back();
    m_changed.notify_all();
}

void Monitor::beat(std::stop_token stop)
{
    const bool away = !healthy();
    const auto started = steady_clock::now();
    const auto result = m_hooks.probe(away ? m_options.retryDeadline : m_options.deadline, stop);
    if (stop.stop_requested())
        return;
    if (result)
        recover();
    else
        fail(result.error());

    std::unique_lock lock(m_mutex);
    if (m_healthy) {
        m_changed.wait_for(lock, stop, m_options.interval, [&] { return m_suspected; });
        return;
    }
    const auto pause = nextBackoff();
    m_changed.wait_until(lock, stop, started + pause, [] { return false; });
}

void Monitor::run(std::stop_token stop)
{
    while (!stop.stop_requested())
        beat(stop);
}

} // namespace binnacle::plugins::kubernetes
