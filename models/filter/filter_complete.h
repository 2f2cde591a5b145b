// SPDX-License-Identifier: GPL-3.0-or-later
// What a person may type next in a filter: fields, operators, values. For the console's filter line
// and for shells. Pure but for the caller's values; any thread.
#pragma once

#include "models/filter/filter.h"

#include <functional>

namespace binnacle::models {

struct FilterCandidate {
    std::string text; ///< replaces the span; quoted where that is needed
    std::string hint; ///< "text", "number", "length of time"; or empty for a value
};

struct FilterCompletion {
    std::size_t at = 0, size = 0; ///< what a candidate replaces. Units: bytes of the text
    std::vector<FilterCandidate> candidates;
};

/// Distinct values of a text field that begin with or contain a lower-case prefix, best first.
using FilterValues = std::function<std::vector<std::string>(int field, std::string_view prefix)>;

/// `cursor` is a byte of `text`. `values` may be empty. Shape: at most `limit` candidates, those
/// that begin with what stands before the cursor first.
FilterCompletion completeFilter(std::string_view text, std::size_t cursor,
                                std::span<const FilterField> fields, const FilterValues& values,
                                std::size_t limit = 50);

} // namespace binnacle::models
