// SPDX-License-Identifier: GPL-3.0-or-later
// The functions, aggregations and words of PromQL with what they take and what they mean: for
// completion, highlighting and the local check. Data; any thread.
// Source: prometheus.io/docs/prometheus/latest/querying/functions and operators, Prometheus 3.
#pragma once

#include <span>
#include <string_view>

namespace binnacle::models::promql {

struct Function {
    std::string_view name;
    /// One letter per argument: v instant vector, m range vector, s scalar, t text; lower case is
    /// wanted, after "?" optional, "*" repeats the one before.
    std::string_view takes;
    char gives = 'v';
    std::string_view call; ///< "rate(range vector)"
    std::string_view help;
};

/// Shape: sorted by name.
std::span<const Function> functions();
std::span<const Function> aggregations();
/// Null when there is none of that name.
const Function* findFunction(std::string_view name);
const Function* findAggregation(std::string_view name);
/// by, without, on, offset, and, bool, …
bool isKeyword(std::string_view word);

} // namespace binnacle::models::promql
