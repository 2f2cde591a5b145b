// SPDX-License-Identifier: GPL-3.0-or-later
// The little of PromQL's form that the engine must see to put a window into an expression: bare
// selectors, ranges, the window placeholders of other tools. Knows strings and braces, nothing else
// of the grammar. Pure; private to services/slo.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::services::promql {

std::string trimmed(std::string_view text);
/// name, name{…} or {…} and nothing else.
bool isSelector(std::string_view text);
/// The metric's name, of a selector or the first one in an expression; may be empty.
std::string metricOf(std::string_view selector);
/// The first selector inside an expression: of "sum(rate(x{a="b"}[5m]))" it is x{a="b"}.
std::optional<std::string> firstSelector(std::string_view expression);
/// Has a range ([5m]), or a placeholder such as {{.window}} or $__rate_interval.
bool hasRange(std::string_view expression);
/// Every range and placeholder becomes `window`; subqueries keep theirs.
std::string withWindow(std::string_view expression, const std::string& window);
/// The argument of sum(SELECTOR), if the expression is just that.
std::optional<std::string> sumOfSelector(std::string_view expression);
/// Calls a function of this name.
bool calls(std::string_view expression, std::string_view function);
/// The value of an equality matcher; nullopt when there is none.
std::optional<std::string> matcherValue(std::string_view selector, std::string_view label);

} // namespace binnacle::services::promql
