// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers, times and units as a person reads them: three significant figures, thin units, "unknown"
// when not known. One formatter for every page. Pure but for the local time zone; any thread.
#pragma once

#include "models/base/time.h"

#include <QString>

#include <cstdint>
#include <string_view>

namespace binnacle::ui {

QString toQ(std::string_view text);
/// "2,304"; an en dash when unknown (models::kUnknownInt).
QString formatCount(std::int64_t value);
/// "71%" from 0.71; an en dash for NaN.
QString formatRatio(double ratio);
/// "78.1 GiB". Units: bytes.
QString formatBytes(std::int64_t bytes);
/// Three significant figures and the unit: "412 W", "61 °C".
QString formatReal(double value, const QString& unit);
/// "4 s", "2 h 10 min", "3 d 4 h". Negative: "0 s".
QString formatDuration(models::Duration duration);
/// "12 ms"; "1.3 s"; an en dash when negative.
QString formatMillis(double ms);
/// Age of `then` seen from `now`; an en dash when unknown.
QString formatAge(models::UtcTime then, models::UtcTime now);
/// Local date and time with offset, for hovering; empty when unknown.
QString formatAbsolute(models::UtcTime t);
/// "–"
QString unknownText();

} // namespace binnacle::ui
