// SPDX-License-Identifier: GPL-3.0-or-later
// What may be written at a place of a PromQL text: a metric or function, a label, a value of a
// label, a duration. For completion. Pure; any thread. Works on unfinished texts.
#pragma once

#include "models/promql/promql_parser.h"

namespace binnacle::models::promql {

enum class Expects { Nothing, Expression, Label, LabelValue, Duration };

struct Context {
    Expects expects = Expects::Expression;
    std::size_t begin = 0; ///< of what is already written of it; it ends at the cursor
    std::size_t end = 0;   ///< of the word under the cursor: what a completion replaces
    std::string prefix;
    std::string metric;      ///< Label, LabelValue: of the selector; empty when not known
    std::string label;       ///< LabelValue
    bool wantsRange = false; ///< inside rate( and the like: counters first, "[5m]" after
};

Context contextAt(std::string_view text, std::size_t cursor);

} // namespace binnacle::models::promql
