// SPDX-License-Identifier: GPL-3.0-or-later
// Speaks the HTTP API of one configured server: forms, credentials, splitting, merging and
// metering. For the connector and, as MetricSource, for every reader of metrics. Any thread; all
// calls block and end at once when their token stops. Knows no meaning of any metric.
#pragma once

#include "plugins/prometheus/client/query_gate.h"
#include "plugins/prometheus/client/scrape_intervals.h"
#include "plugins/prometheus/decode/prometheus_api.h"
#include "plugins/prometheus/decode/prometheus_decode.h"
#include "services/config/config.h"
#include "services/net/http_client.h"
#include "services/ports/metric_source.h"
#include "services/ports/secret_source.h"

#include <atomic>
#include <mutex>

namespace binnacle::plugins::prometheus {

class PrometheusClient final : public services::MetricSource {
public:
    template <class T> using Result = models::Result<T>;
    using Millis = std::chrono::milliseconds;
    using Fields = std::vector<std::pair<std::string, std::string>>;

    /// Both references outlive the client. `secrets` may be null: then named secrets are an error.
    PrometheusClient(services::SourceConfig config, services::HttpClient& http,
                     services::SecretSource* secrets);

    // MetricSource. Ranges are asked exactly as given (no alignment); see services/metrics for the
    // aligned, cached reading.
    const std::string& id() const override { return m_config.id; }
    Result<models::MetricAnswer> instant(const services::MetricQuery& query,
                                         std::stop_token stop) override;
    Result<models::MetricAnswer> range(const services::MetricRangeQuery& query,
                                       std::stop_token stop) override;
    Result<std::vector<std::string>> metricNames(std::stop_token stop) override;
    Result<std::vector<std::string>> labelValues(const std::string& label,
                                                 std::span<const std::string> matchers,
                                                 std::stop_token stop) override;
    Result<std::vector<models::LabelList>> series(std::span<const std::string> matchers,
                                                  std::stop_token stop) override;
    Result<std::vector<services::MetricMetadata>> metadata(std::stop_token stop) override;
    std::optional<models::Duration> retention() const override;

    // The rest of the API. Errors: Unsupported where the server has no such endpoint.
    Result<std::vector<std::string>> labelNames(std::stop_token stop);
    Result<std::vector<ExemplarSeries>> exemplars(const std::string& query, models::UtcTime start,
                                                  models::UtcTime end, std::stop_token stop);
    Result<std::vector<RuleGroup>> rules(std::stop_token stop);
    Result<std::vector<Alert>> alerts(std::stop_token stop);
    Result<std::vector<Target>> targets(std::stop_token stop);
    Result<BuildInfo> buildInfo(Millis deadline, std::stop_token stop);
    Result<std::map<std::string, std::string>> flags(std::stop_token stop);

    /// How often its targets are scraped; empty when the server does not tell. Cost: the list of
    /// targets is asked for only where jobs differ.
    ScrapeIntervals scrapeIntervals(std::stop_token stop);
    /// Asks once and remembers; see retention().
    void learnRetention(std::stop_token stop);
    /// VictoriaMetrics only: its build information names none, or a Prometheus it imitates.
    std::string victoriaVersion(std::stop_token stop);
    /// Who answers: by build info, headers and fields. Remembers it.
    Flavour learnFlavour(const BuildInfo& build, std::stop_token stop);

    /// One GET below another base ("http://h/prometheus"): for finding a wrong prefix.
    Result<services::HttpResponse> probe(const std::string& url, Millis deadline,
                                         std::stop_token stop);
    std::string base() const;
    void setBase(std::string url);
    Flavour flavour() const { return m_flavour.load(); }
    models::QueryMeter meter() const { return m_gate.meter(); }
    QueryGate& gate() { return m_gate; }

private:
    struct Call {
        std::string path; ///< below /api/v1
        Fields fields;
        bool form = true; ///< POST where the endpoint has it
        Millis deadline{10000};
        std::size_t maxBytes = std::size_t{256} << 20;
    };
    /// The body of a 2xx answer; everything else is an Error with a remedy.
    Result<std::string> ask(const Call& call, std::stop_token stop);
    Result<services::HttpResponse> exchange(const Call& call, bool post, std::stop_token stop);
    Result<services::HttpRequest> request(const std::string& url, Millis deadline);
    Result<models::MetricAnswer> query(const Call& call, std::stop_token stop);
    Result<void> authorise(services::HttpRequest& request);
    Result<std::shared_ptr<const services::TlsOptions>> tls();
    models::Error failure(const services::HttpResponse& response) const;
    std::optional<std::string> ownPage(const char* path, std::stop_token stop);
    /// `partial` becomes true when stores were missing.
    Result<std::vector<std::string>> values(const std::string& label,
                                            std::span<const std::string> matchers, bool& partial,
                                            std::stop_token stop);
    Fields flavourFields() const;

    const services::SourceConfig m_config;
    services::HttpClient& m_http;
    services::SecretSource* const m_secrets;
    QueryGate m_gate;
    std::atomic<Flavour> m_flavour{Flavour::Unknown};
    std::atomic<bool> m_getOnly{false}; ///< a proxy refused POST (405)

    mutable std::mutex m_lock; ///< guards what follows
    std::string m_base;
    std::string m_user, m_password; ///< from the URL, when it carries them
    std::string m_secret;           ///< read once from the secret source; dropped by a 401
    std::shared_ptr<const services::TlsOptions> m_tls;
    std::int64_t m_tlsStamp = 0;
    std::vector<std::string> m_names;
    std::chrono::steady_clock::time_point m_namesUntil{};
    std::optional<models::Duration> m_retention;
};

/// `url` without user, password, query and trailing slash: what people may see.
std::string publicUrl(std::string_view url);

} // namespace binnacle::plugins::prometheus
