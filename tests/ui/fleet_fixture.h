// SPDX-License-Identifier: GPL-3.0-or-later
// A fleet made by rule, without store or connector: for view-model and widget tests.
#pragma once

#include "services/store/snapshot.h"
#include "services/usecases/fleet.h"

#include <memory>

namespace binnacle::ui::test {

/// Deterministic: the same arguments make the same fleet; `beat` moves the gauges and nothing else.
std::shared_ptr<services::FleetView> makeFleet(int nodes, int gpusPerNode = 8, int beat = 0);

models::SourceStatus liveSource(const std::string& id, models::UtcTime now);

/// A snapshot without tables that has these sources.
std::shared_ptr<services::Snapshot> makeSnapshot(std::vector<models::SourceStatus> sources);

} // namespace binnacle::ui::test
