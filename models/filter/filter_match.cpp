// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/filter/filter_match.h"

#include "models/base/ascii_case.h"
#include "models/estate/labels.h"

#include <algorithm>
#include <cmath>

namespace binnacle::models {

namespace {

char upper(char c)
{
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

} // namespace

bool containsNoCase(std::string_view text, std::string_view needle)
{
    if (needle.empty())
        return true;
    if (needle.size() > text.size())
        return false;
    const char first = needle.front();
    const char other = upper(first);
    const char* const end = text.data() + (text.size() - needle.size() + 1);
    for (const char* at = text.data(); at != end; ++at) {
        if (*at != first && *at != other)
            continue;
        std::size_t i = 1;
        while (i < needle.size() && toLower(at[i]) == needle[i])
            ++i;
        if (i == needle.size())
            return true;
    }
    return false;
}

bool matchesPattern(std::string_view text, std::string_view pattern)
{
    // Greedy with one back-tracking point: no recursion on odd patterns.
    std::size_t t = 0, p = 0, star = std::string_view::npos, mark = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == kAnyRun) {
            star = p++;
            mark = t;
        } else if (p < pattern.size() && pattern[p] == toLower(text[t])) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++mark;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == kAnyRun)
        ++p;
    return p == pattern.size();
}

bool matchesText(const FilterTerm& term, std::string_view text)
{
    return std::any_of(term.values.begin(), term.values.end(), [&](const FilterValue& value) {
        return value.whole ? matchesPattern(text, value.text) : containsNoCase(text, value.text);
    });
}

bool matchesLabels(const FilterTerm& term, std::string_view encoded)
{
    if (!term.label.empty())
        return matchesText(term, findLabel(encoded, term.label).value_or(std::string_view{}));
    const LabelPairs pairs = decodeLabels(encoded);
    return std::any_of(pairs.begin(), pairs.end(), [&](const auto& pair) {
        return matchesText(term, pair.first) || matchesText(term, pair.second);
    });
}

bool matchesNumber(const FilterTerm& term, double value)
{
    switch (term.op) {
    case FilterOp::Less:
        return value < term.number;
    case FilterOp::LessEqual:
        return value <= term.number;
    case FilterOp::Greater:
        return value > term.number;
    case FilterOp::GreaterEqual:
        return value >= term.number;
    case FilterOp::Equal:
        return std::abs(value - term.number) <= term.tolerance;
    case FilterOp::Matches:
        break;
    }
    return false;
}

} // namespace binnacle::models
