// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/filter/filter.h"

#include <algorithm>

namespace binnacle::models {

namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lowered(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), lower);
    return out;
}

bool isFieldName(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_';
    });
}

/// Cuts the next word off; quotes keep blanks, `quotedAt` tells where the first quote stood.
std::string nextWord(std::string_view& rest, std::size_t& quotedAt)
{
    std::string word;
    bool quoted = false;
    quotedAt = std::string::npos;
    while (!rest.empty()) {
        const char c = rest.front();
        if (c == '"') {
            if (!quoted)
                quotedAt = std::min(quotedAt, word.size());
            quoted = !quoted;
        } else if ((c == ' ' || c == '\t') && !quoted) {
            break;
        } else {
            word += c;
        }
        rest.remove_prefix(1);
    }
    return word;
}

} // namespace

std::vector<FilterTerm> parseFilter(std::string_view text)
{
    std::vector<FilterTerm> terms;
    while (!text.empty()) {
        if (text.front() == ' ' || text.front() == '\t') {
            text.remove_prefix(1);
            continue;
        }
        std::size_t quotedAt = 0;
        std::string word = nextWord(text, quotedAt);
        FilterTerm term;
        if (word.size() > 1 && word.front() == '!' && quotedAt != 0) {
            term.exclude = true;
            word.erase(0, 1);
            quotedAt = quotedAt == std::string::npos ? quotedAt : quotedAt - 1;
        }
        const auto colon = word.find(':');
        // A colon inside quotes is text: "fraud-scorer:42" looks for that very version.
        if (colon != std::string::npos && colon < quotedAt && isFieldName(word.substr(0, colon))) {
            term.field = lowered(word.substr(0, colon));
            word.erase(0, colon + 1);
        }
        term.value = lowered(word);
        if (!term.value.empty() || !term.field.empty())
            terms.push_back(std::move(term));
    }
    return terms;
}

bool containsNoCase(std::string_view text, std::string_view needle)
{
    if (needle.empty())
        return true;
    const auto found = std::search(text.begin(), text.end(), needle.begin(), needle.end(),
                                   [](char a, char b) { return lower(a) == b; });
    return found != text.end();
}

bool matches(const std::vector<FilterTerm>& terms,
             const std::function<bool(std::string_view needle)>& anyText,
             const std::function<std::string(std::string_view field)>& field)
{
    return std::all_of(terms.begin(), terms.end(), [&](const FilterTerm& term) {
        const bool hit = term.field.empty() ? anyText(term.value)
                                            : containsNoCase(field(term.field), term.value);
        return hit != term.exclude;
    });
}

} // namespace binnacle::models
