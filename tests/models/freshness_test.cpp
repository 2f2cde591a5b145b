// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/estate/source.h"
#include "tests/support/catch.h"

using namespace binnacle::models;
using namespace std::chrono_literals;

namespace {

constexpr UtcTime kNow = UtcTime::fromSeconds(std::int64_t{1'790'000'000});

Freshness aged(Duration age, bool failed = false, Duration interval = 15s)
{
    return freshness(kNow - age, interval, kNow, failed);
}

} // namespace

TEST_CASE("a value is live to two intervals and a second, late to five, stale beyond")
{
    CHECK(aged(0s) == Freshness::Live);
    CHECK(aged(31s) == Freshness::Live);
    CHECK(aged(31s + 1ns) == Freshness::Late);
    CHECK(aged(75s) == Freshness::Late);
    CHECK(aged(75s + 1ns) == Freshness::Stale);
    CHECK(aged(24h) == Freshness::Stale);
}

TEST_CASE("a failed source is stale past the live bound: nothing newer will come")
{
    CHECK(aged(31s, true) == Freshness::Live);
    CHECK(aged(31s + 1ns, true) == Freshness::Stale);
}

TEST_CASE("never seen is unknown, also when the source failed")
{
    CHECK(freshness({}, 15s, kNow) == Freshness::Unknown);
    CHECK(freshness({}, 15s, kNow, true) == Freshness::Unknown);
}

TEST_CASE("a server whose clock is ahead does not make values stale")
{
    CHECK(aged(-10min) == Freshness::Live);
}

TEST_CASE("without an interval a value is live for one second, then stale")
{
    CHECK(aged(1s, false, 0s) == Freshness::Live);
    CHECK(aged(1s + 1ns, false, 0s) == Freshness::Stale);
}

TEST_CASE("the state of a source is that of its last contact")
{
    SourceStatus status;
    CHECK(status.freshnessAt(kNow) == Freshness::Unknown);
    status.lastContact = kNow - 20s;
    status.interval = 5s;
    status.phase = SourcePhase::Ready;
    CHECK(status.freshnessAt(kNow) == Freshness::Late);
    status.phase = SourcePhase::Failed;
    CHECK(status.freshnessAt(kNow) == Freshness::Stale);
}

TEST_CASE("states and phases have the words of the documentation")
{
    CHECK(toString(Freshness::Live) == "live");
    CHECK(toString(Freshness::Late) == "late");
    CHECK(toString(Freshness::Stale) == "stale");
    CHECK(toString(Freshness::Unknown) == "unknown");
    CHECK(toString(SourcePhase::Idle) == "idle");
    CHECK(toString(SourcePhase::Connecting) == "connecting");
    CHECK(toString(SourcePhase::Syncing) == "syncing");
    CHECK(toString(SourcePhase::Ready) == "ready");
    CHECK(toString(SourcePhase::Degraded) == "degraded");
    CHECK(toString(SourcePhase::Failed) == "failed");
    CHECK(toString(SourcePhase::Stopped) == "stopped");
}

TEST_CASE("the next change by age is the first moment of another state")
{
    for (const Duration interval : {0s, 15s, 60s}) {
        UtcTime at = kNow;
        Freshness state = freshness(kNow, interval, at);
        while (true) {
            const UtcTime next = nextFreshnessChange(kNow, interval, at);
            if (!next.known())
                break;
            CHECK(freshness(kNow, interval, next - Duration(1)) == state);
            state = freshness(kNow, interval, next);
            at = next;
        }
        CHECK(state == Freshness::Stale);
    }
    CHECK_FALSE(nextFreshnessChange({}, 15s, kNow).known());
}
