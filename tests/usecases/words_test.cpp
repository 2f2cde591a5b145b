// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/usecases/words.h"
#include "tests/support/catch.h"

using namespace binnacle::services;
using binnacle::models::Duration;
using binnacle::models::UtcTime;

TEST_CASE("counts have thousands separators and the right number", "[words]")
{
    CHECK(thousands(0) == "0");
    CHECK(thousands(999) == "999");
    CHECK(thousands(1000) == "1,000");
    CHECK(thousands(-1234567) == "-1,234,567");
    CHECK(thousands(-999) == "-999");
    CHECK(counted(1, "GPU", "GPUs") == "1 GPU");
    CHECK(counted(0, "job", "jobs") == "0 jobs");
    CHECK(counted(2304, "GPU", "GPUs") == "2,304 GPUs");
}

TEST_CASE("a share never says none for some or all for not all", "[words]")
{
    CHECK(share(0, 100) == "0%");
    CHECK(share(1, 1000) == "under 1%");
    CHECK(share(999, 1000) == "99%");
    CHECK(share(1000, 1000) == "100%");
    CHECK(share(71, 100) == "71%");
    CHECK(share(3, 0).empty());
}

TEST_CASE("durations are rounded down to their largest parts", "[words]")
{
    using namespace std::chrono;
    CHECK(durationWords(seconds(45)) == "45 s");
    CHECK(durationWords(minutes(10) + seconds(59)) == "10 min");
    CHECK(durationWords(hours(2) + minutes(10)) == "2 h 10 min");
    CHECK(durationWords(hours(3)) == "3 h");
    CHECK(durationWords(hours(76)) == "3 d 4 h");
    CHECK(durationWord(hours(95)) == "3 d");
    CHECK(durationWord(Duration(-5)) == "0 s");
}

TEST_CASE("figures have three significant digits", "[words]")
{
    CHECK(figure(0.01234) == "0.0123");
    CHECK(figure(21.57) == "21.6");
    CHECK(figure(1239.6) == "1,240");
    CHECK(figure(105) == "105");
    CHECK(figure(std::numeric_limits<double>::quiet_NaN()).empty());
}

TEST_CASE("a clock of another day names the day", "[words]")
{
    const UtcTime now = UtcTime::fromSeconds(std::int64_t{1'795'431'600});
    CHECK(clockWords(now - std::chrono::hours(1), now) == "10:00 UTC");
    CHECK(clockWords(now - std::chrono::hours(24), now) == "22 Nov 11:00 UTC");
    CHECK(clockWords(now - std::chrono::hours(24 * 18), now) == "5 Nov 11:00 UTC");
    CHECK(clockWords({}, now).empty());
}
