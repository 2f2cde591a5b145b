// SPDX-License-Identifier: GPL-3.0-or-later
// `or`, label_replace, and the questions the catalogue of meanings makes of them.
#include "plugins/demo/demo_metrics.h"
#include "services/metrics/expression.h"
#include "services/metrics/resolver.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <set>

using namespace binnacle;
using models::MetricAnswer;
using models::MetricSeries;
using models::UtcTime;

namespace {

constexpr std::int64_t kNow = 1'795'431'600; // 2026-11-23 11:00 UTC
const std::string kUtil = "DCGM_FI_DEV_GPU_UTIL", kEngine = "DCGM_FI_PROF_GR_ENGINE_ACTIVE";

struct Source {
    Source()
        : clock(UtcTime::fromSeconds(kNow)),
          metrics(plugins::demo::makeDemoMetrics(
              std::make_shared<const plugins::demo::DemoWorld>(
                  1u, *plugins::demo::parseSize("small"), plugins::demo::storyDay(kNow)),
              "demo", clock))
    {
    }
    MetricAnswer instant(const std::string& text, std::int64_t at = kNow)
    {
        auto answer = metrics->instant({text, UtcTime::fromSeconds(at)}, {});
        INFO(text << ": " << (answer ? "" : answer.error().text()));
        REQUIRE(answer);
        return std::move(*answer);
    }
    MetricAnswer lastDay(const std::string& text)
    {
        auto answer = metrics->range({text, UtcTime::fromSeconds(kNow - 86400),
                                      UtcTime::fromSeconds(kNow), std::chrono::minutes(10)},
                                     {});
        INFO(text << ": " << (answer ? "" : answer.error().text()));
        REQUIRE(answer);
        return std::move(*answer);
    }
    models::ErrorCode refused(const std::string& text)
    {
        const auto answer = metrics->instant({text, UtcTime::fromSeconds(kNow)}, {});
        INFO(text);
        REQUIRE_FALSE(answer);
        return answer.error().code;
    }
    models::ManualClock clock;
    std::unique_ptr<services::MetricSource> metrics;
};

std::set<std::string> namesIn(const MetricAnswer& answer)
{
    std::set<std::string> names;
    for (const MetricSeries& series : answer.series)
        names.emplace(series.label("__name__"));
    return names;
}

/// The device that fell off the bus in the night, as matchers of itself and of a neighbour.
struct Vanished {
    std::string host, itself, neighbour;
};

Vanished vanished(Source& source)
{
    std::set<std::string> now;
    for (const MetricSeries& series : source.instant(kUtil).series)
        now.emplace(series.label("UUID"));
    for (const MetricSeries& series : source.instant(kUtil, kNow - 86400).series) {
        if (now.count(std::string(series.label("UUID"))) != 0)
            continue;
        const std::string host(series.label("Hostname")), gpu(series.label("gpu"));
        const auto matchers = [&](const std::string& index) {
            return "{Hostname=\"" + host + "\",gpu=\"" + index + "\"}";
        };
        return {host, matchers(gpu), matchers(gpu == "0" ? "1" : "0")};
    }
    FAIL("no device vanished");
    return {};
}

} // namespace

TEST_CASE("or brings the left series, and right ones whose labels the left does not have",
          "[demo][metrics]")
{
    Source source;
    const auto both = source.instant('(' + kUtil + " or " + kEngine + ')');
    CHECK(both.shape == models::MetricShape::Vector);
    CHECK(both.series.size() == 191);
    CHECK(namesIn(both) == std::set<std::string>{kUtil});
    CHECK(namesIn(source.instant("no_such_metric or " + kEngine)) ==
          std::set<std::string>{kEngine});
    CHECK(source.instant("no_such_metric or no_other").series.empty());

    const auto mixed = source.instant(kUtil + "{gpu=\"0\"} or " + kEngine);
    CHECK(mixed.series.size() == 191);
    for (const MetricSeries& series : mixed.series)
        CHECK(series.label("__name__") == (series.label("gpu") == "0" ? kUtil : kEngine));
    // Two series of one side do not hide each other.
    CHECK(
        source.instant("{__name__=~\"" + kUtil + '|' + kEngine + "\"} or " + kUtil).series.size() ==
        2 * 191);
    CHECK(source
              .instant('(' + kUtil + "{gpu=\"0\"} or (" + kUtil + "{gpu=\"1\"} or " + kEngine +
                       "{gpu=~\"[01]\"}))")
              .series.size() == 48);
    CHECK(
        source.instant("count(" + kUtil + " or kueue_pending_workloads)").series.at(0).values[0] ==
        191 + 5);
}

TEST_CASE("over a range or decides moment by moment", "[demo][metrics]")
{
    Source source;
    const Vanished device = vanished(source);
    const std::string left = "max by (Hostname) (" + kUtil + device.itself + ')',
                      right = "max by (Hostname) (" + kUtil + device.neighbour + ')';
    const auto itself = source.lastDay(left), neighbour = source.lastDay(right);
    const auto filled = source.lastDay(left + " or " + right);
    REQUIRE(itself.series.size() == 1);
    REQUIRE(neighbour.series.size() == 1);
    REQUIRE(filled.series.size() == 1); // equal labels are one series
    const MetricSeries &a = itself.series[0], &b = neighbour.series[0], &both = filled.series[0];
    REQUIRE(a.times.size() > 20);
    REQUIRE(a.times.size() < b.times.size());
    REQUIRE(both.times == b.times);
    for (std::size_t i = 0; i < both.times.size(); ++i) {
        const auto at = std::find(a.times.begin(), a.times.end(), both.times[i]);
        CHECK(both.values[i] == (at == a.times.end()
                                     ? b.values[i]
                                     : a.values[static_cast<std::size_t>(at - a.times.begin())]));
    }

    // With names they are two series that share out the moments; without them one again.
    const std::string named = "(max by (__name__, Hostname) (" + kUtil + device.itself +
                              ") or max by (__name__, Hostname) (" + kEngine + device.neighbour +
                              "))";
    const auto two = source.lastDay(named);
    REQUIRE(two.series.size() == 2);
    CHECK(two.series[0].times == a.times);
    CHECK(two.series[0].times.size() + two.series[1].times.size() == b.times.size());
    CHECK(two.series[1].times.front() > two.series[0].times.back());
    const auto scaled = source.lastDay(named + " * 2");
    REQUIRE(scaled.series.size() == 1);
    CHECK(scaled.series[0].times == b.times);
    CHECK(scaled.series[0].values.front() == Approx(2 * a.values.front()));
}

TEST_CASE("label_replace sets, derives and removes labels", "[demo][metrics]")
{
    Source source;
    const auto one = [&](const std::string& arguments) {
        const auto answer = source.instant(
            "label_replace(" + kUtil + "{Hostname=\"gpu-a100-002\",gpu=\"1\"}, " + arguments + ')');
        REQUIRE(answer.series.size() == 1);
        CHECK(std::is_sorted(answer.series[0].labels.begin(), answer.series[0].labels.end()));
        return answer.series[0];
    };
    CHECK(one("\"part\", \"flit\", \"\", \"\"").label("part") == "flit");
    CHECK(one("\"model\", \"$1-${2}$$x$9\", \"Hostname\", \"gpu-(.*)-(.*)\"").label("model") ==
          "a100-002$x");
    CHECK(one("\"gpu\", \"9\", \"Hostname\", \"gpu\"").label("gpu") == "1"); // anchored
    CHECK(one("\"gpu\", \"\", \"\", \"\"").label("gpu").empty());
    CHECK(one("\"gpu\", \"7\", \"gpu\", \"1\"").label("gpu") == "7");
}

TEST_CASE("two series with the same labels at one moment are an error, never one of them",
          "[demo][metrics]")
{
    Source source;
    for (const std::string text :
         {"{__name__=~\"DCGM_FI_DEV_GPU_TEMP|DCGM_FI_DEV_SM_CLOCK\"} * 2",
          "label_replace(max by (gpu) (DCGM_FI_DEV_GPU_TEMP), \"gpu\", \"x\", \"\", \"\")"})
        CHECK(source.refused(text) == models::ErrorCode::InvalidInput);
}

TEST_CASE("every gpu meaning whose metrics the demo has is answered, in every form",
          "[demo][metrics]")
{
    Source source;
    services::MeaningResolver resolver;
    const auto names = source.metrics->metricNames({});
    REQUIRE(names);
    int answered = 0;
    for (const services::Meaning& meaning : services::Catalogue::builtIn().meanings()) {
        if (meaning.name.rfind("gpu.", 0) != 0)
            continue;
        const bool has =
            std::any_of(meaning.engines.begin(), meaning.engines.end(), [&](const auto& engine) {
                return !services::presentSpellings(engine, *names).empty();
            });
        answered += has;
        services::MeaningRequest plain, narrow, range;
        narrow.by = {"UUID", "pool"};
        narrow.filter = {{"namespace", "team-that-is-not"}}; // asks for exported_namespace too
        range.by = {"UUID"};
        range.range = {UtcTime::fromSeconds(kNow - 3600), UtcTime::fromSeconds(kNow)};
        for (services::MeaningRequest* request : {&plain, &narrow, &range}) {
            request->meaning = meaning.name;
            const auto answer = resolver.resolve(*request, *source.metrics, {});
            INFO(meaning.name << ": " << (answer ? answer->usedText() : answer.error().text()));
            REQUIRE(answer.has_value() == has);
            if (!has) {
                CHECK(answer.error().code == models::ErrorCode::NotFound);
                continue;
            }
            const auto devices = source.instant(answer->used.at(0).metrics.at(0)).series.size();
            CHECK(devices >= 191);
            CHECK(answer->answer.series.size() == (request == &narrow ? 0u : devices));
        }
    }
    CHECK(answered >= 12);
}
