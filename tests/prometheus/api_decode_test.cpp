// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/prometheus/decode/prometheus_api_decode.h"
#include "tests/support/catch.h"

using namespace binnacle;
using namespace binnacle::plugins::prometheus;

TEST_CASE("targets tell their health and interval")
{
    const auto targets = decodeTargets(
        R"({"status":"success","data":{"activeTargets":[{"labels":{"job":"dcgm","instance":"i"},)"
        R"("scrapePool":"dcgm","scrapeUrl":"http://i/metrics","lastError":"boom","health":"down",)"
        R"("lastScrape":"2026-11-23T17:00:00.5Z","lastScrapeDuration":0.25,"scrapeInterval":"30s"}],)"
        R"("droppedTargets":[]}})");
    REQUIRE(targets);
    REQUIRE(targets->size() == 1);
    const auto& t = targets->front();
    CHECK(t.health == "down");
    CHECK(t.lastScrapeSeconds == 0.25);
    CHECK(t.interval == std::chrono::seconds(30));
    CHECK(models::toRfc3339(t.lastScrape) == "2026-11-23T17:00:00.500Z");
}

TEST_CASE("rules and alerts keep labels, annotations and values")
{
    const auto groups = decodeRules(
        R"({"status":"success","data":{"groups":[{"name":"g","file":"f","interval":15,"rules":[)"
        R"({"type":"alerting","name":"Hot","query":"up == 0","duration":60,"labels":{"s":"page"},)"
        R"("annotations":{"text":"x"},"alerts":[{"labels":{"a":"b"},"annotations":{},)"
        R"("state":"firing","activeAt":"2026-11-23T17:00:00Z","value":"1e+00"}],"health":"ok",)"
        R"("state":"firing"},{"type":"recording","name":"r","query":"sum by (x) (up)+0","health":"err",)"
        R"("lastError":"e"}]}]}})");
    REQUIRE(groups);
    REQUIRE(groups->at(0).rules.size() == 2);
    const auto& rule = groups->at(0).rules[0];
    CHECK(rule.alerting);
    CHECK(rule.durationSeconds == 60);
    CHECK(rule.alerts.at(0).value == 1);
    CHECK(rule.alerts.at(0).activeAt.known());
    CHECK(groups->at(0).rules[1].lastError == "e");
}

TEST_CASE("metadata, series, exemplars, flags and build facts are read")
{
    const auto metadata = decodeMetadata(
        R"({"status":"success","data":{"b":[{"type":"gauge","help":"h","unit":""}],)"
        R"("a":[{"type":"counter","help":"x","unit":"s"},{"type":"gauge","help":"y","unit":""}]}})");
    REQUIRE(metadata);
    REQUIRE(metadata->size() == 3);
    CHECK(metadata->front().metric == "a");
    const auto exemplars = decodeExemplars(
        R"({"status":"success","data":[{"seriesLabels":{"a":"b"},"exemplars":[)"
        R"({"labels":{"trace_id":"t"},"value":"0.5","timestamp":1600096945.479}]}]})");
    REQUIRE(exemplars);
    CHECK(exemplars->at(0).exemplars.at(0).value == 0.5);
    CHECK(exemplars->at(0).exemplars.at(0).time == 1600096945.479);
    const auto build = decodeBuildInfo(
        R"({"status":"success","data":{"application":"Grafana Mimir","version":"2.10.0"}})");
    REQUIRE(build);
    CHECK(build->application == "Grafana Mimir");
    const auto series = decodeSeries(R"({"status":"success","data":[{"b":"1","a":"2"}]})");
    REQUIRE(series);
    CHECK(series->at(0).at(0).first == "a");
    CHECK(decodeStrings(R"({"status":"success","data":null})")->empty());
}

TEST_CASE("retention is read from flags, with the server's own default")
{
    using Flags = std::map<std::string, std::string>;
    CHECK_FALSE(retentionOf({}));
    CHECK(*retentionOf(Flags{{"storage.tsdb.retention.time", "30d"}}) == std::chrono::hours(720));
    CHECK(*retentionOf(Flags{{"storage.tsdb.retention.time", "0s"}}) == std::chrono::hours(360));
    CHECK_FALSE(retentionOf(
        Flags{{"storage.tsdb.retention.time", "0s"}, {"storage.tsdb.retention.size", "10GB"}}));
    CHECK(*retentionOfVictoria("-x=\"1\"\n-retentionPeriod=\"1\"\n") ==
          std::chrono::hours(31 * 24));
    CHECK(*retentionOfVictoria("-retentionPeriod=\"100d\"") == std::chrono::hours(2400));
    // Months beyond what nanoseconds hold are a hundred years.
    CHECK(*retentionOfVictoria("-retentionPeriod=\"116384\"") ==
          std::chrono::hours(24 * 365 * 100));
    CHECK_FALSE(retentionOfVictoria("nothing"));
}

TEST_CASE(
    "intervals of scrape pools come from the configuration, the global one where none is given")
{
    const auto pools =
        poolIntervals("global:\n  scrape_interval: 1m\n  scrape_timeout: 10s\nscrape_configs:\n"
                      "- job_name: serviceMonitor/gpu/dcgm/0\n  honor_timestamps: true\n"
                      "  scrape_interval: 30s\n  relabel_configs:\n  - source_labels: [a]\n"
                      "- job_name: \"quoted\"\n- scrape_interval: 5s\n  job_name: turned\n");
    CHECK(pools == std::map<std::string, models::Duration>{
                       {"serviceMonitor/gpu/dcgm/0", std::chrono::seconds(30)},
                       {"quoted", std::chrono::minutes(1)},
                       {"turned", std::chrono::seconds(5)}});
    CHECK(poolIntervals("global:\n  scrape_interval: 7s\n").at("") == std::chrono::seconds(7));
    CHECK(poolIntervals("global: {}").empty());
}
