// SPDX-License-Identifier: GPL-3.0-or-later
// A device or a node in words: the hover of the heat map and the fact rows of the inspector. Pure
// but for translations.
#pragma once

#include "services/usecases/fleet.h"
#include "ui/viewmodels/tone.h"

#include <QString>

#include <vector>

namespace binnacle::ui {

struct FactRow {
    QString name, value;
    bool mono = false;
};

/// Several lines: name, state and why, exact values, holder, age and source.
QString deviceSummary(const services::FleetGpu& gpu, models::UtcTime now, bool live = true);

/// Shape: rows with something to say; unknown values read "–".
std::vector<FactRow> deviceFacts(const services::FleetGpu& gpu, models::UtcTime now);
std::vector<FactRow> nodeFacts(const services::FleetNode& node, models::UtcTime now);

/// "live · 4 s", "stale · 12 min", "no sample"
QString ageText(models::Freshness freshness, models::UtcTime sampled, models::UtcTime now,
                bool live = true);

} // namespace binnacle::ui
