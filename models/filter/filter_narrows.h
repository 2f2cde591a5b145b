// SPDX-License-Identifier: GPL-3.0-or-later
// Whether one filter lets through a part of what another does: who types on need not look again at
// rows that were out already. Pure; any thread.
#pragma once

#include "models/filter/filter.h"

namespace binnacle::models {

/// True only when every row that passes `narrow` passes `wide` too, whatever the row and the clock;
/// false when that is not certain. Both were compiled with `fields`.
bool narrows(const Filter& narrow, const Filter& wide, std::span<const FilterField> fields);

} // namespace binnacle::models
