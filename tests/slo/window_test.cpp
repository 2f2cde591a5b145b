// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/slo/window.h"
#include "services/slo/time_zone.h"
#include "tests/support/catch.h"

using namespace binnacle::models;
using binnacle::services::zoneRules;

namespace {

WindowSpan span(const char* length, const char* start, const char* zone, const char* at)
{
    auto window = *parseWindow(length);
    window.calendar = *start != 0;
    window.calendarStart = start;
    return *spanAt(window, *parseRfc3339(at), *zoneRules(zone));
}

} // namespace

TEST_CASE("a rolling window is the time before the moment")
{
    const auto s = span("4w", "", "UTC", "2026-03-29T10:00:00Z");
    CHECK(toRfc3339(s.begin) == "2026-03-01T10:00:00Z");
    CHECK(s.period == std::chrono::hours(28 * 24));
}

TEST_CASE("months have their own length")
{
    const auto february = span("1M", "2020-01-01 00:00:00", "UTC", "2028-02-10T00:00:00Z");
    CHECK(toRfc3339(february.begin) == "2028-02-01T00:00:00Z");
    CHECK(february.period == std::chrono::hours(29 * 24));
    const auto quarter = span("1Q", "2020-01-01 00:00:00", "UTC", "2026-11-24T00:00:00Z");
    CHECK(toRfc3339(quarter.begin) == "2026-10-01T00:00:00Z");
    CHECK(toRfc3339(quarter.end) == "2027-01-01T00:00:00Z");
    const auto lastDay = span("1M", "2020-01-31 00:00:00", "UTC", "2026-03-05T00:00:00Z");
    CHECK(toRfc3339(lastDay.begin) == "2026-02-28T00:00:00Z");
    CHECK(toRfc3339(lastDay.end) == "2026-03-31T00:00:00Z");
}

TEST_CASE("days of 23 and 25 hours are as long as the zone says")
{
    const auto spring = span("1d", "2026-01-01 00:00:00", "Europe/Berlin", "2026-03-29T12:00:00Z");
    CHECK(toRfc3339(spring.begin) == "2026-03-28T23:00:00Z");
    CHECK(spring.period == std::chrono::hours(23));
    const auto autumn =
        span("1d", "2026-01-01 00:00:00", "America/New_York", "2026-11-01T12:00:00Z");
    CHECK(autumn.period == std::chrono::hours(25));
    const auto month =
        span("1M", "2026-01-01 00:00:00", "America/New_York", "2026-11-10T12:00:00Z");
    CHECK(toRfc3339(month.begin) == "2026-11-01T04:00:00Z");
    CHECK(month.period == std::chrono::hours(30 * 24 + 1));
}

TEST_CASE("an unknown zone, a length that is none and a moment before the start are errors")
{
    CHECK_FALSE(zoneRules("Mars/Olympus"));
    for (const char* text : {"", "d", "0d", "-3d", "3x", "3dd", "99999Y"})
        CHECK_FALSE(parseWindow(text));
    auto window = *parseWindow("1M");
    window.calendar = true;
    window.calendarStart = "2027-01-01 00:00:00";
    CHECK_FALSE(spanAt(window, *parseRfc3339("2026-11-24T00:00:00Z"), *zoneRules("UTC")));
}
