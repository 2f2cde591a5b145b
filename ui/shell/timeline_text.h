// SPDX-License-Identifier: GPL-3.0-or-later
// Times and changes on the strip in words: axis labels, "as of", what a mark says when hovered. Ui
// thread (translations, local time).
#pragma once

#include "services/usecases/timeline.h"
#include "ui/viewmodels/tone.h"

#include <QString>

#include <vector>

namespace binnacle::ui {

Tone toneOf(services::TimelineTone tone);
QString laneText(services::TimelineLane lane);
/// "03:12"; with seconds "03:12:00"; at midnight "24 Nov".
QString tickText(models::UtcTime t, bool seconds, bool day);
/// "03:12:00" today, else "23 Nov 03:12:00"; local time.
QString momentText(models::UtcTime t, models::UtcTime now);
/// "6 h", "7 d"
QString spanText(models::Duration span);
/// One line per event of `lane` between first and last, at most `most`.
QString eventsText(const std::vector<services::TimelineEvent>& events, services::TimelineLane lane,
                   std::size_t first, std::size_t last, models::UtcTime now, int most = 8);
/// Local time minus UTC at t.
models::Duration utcOffset(models::UtcTime t);

} // namespace binnacle::ui
