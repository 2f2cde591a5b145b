// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/promql/promql_parser.h"

#include <algorithm>

namespace binnacle::models::promql {

namespace {

std::string quoted(std::string_view value)
{
    std::string text = "\"";
    for (const char c : value) {
        if (c == '"' || c == '\\')
            text += '\\';
        text += c == '\n' ? 'n' : c;
        if (c == '\n')
            text.insert(text.size() - 1, 1, '\\');
    }
    return text + '"';
}

} // namespace

std::string SelectorUse::text() const
{
    std::string text = metric;
    if (matchers.empty())
        return text;
    text += '{';
    for (std::size_t i = 0; i < matchers.size(); ++i)
        text += (i ? "," : "") + matchers[i].label + matchers[i].op + quoted(matchers[i].value);
    return text + '}';
}

bool Query::calls(std::string_view function) const
{
    return std::find(functions.begin(), functions.end(), function) != functions.end();
}

} // namespace binnacle::models::promql
