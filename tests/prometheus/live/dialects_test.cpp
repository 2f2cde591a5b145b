// SPDX-License-Identifier: GPL-3.0-or-later
// VictoriaMetrics and Thanos as they really are: who they say they are, what they leave out, and
// that nothing of it shows as a wrong number.
#include "plugins/prometheus/client/prometheus_client.h"
#include "plugins/prometheus/client/range_split.h"
#include "plugins/prometheus/devices/device_refresh.h"
#include "plugins/prometheus/prometheus_connector.h"
#include "services/net/curl_http_client.h"
#include "tests/prometheus/live/live_stack.h"
#include "tests/support/catch.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

using namespace binnacle;
using namespace std::chrono_literals;
using models::ErrorCode;
using plugins::prometheus::Flavour;
using plugins::prometheus::PrometheusClient;

namespace {

struct Dialect {
    services::SourceConfig config;
    std::unique_ptr<services::HttpClient> http = services::makeCurlHttpClient();
    PrometheusClient client{config, *http, nullptr};
    std::unique_ptr<services::Connector> connector =
        plugins::prometheus::makePrometheusConnector(config, *http, nullptr);

    explicit Dialect(services::SourceConfig source) : config(std::move(source))
    {
        const auto build = client.buildInfo(5s, {});
        REQUIRE(build);
        client.learnFlavour(*build, {});
    }
    nlohmann::json raw(const std::string& path,
                       const std::vector<std::pair<std::string, std::string>>& fields) const
    {
        services::HttpRequest request;
        request.url = config.url + "/api/v1" + path + '?' + services::formEncode(fields);
        request.proxy = "none";
        const auto response = http->send(request, {});
        REQUIRE(response);
        REQUIRE(response->status == 200);
        return nlohmann::json::parse(response->body);
    }
    double count(const std::string& expression) const
    {
        auto& mine = const_cast<PrometheusClient&>(client);
        const auto answer = mine.instant({expression, {}}, {});
        REQUIRE(answer);
        return answer->series.empty() ? 0 : answer->series.at(0).values.at(0);
    }
};

bool has(const std::vector<std::string>& list, const char* text)
{
    return std::find(list.begin(), list.end(), text) != list.end();
}

} // namespace

TEST_CASE("VictoriaMetrics is recognised, its clock is not half a minute late, its retention read")
{
    const auto source = tests::liveSource("live-victoria-metrics");
    if (!source)
        return;
    Dialect vm(*source);
    CHECK(vm.client.flavour() == Flavour::VictoriaMetrics);
    const auto status = vm.connector->test(10s, {});
    REQUIRE(status.phase == models::SourcePhase::Ready);
    CHECK_THAT(status.version, Catch::StartsWith("VictoriaMetrics"));
    CHECK(std::chrono::abs(status.clockSkew) < 3s);
    CHECK(vm.connector->metrics()->retention() == std::optional<models::Duration>(62 * 24h));
    // Asked plainly it answers for half a minute ago: what it does to others must not reach us.
    const auto plain = vm.raw("/query", {{"query", "time()"}});
    const double theirs =
        std::stod(plain.at("data").at("result").at(0).at("value").at(1).get<std::string>());
    CHECK(models::Clock::system().now().seconds() - theirs > 20);
    CHECK(models::Clock::system().now().seconds() - vm.count("time()") < 5);
    CHECK(vm.count("count(up)") == 3);
    CHECK(vm.count("max(time() - timestamp(up))") < 12);
}

TEST_CASE("lists, errors and what VictoriaMetrics has not")
{
    const auto source = tests::liveSource("live-victoria-metrics");
    if (!source)
        return;
    Dialect vm(*source);
    CHECK(has(*vm.client.metricNames({}), "DCGM_FI_DEV_GPU_UTIL"));
    CHECK(has(*vm.client.labelNames({}), "instance"));
    const std::vector<std::string> up{"up"};
    CHECK(vm.client.series(up, {})->size() == 3);
    CHECK(has(*vm.client.labelValues("job", up, {}), "dcgm-exporter"));
    CHECK(vm.client.metadata({})); // this release keeps none: empty, not an error
    CHECK(vm.client.rules({}));
    CHECK(vm.client.alerts({}));
    CHECK(vm.client.targets({})->size() == 3);
    CHECK(vm.client.exemplars("up", {0}, {1}, {}).error().code == ErrorCode::Unsupported);
    const auto flags = vm.client.flags({});
    REQUIRE_FALSE(flags);
    CHECK(flags.error().code == ErrorCode::Unsupported);
    const auto bad = vm.client.instant({"sum(", {}}, {});
    REQUIRE_FALSE(bad);
    CHECK(bad.error().code == ErrorCode::InvalidInput);
    CHECK_THAT(bad.error().message, Catch::Contains("unexpected token"));
    const auto intervals = vm.client.scrapeIntervals({});
    CHECK(intervals.shortest() == 5s);
    CHECK(intervals.of("dcgm-exporter", vm.client.targets({})->at(0).label("instance")) == 10s);
}

TEST_CASE("a range of VictoriaMetrics has the points that were asked for")
{
    const auto source = tests::liveSource("live-victoria-metrics");
    if (!source)
        return;
    Dialect vm(*source);
    const auto end = models::UtcTime::fromSeconds(
        static_cast<std::int64_t>(models::Clock::system().now().seconds()) - 3);
    const auto start = end - 47s; // off every round step
    const auto range = vm.client.range({"up", start, end, 7s}, {});
    REQUIRE(range);
    const auto raw = vm.raw("/query_range", {{"query", "up"},
                                             {"start", plugins::prometheus::unixText(start)},
                                             {"end", plugins::prometheus::unixText(end)},
                                             {"step", "7"},
                                             {"nocache", "1"}});
    std::map<std::string, nlohmann::json> byJob;
    for (const auto& item : raw.at("data").at("result"))
        byJob[item.at("metric").at("job")] = item.at("values");
    REQUIRE(range->series.size() == byJob.size());
    for (const auto& series : range->series) {
        const auto& values = byJob.at(std::string(series.label("job")));
        REQUIRE(series.times.size() == values.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            CHECK(series.times[i] == values[i][0].get<double>());
            CHECK(std::fmod(series.times[i] - start.seconds(), 7) == 0);
        }
    }
}

TEST_CASE("Thanos counts replicas once and says when a store is missing")
{
    const auto source = tests::liveSource("live-thanos");
    if (!source)
        return;
    const char* const kExpression = "count(up{job=\"dcgm-exporter\"})";
    Dialect thanos(*source);
    CHECK(thanos.client.flavour() == Flavour::Thanos);
    const auto status = thanos.connector->test(10s, {});
    CHECK(status.phase == models::SourcePhase::Ready);
    CHECK_THAT(status.version, Catch::StartsWith("Thanos"));
    CHECK(thanos.count(kExpression) == 1);
    const auto both = thanos.raw("/query", {{"query", kExpression}, {"dedup", "false"}});
    CHECK(both.at("data").at("result").at(0).at("value").at(1) == "2");
    const auto whole = thanos.client.instant({kExpression, {}}, {});
    CHECK_FALSE(whole->partial);
    CHECK(whole->warnings.empty());

    const auto partialSource = tests::liveSource("live-thanos-partial");
    REQUIRE(partialSource);
    Dialect partial(*partialSource);
    const auto answer = partial.client.instant({kExpression, {}}, {});
    REQUIRE(answer);
    CHECK(answer->partial);
    REQUIRE(answer->warnings.size() == 1);
    CHECK_THAT(answer->warnings[0], Catch::Contains("connection refused"));
    CHECK(answer->series.size() == 1); // what the other store has is shown
    const auto range = partial.client.range(
        {"up", models::Clock::system().now() - 60s, models::Clock::system().now(), 15s}, {});
    REQUIRE(range);
    CHECK(range->partial);
    CHECK(has(*partial.client.metricNames({}), "up"));
    // Its devices are shown all the same, and the source says what is missing.
    plugins::prometheus::DeviceRefresh devices(partial.client, "thanos");
    std::size_t rows = 0;
    const auto report = devices.round(models::Clock::system().now(), models::Duration{0}, 10s,
                                      [&](models::FactBatch&& batch) -> models::Result<void> {
                                          rows += batch.rows().size();
                                          return {};
                                      },
                                      {});
    REQUIRE(report);
    CHECK(report->problems.empty());
    REQUIRE_FALSE(report->missing.empty());
    CHECK_THAT(report->missing[0], Catch::Contains("connection refused"));
    CHECK(rows > 100);
}
