// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/filter/filter_words.h"

namespace binnacle::models {

namespace {

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool isNameChar(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// "restarts", or "label." and a key with the characters that keys have.
std::size_t nameEnd(const FilterWord& word, std::size_t from)
{
    std::size_t end = from;
    while (end < word.text.size() && !word.quoted[end] && isNameChar(word.text[end]))
        ++end;
    std::string head = word.text.substr(from, end - from);
    for (char& c : head)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if ((head != "label" && head != "labels") || !word.is(end, '.'))
        return end;
    const auto isKeyChar = [](char c) { return isNameChar(c) || c == '.' || c == '/' || c == '-'; };
    while (end < word.text.size() && !word.quoted[end] && isKeyChar(word.text[end]))
        ++end;
    return end;
}

} // namespace

std::vector<FilterWord> filterWords(std::string_view text)
{
    std::vector<FilterWord> words;
    std::size_t i = 0;
    while (i < text.size()) {
        if (isBlank(text[i])) {
            ++i;
            continue;
        }
        FilterWord word;
        word.at = i;
        bool quoted = false;
        for (; i < text.size() && (quoted || !isBlank(text[i])); ++i) {
            if (text[i] == '"') {
                quoted = !quoted;
                word.anyQuote = true;
                continue;
            }
            word.text += text[i];
            word.quoted.push_back(quoted);
            word.place.push_back(i);
        }
        word.size = i - word.at;
        words.push_back(std::move(word));
    }
    return words;
}

FilterParts filterParts(const FilterWord& word)
{
    FilterParts parts;
    std::size_t at = 0;
    if (word.is(0, '!') && (word.text.size() > 1 || word.anyQuote)) {
        parts.exclude = true;
        at = 1;
    }
    parts.value = at;
    const std::size_t end = nameEnd(word, at);
    if (end == at)
        return parts;
    std::size_t value = end;
    if (word.is(value, ':'))
        ++value;
    // "field:!value", "field!=value" and "!field:value" all say the same.
    bool exclude = parts.exclude;
    if (word.is(value, '!') && (value > end || word.is(value + 1, '='))) {
        exclude = !exclude;
        ++value;
    }
    const char* op = value > end ? ":" : "";
    if (word.is(value, '<') || word.is(value, '>')) {
        const bool less = word.is(value, '<');
        const bool equal = word.is(value + 1, '=');
        op = less ? (equal ? "<=" : "<") : (equal ? ">=" : ">");
        value += equal ? 2 : 1;
    } else if (word.is(value, '=')) {
        op = "=";
        ++value;
    }
    if (*op == '\0')
        return parts;
    parts.exclude = exclude;
    parts.field = word.text.substr(at, end - at);
    parts.op = op;
    parts.value = value;
    return parts;
}

} // namespace binnacle::models
