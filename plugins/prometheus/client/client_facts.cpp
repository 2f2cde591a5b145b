// SPDX-License-Identifier: GPL-3.0-or-later
// What PrometheusClient learns about its server: build, flavour, retention, scrape interval.
#include "plugins/prometheus/client/prometheus_client.h"
#include "plugins/prometheus/decode/prometheus_api_decode.h"

namespace binnacle::plugins::prometheus {

using models::fail;
using models::Result;

namespace {
constexpr std::chrono::milliseconds kFactDeadline{5000};
constexpr std::chrono::milliseconds kListDeadline{15000};
/// Some 20,000 targets with the labels they were discovered with.
constexpr std::size_t kMostTargets = std::size_t{64} << 20;
} // namespace

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

ScrapeIntervals PrometheusClient::scrapeIntervals(std::stop_token stop)
{
    ScrapeIntervals out;
    PoolIntervals pools;
    Call config{"/status/config", {}, false, kFactDeadline};
    config.maxBytes = std::size_t{32} << 20;
    if (auto body = ask(config, stop)) {
        if (const auto text = decodeConfigText(std::move(*body)))
            pools = poolIntervals(*text);
    }
    const bool uniform =
        !pools.empty() && std::all_of(pools.begin(), pools.end(), [&](const auto& pool) {
            return pool.second == pools.begin()->second;
        });
    if (uniform || stop.stop_requested()) {
        out.add(pools);
        return out;
    }
    // Which series came by which pool, only the targets tell; their list may be far larger.
    Call list{"/targets", {{"state", "active"}}, false, kListDeadline};
    list.maxBytes = kMostTargets;
    if (auto body = ask(list, stop)) {
        if (const auto targets = decodeTargets(std::move(*body))) {
            for (const auto& target : *targets) {
                const auto pool = pools.find(target.pool);
                out.add(target.label("job"), target.label("instance"),
                        target.interval.count() > 0 || pool == pools.end() ? target.interval
                                                                           : pool->second);
            }
        }
    }
    if (out.shortest().count() == 0) {
        out.complete = pools.empty(); // a server that has just started lists none
        out.add(pools);
    }
    return out;
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
        if (const auto page = ownPage("/flags", stop))
            kept = retentionOfVictoria(*page);
    } else if (const auto all = flags(stop)) {
        kept = retentionOf(*all);
    }
    const std::lock_guard guard(m_lock);
    m_retention = kept;
}

std::string PrometheusClient::victoriaVersion(std::stop_token stop)
{
    const auto page = ownPage("/metrics", std::move(stop));
    return page ? versionOfVictoria(*page) : std::string();
}

std::optional<std::string> PrometheusClient::ownPage(const char* path, std::stop_token stop)
{
    // VictoriaMetrics serves the API below /prometheus as well, its own pages only at the root.
    constexpr std::string_view kPrefix = "/prometheus";
    std::string root = base();
    if (root.ends_with(kPrefix))
        root.resize(root.size() - kPrefix.size());
    auto page = probe(root + path, kFactDeadline, std::move(stop));
    if (!page || page->status != 200)
        return std::nullopt;
    return std::move(page->body);
}

Flavour PrometheusClient::learnFlavour(const BuildInfo& build, std::stop_token stop)
{
    if (m_flavour == Flavour::VictoriaMetrics) // its answers carried isPartial
        return Flavour::VictoriaMetrics;
    Flavour found = Flavour::Unknown;
    if (build.application.find("Mimir") != std::string::npos ||
        build.application.find("Cortex") != std::string::npos) {
        found = Flavour::Mimir;
    } else {
        // Only Thanos has /stores, and the others have words of their own for what they have not:
        // older releases of VictoriaMetrics (1.79) can be told by nothing else.
        const auto stores = probe(base() + "/api/v1/stores", kFactDeadline, stop);
        const auto says = [&](const char* text) {
            return stores && stores->body.find(text) != std::string::npos;
        };
        if (stores && stores->status == 200 && says("\"status\":\"success\""))
            found = Flavour::Thanos;
        else if (stores && stores->status == 400 && says("unsupported path requested"))
            found = Flavour::VictoriaMetrics;
        else if (!build.version.empty())
            found = Flavour::Prometheus;
    }
    m_flavour = found;
    return found;
}

} // namespace binnacle::plugins::prometheus
