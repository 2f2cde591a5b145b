// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/slo/promql_text.h"

#include <cctype>

namespace binnacle::services::promql {

namespace {

constexpr std::string_view kPlaceholders[] = {
    "{{.window}}", "{{ .window }}",    "{{.Window}}", "{{ .Window }}", "${__range}",
    "$__range",    "$__rate_interval", "$__interval", "${window}",     "$window"};

bool isName(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == ':';
}

/// Behind the string that begins at `at`.
std::size_t pastString(std::string_view text, std::size_t at)
{
    const char quote = text[at];
    for (++at; at < text.size() && text[at] != quote; ++at) {
        if (text[at] == '\\' && quote != '`')
            ++at;
    }
    return std::min(at + 1, text.size());
}

bool isQuote(char c)
{
    return c == '"' || c == '\'' || c == '`';
}

/// Behind the closing brace of the one at `at`; npos when it is not closed.
std::size_t pastBraces(std::string_view text, std::size_t at)
{
    for (++at; at < text.size();) {
        if (isQuote(text[at]))
            at = pastString(text, at);
        else if (text[at++] == '}')
            return at;
    }
    return std::string_view::npos;
}

std::string normal(std::string_view expression)
{
    std::string text = trimmed(expression);
    for (const auto mark : kPlaceholders) {
        for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1))
            text.replace(at, mark.size(), "0s"); // a range that withWindow will find
    }
    return text;
}

} // namespace

std::string trimmed(std::string_view text)
{
    const auto from = text.find_first_not_of(" \t\r\n");
    if (from == std::string_view::npos)
        return {};
    return std::string(text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1));
}

bool isSelector(std::string_view raw)
{
    const std::string text = trimmed(raw);
    std::size_t at = 0;
    if (text.empty() || std::isdigit(static_cast<unsigned char>(text[0])))
        return false;
    while (at < text.size() && isName(text[at]))
        ++at;
    const std::size_t brace = text.find_first_not_of(" \t\r\n", at);
    if (brace == std::string::npos)
        return at > 0;
    return text[brace] == '{' && pastBraces(text, brace) == text.size();
}

std::string metricOf(std::string_view selector)
{
    std::size_t at = 0;
    while (at < selector.size() && isName(selector[at]))
        ++at;
    return std::string(selector.substr(0, at));
}

std::optional<std::string> firstSelector(std::string_view expression)
{
    const std::string text = normal(expression);
    if (isSelector(text))
        return text;
    for (std::size_t at = 0; at < text.size();) {
        if (isQuote(text[at])) {
            at = pastString(text, at);
        } else if (isName(text[at]) || text[at] == '{') {
            const std::size_t from = at;
            while (at < text.size() && isName(text[at]))
                ++at;
            if (at < text.size() && text[at] == '{')
                at = pastBraces(text, at);
            else if (at < text.size() && text[at] == '[')
                return text.substr(from, at - from);
            else
                continue;
            if (at == std::string::npos)
                return std::nullopt;
            return text.substr(from, at - from);
        } else {
            ++at;
        }
    }
    if (const auto inner = sumOfSelector(text))
        return inner;
    return std::nullopt;
}

bool hasRange(std::string_view expression)
{
    return withWindow(expression, "?") != normal(expression);
}

std::string withWindow(std::string_view expression, const std::string& window)
{
    const std::string text = normal(expression);
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        if (isQuote(text[at])) {
            const auto end = pastString(text, at);
            out.append(text, at, end - at);
            at = end;
            continue;
        }
        const auto close = text[at] == '[' ? text.find(']', at) : std::string::npos;
        if (close == std::string::npos) {
            out += text[at++];
            continue;
        }
        const auto inside = text.substr(at + 1, close - at - 1);
        out += inside.find(':') == std::string::npos ? '[' + window + ']' : '[' + inside + ']';
        at = close + 1;
    }
    return out;
}

std::optional<std::string> sumOfSelector(std::string_view expression)
{
    const std::string text = trimmed(expression);
    if (!text.starts_with("sum"))
        return std::nullopt;
    const auto open = text.find_first_not_of(" \t", 3);
    if (open == std::string::npos || text[open] != '(' || text.back() != ')')
        return std::nullopt;
    auto inner = trimmed(std::string_view(text).substr(open + 1, text.size() - open - 2));
    return isSelector(inner) ? std::optional(std::move(inner)) : std::nullopt;
}

bool calls(std::string_view expression, std::string_view function)
{
    for (auto at = expression.find(function); at != std::string_view::npos;
         at = expression.find(function, at + 1)) {
        const auto next = expression.find_first_not_of(" \t\r\n", at + function.size());
        if ((at == 0 || !isName(expression[at - 1])) && next != std::string_view::npos &&
            expression[next] == '(')
            return true;
    }
    return false;
}

std::optional<std::string> matcherValue(std::string_view selector, std::string_view label)
{
    const std::string key = std::string(label) + "=\"";
    for (auto at = selector.find(key); at != std::string_view::npos;
         at = selector.find(key, at + 1)) {
        if (at > 0 && isName(selector[at - 1]))
            continue;
        const auto from = at + key.size();
        return std::string(selector.substr(from, selector.find('"', from) - from));
    }
    return std::nullopt;
}

} // namespace binnacle::services::promql
