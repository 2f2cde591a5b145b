// SPDX-License-Identifier: GPL-3.0-or-later
// Sorts rows of a packed table by several columns. Pure; for a worker: 150,000 rows in some 50 ms.
#pragma once

#include "ui/viewmodels/table_column.h"
#include "ui/viewmodels/workloads_columns.h"

#include <cstdint>
#include <vector>

namespace binnacle::ui {

/// Unknown values come last either way; equal rows by name, then by slot.
void sortSlots(const services::Table& table, const ObjectKind& kind,
               const std::vector<TableSort>& sort, std::vector<std::uint32_t>& slots);

} // namespace binnacle::ui
