// SPDX-License-Identifier: GPL-3.0-or-later
// The lines below the sentence of a summary: conditions, containers, facts by column. Pure; private
// to services/usecases/workload_*.cpp.
#pragma once

#include "services/usecases/workload_summary.h"

namespace binnacle::services {

std::vector<SummaryLine> conditionsOf(const RowRef& row, std::span<const RowRef> pods);
std::vector<SummaryLine> containersOf(const RowRef& row, std::span<const RowRef> pods,
                                      models::UtcTime now);
/// Every column that is known and said nowhere else.
std::vector<SummaryLine> factsOf(const RowRef& row, models::UtcTime now);
Cause nodeCause(const RowRef& node, std::span<const RowRef> pods);

} // namespace binnacle::services
