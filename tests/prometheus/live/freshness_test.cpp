// SPDX-License-Identifier: GPL-3.0-or-later
// Devices whose job is scraped half as often as the fastest of their source: never late while the
// scrapes go well, and judged by their own interval.
#include "models/estate/kinds.h"
#include "plugins/prometheus/prometheus_connector.h"
#include "services/net/curl_http_client.h"
#include "services/sync/session.h"
#include "tests/prometheus/live/live_stack.h"
#include "tests/support/catch.h"

#include <set>
#include <thread>

using namespace binnacle;
using namespace std::chrono_literals;
using models::col;
using models::Freshness;
using models::GpuColumn;

TEST_CASE("devices of a slow job stay live between their scrapes")
{
    const auto source = tests::liveSource("live-victoria-metrics");
    if (!source)
        return;
    const auto http = services::makeCurlHttpClient();
    services::SessionOptions options;
    options.makeConnector = [&](const services::SourceConfig& config)
        -> models::Result<std::unique_ptr<services::Connector>> {
        return plugins::prometheus::makePrometheusConnector(config, *http, nullptr);
    };
    auto session = services::EstateSession::open({"live", false, {*source}}, std::move(options));
    REQUIRE(session);
    (*session)->start();
    const auto gpus = [&](auto&& look) {
        const auto snapshot = (*session)->store().current();
        const auto* table = snapshot->table(models::BuiltIn::Gpu);
        if (table)
            table->forEach([&](const services::RowRef& row) { look(*snapshot, row); });
    };
    const auto until = std::chrono::steady_clock::now() + 60s;
    std::size_t rows = 0;
    while (rows == 0 && std::chrono::steady_clock::now() < until) {
        std::this_thread::sleep_for(100ms); // polling a condition
        gpus([&](const auto&, const auto&) { ++rows; });
    }
    REQUIRE(rows > 100);

    // Two whole periods of scrapes against rounds.
    std::set<std::int64_t> intervals, sampled;
    std::set<std::string> notLive;
    std::size_t byTheSource = 0;
    models::Duration oldest{0};
    for (const auto end = std::chrono::steady_clock::now() + 42s;
         std::chrono::steady_clock::now() < end; std::this_thread::sleep_for(200ms)) {
        const auto now = models::Clock::system().now();
        gpus([&](const services::Snapshot& snapshot, const services::RowRef& row) {
            const auto at = row.time(col(GpuColumn::SampleTime));
            intervals.insert(snapshot.interval(row).count());
            sampled.insert(at.ns);
            oldest = std::max(oldest, now - at);
            if (snapshot.freshness(row, now) != Freshness::Live)
                notLive.insert(std::string(row.name()) + " sampled " + models::toRfc3339(at));
            byTheSource += models::freshness(at, snapshot.source(row.source())->interval, now) ==
                                   Freshness::Live
                               ? 0
                               : 1;
        });
    }
    (*session)->stop();
    INFO("oldest sample " << std::chrono::duration<double>(oldest).count() << " s");
    CHECK(intervals == std::set<std::int64_t>{models::Duration(10s).count()});
    CHECK(sampled.size() >= 3); // new samples came
    CHECK(notLive == std::set<std::string>());
    CHECK(byTheSource > 0); // the source's own 5 s would have called them late
}
