// SPDX-License-Identifier: GPL-3.0-or-later
// The filter language of every table, in the console and on the command line: words, field:value,
// ! and comparisons, all of which must hold. Compiled once against the fields of what is filtered,
// then asked for each row (filter_select.h). Grammar for people: docs/cli.md. Pure; any thread;
// knows no table.
#pragma once

#include "models/base/result.h"
#include "models/base/time.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::models {

/// How the values of a field compare, and what a person may write for them.
enum class FilterType : std::uint8_t {
    Text,
    Number,
    Ratio,      ///< 0 to 1; "5%", or a number above 1, means per cent
    Bytes,      ///< "64Gi"
    Millicores, ///< "500m", "4"
    Age,        ///< seconds; "2h"
    Time,       ///< Unix seconds; RFC 3339, or how long ago: "2h"
    Flag,       ///< 0 or 1; "true", "false"
    Labels,     ///< made by encodeLabels(); "label.KEY:value" asks for one
};

struct FilterField {
    std::string name;
    FilterType type = FilterType::Text;
    std::vector<std::string> aliases{};
    bool searched = true; ///< bare words look here (texts and labels only)
};

enum class FilterOp : std::uint8_t { Matches, Equal, Less, LessEqual, Greater, GreaterEqual };

/// One alternative of "a,b*": lower case.
struct FilterValue {
    std::string text;
    bool whole = false; ///< the whole value, with kAnyRun for any run; else: contains
};

/// Stands for an unquoted * in FilterValue::text: never part of what a person types.
inline constexpr char kAnyRun = '\x01';

struct FilterTerm {
    int field = -1;    ///< into the fields it was compiled with; -1: every searched text
    std::string label; ///< the key, for one label
    FilterOp op = FilterOp::Matches;
    bool exclude = false;
    std::vector<FilterValue> values; ///< of Matches; any may match
    double number = 0;               ///< of the others, in the field's unit
    double tolerance = 0;            ///< of Equal: half of the last digit written
};

/// What could not be understood, and where. Units: bytes of the text.
struct FilterProblem {
    std::size_t at = 0, size = 0;
    std::string message, remedy;
};

struct Filter {
    std::vector<FilterTerm> terms;       ///< all must hold; those with a problem are left out
    std::vector<FilterProblem> problems; ///< in the order of the text
    bool empty() const { return terms.empty(); }
};

/// Half-typed terms ("pool:", "sm<") change nothing and are no problem. `now` turns ages of Time
/// fields into moments.
Filter compileFilter(std::string_view text, std::span<const FilterField> fields, UtcTime now);

/// The same for a text that must be right. Errors: InvalidInput, with the place and the remedy.
Result<Filter> compileWholeFilter(std::string_view text, std::span<const FilterField> fields,
                                  UtcTime now);

/// The first problem in words: "character 7 (\"pol\"): there is no field \"pol\"". Empty when none.
std::string problemText(std::string_view text, const Filter& filter);

/// By name or alias, letters compared without case; -1 when there is none.
int findField(std::span<const FilterField> fields, std::string_view name);

} // namespace binnacle::models
