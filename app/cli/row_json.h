// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the estate as JSON and as filterable texts. For the commands. Pure.
#pragma once

#include "app/cli/output.h"
#include "models/filter/filter.h"
#include "services/store/snapshot.h"

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

/// Filter over a JSON item: any scalar's text, or `field:value`.
bool matchesItem(const std::vector<models::FilterTerm>& terms, const Json& item);

} // namespace binnacle::app
