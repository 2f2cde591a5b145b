// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/catch.h"
#include "tests/ui/scripted_metrics.h"
#include "ui/viewmodels/explore_complete.h"
#include "ui/viewmodels/explore_words.h"

#include <cmath>

using namespace binnacle;
using namespace binnacle::ui;

namespace {

ExploreQuestion question(test::ScriptedMetrics& source, std::vector<std::string> texts)
{
    ExploreQuestion q;
    q.texts = std::move(texts);
    q.end = models::UtcTime::fromSeconds(source.end);
    q.span = std::chrono::hours(6);
    q.step = std::chrono::seconds(60);
    q.source = source.id();
    return q;
}

ExploreResultPtr run(test::ScriptedMetrics& source, std::vector<std::string> texts)
{
    services::BlockCache cache;
    return runExplore(source, cache, question(source, std::move(texts)), {});
}

bool says(const ExploreResult& result, const char* part)
{
    for (const ExploreNote& note : result.notes) {
        if (note.text.contains(QLatin1String(part)))
            return true;
    }
    return false;
}

} // namespace

TEST_CASE("the title says who is highest and what changed most, by the labels that differ")
{
    test::ScriptedMetrics source;
    const auto result = run(source, {"m"});
    CHECK(result->title.toStdString() ==
          "h100-a is highest of 2 at 0.50; a10-b fell most in 6 h, from 0.80 to 0.40");
    REQUIRE(result->rows.size() == 2);
    CHECK(result->rows[0].name == QStringLiteral("a10-b"));
    CHECK(result->chart->series[0].name == QStringLiteral("a10-b"));
}

TEST_CASE("a pause is a gap of the row and a note, and not a sample of zero")
{
    test::ScriptedMetrics source;
    const auto result = run(source, {"m"});
    const ExploreRow& falling = result->rows[0];
    CHECK(falling.gaps == 1);
    CHECK(falling.longestGap == Approx(1800).margin(121));
    CHECK(falling.samples < result->rows[1].samples);
    CHECK(falling.highest == Approx(0.8));
    CHECK(falling.mean > 0.6); // zeros in the pause would pull it down
    CHECK(gapText(result->rows[1]) == QStringLiteral("none"));
    CHECK(says(*result, "1 of 2 series have pauses"));
}

TEST_CASE("a query without series says so, and its row count is no figure")
{
    test::ScriptedMetrics source;
    const auto result = run(source, {"down"});
    CHECK(result->rows.empty());
    CHECK_FALSE(result->chart->problem.isEmpty());
    CHECK(result->title == QStringLiteral("Nothing was measured for this in the last 6 h"));
    CHECK(says(*result, "A answered no series"));
}

TEST_CASE("one query that fails leaves the others standing and names itself")
{
    test::ScriptedMetrics source;
    const auto result = run(source, {"m", "broken(m"});
    CHECK(result->rows.size() == 2);
    REQUIRE(result->parts.size() == 2);
    REQUIRE(result->parts[1].error);
    CHECK(result->parts[1].errorAt == std::optional<std::size_t>(6));
    CHECK(result->title == QStringLiteral("B was not understood by prom"));
    CHECK(result->chart->series[0].name == QStringLiteral("A a10-b"));
}

TEST_CASE("equal questions read what is past from the cache")
{
    test::ScriptedMetrics source;
    services::BlockCache cache;
    const auto first = runExplore(source, cache, question(source, {"m"}), {});
    const auto again = runExplore(source, cache, question(source, {"m"}), {});
    CHECK(first->parts[0].fromCache == 0);
    CHECK(again->parts[0].fromCache > 0);
    CHECK(again->parts[0].fromCache < again->parts[0].blocks); // the newest may still change
    CHECK(again->rows[0].samples == first->rows[0].samples);
}

TEST_CASE("what a query cannot see is said")
{
    test::ScriptedMetrics source;
    source.warnings = {"one store did not answer"};
    auto result = run(source, {"histogram_quantile(0.95, rate(m_bucket[30s]))"});
    CHECK(says(*result, "A: one store did not answer"));
    CHECK(says(*result, "A looks at 30 s of every 1 min"));
    CHECK(says(*result, "A is interpolated"));
    CHECK(result->notes.front().tone == Tone::Warning);
}

TEST_CASE("the place of an error is read from line and column, or from a position")
{
    CHECK(errorPlace("1:5: parse error: x", "rate(up)") == std::optional<std::size_t>(4));
    CHECK(errorPlace("2:3: parse error: x", "sum(\nup)") == std::optional<std::size_t>(7));
    CHECK(errorPlace("3:1: parse error: x", "sum(\nup)") == std::nullopt);
    CHECK(errorPlace("unexpected , at position 3", "a,b") == std::optional<std::size_t>(2));
    CHECK(errorPlace("1:900: parse error: x", "up") == std::optional<std::size_t>(2));
    CHECK(errorPlace("no such thing", "up") == std::nullopt);
}

TEST_CASE("a source is begun with a query of a metric that it has, by a label that tells apart")
{
    test::ScriptedMetrics source;
    const auto found = exploreStarters(source, {});
    REQUIRE(found);
    CHECK(*found == std::vector<std::string>{"avg by (pool) (DCGM_FI_PROF_SM_ACTIVE)"});
}

TEST_CASE("the step grows with the range and stays one that people know")
{
    CHECK(exploreStep(std::chrono::hours(6), 700) == std::chrono::seconds(60));
    CHECK(exploreStep(std::chrono::minutes(15), 700) == std::chrono::seconds(5));
    CHECK(exploreStep(std::chrono::hours(24 * 7), 700) == std::chrono::seconds(1800));
}

TEST_CASE("what may be written comes from the source, with types, and is asked once")
{
    test::ScriptedMetrics source;
    PromqlCompleter completer;
    const auto at = [&](const std::string& text) {
        const PromqlCompletion found = completer.complete(source, text, text.size(), {});
        std::string all;
        for (const PromqlCandidate& one : found.candidates)
            all += one.text + (one.kind.empty() ? "" : ":" + one.kind) + " ";
        return all;
    };
    CHECK(at("sum(sm_act") == "DCGM_FI_PROF_SM_ACTIVE:gauge ");
    CHECK(at("histogram_q") == "histogram_quantile:function ");
    CHECK(at("up{") == "job pool ");
    CHECK(at("up{p") == "pool ");
    CHECK(at("up{pool=\"h") == "h100-a ");
    CHECK(at("rate(up[1") == "1m 15m 1h 1d ");
    CHECK(at("up # sm_act").empty());
    CHECK(source.seriesAsked == 1);
}
