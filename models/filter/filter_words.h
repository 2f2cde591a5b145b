// SPDX-License-Identifier: GPL-3.0-or-later
// Cuts a filter into words and remembers which characters were quoted and where they stood. For the
// compiler and the completion of filters. Pure; any thread; knows no field.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::models {

struct FilterWord {
    std::string text;               ///< without the quotes
    std::vector<bool> quoted;       ///< by character of `text`
    std::vector<std::size_t> place; ///< of each character in the whole filter
    std::size_t at = 0, size = 0;   ///< of the word in the whole filter, with its quotes
    bool anyQuote = false;

    bool is(std::size_t i, char c) const { return i < text.size() && text[i] == c && !quoted[i]; }
};

/// A quote that is never closed reaches to the end.
std::vector<FilterWord> filterWords(std::string_view text);

/// Where "field", its operator and the value stand in a word; `field` is empty for a plain word.
struct FilterParts {
    bool exclude = false;
    std::string field;
    std::string op;        ///< ":", "=", "<", "<=", ">", ">="
    std::size_t value = 0; ///< first character of the value in FilterWord::text
};

FilterParts filterParts(const FilterWord& word);

} // namespace binnacle::models
