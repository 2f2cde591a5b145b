// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/prometheus/client/scrape_intervals.h"

#include <algorithm>

namespace binnacle::plugins::prometheus {

namespace {

std::string key(std::string_view job, std::string_view instance)
{
    std::string out(job);
    out += '\x1f';
    out += instance;
    return out;
}

/// The shorter one: what is shown live must never be older than its own interval allows.
void keepShorter(models::Duration& known, models::Duration found)
{
    known = known.count() == 0 ? found : std::min(known, found);
}

} // namespace

void ScrapeIntervals::add(std::string_view job, std::string_view instance,
                          models::Duration interval)
{
    if (interval.count() <= 0)
        return;
    keepShorter(m_shortest, interval);
    keepShorter(m_byJob[std::string(job)], interval);
    keepShorter(m_byTarget[key(job, instance)], interval);
}

void ScrapeIntervals::add(const PoolIntervals& pools)
{
    for (const auto& [pool, interval] : pools) {
        if (interval.count() <= 0)
            continue;
        keepShorter(m_shortest, interval);
        keepShorter(m_byJob[pool], interval);
    }
}

models::Duration ScrapeIntervals::of(std::string_view job, std::string_view instance) const
{
    if (m_byJob.empty())
        return models::Duration{0};
    if (const auto own = m_byTarget.find(key(job, instance)); own != m_byTarget.end())
        return own->second;
    const auto any = m_byJob.find(std::string(job));
    return any == m_byJob.end() ? models::Duration{0} : any->second;
}

} // namespace binnacle::plugins::prometheus
