// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/catch.h"
#include "ui/viewmodels/time_dial.h"
#include "ui/viewmodels/time_words.h"

using namespace binnacle;
using namespace binnacle::ui;
using models::UtcTime;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

constexpr UtcTime kNow = UtcTime::fromSeconds(std::int64_t{1'795'431'600});

struct Dial {
    Dial()
    {
        QObject::connect(&dial, &TimeDial::momentChanged, [this] { ++moments; });
        QObject::connect(&dial, &TimeDial::rangeChanged, [this] { ++ranges; });
    }
    models::ManualClock clock{kNow};
    TimeDial dial{clock};
    int moments = 0, ranges = 0;
};

} // namespace

TEST_CASE("the dial is live until a moment is set, and what is not past is live")
{
    Dial d;
    CHECK(d.dial.isLive());
    CHECK(d.dial.moment() == kNow);
    d.dial.setMoment(kNow - minutes(10));
    CHECK_FALSE(d.dial.isLive());
    CHECK(d.dial.moment() == kNow - minutes(10));
    d.dial.setMoment(kNow - minutes(10));
    CHECK(d.moments == 1);
    d.clock.advance(minutes(5));
    CHECK(d.dial.moment() == kNow - minutes(10));
    d.dial.setMoment(kNow + minutes(5));
    CHECK(d.dial.isLive());
    CHECK(d.moments == 2);
}

TEST_CASE("the stretch follows now until it is moved, and live brings it back")
{
    Dial d;
    CHECK(d.dial.follows());
    CHECK(d.dial.start() == kNow - hours(6));
    d.clock.advance(minutes(1));
    CHECK(d.dial.end() == kNow + minutes(1));
    d.dial.setRange(kNow - hours(10), kNow - hours(8));
    CHECK_FALSE(d.dial.follows());
    CHECK(d.dial.span() == hours(2));
    CHECK(d.dial.end() == kNow - hours(8));
    d.dial.goLive();
    CHECK(d.dial.follows());
    CHECK(d.moments == 0);
    CHECK(d.ranges == 2);
}

TEST_CASE("a moment out of view takes the stretch with it")
{
    Dial d;
    d.dial.setMoment(kNow - hours(20));
    CHECK(d.dial.start() <= kNow - hours(20));
    CHECK(d.dial.end() >= kNow - hours(20));
    CHECK(d.dial.span() == hours(6));
    CHECK(d.ranges == 1);
}

TEST_CASE("ranges are read as a person types them")
{
    const auto back = readRange(QStringLiteral("last 3 d"), kNow);
    REQUIRE(back);
    CHECK(back->from == kNow - hours(72));
    CHECK(back->to == kNow);
    const auto two =
        readRange(QStringLiteral("2026-11-20T02:00:00Z to 2026-11-20T04:30:00Z"), kNow);
    REQUIRE(two);
    CHECK(two->to - two->from == minutes(150));
    const auto relative = readRange(QStringLiteral("-6h to -2h"), kNow);
    REQUIRE(relative);
    CHECK(relative->from == kNow - hours(6));
    CHECK(relative->to == kNow - hours(2));
}

TEST_CASE("what is no range says what is understood")
{
    for (const char* text : {"", "soon", "-2h to -6h", "0m", "1h to", "2026-13-44T00:00 to now"}) {
        const auto range = readRange(QLatin1String(text), kNow);
        REQUIRE_FALSE(range);
        CHECK(range.error().code == models::ErrorCode::InvalidInput);
        CHECK_FALSE(range.error().remedy.empty());
    }
}
