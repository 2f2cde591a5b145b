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
    return plain ? models::Duration(parsed->count() * 31 * 86400) : *parsed;
}

models::Duration shortestScrapeInterval(std::string_view configText)
{
    models::Duration shortest{0};
    constexpr std::string_view kKey = "scrape_interval:";
    for (std::size_t at = 0; (at = configText.find(kKey, at)) != std::string_view::npos;) {
        at += kKey.size();
        const auto line = configText.substr(at, configText.find('\n', at) - at);
        const auto value = models::parseDuration(trimmed(line));
        if (value && value->count() > 0 && (shortest.count() == 0 || *value < shortest))
            shortest = *value;
    }
    return shortest;
}

} // namespace binnacle::plugins::prometheus
