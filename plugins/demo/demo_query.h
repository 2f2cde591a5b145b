// SPDX-License-Identifier: GPL-3.0-or-later
// The demo's PromQL subset as a tree: selectors with label matchers, sum, avg, max, min and count
// [by (…)], rate and increase, *_over_time, label_replace, arithmetic with a number, and `or`.
// Pure; any thread.
#pragma once

#include "models/base/result.h"

#include <memory>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::plugins::demo {

struct Matcher {
    enum class Op { Equal, NotEqual, Match, NoMatch } op = Op::Equal;
    std::string label, value;
    std::shared_ptr<const std::regex> pattern; ///< anchored; of Match and NoMatch

    /// An absent label counts as empty, as in Prometheus.
    bool accepts(std::string_view actual) const;
};

struct Selector {
    std::string metric; ///< empty: any, when __name__ is matched
    std::vector<Matcher> matchers;
};

/// Where `pattern` matches all of `from`, `label` becomes `value` with $1 and the like filled in.
struct Replacement {
    std::string label, value, from;
    std::shared_ptr<const std::regex> pattern;
};

struct QueryNode {
    enum class Kind {
        Number,
        Select,
        Rate,
        Increase,
        OverTime,
        Aggregate,
        Arithmetic,
        LabelReplace,
        Or
    };
    enum class Fold { Sum, Avg, Max, Min, Count };
    Kind kind = Kind::Number;
    double number = 0;
    Selector selector;           ///< Select, Rate, Increase, OverTime
    double window = 0;           ///< seconds; of the latter three
    Fold fold = Fold::Sum;       ///< Aggregate, OverTime
    std::vector<std::string> by; ///< Aggregate
    char op = '+';               ///< Arithmetic: + - * /
    Replacement replace;         ///< LabelReplace
    std::unique_ptr<QueryNode> left, right;
    std::vector<std::unique_ptr<QueryNode>> any; ///< Or: two or more, the first wins
};

/// Errors: InvalidInput for what is no PromQL, Unsupported for PromQL beyond the subset (with the
/// list of what is answered).
models::Result<std::unique_ptr<QueryNode>> parseQuery(std::string_view text);

/// A selector alone, as `series` and `labelValues` take them. Errors: as parseQuery.
models::Result<Selector> parseSelector(std::string_view text);

} // namespace binnacle::plugins::demo
