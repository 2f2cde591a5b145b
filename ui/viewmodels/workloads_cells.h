// SPDX-License-Identifier: GPL-3.0-or-later
// How single cells of an object's row read: by type and unit, and those that are made of several
// columns ("1/2", "8 × A10"). Private to ui/viewmodels/workloads_*.cpp; any thread.
#pragma once

#include "ui/viewmodels/workloads_columns.h"

namespace binnacle::ui::cells {

QString tr(const char* text);

/// A column as its KindSpec says.
ObjectColumn plainColumn(const models::KindSpec& spec, models::ColumnId column);

/// Columns that are made, or that replace the plain one of the same id.
std::vector<ObjectColumn> madeColumns(const models::KindSpec& spec);

/// "1/2" as text and numbers, of pods and of what has replicas.
struct Ready {
    std::int64_t ready = models::kUnknownInt, want = models::kUnknownInt;
    bool known() const { return ready != models::kUnknownInt && want != models::kUnknownInt; }
};
Ready readyOf(const services::RowRef& row);
/// Devices that the row asks for; unknown when the kind has no such thing.
std::int64_t gpusOf(const services::RowRef& row);

} // namespace binnacle::ui::cells
