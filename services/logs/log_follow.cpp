// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/logs/log_follow.h"

#include <algorithm>

namespace binnacle::services {

using models::ErrorCode;
using models::fail;
using models::Result;
using Moment = LogMerge::Moment;

namespace {

constexpr std::size_t kMostArrived = std::size_t{4} << 20; ///< bytes that wait for the merge
constexpr std::chrono::milliseconds kTellEvery{50};

} // namespace

class LogFollow::Sink final : public LogSink {
public:
    Sink(LogFollow& follow, LogOrigin origin, const std::stop_token& stop)
        : m_follow(follow), m_origin(origin), m_stop(stop)
    {
    }
    Result<void> lines(std::span<const LogLine> lines) override
    {
        return m_follow.take(m_origin, lines, m_stop);
    }
    void interrupted(const models::Error& error) override
    {
        m_follow.setState(m_origin, StreamPhase::Interrupted, error);
    }
    void resumed() override { m_follow.setState(m_origin, StreamPhase::Running, {}); }

private:
    LogFollow& m_follow;
    LogOrigin m_origin;
    const std::stop_token& m_stop;
};

LogFollow::LogFollow(std::vector<FollowedLog> logs, LogBuffer& buffer,
                     std::function<void()> changed, MergeOptions merge)
    : m_buffer(buffer), m_changed(std::move(changed)), m_merge(merge)
{
    logs.resize(std::min(logs.size(), kMostLogs));
    m_states.resize(logs.size());
    const Moment now = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < logs.size(); ++i)
        m_merge.open(static_cast<LogOrigin>(i), now);
    m_threads.emplace_back([this](const std::stop_token& stop) { runMerge(stop); });
    for (std::size_t i = 0; i < logs.size(); ++i)
        m_threads.emplace_back([this, i, log = std::move(logs[i])](const std::stop_token& stop) {
            runStream(static_cast<LogOrigin>(i), log, stop);
        });
}

LogFollow::~LogFollow()
{
    requestStop();
    m_threads.clear();
}

void LogFollow::requestStop()
{
    for (auto& thread : m_threads)
        thread.request_stop();
}

std::vector<StreamState> LogFollow::states() const
{
    const std::lock_guard lock(m_mutex);
    return m_states;
}

Result<void> LogFollow::take(LogOrigin origin, std::span<const LogLine> lines,
                             const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    m_room.wait(lock, stop, [&] { return m_arrivedBytes < kMostArrived; });
    if (stop.stop_requested())
        return fail(ErrorCode::Cancelled, "the log was closed");
    for (const LogLine& line : lines) {
        m_arrivedBytes += line.text.size() + sizeof(LogEntry);
        m_arrived.push_back(
            {line.time, origin, LogLevel::None, line.cut, false, std::string(line.text)});
    }
    StreamState& state = m_states[origin];
    state.lines += lines.size();
    state.phase = StreamPhase::Running;
    state.error.reset();
    m_wake.notify_one();
    return {};
}

void LogFollow::setState(LogOrigin origin, StreamPhase phase, std::optional<models::Error> error)
{
    const std::lock_guard lock(m_mutex);
    m_states[origin].phase = phase;
    m_states[origin].error = std::move(error);
    m_dirty = true;
    m_wake.notify_one();
}

void LogFollow::runStream(LogOrigin origin, const FollowedLog& log, const std::stop_token& stop)
{
    Sink sink(*this, origin, stop);
    const auto done = log.source->stream(log.request, sink, stop);
    if (done)
        setState(origin, StreamPhase::Ended, {});
    else
        setState(origin, StreamPhase::Failed, done.error());
}

void LogFollow::runMerge(const std::stop_token& stop)
{
    std::vector<LogEntry> arrived, released;
    std::vector<bool> closed(m_states.size(), false);
    Moment told{};
    bool toTell = false;
    while (true) {
        {
            std::unique_lock lock(m_mutex);
            const auto ready = [this] { return !m_arrived.empty() || m_dirty; };
            const auto due = m_merge.next();
            if (toTell)
                m_wake.wait_until(lock, stop, told + kTellEvery, ready);
            else if (due)
                m_wake.wait_until(lock, stop, *due, ready);
            else
                m_wake.wait(lock, stop, ready);
            if (stop.stop_requested())
                return;
            arrived.swap(m_arrived);
            m_arrivedBytes = 0;
            toTell = toTell || m_dirty;
            m_dirty = false;
            for (std::size_t i = 0; i < closed.size(); ++i)
                closed[i] = m_states[i].phase == StreamPhase::Ended ||
                            m_states[i].phase == StreamPhase::Failed;
        }
        m_room.notify_all();
        const Moment now = std::chrono::steady_clock::now();
        for (LogEntry& entry : arrived)
            m_merge.push(std::move(entry), now);
        arrived.clear();
        for (std::size_t i = 0; i < closed.size(); ++i) {
            if (closed[i])
                m_merge.close(static_cast<LogOrigin>(i));
        }
        m_merge.release(now, released);
        if (!released.empty())
            m_buffer.append(released);
        toTell = toTell || !released.empty();
        released.clear();
        if (toTell && now - told >= kTellEvery) {
            told = now;
            toTell = false;
            m_changed();
        }
    }
}

} // namespace binnacle::services
