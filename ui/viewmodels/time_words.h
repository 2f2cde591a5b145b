// SPDX-License-Identifier: GPL-3.0-or-later
// Times as a person types them into the console: a stretch back from now, two moments, local when
// no zone is said. Pure but for the local time zone; any thread.
#pragma once

#include "models/base/time.h"

#include <QString>

namespace binnacle::ui {

struct TimeRange {
    models::UtcTime from, to;
};

/// "90m", "last 3 d", "2026-11-24T02:00 to 2026-11-24T04:30", "-6h to -2h".
/// Errors: InvalidInput with what is understood.
models::Result<TimeRange> readRange(const QString& text, models::UtcTime now);

/// A moment: RFC 3339 (local without a zone), "-2h", "now", Unix seconds. Errors: InvalidInput.
models::Result<models::UtcTime> readMoment(const QString& text, models::UtcTime now);

} // namespace binnacle::ui
