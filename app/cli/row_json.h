// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the estate as JSON, as lines of text, and as fields of a filter. For the commands. Pure.
#pragma once

#include "app/cli/output.h"
#include "services/store/snapshot.h"
#include "services/store/table_filter.h"

#include <string>
#include <vector>

namespace binnacle::app {

/// One cell: null when unknown; times as RFC 3339, labels as an object.
Json cellJson(const services::RowRef& row, models::ColumnId column);
std::string cellText(const services::RowRef& row, models::ColumnId column);

/// The item of `workloads`: the documented fields, then `columns` with the kind's own for kinds
/// other than Pod.
Json workloadItem(const services::Snapshot& snapshot, const services::RowRef& row,
                  models::UtcTime now);

/// Text form of the same item, in the order of workloadTitles().
std::vector<std::string> workloadTitles();
std::vector<std::string> workloadCells(const Json& item);

/// The item's fields that are no column of the kind, for filters. `snapshot` must outlive them.
std::vector<services::MadeField> workloadFields(const models::KindSpec& spec,
                                                const services::Snapshot& snapshot,
                                                models::UtcTime now);

} // namespace binnacle::app
