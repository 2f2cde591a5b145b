// SPDX-License-Identifier: GPL-3.0-or-later
// Whether one value satisfies one term of a filter. For filter_select.h and for whoever filters a
// single text. Pure; any thread.
#pragma once

#include "models/filter/filter.h"

namespace binnacle::models {

/// Does `text` contain the lower-case `needle`, letters compared without case (ASCII)?
bool containsNoCase(std::string_view text, std::string_view needle);

/// The whole text, with kAnyRun for any run. `pattern` is lower case. Cost: linear in practice.
bool matchesPattern(std::string_view text, std::string_view pattern);

/// Any of the term's values; without regard to `exclude`. An unknown text is empty.
bool matchesText(const FilterTerm& term, std::string_view text);

/// For a Labels field: the value of the term's key, or, without a key, any key or value.
bool matchesLabels(const FilterTerm& term, std::string_view encoded);

/// Without regard to `exclude`; NaN (unknown) never matches.
bool matchesNumber(const FilterTerm& term, double value);

} // namespace binnacle::models
