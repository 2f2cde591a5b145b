// SPDX-License-Identifier: GPL-3.0-or-later
// Which fields a filter over a kind may name. For tables of objects and for completion. Pure; any
// thread.
#pragma once

#include "models/estate/kind.h"
#include "models/filter/filter.h"

namespace binnacle::models {

/// How a column's values compare, by its type and unit.
FilterType filterTypeOf(const ColumnSpec& column);

/// Shape: the kind's columns in their order, so that a field's index is the column's; "age" asks
/// for the column "created" and comes last.
std::vector<FilterField> fieldsOf(const KindSpec& kind);

} // namespace binnacle::models
