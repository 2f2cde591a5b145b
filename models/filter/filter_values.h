// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers as people write them in a filter: 5%, 64Gi, 2h, 2026-11-23T17:00:00Z, true. For the
// compiler of filters. Pure; any thread.
#pragma once

#include "models/filter/filter.h"

namespace binnacle::models {

struct FilterNumber {
    double number = 0;    ///< in the unit of the type
    double tolerance = 0; ///< half of the last digit written; 0 where values are exact
    bool ago = false;     ///< "2h" of a Time: comparisons turn around
};

/// Not for Text and Labels. Errors: InvalidInput, with the spelling that is right.
Result<FilterNumber> parseFilterNumber(std::string_view text, FilterType type, UtcTime now);

/// A value of the type to show as an example: "2h", "5%".
std::string_view exampleOf(FilterType type);

} // namespace binnacle::models
