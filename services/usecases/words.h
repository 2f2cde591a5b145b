// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers in words: counts, shares, durations as they stand in titles and hints. English, locale
// free. For use-cases; pure, any thread.
#pragma once

#include "models/base/time.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace binnacle::services {

/// "2,304", "-1,000"
std::string thousands(std::int64_t n);

/// "1 GPU", "2,304 GPUs", "0 jobs"
std::string counted(std::int64_t n, std::string_view one, std::string_view many);

/// "71%"; never "0%" for some and never "100%" for not all: "under 1%", "99%". Shape: empty when
/// `whole` is not positive.
std::string share(std::int64_t part, std::int64_t whole);

/// At most two parts: "45 s", "10 min", "2 h 10 min", "3 d", "3 d 4 h". Rounded down.
std::string durationWords(models::Duration d);
/// One part: "3 d", "2 h", "10 min", "45 s". Rounded down.
std::string durationWord(models::Duration d);

/// Three significant figures: "0.0123", "1.4", "21.6", "1,240".
std::string figure(double value);

/// "03:12 UTC" on the day of `now`, else "22 Nov 03:12 UTC".
std::string clockWords(models::UtcTime t, models::UtcTime now);

} // namespace binnacle::services
