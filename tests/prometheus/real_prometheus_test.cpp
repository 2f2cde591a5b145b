// SPDX-License-Identifier: GPL-3.0-or-later
// The client against a real Prometheus: every query shape equals what the server said, bit by bit,
// as read by another JSON library and by promtool.
#include "plugins/prometheus/client/prometheus_client.h"
#include "plugins/prometheus/client/range_split.h"
#include "plugins/prometheus/prometheus_connector.h"
#include "services/metrics/block_cache.h"
#include "services/metrics/resolver.h"
#include "services/net/curl_http_client.h"
#include "tests/prometheus/local_prometheus.h"
#include "tests/support/catch.h"

#include <nlohmann/json.hpp>

#include <bit>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <map>
#include <mutex>
#include <thread>

using namespace binnacle;
using namespace std::chrono_literals;
using models::UtcTime;
using plugins::prometheus::PrometheusClient;

namespace {

struct Stack {
    long end = std::time(nullptr) / 15 * 15 - 30;
    std::unique_ptr<tests::LocalPrometheus> server =
        tests::LocalPrometheus::start(tests::sampleMetrics(end));
    std::unique_ptr<services::HttpClient> http = services::makeCurlHttpClient();

    services::SourceConfig config() const
    {
        services::SourceConfig out;
        out.id = "prom";
        out.type = "prometheus";
        out.url = server->url();
        return out;
    }
    UtcTime at(long before = 0) const
    {
        return UtcTime::fromSeconds(static_cast<std::int64_t>(end - before));
    }
    nlohmann::json raw(const std::string& path,
                       std::vector<std::pair<std::string, std::string>> fields) const
    {
        services::HttpRequest request;
        request.url = server->url() + "/api/v1" + path + '?' + services::formEncode(fields);
        const auto response = http->send(request, {});
        REQUIRE(response);
        REQUIRE(response->status == 200);
        return nlohmann::json::parse(response->body).at("data");
    }
};

/// One server for all cases of this program.
Stack* stack()
{
    static auto made = tests::LocalPrometheus::installed() ? std::make_unique<Stack>() : nullptr;
    if (!made)
        std::cout << "SKIPPED: prometheus is not installed\n";
    return made.get();
}

double number(const std::string& text)
{
    return std::strtod(text.c_str(), nullptr);
}

bool sameBits(double a, double b)
{
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) || (a != a && b != b);
}

void checkSeries(const models::MetricSeries& ours, const nlohmann::json& theirs)
{
    REQUIRE(ours.labels.size() == theirs.at("metric").size());
    for (const auto& [name, value] : ours.labels)
        CHECK(theirs.at("metric").at(name) == value);
    const auto values = theirs.contains("values") ? theirs.at("values")
                                                  : nlohmann::json::array({theirs.at("value")});
    REQUIRE(ours.values.size() == values.size());
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < values.size(); ++i)
        wrong += ours.times[i] == values[i][0].get<double>() &&
                         sameBits(ours.values[i], number(values[i][1].get<std::string>()))
                     ? 0
                     : 1;
    CHECK(wrong == 0);
}

void checkAnswer(const models::MetricAnswer& ours, const nlohmann::json& theirs)
{
    REQUIRE(ours.series.size() == theirs.at("result").size());
    for (std::size_t i = 0; i < ours.series.size(); ++i)
        checkSeries(ours.series[i], theirs.at("result")[i]);
}

} // namespace

TEST_CASE("instant, scalar, string and range answers equal the server's bits")
{
    if (!stack())
        return;
    Stack& s = *stack();
    PrometheusClient client(s.config(), *s.http, nullptr);
    const std::string time = plugins::prometheus::unixText(s.at());
    for (const char* expression :
         {"{__name__=~\".+\"}", "ramp", "ramp / 0 - ramp / 0", "1 / ramp", "sort_desc(ramp)",
          "histogram_quantile(0.95, sum by (le, model_name) "
          "(rate(vllm:time_to_first_token_seconds_bucket[5m])))"}) {
        INFO(expression);
        const auto answer = client.instant({expression, s.at()}, {});
        REQUIRE(answer);
        // Vectors without a sort have no order: compare through a sorted expression.
        auto theirs = s.raw("/query", {{"query", expression}, {"time", time}});
        auto& list = theirs.at("result");
        std::map<nlohmann::json, nlohmann::json> byLabels;
        for (const auto& item : list)
            byLabels[item.at("metric")] = item;
        REQUIRE(answer->series.size() == list.size());
        for (const auto& series : answer->series) {
            nlohmann::json labels = nlohmann::json::object();
            for (const auto& [name, value] : series.labels)
                labels[name] = value;
            REQUIRE(byLabels.count(labels) == 1);
            checkSeries(series, byLabels[labels]);
        }
    }
    const auto range = client.range({"{__name__=~\".+\"}", s.at(1800), s.at(), 15s}, {});
    REQUIRE(range);
    CHECK(range->series.size() > 30);
    checkAnswer(*range, s.raw("/query_range", {{"query", "{__name__=~\".+\"}"},
                                               {"start", std::to_string(s.end - 1800)},
                                               {"end", std::to_string(s.end)},
                                               {"step", "15"}}));
    const auto scalar = client.instant({"scalar(ramp) * 2", s.at()}, {});
    REQUIRE(scalar);
    CHECK(scalar->shape == models::MetricShape::Scalar);
    CHECK(sameBits(scalar->series.at(0).values.at(0), 2.0 / 3.0));
    const auto text = client.instant({"\"caf\u00e9\"", s.at()}, {});
    REQUIRE(text);
    CHECK(text->text == "caf\u00e9");
}

TEST_CASE("values equal promtool's")
{
    if (!stack())
        return;
    Stack& s = *stack();
    PrometheusClient client(s.config(), *s.http, nullptr);
    const auto ours = client.instant({"ramp", s.at(900)}, {});
    REQUIRE(ours);
    const auto printed = tests::LocalPrometheus::output(
        "promtool query instant --time=" + std::to_string(s.end - 900) + " " + s.server->url() +
        " ramp");
    // ramp{kind="odd \"text\" é"} => 0.015873015873015872 @[1700000000]
    const auto arrow = printed.find("=> ");
    REQUIRE(arrow != std::string::npos);
    CHECK(sameBits(number(printed.substr(arrow + 3)), ours->series.at(0).values.at(0)));
}

TEST_CASE("errors of the server keep its words and position")
{
    if (!stack())
        return;
    Stack& s = *stack();
    PrometheusClient client(s.config(), *s.http, nullptr);
    const auto bad = client.instant({"sum(", {}}, {});
    REQUIRE_FALSE(bad);
    CHECK(bad.error().code == models::ErrorCode::InvalidInput);
    CHECK_THAT(bad.error().message, Catch::Contains("parse error"));
}

TEST_CASE("a range beyond 11,000 points is split and equals its direct parts")
{
    if (!stack())
        return;
    Stack& s = *stack();
    PrometheusClient client(s.config(), *s.http, nullptr);
    // Direct within the limit against many small parts.
    services::MetricRangeQuery query{"{job=\"dcgm\"}", s.at(1800), s.at(), 1s};
    const auto direct = client.range(query, {});
    REQUIRE(direct);
    std::vector<models::MetricAnswer> parts;
    for (const auto& part : plugins::prometheus::splitRange(query, 1801, 97)) {
        auto answer = client.range(part, {});
        REQUIRE(answer);
        parts.push_back(std::move(*answer));
    }
    CHECK(parts.size() == 19);
    const auto joined = plugins::prometheus::joinParts(std::move(parts));
    REQUIRE(joined.series.size() == direct->series.size());
    for (std::size_t i = 0; i < joined.series.size(); ++i) {
        CHECK(joined.series[i].labels == direct->series[i].labels);
        CHECK(joined.series[i].times == direct->series[i].times);
        CHECK(joined.series[i].values == direct->series[i].values);
    }
    // Beyond the limit: 18,001 points, which the server itself refuses.
    const auto before = client.meter().queries;
    const auto longRange = client.range({"ramp", s.at(1800), s.at(), 100ms}, {});
    REQUIRE(longRange);
    CHECK(client.meter().queries == before + 2);
    REQUIRE(longRange->series.size() == 1);
    CHECK(longRange->series[0].times.size() == 18001);
    CHECK(longRange->series[0].times[1] == (s.at(1800).seconds() * 10 + 1) / 10);
    auto all = s.raw("/query_range", {{"query", "ramp"},
                                      {"start", std::to_string(s.end - 900)},
                                      {"end", std::to_string(s.end)},
                                      {"step", "0.1"}});
    const auto& tail = all.at("result")[0].at("values");
    for (std::size_t i = 0; i < tail.size(); i += 500)
        CHECK(
            sameBits(longRange->series[0].values[9000 + i], number(tail[i][1].get<std::string>())));
}

TEST_CASE("names, labels, series, flags and build facts come from the real endpoints")
{
    if (!stack())
        return;
    Stack& s = *stack();
    PrometheusClient client(s.config(), *s.http, nullptr);
    const auto names = client.metricNames({});
    REQUIRE(names);
    CHECK(std::binary_search(names->begin(), names->end(), "vllm:num_requests_running"));
    const std::vector<std::string> matchers{"ramp"};
    CHECK(client.labelValues("kind", matchers, {})->at(0) == "odd \"text\" \u00e9");
    CHECK(client.series(matchers, {})->size() == 1);
    CHECK_FALSE(client.series({}, {}));
    CHECK(client.labelNames({})->size() > 5);
    CHECK(client.rules({})->empty());
    CHECK(client.alerts({})->empty());
    s.server->waitForTargets();
    CHECK(client.targets({})->size() == 2);
    CHECK(client.metadata({}));
    CHECK(client.exemplars("ramp", s.at(60), s.at(), {}));
    const auto intervals = client.scrapeIntervals({});
    CHECK(intervals.shortest() == 7s);
    CHECK(intervals.of("fast", "127.0.0.1:1") == 7s);
    CHECK(intervals.of("dcgm", "10.0.0.1:9400") == 60s);
    auto connector = plugins::prometheus::makePrometheusConnector(s.config(), *s.http, nullptr);
    const auto status = connector->test(5s, {});
    CHECK(status.phase == models::SourcePhase::Ready);
    CHECK_THAT(status.version, Catch::StartsWith("Prometheus 2."));
    CHECK(connector->metrics()->retention() == std::optional<models::Duration>(90 * 24h));
}

TEST_CASE("meanings resolve on the real server without adding spellings")
{
    if (!stack())
        return;
    Stack& s = *stack();
    PrometheusClient client(s.config(), *s.http, nullptr);
    services::MeaningResolver resolver;
    const auto ask = [&](const std::string& meaning, models::LabelList filter = {}) {
        services::MeaningRequest request;
        request.meaning = meaning;
        request.filter = std::move(filter);
        request.time = s.at();
        auto answer = resolver.resolve(request, client, {});
        INFO(meaning << ": " << (answer ? "" : answer.error().text()));
        REQUIRE(answer);
        return std::move(*answer);
    };
    const auto busy = ask("gpu.utilisation");
    REQUIRE(busy.answer.series.size() == 4); // 0 has both spellings and is there once
    std::map<std::string, double> byId;
    for (const auto& one : busy.answer.series)
        byId[std::string(one.label("UUID"))] = one.values.at(0);
    CHECK(byId["GPU-0"] == Approx(0.86)); // the new name wins
    CHECK(byId["GPU-1"] == 0);
    CHECK(byId["GPU-2"] == Approx(0.42));
    CHECK(byId["GPU-3"] == Approx(0.25));
    const auto pace = ask("llm.inter_token_latency", {{"model_name", "chat"}});
    REQUIRE(pace.answer.series.size() == 1);
    const auto only = client.instant({"histogram_quantile(0.95, sum by (le) "
                                      "(rate(vllm:inter_token_latency_seconds_bucket[5m])))",
                                      s.at()},
                                     {});
    CHECK(pace.answer.series[0].values.at(0) == Approx(only->series.at(0).values.at(0)));
    CHECK(ask("llm.inter_token_latency", {{"model_name", "legacy"}}).answer.series.size() == 1);
    const auto cache = ask("llm.kv_cache");
    CHECK(cache.answer.series.size() == 2);
    CHECK(ask("model.latency_mean", {{"model_name", "fraud"}}).answer.series.at(0).values.at(0) ==
          Approx(0.005));
    CHECK(ask("gpu.nvlink_errors").answer.series.at(0).values.at(0) == Approx(2.0));
    CHECK(ask("gpu.energy").answer.series.at(0).values.at(0) == Approx(1e9));
    CHECK(ask("gpu.power").answer.series.size() == 1);
    CHECK(ask("gpu.memory_total").answer.series.at(0).values.at(0) == 4096.0 * 1048576);
    CHECK(ask("gpu.utilisation", {{"pod", "train-0"}}).answer.series.size() == 1);
    services::MeaningRequest missing;
    missing.meaning = "queue.pending";
    const auto none = resolver.resolve(missing, client, {});
    REQUIRE_FALSE(none);
    CHECK_THAT(none.error().message, Catch::Contains("kueue_pending_workloads"));
}

TEST_CASE("cached blocks give the uncached answer, and only missing ones are asked for")
{
    if (!stack())
        return;
    Stack& s = *stack();
    PrometheusClient client(s.config(), *s.http, nullptr);
    // Nothing is scraped any more: an hour later every block is settled, wherever its edges lie.
    const models::ManualClock clock(s.at() + 1h);
    services::BlockCache cache(nullptr, &clock);
    for (const char* expression : {"{job=\"dcgm\"}", "ramp", "gappy", "rate(ramp[2m])"}) {
        const services::MetricRangeQuery query{expression, s.at(1793), s.at(200), 1s};
        const auto direct = client.range(services::alignRange(query), {});
        REQUIRE(direct);
        for (int round = 0; round < 2; ++round) {
            const auto before = client.meter().queries;
            const auto cached = cache.rangeCached(client, query, {});
            REQUIRE(cached);
            if (round == 1) {
                CHECK(cached->fromCache == cached->blocks);
                CHECK(client.meter().queries == before);
            }
            REQUIRE(cached->answer.series.size() == direct->series.size());
            for (std::size_t i = 0; i < direct->series.size(); ++i) {
                CHECK(cached->answer.series[i].labels == direct->series[i].labels);
                CHECK(cached->answer.series[i].times == direct->series[i].times);
                REQUIRE(cached->answer.series[i].values.size() == direct->series[i].values.size());
                for (std::size_t k = 0; k < direct->series[i].values.size(); ++k)
                    if (!sameBits(cached->answer.series[i].values[k], direct->series[i].values[k]))
                        FAIL("a cached value differs");
            }
        }
    }
}
