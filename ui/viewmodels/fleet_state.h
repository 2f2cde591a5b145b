// SPDX-License-Identifier: GPL-3.0-or-later
// Which of the seven states the Fleet page is in, from facts only: is there anything, may we see
// it, does any source answer. Pure; any thread.
#pragma once

#include "services/usecases/fleet.h"
#include "ui/viewmodels/page_state.h"

#include <optional>

namespace binnacle::ui {

/// `snapshot` null: no estate is open; `view` null: nothing built yet.
PageState fleetState(const services::Snapshot* snapshot, const services::FleetView* view,
                     const std::optional<models::Error>& openError, models::UtcTime now);

} // namespace binnacle::ui
