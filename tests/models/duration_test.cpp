// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/time.h"
#include "tests/support/catch.h"

using namespace binnacle::models;
using namespace std::chrono_literals;

namespace {

constexpr auto kDay = 24h;
constexpr auto kYear = 365 * kDay;

} // namespace

TEST_CASE("durations are read as Prometheus writes them, and plain seconds")
{
    const std::pair<const char*, Duration> table[] = {
        {"15s", 15s},      {"1h30m", 90min}, {"250ms", 250ms},   {"1d", kDay}, {"1w", 7 * kDay},
        {"1y", kYear},     {"0.5", 500ms},   {"90", 90s},        {"0", 0s},    {"1.5h", 90min},
        {"1h1m1s", 3661s}, {"1e3", 1000s},   {"1m1ms", 60001ms}, {"0s", 0s}};
    for (const auto& [text, expected] : table) {
        INFO(text);
        const auto duration = parseDuration(text);
        REQUIRE(duration);
        CHECK(*duration == expected);
    }
}

TEST_CASE("a duration without a number, with a strange unit or without an end is refused")
{
    for (const char* text :
         {"", "s", "m5", "5x", "1h-5m", "-5", "-5s", "1 h", " 1h", "1h ", "1h30", "nan", "inf",
          "1..5s", "5S", "201y", "1e30", "99999999999999999999s"}) {
        const auto duration = parseDuration(text);
        INFO(text);
        REQUIRE_FALSE(duration);
        CHECK(duration.error().code == ErrorCode::InvalidInput);
        CHECK_FALSE(duration.error().remedy.empty());
    }
}

TEST_CASE("ages are written as kubectl's AGE column")
{
    // Source: k8s.io/apimachinery/pkg/util/duration, TestHumanDuration and
    // TestHumanDurationBoundaries.
    const std::pair<Duration, const char*> table[] = {
        {-2s, "<invalid>"},
        {-2s + 1ns, "0s"},
        {-1s, "0s"},
        {0s, "0s"},
        {1s - 1ms, "0s"},
        {1s, "1s"},
        {70s, "70s"},
        {2min - 1ms, "119s"},
        {2min, "2m"},
        {2min + 1s - 1ms, "2m"},
        {2min + 1s, "2m1s"},
        {190s, "3m10s"},
        {10min - 1ms, "9m59s"},
        {10min, "10m"},
        {10min + 1s, "10m"},
        {70min, "70m"},
        {3h - 1ms, "179m"},
        {3h, "3h"},
        {3h + 1min, "3h1m"},
        {8h - 1ms, "7h59m"},
        {8h, "8h"},
        {8h + 59min, "8h"},
        {47h, "47h"},
        {2 * kDay - 1ms, "47h"},
        {2 * kDay, "2d"},
        {49h, "2d1h"},
        {8 * kDay - 1ms, "7d23h"},
        {8 * kDay, "8d"},
        {8 * kDay + 23h, "8d"},
        {8 * kDay + 2h, "8d"},
        {367 * kDay, "367d"},
        {2 * kYear - 1ms, "729d"},
        {2 * kYear, "2y"},
        {2 * kYear + 25h, "2y1d"},
        {3 * kYear, "3y"},
        {4 * kYear + kDay, "4y1d"},
        {8 * kYear - 1ms, "7y364d"},
        {8 * kYear, "8y"},
        {8 * kYear + 364 * kDay, "8y"},
        {9 * kYear, "9y"},
    };
    for (const auto& [age, expected] : table) {
        INFO(age.count());
        CHECK(toHumanAge(age) == expected);
    }
}
