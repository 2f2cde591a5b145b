// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/estate/cell.h"
#include "tests/support/catch.h"
#include "ui/viewmodels/format.h"
#include "ui/viewmodels/fuzzy.h"

#include <limits>

using namespace binnacle;
using namespace binnacle::ui;

TEST_CASE("letters must come in order; word starts beat scattered letters")
{
    const auto hit = fuzzyMatch(u"cs", u"Colour the map by State");
    REQUIRE(hit);
    CHECK(hit->positions == QList<int>{0, 18});
    CHECK_FALSE(fuzzyMatch(u"zz", u"Fleet"));
    CHECK_FALSE(fuzzyMatch(u"fleets", u"Fleet"));
    CHECK(fuzzyMatch(u"", u"Fleet")->score == 0);
    CHECK(fuzzyMatch(u"fleet", u"Fleet")->score >
          fuzzyMatch(u"fleet", u"Filter all events")->score);
    CHECK(fuzzyMatch(u"dev tab", u"Show the device table"));
}

TEST_CASE("numbers read with three figures, their unit, and a dash when not known")
{
    CHECK(formatCount(2304) == u"2,304");
    CHECK(formatCount(models::kUnknownInt) == u"–");
    CHECK(formatRatio(0.714) == u"71%");
    CHECK(formatRatio(std::numeric_limits<double>::quiet_NaN()) == u"–");
    CHECK(formatBytes(std::int64_t{80} << 30) == u"80 GiB");
    CHECK(formatBytes(83'886'080'000) == u"78.1 GiB");
    CHECK(formatMillis(12.4) == u"12 ms");
    CHECK(formatMillis(-1) == u"–");
    CHECK(formatDuration(std::chrono::minutes(130)) == u"2 h 10 min");
    CHECK(formatDuration(std::chrono::seconds(-5)) == u"0 s");
    CHECK(formatAge({}, models::UtcTime::fromSeconds(std::int64_t{9})) == u"–");
}
