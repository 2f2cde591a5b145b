// SPDX-License-Identifier: GPL-3.0-or-later
// What PrometheusClient learns about its server: build, flavour, retention, scrape interval.
#include "plugins/prometheus/client/prometheus_client.h"
#include "plugins/prometheus/decode/prometheus_api_decode.h"

namespace binnacle::plugins::prometheus {

using models::fail;
using models::Result;

namespace {
constexpr std::chrono::milliseconds kFactDeadline{5000};
}

Result<BuildInfo> PrometheusClient::buildInfo(Millis deadline, std::stop_token stop)
{
    auto body = ask({"/status/buildinfo", {}, false, deadline}, std::move(stop));
    if (!body)
        return fail(std::move(body.error()).in("reading the build information"));
    return decodeBuildInfo(std::move(*body));
}

Result<std::map<std::string, std::string>> PrometheusClient::flags(std::stop_token stop)
{
    auto body = ask({"/status/flags", {}, false, kFactDeadline}, std::move(stop));
    if (!body)
        return fail(std::move(body.error()).in("reading the flags"));
    return decodeFlags(std::move(*body));
}

models::Duration PrometheusClient::scrapeInterval(std::stop_token stop)
{
    Call config{"/status/config", {}, false, kFactDeadline};
    config.maxBytes = std::size_t{32} << 20;
    if (auto body = ask(config, stop)) {
        if (const auto text = decodeConfigText(std::move(*body))) {
            const auto shortest = shortestScrapeInterval(*text);
            if (shortest.count() > 0)
                return shortest;
        }
    }
    if (stop.stop_requested())
        return models::Duration{0};
    // Hidden configuration: the targets say it too, in a far larger answer.
    Call list{"/targets", {{"state", "active"}}, false, kFactDeadline};
    list.maxBytes = std::size_t{16} << 20;
    models::Duration shortest{0};
    if (auto body = ask(list, stop)) {
        if (const auto targets = decodeTargets(std::move(*body))) {
            for (const auto& target : *targets) {
                const auto own = target.interval;
                if (own.count() > 0 && (shortest.count() == 0 || own < shortest))
                    shortest = own;
            }
        }
    }
    return shortest;
}

std::optional<models::Duration> PrometheusClient::retention() const
{
    const std::lock_guard guard(m_lock);
    return m_retention;
}

void PrometheusClient::learnRetention(std::stop_token stop)
{
    std::optional<models::Duration> kept;
    if (m_flavour == Flavour::VictoriaMetrics) {
        const auto page = probe(base() + "/flags", kFactDeadline, stop);
        if (page && page->status == 200)
            kept = retentionOfVictoria(page->body);
    } else if (const auto all = flags(stop)) {
        kept = retentionOf(*all);
    }
    const std::lock_guard guard(m_lock);
    m_retention = kept;
}

Flavour PrometheusClient::learnFlavour(const BuildInfo& build, std::stop_token stop)
{
    if (m_flavour == Flavour::VictoriaMetrics) // its answers carry isPartial
        return Flavour::VictoriaMetrics;
    Flavour found = Flavour::Unknown;
    if (build.application.find("Mimir") != std::string::npos ||
        build.application.find("Cortex") != std::string::npos) {
        found = Flavour::Mimir;
    } else {
        // Only Thanos has /stores.
        const auto stores = probe(base() + "/api/v1/stores", kFactDeadline, stop);
        const bool thanos = stores && stores->status == 200 &&
                            stores->body.find("\"status\":\"success\"") != std::string::npos;
        if (thanos)
            found = Flavour::Thanos;
        else if (!build.version.empty())
            found = Flavour::Prometheus;
    }
    m_flavour = found;
    return found;
}

} // namespace binnacle::plugins::prometheus
