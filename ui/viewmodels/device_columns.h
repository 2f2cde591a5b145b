// SPDX-License-Identifier: GPL-3.0-or-later
// The columns of the device table, as data. Used by FleetViewModel's worker and by the table. Pure.
#pragma once

#include "services/usecases/fleet.h"
#include "ui/viewmodels/keyed_table_model.h"

#include <memory>

namespace binnacle::ui {

using DeviceSpec = TableSpec<services::FleetGpu>;
using DeviceModel = KeyedTableModel<services::FleetGpu>;

std::shared_ptr<const DeviceSpec> deviceSpec();

/// The row's key; for a device known only by its node's count, one made from node and place.
models::ObjectKey deviceKey(const services::FleetGpu& gpu);

Tone toneOf(services::GpuState state);
/// Translated: "Idle, reserved"
QString gpuStateText(services::GpuState state);
/// "gpu-h100-117 #3"
QString deviceName(const services::FleetGpu& gpu);

} // namespace binnacle::ui
