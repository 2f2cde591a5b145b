// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/documents/yaml_scalar.h"

#include <algorithm>
#include <charconv>

namespace binnacle::services {

using models::Document;

namespace {

bool isNumber(std::string_view text)
{
    if (!text.empty() && (text.front() == '+' || text.front() == '-'))
        text.remove_prefix(1);
    if (text.empty() || ((text.front() < '0' || text.front() > '9') && text.front() != '.'))
        return false;
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}

bool isNull(std::string_view text)
{
    return text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL";
}

bool isBool(std::string_view text)
{
    return text == "true" || text == "True" || text == "TRUE" || text == "false" ||
           text == "False" || text == "FALSE";
}

/// Booleans of YAML 1.1, which old readers still take.
bool isOldBool(std::string_view text)
{
    constexpr std::string_view kWords[] = {"y",  "Y",  "yes", "Yes", "YES", "n",   "N",   "no",
                                           "No", "NO", "on",  "On",  "ON",  "off", "Off", "OFF"};
    return std::find(std::begin(kWords), std::end(kWords), text) != std::end(kWords);
}

/// 0x1f, 0o17, 017, 1_000, 12:30 and dates are numbers or times to some reader.
bool looksNumeric(std::string_view text)
{
    const bool digit = text.front() >= '0' && text.front() <= '9';
    if (text.find_first_of("0123456789") == std::string_view::npos)
        return false;
    return (digit || text.front() == '.' || text.front() == '-' || text.front() == '+') &&
           text.find_first_not_of("0123456789abcdefABCDEFxXoO_.:+-TZeEinf ") ==
               std::string_view::npos;
}

} // namespace

Document scalarDocument(const std::string& text, bool quoted)
{
    if (quoted)
        return Document::text(text);
    if (isNull(text))
        return {};
    if (isBool(text))
        return Document::boolean(text.front() == 't' || text.front() == 'T');
    return isNumber(text) ? Document::number(text) : Document::text(text);
}

bool needsQuotes(std::string_view text)
{
    if (isNull(text) || isBool(text) || isOldBool(text) || looksNumeric(text))
        return true;
    constexpr std::string_view kFirst = "-?:,[]{}#&*!|>'\"%@` ";
    if (kFirst.find(text.front()) != std::string_view::npos)
        return text.size() < 2 || text.front() != '-' || text[1] == ' ';
    return text.back() == ' ' || text.back() == ':' || text.find(": ") != std::string_view::npos ||
           text.find(" #") != std::string_view::npos ||
           std::any_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

} // namespace binnacle::services
