// SPDX-License-Identifier: GPL-3.0-or-later
// The four states of a value, computed in this one place from the interval of what it came from (a
// scrape job's where that is known, else its source's). Pure; any thread.
#pragma once

#include "models/base/time.h"

#include <string_view>

namespace binnacle::models {

enum class Freshness { Live, Late, Stale, Unknown };

/// Live up to two intervals and one second, late up to five intervals, stale beyond; unknown when
/// never seen. A failed source is stale at once past the live bound: nothing newer will come. Times
/// ahead of `now` (a skewed server) count as now. Units: interval of the origin itself (scrape
/// interval, heartbeat).
Freshness freshness(UtcTime sampled, Duration interval, UtcTime now, bool sourceFailed = false);

/// When the state of a value that is sampled no more changes next by age alone; unknown when it
/// does not change any more.
UtcTime nextFreshnessChange(UtcTime sampled, Duration interval, UtcTime now);

/// "live", "late", "stale", "unknown"
std::string_view toString(Freshness f);

} // namespace binnacle::models
