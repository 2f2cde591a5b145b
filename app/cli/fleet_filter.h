// SPDX-License-Identifier: GPL-3.0-or-later
// The fields that `fleet … --filter` may name: those of the JSON items. For cmd_fleet. Pure.
#pragma once

#include "models/filter/filter_rows.h"
#include "services/usecases/fleet.h"

#include <vector>

namespace binnacle::app {

std::vector<models::RowField<services::FleetGpu>> gpuFields();
/// `now` is what ages are counted to.
std::vector<models::RowField<services::FleetNode>> nodeFields(models::UtcTime now);
std::vector<models::RowField<services::FleetTeam>> teamFields();

} // namespace binnacle::app
