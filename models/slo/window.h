// SPDX-License-Identifier: GPL-3.0-or-later
// Which stretch of time a window covers at a moment, with months of their own length and days of 23
// and 25 hours. For the evaluation of objectives. Pure: the rules of a time zone come in as a
// function. Any thread.
#pragma once

#include "models/slo/slo.h"

#include <functional>
#include <string_view>

namespace binnacle::models {

/// The moment at which a zone's clocks show this local time; the earlier of two, and of a time that
/// was skipped the moment of the jump. Units: seconds since 1970-01-01 00:00 local.
using LocalToUtc = std::function<UtcTime(std::int64_t localSeconds)>;
/// What a zone's clocks show. Units: as above.
using UtcToLocal = std::function<std::int64_t(UtcTime)>;

struct ZoneRules {
    LocalToUtc toUtc;
    UtcToLocal toLocal;
};

/// From `begin` up to the moment asked about; `end` is when the period is over (of a rolling window
/// the moment itself).
struct WindowSpan {
    UtcTime begin, end;
    Duration elapsed{}; ///< moment - begin: what there is to measure
    Duration period{};  ///< the whole of it: what the budget is for
};

/// "30d", "1M", "1Q". Errors: InvalidInput.
Result<SloWindow> parseWindow(std::string_view text);

/// Errors: InvalidInput (a start that is no date, a moment before the start).
Result<WindowSpan> spanAt(const SloWindow& window, UtcTime moment, const ZoneRules& zone);

} // namespace binnacle::models
