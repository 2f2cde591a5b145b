// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/estate/freshness.h"

namespace binnacle::models {

Freshness freshness(UtcTime sampled, Duration interval, UtcTime now, bool sourceFailed)
{
    if (!sampled.known())
        return Freshness::Unknown;
    const Duration age = now - sampled;
    if (age <= 2 * interval + std::chrono::seconds(1))
        return Freshness::Live;
    if (!sourceFailed && age <= 5 * interval)
        return Freshness::Late;
    return Freshness::Stale;
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
