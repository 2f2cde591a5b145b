// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/estate/freshness.h"

namespace binnacle::models {

namespace {

constexpr Duration liveFor(Duration interval)
{
    return 2 * interval + std::chrono::seconds(1);
}

constexpr Duration lateFor(Duration interval)
{
    return 5 * interval;
}

} // namespace

Freshness freshness(UtcTime sampled, Duration interval, UtcTime now, bool sourceFailed)
{
    if (!sampled.known())
        return Freshness::Unknown;
    const Duration age = now - sampled;
    if (age <= liveFor(interval))
        return Freshness::Live;
    if (!sourceFailed && age <= lateFor(interval))
        return Freshness::Late;
    return Freshness::Stale;
}

UtcTime nextFreshnessChange(UtcTime sampled, Duration interval, UtcTime now)
{
    if (!sampled.known())
        return {};
    for (const Duration bound : {liveFor(interval), lateFor(interval)}) {
        // The bound itself still belongs to the state before.
        if (const UtcTime at = sampled + bound + Duration(1); at > now)
            return at;
    }
    return {};
}

std::string_view toString(Freshness f)
{
    switch (f) {
    case Freshness::Live:
        return "live";
    case Freshness::Late:
        return "late";
    case Freshness::Stale:
        return "stale";
    case Freshness::Unknown:
        return "unknown";
    }
    return "unknown";
}

} // namespace binnacle::models
