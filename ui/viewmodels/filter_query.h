// SPDX-License-Identifier: GPL-3.0-or-later
// What a person types to narrow a table: words (anywhere), field:value (whole value, * is a wild
// card, a comma means or), field:!value (not), field:<5 and field:>5 (numbers), "quoted values".
// All terms must hold. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace binnacle::ui {

struct FilterTerm {
    enum class Op { Contains, Equals, Less, Greater };
    std::string field; ///< empty: any text column
    Op op = Op::Contains;
    bool negated = false;
    std::vector<std::string> values; ///< lower case; any may match
    double number = 0;
};

struct FilterQuery {
    std::vector<FilterTerm> terms;
    std::string problem; ///< "no field \"pol\"; fields are pool, team, …"; empty when fine
    bool empty() const { return terms.empty(); }
};

FilterQuery parseFilter(std::string_view text, const std::vector<std::string>& fields);

/// Case-insensitive over ASCII; `needle` is lower case already.
bool containsFolded(std::string_view text, std::string_view needle);
/// Whole text, with * for any run. `pattern` is lower case already.
bool matchesPattern(std::string_view text, std::string_view pattern);

} // namespace binnacle::ui
