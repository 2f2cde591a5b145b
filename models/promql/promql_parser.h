// SPDX-License-Identifier: GPL-3.0-or-later
// Reads PromQL far enough to say where it is wrong and what it will ask for: selectors with their
// ranges, functions, kind of the result. For the editor, the cost estimate and the notes beside an
// answer. Pure; any thread. What the server says counts; this only says it sooner.
#pragma once

#include "models/promql/promql_lexer.h"

#include <optional>
#include <string>
#include <vector>

namespace binnacle::models::promql {

struct LabelMatcher {
    std::string label, op, value; ///< op: = != =~ !~
};

struct SelectorUse {
    std::string metric; ///< empty: chosen by matchers only
    std::vector<LabelMatcher> matchers;
    std::size_t begin = 0, end = 0; ///< of name and braces, bytes
    double window = 0;              ///< of its range; 0: an instant selector. Units: seconds
    std::string function;           ///< that takes it directly; empty: none
    /// As `series` takes it: `http_requests_total{job="api"}`.
    std::string text() const;
};

struct SyntaxError {
    std::size_t begin = 0, end = 0; ///< bytes; begin < end but at the end of the text
    std::string message;            ///< "rate() takes a range, such as m[5m]"
};

enum class ValueKind { Scalar, Vector, Range, Text };

struct Query {
    std::optional<SyntaxError> error; ///< the first
    std::vector<SelectorUse> selectors;
    std::vector<std::string> functions; ///< and aggregations, in order, each once
    ValueKind kind = ValueKind::Vector;
    double quantile = -1; ///< of histogram_quantile, when it is a number

    bool calls(std::string_view function) const;
};

/// Cost: O(length); brackets nest up to 200 deep.
Query parse(std::string_view text);

} // namespace binnacle::models::promql
