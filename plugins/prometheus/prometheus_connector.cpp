// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/prometheus/prometheus_connector.h"

#include "plugins/prometheus/connection_check.h"
#include "plugins/prometheus/devices/device_refresh.h"

#include <algorithm>
#include <condition_variable>

namespace binnacle::plugins::prometheus {

using models::ErrorCode;
using models::SourcePhase;
using models::SourceStatus;

namespace {

using Millis = std::chrono::milliseconds;
constexpr models::Duration kDefaultInterval = std::chrono::seconds(15);
constexpr models::Duration kShortestInterval = std::chrono::seconds(5);
/// A server that is gone is asked often enough to be seen back within three seconds.
constexpr Millis kRetry{2000};
constexpr Millis kBeatDeadline{5000};
constexpr models::Duration kRelearn = std::chrono::minutes(10);
constexpr models::Duration kRelearnSoon = std::chrono::seconds(30);

class PrometheusConnector final : public services::Connector {
public:
    PrometheusConnector(const services::SourceConfig& config, services::HttpClient& http,
                        services::SecretSource* secrets, const models::Clock* clock)
        : m_client(config, http, secrets), m_clock(clock ? *clock : models::Clock::system()),
          m_id(config.id), m_address(publicUrl(config.url)), m_insecure(config.insecure)
    {
    }

    SourceStatus describe() const override
    {
        SourceStatus status;
        status.id = m_id;
        status.type = "prometheus";
        status.address = m_address;
        status.insecure = m_insecure;
        status.interval = kDefaultInterval;
        status.meter = m_client.meter();
        return status;
    }

    SourceStatus test(Millis deadline, std::stop_token stop) override
    {
        SourceStatus status = describe();
        if (m_address.empty()) {
            status.phase = SourcePhase::Failed;
            status.error = models::Error{ErrorCode::InvalidInput,
                                         "the source has no url",
                                         "Set url, for example http://prometheus:9090.",
                                         {}};
            return status;
        }
        checkConnection(m_client, m_clock, deadline, std::move(stop), status);
        status.meter = m_client.meter();
        return status;
    }

    void run(services::FactSink& sink, std::stop_token stop) override;

    services::MetricSource* metrics() override { return &m_client; }

private:
    bool connect(services::FactSink& sink, std::stop_token stop);
    bool beat(services::FactSink& sink, std::stop_token stop);
    void refresh(services::FactSink& sink, std::stop_token stop);
    void learnInterval(services::FactSink& sink, std::stop_token stop);
    void wait(models::Duration duration, const std::stop_token& stop);

    PrometheusClient m_client;
    const models::Clock& m_clock;
    const std::string m_id, m_address;
    const bool m_insecure;
    models::Duration m_interval = kDefaultInterval;
    models::Duration m_skew{0};
    std::chrono::steady_clock::time_point m_learned{}; ///< when learnInterval() last ran
    models::Duration m_relearn = kRelearn;
    std::unique_ptr<DeviceRefresh> m_devices;
    std::mutex m_lock;
    std::condition_variable_any m_wake;
};

void PrometheusConnector::wait(models::Duration duration, const std::stop_token& stop)
{
    std::unique_lock guard(m_lock);
    m_wake.wait_for(guard, stop, duration, [] { return false; });
}

bool PrometheusConnector::connect(services::FactSink& sink, std::stop_token stop)
{
    const SourceStatus found = test(kBeatDeadline, stop);
    if (stop.stop_requested())
        return false;
    const bool ok = found.phase == SourcePhase::Ready;
    m_skew = found.clockSkew;
    sink.updateStatus([&](SourceStatus& status) {
        const bool failing = status.phase == SourcePhase::Failed;
        if (ok || !failing)
            status.since = found.since;
        status.phase = ok ? SourcePhase::Syncing : SourcePhase::Failed;
        status.error = found.error;
        status.meter = found.meter;
        status.clockSkew = found.clockSkew;
        if (!ok)
            return;
        status.lastContact = found.lastContact;
        status.latencyMs = found.latencyMs;
        status.version = found.version;
        status.notes = found.notes;
    });
    return ok;
}

void PrometheusConnector::learnInterval(services::FactSink& sink, std::stop_token stop)
{
    auto intervals = m_client.scrapeIntervals(stop);
    if (stop.stop_requested())
        return;
    m_learned = m_clock.steady();
    m_relearn = intervals.complete ? kRelearn : kRelearnSoon;
    const auto shortest = intervals.shortest();
    m_interval = shortest.count() > 0 ? std::max(shortest, kShortestInterval) : kDefaultInterval;
    m_devices->setIntervals(
        [intervals = std::move(intervals)](std::string_view job, std::string_view instance) {
            const auto own = intervals.of(job, instance);
            // Nothing is read more often than that, so nothing can be expected to be newer.
            return own.count() > 0 ? std::max(own, kShortestInterval) : own;
        });
    sink.updateStatus([&](SourceStatus& status) { status.interval = m_interval; });
}

bool PrometheusConnector::beat(services::FactSink& sink, std::stop_token stop)
{
    auto now = heartbeat(m_client, m_clock, kBeatDeadline, stop);
    if (stop.stop_requested())
        return false;
    if (now)
        m_skew = now->clockSkew;
    sink.updateStatus([&](SourceStatus& status) {
        status.meter = m_client.meter();
        if (!now) {
            status.phase = SourcePhase::Failed;
            status.since = m_clock.now();
            status.error = now.error();
            return;
        }
        status.lastContact = m_clock.now();
        status.latencyMs = now->latencyMs;
        status.clockSkew = now->clockSkew;
    });
    return now.has_value();
}

void PrometheusConnector::refresh(services::FactSink& sink, std::stop_token stop)
{
    const auto deadline =
        std::clamp(std::chrono::duration_cast<Millis>(m_interval), Millis{5000}, Millis{30000});
    const auto report = m_devices->round(
        m_clock.now(), m_skew, deadline,
        [&](models::FactBatch&& batch) { return sink.apply(std::move(batch)); }, stop);
    if (stop.stop_requested())
        return;
    sink.updateStatus([&](SourceStatus& status) {
        status.meter = m_client.meter();
        const auto phase = report && report->problems.empty() && report->missing.empty()
                               ? SourcePhase::Ready
                               : SourcePhase::Degraded;
        if (status.phase != phase)
            status.since = m_clock.now();
        status.phase = phase;
        if (!report) {
            status.error = report.error();
            return;
        }
        auto& kind = status.kinds["Gpu"];
        kind.rows = report->devices;
        kind.complete = report->problems.empty() && report->missing.empty();
        kind.error.reset();
        status.error.reset();
        if (!report->problems.empty()) {
            kind.error = models::Error{ErrorCode::Internal,
                                       report->problems.front(),
                                       "Values of before are kept with their age.",
                                       {}};
            status.error = kind.error;
        } else if (!report->missing.empty()) {
            // Not of the kind: devices that answer are as fresh as ever.
            status.error =
                models::Error{ErrorCode::Unreachable,
                              report->missing.front(),
                              "Look for the store that does not answer; its devices keep "
                              "their values with their age.",
                              {}};
        } else if (report->withoutUuid > 0) {
            kind.error = models::Error{ErrorCode::DataCorrupt,
                                       std::to_string(report->withoutUuid) +
                                           " GPU series have no UUID label and are not shown",
                                       "Keep the UUID label of dcgm-exporter in relabelling.",
                                       {}};
        }
    });
}

void PrometheusConnector::run(services::FactSink& sink, std::stop_token stop)
{
    sink.updateStatus([&](SourceStatus& status) {
        const auto known = describe();
        status.id = known.id;
        status.type = known.type;
        status.address = known.address;
        status.insecure = known.insecure;
        status.interval = m_interval;
        status.phase = SourcePhase::Connecting;
        status.since = m_clock.now();
    });
    m_devices = std::make_unique<DeviceRefresh>(m_client, m_id);
    bool connected = false;
    while (!stop.stop_requested()) {
        const auto began = m_clock.steady();
        if (!connected) {
            connected = connect(sink, stop);
            if (connected)
                learnInterval(sink, stop);
        } else {
            connected = beat(sink, stop);
            if (connected && m_clock.steady() - m_learned > m_relearn)
                learnInterval(sink, stop); // configurations are reloaded, jobs come and go
        }
        if (connected)
            refresh(sink, stop);
        const models::Duration spent = m_clock.steady() - began;
        // A little faster than the samples come: one that is a scrape old when it is read must not
        // turn late before the next round has been applied.
        const models::Duration pause =
            connected ? m_interval * 4 / 5 - spent : models::Duration(kRetry);
        wait(std::max(pause, models::Duration(Millis{200})), stop);
    }
    sink.updateStatus([&](SourceStatus& status) {
        status.phase = SourcePhase::Stopped;
        status.since = m_clock.now();
    });
}

} // namespace

std::unique_ptr<services::Connector> makePrometheusConnector(const services::SourceConfig& config,
                                                             services::HttpClient& http,
                                                             services::SecretSource* secrets,
                                                             const models::Clock* clock)
{
    return std::make_unique<PrometheusConnector>(config, http, secrets, clock);
}

} // namespace binnacle::plugins::prometheus
