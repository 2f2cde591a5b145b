// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/demo/demo_metrics.h"
#include "plugins/demo/demo_names.h"
#include "tests/support/catch.h"

#include <cmath>
#include <map>

using namespace binnacle;
using models::MetricAnswer;
using models::UtcTime;

namespace {

constexpr std::int64_t kNow = 1'795'431'600; // 2026-11-23 11:00 UTC

struct Source {
    explicit Source(const std::string& size = "small", std::uint64_t seed = 1)
        : clock(UtcTime::fromSeconds(kNow)),
          world(std::make_shared<const plugins::demo::DemoWorld>(
              seed, *plugins::demo::parseSize(size), plugins::demo::storyDay(kNow))),
          metrics(plugins::demo::makeDemoMetrics(world, "demo", clock))
    {
    }
    MetricAnswer instant(const std::string& text, std::int64_t at = kNow)
    {
        auto answer = metrics->instant({text, UtcTime::fromSeconds(at)}, {});
        INFO(text << ": " << (answer ? "" : answer.error().text()));
        REQUIRE(answer);
        return std::move(*answer);
    }
    MetricAnswer range(const std::string& text, std::int64_t from, std::int64_t to,
                       std::chrono::seconds step)
    {
        auto answer =
            metrics->range({text, UtcTime::fromSeconds(from), UtcTime::fromSeconds(to), step}, {});
        INFO(text << ": " << (answer ? "" : answer.error().text()));
        REQUIRE(answer);
        return std::move(*answer);
    }
    models::ManualClock clock;
    std::shared_ptr<const plugins::demo::DemoWorld> world;
    std::unique_ptr<services::MetricSource> metrics;
};

} // namespace

TEST_CASE("every device that answers has one series per metric, a vanished one has none",
          "[demo][metrics]")
{
    Source source;
    CHECK(source.instant("DCGM_FI_DEV_POWER_USAGE").series.size() ==
          191); // one of 192 is off the bus
    CHECK(source.instant("DCGM_FI_DEV_POWER_USAGE", kNow - 86400).series.size() == 192);
    CHECK(source.instant("no_such_metric").series.empty());
}

TEST_CASE("the metrics agree with the facts of the estate", "[demo][metrics]")
{
    Source source;
    const plugins::demo::DemoNames names(source.world->life);
    const std::string uuid = names.gpuUuid(100);
    const auto sample = source.world->life.sample(100, kNow);
    const auto one = [&](const std::string& metric) {
        const auto answer = source.instant(metric + "{UUID=\"" + uuid + "\"}");
        REQUIRE(answer.series.size() == 1);
        CHECK(answer.series[0].label("__name__") == metric);
        return answer.series[0].values.at(0);
    };
    CHECK(one("DCGM_FI_PROF_SM_ACTIVE") == Approx(sample.smActive));
    CHECK(one("DCGM_FI_DEV_GPU_UTIL") == Approx(sample.utilisation * 100));
    CHECK(one("DCGM_FI_DEV_FB_USED") == Approx(static_cast<double>(sample.memoryUsed) / 1048576));
    CHECK(one("DCGM_FI_DEV_POWER_USAGE") == Approx(sample.power));
}

TEST_CASE("aggregates equal those made by hand from the plain series", "[demo][metrics]")
{
    Source source;
    const auto all = source.instant("DCGM_FI_DEV_POWER_USAGE");
    double sum = 0, max = 0;
    std::map<std::string, double> byPool;
    for (const auto& series : all.series) {
        sum += series.values[0];
        max = std::max(max, series.values[0]);
        byPool[std::string(series.label("pool"))] += series.values[0];
    }
    CHECK(source.instant("sum(DCGM_FI_DEV_POWER_USAGE)").series.at(0).values[0] == Approx(sum));
    CHECK(source.instant("avg(DCGM_FI_DEV_POWER_USAGE)").series.at(0).values[0] ==
          Approx(sum / 191));
    CHECK(source.instant("max(DCGM_FI_DEV_POWER_USAGE)").series.at(0).values[0] == Approx(max));
    CHECK(source.instant("count(DCGM_FI_DEV_POWER_USAGE)").series.at(0).values[0] == 191);
    const auto pools = source.instant("sum by (pool) (DCGM_FI_DEV_POWER_USAGE)");
    REQUIRE(pools.series.size() == byPool.size());
    for (const auto& series : pools.series) {
        CHECK(series.labels.size() == 1);
        CHECK(series.values[0] == Approx(byPool[std::string(series.label("pool"))]));
    }
    CHECK(source.instant("sum(DCGM_FI_DEV_POWER_USAGE) / 1000").series.at(0).values[0] ==
          Approx(sum / 1000));
    CHECK(source.instant("1000 - max(DCGM_FI_DEV_POWER_USAGE)").series.at(0).values[0] ==
          Approx(1000 - max));
}

TEST_CASE("matchers choose as in Prometheus", "[demo][metrics]")
{
    Source source;
    CHECK(source.instant("DCGM_FI_DEV_GPU_TEMP{gpu=\"0\"}").series.size() == 24);
    CHECK(source.instant("DCGM_FI_DEV_GPU_TEMP{gpu!=\"0\"}").series.size() == 191 - 24);
    CHECK(source.instant("DCGM_FI_DEV_GPU_TEMP{gpu=~\"[01]\"}").series.size() == 48);
    CHECK(source.instant("DCGM_FI_DEV_GPU_TEMP{gpu=~\"1|\"}").series.size() == 24);
    CHECK(source.instant("DCGM_FI_DEV_GPU_TEMP{gpu!~\".*\"}").series.empty());
    CHECK(source.instant("DCGM_FI_DEV_GPU_TEMP{gpu=~\"\"}").series.empty()); // anchored
    CHECK(source.instant("DCGM_FI_DEV_GPU_TEMP{absent=\"\"}").series.size() == 191);
    CHECK(source.instant("{__name__=~\"DCGM_FI_PROF_.*\",gpu=\"0\"}").series.size() == 4 * 24);
}

TEST_CASE("a rate of the energy counter is the drawn power, and increase is rate times window",
          "[demo][metrics]")
{
    Source source;
    const auto rates =
        source.instant("sum(rate(DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION[1h])) / 1000", kNow - 86400);
    const auto power =
        source.instant("sum(avg_over_time(DCGM_FI_DEV_POWER_USAGE[1h]))", kNow - 86400);
    CHECK(rates.series.at(0).values[0] == Approx(power.series.at(0).values[0]).epsilon(0.03));
    const auto grown =
        source.instant("sum(increase(DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION[1h]))", kNow - 86400);
    CHECK(grown.series.at(0).values[0] / 3600 / 1000 == Approx(rates.series.at(0).values[0]));
}

TEST_CASE("a counter never falls but for a weekly restart", "[demo][metrics]")
{
    Source source;
    const auto answer =
        source.range("DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{Hostname=\"gpu-a100-002\",gpu=\"1\"}",
                     kNow - 14 * 86400, kNow, std::chrono::hours(1));
    REQUIRE(answer.series.size() == 1);
    const auto& values = answer.series[0].values;
    int resets = 0;
    for (std::size_t i = 1; i < values.size(); ++i)
        resets += values[i] < values[i - 1];
    CHECK(resets == 2);
    const auto single =
        source.instant("DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{Hostname=\"gpu-a100-002\",gpu=\"1\"}");
    CHECK(single.series.at(0).values[0] == Approx(values.back()));
}

TEST_CASE("history reaches 90 days back and no further, and never into the future",
          "[demo][metrics]")
{
    Source source;
    const std::string text = "DCGM_FI_PROF_SM_ACTIVE{Hostname=\"gpu-a100-001\",gpu=\"0\"}";
    CHECK(source.instant(text, kNow - 89 * 86400).series.size() == 1);
    CHECK(source.instant(text, kNow - 91 * 86400).series.empty());
    CHECK(source.instant(text, kNow + 60).series.empty());
    const auto answer = source.range(text, kNow - 90 * 86400, kNow, std::chrono::minutes(15));
    REQUIRE(answer.series.size() == 1);
    CHECK(answer.series[0].values.size() > 8400); // of 8,641: its node is away now and then
    CHECK(answer.shape == models::MetricShape::Matrix);
    CHECK(std::is_sorted(answer.series[0].times.begin(), answer.series[0].times.end()));
    CHECK(source.metrics->retention() == models::Duration(std::chrono::hours(24 * 90)));
}

TEST_CASE("history is the same whenever it is asked, and another one for another seed",
          "[demo][metrics]")
{
    Source a, b, other("small", 9);
    const std::string text = "avg by (pool) (DCGM_FI_PROF_SM_ACTIVE)";
    const auto x = a.range(text, kNow - 7200, kNow, std::chrono::seconds(60));
    const auto y = b.range(text, kNow - 7200, kNow, std::chrono::seconds(60));
    const auto z = other.range(text, kNow - 7200, kNow, std::chrono::seconds(60));
    REQUIRE(x.series.size() == y.series.size());
    for (std::size_t i = 0; i < x.series.size(); ++i)
        CHECK(x.series[i].values == y.series[i].values);
    CHECK(x.series[0].values != z.series[0].values);
}

TEST_CASE("the queue of the demo rises over the days before today", "[demo][metrics]")
{
    Source source("default");
    const std::string text = "sum(kueue_pending_workloads)";
    CHECK(source.instant(text).series.at(0).values[0] == 43);
    const double before = source.instant(text, kNow - 2 * 86400).series.at(0).values[0];
    CHECK(before > 3);
    CHECK(before < 35);
}

TEST_CASE("names, label values, series and metadata are told", "[demo][metrics]")
{
    Source source;
    const auto names = source.metrics->metricNames({});
    REQUIRE(names);
    CHECK(std::is_sorted(names->begin(), names->end()));
    CHECK(std::count(names->begin(), names->end(), "DCGM_FI_PROF_SM_ACTIVE") == 1);
    const auto hosts = source.metrics->labelValues("Hostname", {}, {});
    REQUIRE(hosts);
    CHECK(hosts->size() == 24);
    const std::vector<std::string> one{"DCGM_FI_DEV_GPU_TEMP{Hostname=\"gpu-l4-001\"}"};
    CHECK(source.metrics->series(one, {})->size() == 8);
    CHECK(source.metrics->labelValues("gpu", one, {})->size() == 8);
    CHECK(source.metrics->series({}, {}).error().code == models::ErrorCode::InvalidInput);
    const std::vector<std::string> bad{"sum(x)"};
    CHECK_FALSE(source.metrics->series(bad, {}));
    CHECK(source.metrics->metadata({})->size() == names->size());
}

TEST_CASE("bad ranges, too much at once, a late or cancelled query are errors", "[demo][metrics]")
{
    Source source("default");
    const auto code = [&](const services::MetricRangeQuery& query, std::stop_token stop = {}) {
        const auto answer = source.metrics->range(query, stop);
        return answer ? std::string("fine") : std::string(models::toString(answer.error().code));
    };
    const auto at = [](std::int64_t s) { return UtcTime::fromSeconds(s); };
    const std::string power = "DCGM_FI_DEV_POWER_USAGE";
    CHECK(code({power, at(kNow), at(kNow - 1)}) == "invalid-input");
    CHECK(code({power, at(kNow - 1), at(kNow), models::Duration(0)}) == "invalid-input");
    CHECK(code({power, {}, at(kNow)}) == "invalid-input");
    CHECK(code({power, at(kNow - 90 * 86400), at(kNow), std::chrono::seconds(1)}) ==
          "resource-exhausted");
    CHECK(code({"sum(" + power + ")", at(kNow - 30 * 86400), at(kNow),
                std::chrono::seconds(120)}) == "resource-exhausted");
    CHECK(code({power, at(kNow - 86400), at(kNow), std::chrono::seconds(60),
                std::chrono::milliseconds(0)}) == "timeout");
    CHECK(code({"sum_over_time(" + power + "[30d])", at(kNow - 3600), at(kNow)}) ==
          "resource-exhausted");
    CHECK(code({"rate(DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION[80d])", at(kNow - 3600), at(kNow)}) ==
          "resource-exhausted");
    std::stop_source stop;
    stop.request_stop();
    CHECK(code({power, at(kNow - 3600), at(kNow)}, stop.get_token()) == "cancelled");
    const auto rate = source.metrics->instant({"rate(DCGM_FI_DEV_GPU_TEMP[5m])", at(kNow)}, {});
    REQUIRE_FALSE(rate);
    CHECK(rate.error().code == models::ErrorCode::InvalidInput);
}
