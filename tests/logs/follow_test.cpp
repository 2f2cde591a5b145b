// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/logs/log_follow.h"
#include "tests/support/catch.h"

#include <atomic>
#include <set>

using namespace binnacle;
using services::FollowedLog;
using services::LogBuffer;
using services::LogFollow;
using services::LogRequest;
using services::StreamPhase;
using namespace std::chrono_literals;

namespace {

/// Two logs of alternating seconds; "endless" goes on, "missing" is refused.
class Source final : public services::LogSource {
public:
    models::Result<std::vector<services::LogContainer>> containers(const std::string&,
                                                                   const std::string&,
                                                                   std::chrono::milliseconds,
                                                                   std::stop_token) override
    {
        return std::vector<services::LogContainer>{};
    }
    models::Result<void> stream(const LogRequest& request, services::LogSink& sink,
                                std::stop_token stop) override
    {
        if (request.pod == "missing")
            return models::fail(models::ErrorCode::NotFound, "no such pod");
        const int offset = request.pod == "even" ? 0 : 1;
        for (int i = 0; i < 500 || request.pod == "endless"; ++i) {
            if (stop.stop_requested())
                return models::fail(models::ErrorCode::Cancelled, "stopped");
            const std::string text = request.pod + std::to_string(i);
            const services::LogLine line{models::UtcTime::fromSeconds(std::int64_t{2} * i + offset),
                                         text, false};
            if (auto done = sink.lines({&line, 1}); !done)
                return done;
        }
        return {};
    }
};

FollowedLog log(Source& source, const char* pod)
{
    LogRequest request;
    request.pod = pod;
    return {&source, request};
}

} // namespace

TEST_CASE("several logs are one in the order of time, and what fails is said beside it")
{
    Source source;
    LogBuffer buffer;
    std::atomic<int> told{0};
    std::vector<services::LogEntry> lines;
    {
        LogFollow follow({log(source, "even"), log(source, "odd"), log(source, "missing")}, buffer,
                         [&] {
                             ++told;
                             told.notify_all();
                         });
        for (int seen = 0; buffer.extent().end < 1000; seen = told)
            told.wait(seen);
        const auto states = follow.states();
        CHECK(states[0].phase == StreamPhase::Ended);
        CHECK(states[0].lines == 500);
        REQUIRE(states[2].phase == StreamPhase::Failed);
        CHECK(states[2].error->code == models::ErrorCode::NotFound);
    }
    lines = *buffer.lines(0, 2000);
    REQUIRE(lines.size() == 1000);
    for (std::size_t i = 0; i < lines.size(); ++i)
        REQUIRE(lines[i].time == models::UtcTime::fromSeconds(static_cast<std::int64_t>(i)));
}

TEST_CASE("an endless log ends when its view does, however fast it writes")
{
    Source source;
    LogBuffer buffer({std::size_t{12} << 20, std::uint64_t{8} << 20, {}});
    std::atomic<int> told{0};
    {
        LogFollow follow({log(source, "endless"), log(source, "endless")}, buffer, [&] {
            ++told;
            told.notify_all();
        });
        told.wait(0);
    }
    CHECK(buffer.extent().end > 0);
    CHECK(buffer.memoryUsed() <= std::size_t{12} << 20);
}
