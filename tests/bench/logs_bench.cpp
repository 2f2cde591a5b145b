// SPDX-License-Identifier: GPL-3.0-or-later
// The log engine at work: lines from eight streams merged into a bounded buffer while a view reads
// 60 lines per frame and a filter keeps up. Prints one JSON object; run by hand.
#include "services/logs/log_filter.h"
#include "services/logs/log_follow.h"

#include <algorithm>
#include <atomic>
#include <cstdio>

using namespace binnacle;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int kStreams = 8;
constexpr int kLinesEach = 250'000;

class Source final : public services::LogSource {
public:
    models::Result<std::vector<services::LogContainer>> containers(const std::string&,
                                                                   const std::string&,
                                                                   std::chrono::milliseconds,
                                                                   std::stop_token) override
    {
        return std::vector<services::LogContainer>{};
    }
    models::Result<void> stream(const services::LogRequest&, services::LogSink& sink,
                                std::stop_token stop) override
    {
        std::vector<services::LogLine> lines(100);
        const std::string text = R"({"level":"info","msg":"scored batch","latency_ms":12,)"
                                 R"("batch":32,"request":"0f3a9c21-77aa","model":"scorer:42"})";
        for (int i = 0; i < kLinesEach && !stop.stop_requested(); i += 100) {
            for (int n = 0; n < 100; ++n)
                lines[static_cast<std::size_t>(n)] = {
                    models::UtcTime{(std::int64_t{i} + n) * 1'000'000}, text, false};
            if (auto done = sink.lines(lines); !done)
                return done;
        }
        return {};
    }
};

double ms(Clock::duration time)
{
    return std::chrono::duration<double, std::milli>(time).count();
}

} // namespace

int main()
{
    Source source;
    services::LogBuffer buffer;
    constexpr std::uint64_t kAll = std::uint64_t{kStreams} * kLinesEach;
    std::vector<double> reads;
    double filtering = 0;
    const auto started = Clock::now();
    std::size_t memory = 0;
    {
        services::LogFollow follow(std::vector<services::FollowedLog>(kStreams, {&source, {}}),
                                   buffer, [] {});
        while (buffer.extent().end < kAll) {
            const auto before = Clock::now();
            const auto end = buffer.extent().end;
            (void)buffer.lines(end > 60 ? end - 60 : 0, 60);
            reads.push_back(ms(Clock::now() - before));
            memory = std::max(memory, buffer.memoryUsed());
            std::this_thread::sleep_for(std::chrono::milliseconds(4));
        }
    }
    const double seconds = ms(Clock::now() - started) / 1000;
    const auto before = Clock::now();
    services::LogFilter filter({*services::LogPattern::make("/latency_ms.:1[0-9],/"), {}});
    (void)filter.update(buffer, {});
    filtering = ms(Clock::now() - before);
    std::sort(reads.begin(), reads.end());
    std::printf("{\"lines\": %llu, \"lines_per_second\": %.0f, \"read_ms_p99\": %.3f, "
                "\"read_ms_max\": %.3f, \"memory_mib\": %.1f, \"in_file\": %llu, \"dropped\": "
                "%llu, \"filter_ms\": %.0f}\n",
                static_cast<unsigned long long>(kAll), static_cast<double>(kAll) / seconds,
                reads[reads.size() * 99 / 100], reads.back(),
                static_cast<double>(memory) / 1048576.0,
                static_cast<unsigned long long>(buffer.spilled()),
                static_cast<unsigned long long>(buffer.extent().dropped()), filtering);
    return 0;
}
