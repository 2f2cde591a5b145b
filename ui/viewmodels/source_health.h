// SPDX-License-Identifier: GPL-3.0-or-later
// All sources in one line: "11 of 12 sources live · 4 s", and whether what is on screen is live.
// For the top bar and the Connections page's title. Pure; any thread.
#pragma once

#include "services/store/snapshot.h"
#include "ui/viewmodels/tone.h"

#include <QString>

namespace binnacle::ui {

struct SourceHealth {
    int live = 0, total = 0;
    int starting = 0; ///< connecting or reading for the first time
    bool simulated = false;
    Tone tone = Tone::Unknown;
    QString text;   ///< "11 of 12 sources live · 4 s"; the time is the oldest live source's
    QString detail; ///< one line per source that is not live, for hovering
};

SourceHealth sourceHealth(const services::Snapshot* snapshot, models::UtcTime now);

} // namespace binnacle::ui
