// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/filter/filter_complete.h"

#include "models/base/ascii_case.h"
#include "models/filter/filter_match.h"
#include "models/filter/filter_values.h"
#include "models/filter/filter_words.h"

#include <algorithm>

namespace binnacle::models {

namespace {

std::string_view hintOf(FilterType type)
{
    switch (type) {
    case FilterType::Text:
        return "text";
    case FilterType::Labels:
        return "labels";
    case FilterType::Ratio:
        return "share";
    case FilterType::Bytes:
        return "size";
    case FilterType::Millicores:
        return "cores";
    case FilterType::Age:
        return "length of time";
    case FilterType::Time:
        return "time";
    case FilterType::Flag:
        return "true or false";
    default:
        return "number";
    }
}

bool comparesOnly(FilterType type)
{
    return type != FilterType::Text && type != FilterType::Labels && type != FilterType::Flag;
}

/// With quotes when something in it would mean something else.
std::string spelled(const std::string& value)
{
    std::string plain = value;
    std::erase(plain, '"');
    return plain.find_first_of(" \t,*!<>=:") == std::string::npos && !plain.empty()
               ? plain
               : "\"" + plain + "\"";
}

void addFields(FilterCompletion& out, std::span<const FilterField> fields,
               const std::string& prefix)
{
    for (const bool begins : {true, false}) {
        for (const FilterField& field : fields) {
            if (field.name.empty())
                continue; // a hidden one
            const std::string name = toLower(field.name);
            const auto found = name.find(prefix);
            if (found == std::string::npos || (found == 0) != begins)
                continue;
            out.candidates.push_back({field.name + (comparesOnly(field.type) ? ">" : ":"),
                                      std::string(hintOf(field.type))});
        }
    }
}

void addValues(FilterCompletion& out, const FilterField& field, int index,
               const std::string& prefix, const FilterValues& values)
{
    if (field.type == FilterType::Text && values) {
        for (const std::string& value : values(index, prefix))
            out.candidates.push_back({spelled(value), {}});
    } else if (field.type == FilterType::Flag) {
        for (const char* word : {"true", "false"}) {
            if (std::string_view(word).starts_with(prefix))
                out.candidates.push_back({word, {}});
        }
    } else if (prefix.empty() && comparesOnly(field.type)) {
        out.candidates.push_back({std::string(exampleOf(field.type)), "for example"});
    }
}

/// The last alternative that the cursor stands in: after a comma of the value.
std::size_t lastPiece(const FilterWord& word, std::size_t from)
{
    for (std::size_t i = word.text.size(); i > from; --i) {
        if (word.is(i - 1, ','))
            return i;
    }
    return from;
}

} // namespace

FilterCompletion completeFilter(std::string_view text, std::size_t cursor,
                                std::span<const FilterField> fields, const FilterValues& values,
                                std::size_t limit)
{
    cursor = std::min(cursor, text.size());
    FilterCompletion out;
    out.at = cursor;
    const auto words = filterWords(text.substr(0, cursor));
    if (words.empty() || words.back().at + words.back().size < cursor) {
        addFields(out, fields, {});
    } else {
        const FilterWord& word = words.back();
        const FilterParts parts = filterParts(word);
        const int field = parts.field.empty() ? -1 : findField(fields, parts.field);
        const bool bang = word.text == "!" && !word.anyQuote; // what is excluded comes next
        const std::size_t from = bang                  ? 1
                                 : parts.field.empty() ? parts.value
                                                       : lastPiece(word, parts.value);
        // Where the piece begins in the text, with a quote that opens it.
        out.at = from < word.place.size() ? word.place[from] : cursor;
        if (out.at > 0 && out.at <= cursor && word.anyQuote && text[out.at - 1] == '"')
            --out.at;
        const std::string prefix = toLower(std::string_view(word.text).substr(from));
        if (parts.field.empty())
            addFields(out, fields, prefix);
        else if (field >= 0)
            addValues(out, fields[static_cast<std::size_t>(field)], field, prefix, values);
    }
    out.size = cursor - out.at;
    if (out.candidates.size() > limit)
        out.candidates.resize(limit);
    return out;
}

} // namespace binnacle::models
