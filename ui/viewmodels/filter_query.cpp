// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/filter_query.h"

#include <algorithm>
#include <charconv>

namespace binnacle::ui {

namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lowered(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), lower);
    return result;
}

/// Splits at spaces outside double quotes; the quotes go away.
std::vector<std::string> words(std::string_view text)
{
    std::vector<std::string> result;
    std::string word;
    bool quoted = false;
    bool any = false;
    for (const char c : text) {
        if (c == '"') {
            quoted = !quoted;
            any = true;
        } else if (!quoted && (c == ' ' || c == '\t')) {
            if (any)
                result.push_back(std::move(word));
            word.clear();
            any = false;
        } else {
            word.push_back(c);
            any = true;
        }
    }
    if (any)
        result.push_back(std::move(word));
    return result;
}

std::vector<std::string> split(std::string_view text)
{
    std::vector<std::string> result;
    while (true) {
        const auto comma = text.find(',');
        result.emplace_back(text.substr(0, comma));
        if (comma == std::string_view::npos)
            return result;
        text.remove_prefix(comma + 1);
    }
}

bool parseNumber(std::string_view text, double& value)
{
    if (!text.empty() && text.back() == '%')
        text.remove_suffix(1);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}

std::string fieldList(const std::vector<std::string>& fields)
{
    std::string list;
    for (const std::string& field : fields)
        list += (list.empty() ? "" : ", ") + field;
    return list;
}

} // namespace

FilterQuery parseFilter(std::string_view text, const std::vector<std::string>& fields)
{
    FilterQuery query;
    for (const std::string& word : words(text)) {
        FilterTerm term;
        const auto colon = word.find(':');
        if (colon == std::string::npos || colon == 0) {
            const bool negated = word.size() > 1 && word.front() == '!';
            term.negated = negated;
            term.values = {lowered(std::string_view(word).substr(negated ? 1 : 0))};
            query.terms.push_back(std::move(term));
            continue;
        }
        term.field = lowered(std::string_view(word).substr(0, colon));
        if (std::find(fields.begin(), fields.end(), term.field) == fields.end()) {
            query.problem =
                "There is no field \"" + term.field + "\". Fields: " + fieldList(fields) + ".";
            continue;
        }
        std::string_view value = std::string_view(word).substr(colon + 1);
        if (value.empty())
            continue; // still being typed
        if (value.front() == '!') {
            term.negated = true;
            value.remove_prefix(1);
        }
        if (!value.empty() && (value.front() == '<' || value.front() == '>')) {
            term.op = value.front() == '<' ? FilterTerm::Op::Less : FilterTerm::Op::Greater;
            value.remove_prefix(1);
            if (value.empty())
                continue;
            if (!parseNumber(value, term.number)) {
                query.problem = "\"" + std::string(value) + "\" is not a number.";
                continue;
            }
        } else {
            term.op = FilterTerm::Op::Equals;
            term.values = split(lowered(value));
        }
        query.terms.push_back(std::move(term));
    }
    return query;
}

bool containsFolded(std::string_view text, std::string_view needle)
{
    const auto equal = [](char a, char b) { return lower(a) == b; };
    return std::search(text.begin(), text.end(), needle.begin(), needle.end(), equal) !=
               text.end() ||
           needle.empty();
}

bool matchesPattern(std::string_view text, std::string_view pattern)
{
    // Greedy with one back-tracking point: linear in practice, no recursion on odd patterns.
    std::size_t t = 0, p = 0, star = std::string_view::npos, mark = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            mark = t;
        } else if (p < pattern.size() && pattern[p] == lower(text[t])) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++mark;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*')
        ++p;
    return p == pattern.size();
}

} // namespace binnacle::ui
