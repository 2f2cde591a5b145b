// SPDX-License-Identifier: GPL-3.0-or-later
// The whole way: real Prometheus, real HTTP, the running connector, facts as a store would get
// them.
#include "models/estate/kinds.h"
#include "plugins/prometheus/prometheus_connector.h"
#include "services/net/curl_http_client.h"
#include "tests/prometheus/local_prometheus.h"
#include "tests/support/catch.h"

#include <condition_variable>
#include <ctime>
#include <iostream>
#include <map>
#include <mutex>
#include <thread>

using namespace binnacle;
using namespace std::chrono_literals;
using models::col;
using models::GpuColumn;

namespace {

/// Keeps the newest cells by row, as a store does.
class MemorySink final : public services::FactSink {
public:
    models::Result<void> apply(models::FactBatch&& batch) override
    {
        const std::lock_guard guard(m_lock);
        for (const auto& row : batch.rows()) {
            if (row.op == models::FactOp::Remove) {
                rows.erase(row.key);
                continue;
            }
            auto& mine = rows[row.key];
            if (row.op == models::FactOp::Upsert)
                mine.assign(row.cellCount, {});
            const auto cells = batch.cells(row);
            for (std::size_t i = 0; i < cells.size(); ++i) {
                if (cells[i].set)
                    mine[i] = {cells[i], std::string(batch.text(cells[i]))};
            }
        }
        return {};
    }
    void updateStatus(const std::function<void(models::SourceStatus&)>& edit) override
    {
        const std::lock_guard guard(m_lock);
        edit(status);
        m_changed.notify_all();
    }
    template <class Pred> bool wait(Pred&& pred)
    {
        std::unique_lock guard(m_lock);
        return m_changed.wait_for(guard, 20s, [&] { return pred(*this); });
    }

    struct Value {
        models::Cell cell;
        std::string text;
    };
    std::map<models::ObjectKey, std::vector<Value>> rows;
    models::SourceStatus status;

private:
    std::mutex m_lock;
    std::condition_variable m_changed;
};

} // namespace

TEST_CASE("a running connector brings devices with true units, holders, health and spells")
{
    if (!tests::LocalPrometheus::installed()) {
        std::cout << "SKIPPED: prometheus is not installed\n";
        return;
    }
    const long end = std::time(nullptr) / 15 * 15;
    const auto server = tests::LocalPrometheus::start(tests::sampleMetrics(end));
    server->waitForTargets();
    const auto http = services::makeCurlHttpClient();
    services::SourceConfig config;
    config.id = "prom";
    config.url = server->url();
    auto connector = plugins::prometheus::makePrometheusConnector(config, *http, nullptr);
    MemorySink sink;
    std::jthread thread([&](std::stop_token stop) { connector->run(sink, stop); });
    REQUIRE(sink.wait([](auto& s) { return s.status.kinds.count("Gpu") == 1; }));
    const auto stopping = std::chrono::steady_clock::now();
    thread.request_stop();
    thread.join();
    CHECK(std::chrono::steady_clock::now() - stopping < 1s);
    CHECK(sink.status.phase == models::SourcePhase::Stopped);
    CHECK(sink.status.interval == 7s);
    CHECK_FALSE(sink.status.error);
    CHECK(sink.status.kinds["Gpu"].rows == 4);
    CHECK(sink.status.meter.queries > 10);

    REQUIRE(sink.rows.size() == 4);
    const auto row = [&](const char* uid) { return sink.rows.at(models::makeKey("prom", uid)); };
    const auto real = [&](const auto& r, GpuColumn c) { return r.at(col(c)).cell.real; };
    const auto text = [&](const auto& r, GpuColumn c) { return r.at(col(c)).text; };
    const auto seconds = [&](const auto& r, GpuColumn c) {
        return static_cast<double>(r.at(col(c)).cell.integer) / 1e9;
    };
    const auto busy = row("GPU-0");
    CHECK(busy.at(col(models::Common::Name)).text == "node-0/0");
    CHECK(text(busy, GpuColumn::Node) == "node-0");
    CHECK(text(busy, GpuColumn::Model) == "NVIDIA H100");
    CHECK(text(busy, GpuColumn::Pod) == "train-0");
    CHECK(text(busy, GpuColumn::PodNamespace) == "team-a");
    CHECK(real(busy, GpuColumn::Utilisation) == Approx(0.86));
    CHECK(real(busy, GpuColumn::Power) == 650.5);
    CHECK(busy.at(col(GpuColumn::MemoryUsed)).cell.integer == 1024ll * 1048576);
    CHECK(busy.at(col(GpuColumn::MemoryTotal)).cell.integer == 4096ll * 1048576);
    CHECK(text(busy, GpuColumn::Health).empty());
    CHECK(seconds(busy, GpuColumn::SampleTime) == static_cast<double>(end));
    CHECK(seconds(busy, GpuColumn::SampleInterval) == 60); // its job's, not the source's 7 s

    const auto idle = row("GPU-1");
    CHECK_FALSE(idle.at(col(GpuColumn::Pod)).cell.set); // the exporter's pod holds nothing
    CHECK(std::isnan(real(idle, GpuColumn::Power)));    // a blank is unknown
    CHECK(std::isnan(real(idle, GpuColumn::Temperature)));
    CHECK(real(idle, GpuColumn::Utilisation) == 0);
    CHECK(idle.at(col(GpuColumn::Xid)).cell.integer == 79);
    CHECK(text(idle, GpuColumn::Health) == "off-bus");
    // Idle for ten minutes, Xid for fifteen: history tells, to its five-minute step.
    CHECK(seconds(idle, GpuColumn::BusySince) == Approx(end - 600).margin(301));
    CHECK(seconds(idle, GpuColumn::XidAt) == Approx(end - 900).margin(301));

    const auto slice = row("GPU-3/5");
    CHECK(text(slice, GpuColumn::MigProfile) == "3g.40gb");
    CHECK(real(slice, GpuColumn::Utilisation) == Approx(0.25));
}

TEST_CASE("a server that is gone makes the source failed, with a remedy, and stops at once")
{
    const auto http = services::makeCurlHttpClient();
    services::SourceConfig config;
    config.id = "gone";
    config.url = "http://127.0.0.1:1";
    auto connector = plugins::prometheus::makePrometheusConnector(config, *http, nullptr);
    MemorySink sink;
    std::jthread thread([&](std::stop_token stop) { connector->run(sink, stop); });
    REQUIRE(sink.wait([](auto& s) { return s.status.phase == models::SourcePhase::Failed; }));
    thread.request_stop();
    thread.join();
    REQUIRE(sink.status.error);
    CHECK(sink.status.error->code == models::ErrorCode::Unreachable);
    CHECK_FALSE(sink.status.error->remedy.empty());
    CHECK_FALSE(sink.status.lastContact.known());
}
