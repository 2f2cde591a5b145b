// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/logs/log_merge.h"
#include "tests/support/catch.h"

using namespace binnacle;
using services::LogEntry;
using services::LogMerge;
using namespace std::chrono_literals;

namespace {

const LogMerge::Moment kStart{};

LogEntry line(services::LogOrigin origin, std::int64_t second, std::string text)
{
    LogEntry entry;
    entry.origin = origin;
    if (second >= 0)
        entry.time = models::UtcTime::fromSeconds(second);
    entry.text = std::move(text);
    return entry;
}

std::string released(LogMerge& merge, LogMerge::Moment now)
{
    std::vector<LogEntry> out;
    merge.release(now, out);
    std::string text;
    for (const auto& entry : out)
        text += entry.text + (entry.late ? "! " : " ");
    return text;
}

} // namespace

TEST_CASE("a line waits for the other logs, and goes in the order of time")
{
    LogMerge merge;
    merge.open(0, kStart);
    merge.open(1, kStart);
    merge.push(line(0, 10, "a10"), kStart);
    merge.push(line(0, 30, "a30"), kStart);
    CHECK(released(merge, kStart).empty());
    merge.push(line(1, 20, "b20"), kStart);
    CHECK(released(merge, kStart) == "a10 b20 "); // log 0 has reached 30
    merge.push(line(1, 40, "b40"), kStart);
    CHECK(released(merge, kStart) == "a30 ");
    merge.close(0);
    CHECK(released(merge, kStart) == "b40 ");
    CHECK(merge.heldBytes() == 0);
}

TEST_CASE("a silent log holds the others up for the window only, one that has yet to begin longer")
{
    LogMerge merge;
    merge.open(0, kStart);
    merge.open(1, kStart);
    merge.push(line(0, 10, "a"), kStart);
    CHECK(released(merge, kStart + 500ms).empty()); // the other one is still opening
    CHECK(*merge.next() == kStart + 3000ms);
    CHECK(released(merge, kStart + 3000ms) == "a ");
    merge.push(line(1, 5, "b"), kStart + 3001ms);
    CHECK(released(merge, kStart + 3500ms) == "b! "); // after its time: where it comes, and marked
    merge.push(line(0, 20, "c"), kStart + 4000ms);
    CHECK(released(merge, kStart + 4399ms).empty());
    CHECK(released(merge, kStart + 4400ms) == "c ");
}

TEST_CASE("equal times go by arrival, and one log never changes its own order")
{
    LogMerge merge;
    merge.open(0, kStart);
    merge.push(line(0, 10, "one"), kStart);
    merge.push(line(0, 10, "two"), kStart);
    merge.push(line(0, 9, "clock went back"), kStart);
    merge.push(line(0, -1, "no time"), kStart);
    CHECK(released(merge, kStart + 1s) == "one two clock went back no time ");
    merge.open(1, kStart);
    merge.push(line(1, 20, "first to come"), kStart + 1s);
    merge.push(line(0, 20, "second to come"), kStart + 1s);
    CHECK(released(merge, kStart + 1s) == "first to come second to come ");
}

TEST_CASE("what waits is bounded: beyond it the earliest go at once")
{
    services::MergeOptions options;
    options.mostHeldBytes = 10'000;
    LogMerge merge(options);
    merge.open(0, kStart);
    merge.open(1, kStart);
    for (int i = 0; i < 100; ++i)
        merge.push(line(0, i, std::string(1000, 'x')), kStart);
    std::vector<LogEntry> out;
    merge.release(kStart, out);
    CHECK(merge.heldBytes() <= 10'000);
    CHECK(out.size() > 80);
}
