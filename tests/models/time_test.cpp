// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/time.h"
#include "tests/support/catch.h"

#include <random>

using namespace binnacle::models;
using namespace std::chrono_literals;

namespace {

constexpr UtcTime kNow = UtcTime::fromSeconds(std::int64_t{1'790'000'000});

std::int64_t ns(const char* text)
{
    const auto time = parseRfc3339(text);
    INFO(text);
    REQUIRE(time);
    return time->ns;
}

} // namespace

TEST_CASE("RFC 3339 is read with fractions, offsets, small letters and a blank")
{
    CHECK(ns("1970-01-01T00:00:00Z") == 0);
    CHECK(ns("2026-11-23T17:54:14Z") == 1795456454'000'000'000);
    CHECK(ns("2026-11-23t17:54:14z") == 1795456454'000'000'000);
    CHECK(ns("2026-11-23 17:54:14Z") == 1795456454'000'000'000);
    CHECK(ns("2026-11-23T17:54:14.5Z") == 1795456454'500'000'000);
    CHECK(ns("2026-11-23T17:54:14.123456789Z") == 1795456454'123'456'789);
    CHECK(ns("2026-11-23T17:54:14.1234567899999Z") ==
          1795456454'123'456'789); // finer than a nanosecond
    CHECK(ns("2026-11-23T18:54:14+01:00") == 1795456454'000'000'000);
    CHECK(ns("2026-11-23T12:24:14-05:30") == 1795456454'000'000'000);
    CHECK(ns("2024-02-29T00:00:00Z") == 1709164800'000'000'000);
    CHECK(ns("2000-02-29T00:00:00Z") == 951782400'000'000'000);
    CHECK(ns("2016-12-31T23:59:60Z") ==
          ns("2017-01-01T00:00:00Z")); // a leap second is the next second
    CHECK(ns("1969-12-31T23:59:59.5Z") == -500'000'000);
    CHECK(ns("2026-11-23T00:30:00+23:59") == ns("2026-11-22T00:31:00Z"));
}

TEST_CASE("what is nearly RFC 3339 is refused with the text quoted")
{
    for (const char* text : {"",
                             "2026",
                             "2026-11-23",
                             "2026-11-23T17:54Z",
                             "2026-11-23T17:54:14",
                             "2026-11-23T17:54:14.Z",
                             "2026-11-23T17:54:14+1:00",
                             "2026-11-23T17:54:14+0100",
                             "2026-11-23T17:54:14+24:00",
                             "2026-11-23T17:54:14+01:60",
                             "2026-13-01T00:00:00Z",
                             "2026-00-01T00:00:00Z",
                             "2026-02-29T00:00:00Z",
                             "2100-02-29T00:00:00Z",
                             "2026-04-31T00:00:00Z",
                             "2026-11-00T00:00:00Z",
                             "2026-11-23T24:00:00Z",
                             "2026-11-23T17:60:00Z",
                             "2026-11-23T17:54:61Z",
                             "2026-11-23T17:54:14Zx",
                             "2026-11-23T17:54:14ZZ",
                             " 2026-11-23T17:54:14Z",
                             "26-11-23T17:54:14Z",
                             "+2026-11-23T17:54:14Z",
                             "2026/11/23T17:54:14Z",
                             "2026-11-23_17:54:14Z",
                             "1677-01-01T00:00:00Z",
                             "2262-05-01T00:00:00Z",
                             "9999-12-31T23:59:59Z"}) {
        const auto time = parseRfc3339(text);
        INFO(text);
        REQUIRE_FALSE(time);
        CHECK(time.error().code == ErrorCode::InvalidInput);
        CHECK(time.error().message.find(std::string("\"") + text + "\"") != std::string::npos);
        CHECK_FALSE(time.error().remedy.empty());
    }
}

TEST_CASE("a time is written with as many digits as it needs and read back as it was")
{
    CHECK(toRfc3339({}) == "");
    CHECK(toRfc3339({0}) == "1970-01-01T00:00:00Z");
    CHECK(toRfc3339({1795456454'500'000'000}) == "2026-11-23T17:54:14.500Z");
    CHECK(toRfc3339({1795456454'000'001'000}) == "2026-11-23T17:54:14.000001Z");
    CHECK(toRfc3339({1795456454'000'000'001}) == "2026-11-23T17:54:14.000000001Z");
    CHECK(toRfc3339({-1}) == "1969-12-31T23:59:59.999999999Z");
    std::mt19937_64 random(7);
    std::uniform_int_distribution<std::int64_t> anyTime(-9'200'000'000'000'000'000,
                                                        9'200'000'000'000'000'000);
    for (int i = 0; i < 2000; ++i) {
        const UtcTime time{anyTime(random)};
        const std::string text = toRfc3339(time);
        INFO(text);
        REQUIRE(parseRfc3339(text) == time);
    }
}

TEST_CASE("seconds as a double keep the microsecond")
{
    CHECK(UtcTime::fromSeconds(1790000000.5).ns == 1790000000'500'000'000);
    CHECK(UtcTime::fromSeconds(-0.25).ns == -250'000'000);
    CHECK(std::abs(UtcTime::fromSeconds(1790000000.123456).ns - 1790000000'123'456'000) < 300);
}

TEST_CASE("a time argument is RFC 3339, Unix seconds, an age or now")
{
    CHECK(parseTimeArgument("now", kNow) == kNow);
    CHECK(parseTimeArgument("-2h", kNow) == kNow - 2h);
    CHECK(parseTimeArgument("-1h30m", kNow) == kNow - 90min);
    CHECK(parseTimeArgument("-250ms", kNow) == kNow - 250ms);
    CHECK(parseTimeArgument("1790000000", kNow) == kNow);
    CHECK(parseTimeArgument("1790000000.5", kNow) == kNow + 500ms);
    CHECK(parseTimeArgument("0", kNow) == UtcTime{0});
    CHECK(parseTimeArgument("2026-11-23T17:54:14Z", kNow) == UtcTime{1795456454'000'000'000});
}

TEST_CASE("a time argument that could mean two things is refused with the three forms")
{
    for (const char* text :
         {"", "-", "-5", "-1790000000", "--2h", "-2x", "2h", "yesterday", "nan", "inf", "1e300",
          "9300000000", "+5", "2026-11-23", "- 2h", "-2h ", "-h"}) {
        const auto time = parseTimeArgument(text, kNow);
        INFO(text);
        REQUIRE_FALSE(time);
        CHECK(time.error().code == ErrorCode::InvalidInput);
        CHECK(time.error().remedy.find("-2h") != std::string::npos);
    }
}

TEST_CASE("a manual clock moves when told, and its monotonic side never goes back")
{
    ManualClock clock(kNow);
    const auto before = clock.steady();
    clock.advance(5s);
    CHECK(clock.now() == kNow + 5s);
    CHECK(clock.steady() - before == 5s);
    clock.setWall(kNow - 24h);
    CHECK(clock.now() == kNow - 24h);
    CHECK(clock.steady() - before == 5s);
}
