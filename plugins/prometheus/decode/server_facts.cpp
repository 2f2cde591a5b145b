// SPDX-License-Identifier: GPL-3.0-or-later
// Retention and scrape interval out of flags and configuration texts.
#include "plugins/prometheus/decode/prometheus_api_decode.h"

#include <algorithm>
#include <cctype>

namespace binnacle::plugins::prometheus {

namespace {

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '"' || text.front() == '\''))
        text.remove_prefix(1);
    while (!text.empty() &&
           (text.back() == ' ' || text.back() == '\r' || text.back() == '"' || text.back() == '\''))
        text.remove_suffix(1);
    return text;
}

} // namespace

std::optional<models::Duration> retentionOf(const std::map<std::string, std::string>& flags)
{
    const auto value = [&](const char* name) {
        const auto it = flags.find(name);
        return it == flags.end() ? std::string{} : it->second;
    };
    if (flags.find("storage.tsdb.retention.time") == flags.end())
        return std::nullopt;
    for (const char* name : {"storage.tsdb.retention.time", "storage.tsdb.retention"}) {
        const auto kept = models::parseDuration(value(name));
        if (kept && kept->count() > 0)
            return *kept;
    }
    const std::string size = value("storage.tsdb.retention.size");
    if (!size.empty() && size != "0B" && size != "0")
        return std::nullopt; // bounded by size only: the age is not known
    return std::chrono::hours(24 * 15);
}

std::string versionOfVictoria(std::string_view metricsPage)
{
    const auto line = metricsPage.find("vm_app_version{");
    if (line == std::string_view::npos)
        return {};
    const auto labels = metricsPage.substr(line, metricsPage.find('\n', line) - line);
    for (const std::string_view name : {"short_version=\"", "version=\""}) {
        const auto at = labels.find(name);
        if (at == std::string_view::npos)
            continue;
        const auto value = labels.substr(at + name.size());
        if (const auto end = value.find('"'); end != std::string_view::npos && end > 0)
            return std::string(value.substr(0, std::min<std::size_t>(end, 60)));
    }
    return {};
}

std::optional<models::Duration> retentionOfVictoria(std::string_view flagsPage)
{
    constexpr std::string_view kFlag = "-retentionPeriod=";
    const auto at = flagsPage.find(kFlag);
    if (at == std::string_view::npos)
        return std::nullopt;
    auto line = flagsPage.substr(at + kFlag.size());
    line = trimmed(line.substr(0, line.find('\n')));
    line = trimmed(line.substr(0, line.find('(')));
    if (line.empty())
        return std::nullopt;
    const bool plain = std::all_of(line.begin(), line.end(),
                                   [](unsigned char c) { return std::isdigit(c) || c == '.'; });
    const auto parsed = models::parseDuration(line);
    if (!parsed)
        return std::nullopt;
    // A bare number is months of 31 days there; here it was read as seconds.
    constexpr std::int64_t kSecondsOfMonth = 31 * 86400;
    constexpr models::Duration kForEver = std::chrono::hours(24 * 365 * 100);
    if (!plain)
        return *parsed;
    return *parsed > kForEver / kSecondsOfMonth ? kForEver : *parsed * kSecondsOfMonth;
}

std::map<std::string, models::Duration> poolIntervals(std::string_view configText)
{
    constexpr std::string_view kJob = "job_name:", kInterval = "scrape_interval:";
    std::map<std::string, models::Duration> pools;
    models::Duration global{0}, pending{0};
    std::string job;
    for (std::size_t at = 0; at < configText.size();) {
        const std::size_t end = std::min(configText.find('\n', at), configText.size());
        auto line = trimmed(configText.substr(at, end - at));
        at = end + 1;
        const bool first = line.starts_with("- "); // of a list item: a new job, if it is one
        if (first)
            line = trimmed(line.substr(2));
        if (line.starts_with(kJob)) {
            job = trimmed(line.substr(kJob.size()));
            pools[job] = first ? models::Duration{0} : pending;
            pending = models::Duration{0};
        } else if (line.starts_with(kInterval)) {
            const auto value = models::parseDuration(trimmed(line.substr(kInterval.size())))
                                   .value_or(models::Duration{0});
            (first ? pending : job.empty() ? global : pools[job]) = value;
        }
    }
    if (pools.empty() && global.count() > 0)
        pools.emplace("", global);
    for (auto& [name, interval] : pools)
        interval = interval.count() > 0 ? interval : global;
    return pools;
}

} // namespace binnacle::plugins::prometheus
