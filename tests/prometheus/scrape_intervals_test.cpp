// SPDX-License-Identifier: GPL-3.0-or-later
// Which interval a series' target is scraped with, as pieced together from what servers tell.
#include "plugins/prometheus/client/prometheus_client.h"
#include "plugins/prometheus/client/scrape_intervals.h"
#include "tests/prometheus/fake_http.h"
#include "tests/support/catch.h"

using namespace binnacle;
using namespace std::chrono_literals;
using plugins::prometheus::ScrapeIntervals;
using tests::reply;

namespace {

/// A server with this configuration text (none: it hides it) and these targets (none: refused).
struct Server {
    std::string config, targets;
    tests::FakeHttp http;

    ScrapeIntervals ask()
    {
        http.handler = [this](const services::HttpRequest& request, auto) {
            if (request.url.find("/status/config") != std::string::npos && !config.empty())
                return reply(200, R"({"status":"success","data":{"yaml":")" + config + "\"}}");
            if (request.url.find("/targets") != std::string::npos && !targets.empty())
                return reply(200,
                             R"({"status":"success","data":{"activeTargets":[)" + targets + "]}}");
            return reply(404, "404 page not found", "text/plain");
        };
        services::SourceConfig source;
        source.id = "prom";
        source.url = "http://prom:9090";
        plugins::prometheus::PrometheusClient client(source, http, nullptr);
        return client.scrapeIntervals({});
    }
};

std::string target(const std::string& job, const std::string& instance, const std::string& pool,
                   const std::string& interval)
{
    return R"({"labels":{"job":")" + job + R"(","instance":")" + instance + R"("},"scrapePool":")" +
           pool + "\"" + (interval.empty() ? "" : R"(,"scrapeInterval":")" + interval + "\"") + "}";
}

const char* const kTwoPools = "scrape_configs:\\n- job_name: monitor/dcgm/0\\n"
                              "  scrape_interval: 1m\\n- job_name: fast\\n"
                              "  scrape_interval: 5s\\n";

} // namespace

TEST_CASE("a target has its own interval, an unknown one of its job the shortest, others none")
{
    ScrapeIntervals intervals;
    intervals.add("dcgm", "a:9400", 60s);
    intervals.add("dcgm", "b:9400", 30s);
    intervals.add("node", "a:9100", 0s);
    CHECK(intervals.of("dcgm", "a:9400") == 60s);
    CHECK(intervals.of("dcgm", "new:9400") == 30s);
    CHECK(intervals.of("node", "a:9100") == 0s);
    CHECK(intervals.of("dcgm\x1f"
                       "a:9400",
                       "") == 0s);
    CHECK(intervals.shortest() == 30s);
}

TEST_CASE("equal pools need no list of targets")
{
    Server server;
    server.config = "scrape_configs:\\n- job_name: a\\n  scrape_interval: 15s\\n- job_name: b\\n"
                    "  scrape_interval: 15s\\n";
    const auto found = server.ask();
    CHECK(found.shortest() == 15s);
    CHECK(found.complete);
    CHECK(server.http.requests().size() == 1);
}

TEST_CASE("a job label that is not its pool's name is found by the targets")
{
    Server server;
    server.config = kTwoPools;
    server.targets = target("dcgm-exporter", "10.0.0.1:9400", "monitor/dcgm/0", "") + ',' +
                     target("fast", "x", "fast", "5s");
    const auto found = server.ask();
    CHECK(found.of("dcgm-exporter", "10.0.0.1:9400") == 60s); // by its pool: old server
    CHECK(found.of("fast", "x") == 5s);
    CHECK(found.shortest() == 5s);
}

TEST_CASE("without targets a pool counts as its job, without a configuration the targets decide")
{
    Server noTargets;
    noTargets.config = kTwoPools;
    CHECK(noTargets.ask().of("fast", "x") == 5s);
    CHECK(noTargets.ask().of("dcgm-exporter", "x") == 0s);
    CHECK_FALSE(noTargets.ask().complete);
    Server noConfig;
    noConfig.targets = target("dcgm", "x", "p", "30s");
    CHECK(noConfig.ask().of("dcgm", "x") == 30s);
    CHECK(Server().ask().shortest() == 0s);
}
