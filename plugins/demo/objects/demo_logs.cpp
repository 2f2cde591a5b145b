// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/demo/objects/demo_logs.h"

#include "plugins/demo/objects/demo_log_text.h"
#include "plugins/demo/objects/demo_record.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace binnacle::plugins::demo {

using models::ErrorCode;
using models::fail;
using models::Result;
using models::UtcTime;
using services::LogContainer;
using services::LogLine;
using services::LogRequest;
using services::LogSink;

namespace {

constexpr std::string_view kContainer = "server";
constexpr std::int64_t kLinesAtOnce = 1000;
constexpr std::int64_t kMostBack = 20'000;   ///< lines of what is there already
constexpr std::int64_t kPreviousLines = 400; ///< of the instance before the restart

class DemoLogs final : public services::LogSource {
public:
    DemoLogs(std::shared_ptr<const DemoWorld> world, const models::Clock& clock)
        : m_world(std::move(world)), m_clock(clock)
    {
    }
    bool simulated() const override { return true; }

    Result<std::vector<LogContainer>> containers(const std::string& ns, const std::string& pod,
                                                 std::chrono::milliseconds,
                                                 std::stop_token stop) override
    {
        const auto record = find(ns, pod, stop);
        if (!record)
            return fail(record.error());
        const std::string_view status = record->text("status");
        return std::vector<LogContainer>{
            {std::string(kContainer), false,
             status == "Running" ? "running" : "waiting: " + std::string(status),
             record->integer("restarts", 0)}};
    }

    Result<void> stream(const LogRequest& request, LogSink& sink, std::stop_token stop) override
    {
        const auto record = find(request.ns, request.pod, stop);
        if (!record)
            return fail(record.error());
        if (!request.container.empty() && request.container != kContainer)
            return fail(ErrorCode::NotFound,
                        "the simulated pod has no container called " + request.container);
        if (record->text("status") == "ContainerCreating")
            return fail(ErrorCode::Conflict, "container \"server\" is waiting to start",
                        "It has written nothing yet: look at its events, or wait until it starts.");
        const bool json = record->labels.contains("binnacle.io/model-version");
        const DemoLogText text(m_world->layout.seed(), request.pod, kContainer, json);
        if (request.previous)
            return previous(*record, text, sink);
        return present(request, *record, text, sink, stop);
    }

private:
    Result<DemoRecord> find(const std::string& ns, const std::string& pod,
                            std::stop_token stop) const
    {
        return findRecord(*m_world, {"Pod", ns, pod}, m_clock.now().ns / 1'000'000'000,
                          std::move(stop));
    }

    static UtcTime timeIn(const DemoRecord& record, std::string_view column)
    {
        return models::parseRfc3339(record.text(column)).value_or(UtcTime{});
    }

    static Result<void> give(const DemoLogText& text, std::int64_t from, std::int64_t to,
                             LogSink& sink, const std::stop_token& stop)
    {
        std::vector<std::string> texts;
        std::vector<LogLine> lines;
        for (std::int64_t at = from; at < to; at += kLinesAtOnce) {
            if (stop.stop_requested())
                return fail(ErrorCode::Cancelled, "the log was closed");
            texts.clear();
            lines.clear();
            const std::int64_t end = std::min(to, at + kLinesAtOnce);
            for (std::int64_t line = at; line < end; ++line)
                texts.push_back(text.textOf(line));
            for (std::int64_t line = at; line < end; ++line)
                lines.push_back({UtcTime{text.timeOf(line)},
                                 texts[static_cast<std::size_t>(line - at)], false});
            if (auto given = sink.lines(lines); !given)
                return given;
        }
        return {};
    }

    static Result<void> note(UtcTime at, LogSink& sink)
    {
        const LogLine line{at, simulatedNote(), false};
        return sink.lines({&line, 1});
    }

    Result<void> previous(const DemoRecord& record, const DemoLogText& text, LogSink& sink) const
    {
        const UtcTime ended = timeIn(record, "lastRestart");
        if (record.integer("restarts", 0) == 0 || !ended.known())
            return fail(ErrorCode::NotFound, "previous terminated container \"server\" not found",
                        "It has not been restarted.");
        const std::int64_t last = text.firstFrom(ended.ns);
        const std::int64_t first = last - kPreviousLines;
        if (auto noted = note(UtcTime{text.timeOf(first)}, sink); !noted)
            return noted;
        if (auto given = give(text, first, last, sink, {}); !given)
            return given;
        const LogLine end{ended, "ERROR [simulated] killed: out of memory (exit code 137)", false};
        return sink.lines({&end, 1});
    }

    Result<void> present(const LogRequest& request, const DemoRecord& record,
                         const DemoLogText& text, LogSink& sink, const std::stop_token& stop)
    {
        const std::int64_t now = m_clock.now().ns;
        std::int64_t next = text.firstFrom(now);
        std::int64_t first = std::max(
            next - kMostBack, request.tailLines ? next - *request.tailLines : next - kMostBack);
        for (const UtcTime from :
             {request.since, timeIn(record, "started"), timeIn(record, "lastRestart")}) {
            if (from.known())
                first = std::max(first, text.firstFrom(from.ns));
        }
        first = std::min(first, next);
        if (auto noted = note(UtcTime{text.timeOf(first)}, sink); !noted)
            return noted;
        auto given = give(text, first, next, sink, stop);
        const bool ended = record.text("status") == "CrashLoopBackOff";
        while (given && request.follow && !ended) {
            pause(text.timeOf(next) - m_clock.now().ns, stop);
            if (stop.stop_requested())
                return fail(ErrorCode::Cancelled, "the log was closed");
            const std::int64_t end = text.firstFrom(m_clock.now().ns + 1);
            given = give(text, next, end, sink, stop);
            next = std::max(next, end);
        }
        return given;
    }

    void pause(std::int64_t ns, const std::stop_token& stop)
    {
        std::unique_lock lock(m_waitMutex);
        m_wait.wait_for(lock, stop, std::chrono::nanoseconds(std::max<std::int64_t>(ns, 1'000'000)),
                        [] { return false; });
    }

    std::shared_ptr<const DemoWorld> m_world;
    const models::Clock& m_clock;
    std::mutex m_waitMutex;
    std::condition_variable_any m_wait;
};

} // namespace

std::unique_ptr<services::LogSource> makeDemoLogs(std::shared_ptr<const DemoWorld> world,
                                                  const models::Clock& clock)
{
    return std::make_unique<DemoLogs>(std::move(world), clock);
}

} // namespace binnacle::plugins::demo
