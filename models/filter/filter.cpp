// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/filter/filter.h"

#include "models/base/ascii_case.h"
#include "models/filter/filter_values.h"
#include "models/filter/filter_words.h"

#include <algorithm>

namespace binnacle::models {

namespace {

std::string fieldList(std::span<const FilterField> fields)
{
    std::string list;
    for (const FilterField& field : fields) {
        if (!field.name.empty()) // a hidden one
            list += (list.empty() ? "" : ", ") + field.name;
    }
    return list;
}

FilterOp opOf(const std::string& op)
{
    if (op == "<")
        return FilterOp::Less;
    if (op == "<=")
        return FilterOp::LessEqual;
    if (op == ">")
        return FilterOp::Greater;
    if (op == ">=")
        return FilterOp::GreaterEqual;
    return op == "=" ? FilterOp::Equal : FilterOp::Matches;
}

/// Cuts the value at commas that are not quoted; an unquoted * stands for any run.
std::vector<FilterValue> valuesOf(const FilterWord& word, std::size_t from, bool whole)
{
    std::vector<FilterValue> values(1);
    values.back().whole = whole;
    for (std::size_t i = from; i < word.text.size(); ++i) {
        if (word.is(i, ',')) {
            values.emplace_back();
            values.back().whole = whole;
        } else if (word.is(i, '*')) {
            values.back().text += kAnyRun;
            values.back().whole = true;
        } else if (word.text[i] != kAnyRun) {
            values.back().text += toLower(word.text[i]);
        }
    }
    if (values.size() > 1) // "a," is being typed
        std::erase_if(values, [](const FilterValue& value) { return value.text.empty(); });
    return values;
}

class Compiler {
public:
    Compiler(std::span<const FilterField> fields, UtcTime now) : m_fields(fields), m_now(now) {}

    void add(const FilterWord& word)
    {
        const FilterParts parts = filterParts(word);
        FilterTerm term;
        term.exclude = parts.exclude;
        if (parts.field.empty()) {
            // A plain word is text as it stands: no commas, no stars.
            term.values = {{toLower(std::string_view(word.text).substr(parts.value)), false}};
            if (!term.values.front().text.empty())
                m_out.terms.push_back(std::move(term));
            return;
        }
        if (!findFieldOf(word, parts, term))
            return;
        const bool nothing = parts.value >= word.text.size();
        if (nothing && !word.anyQuote)
            return; // still being typed
        const FilterType type = m_fields[static_cast<std::size_t>(term.field)].type;
        const bool texts = type == FilterType::Text || type == FilterType::Labels;
        const FilterOp op = opOf(parts.op);
        if (texts && (op == FilterOp::Matches || op == FilterOp::Equal)) {
            // field:"" asks for what is not known.
            term.values = valuesOf(word, parts.value, nothing || op == FilterOp::Equal);
            if (!term.values.empty())
                m_out.terms.push_back(std::move(term));
            return;
        }
        if (texts)
            return problem(word, parts.value,
                           "\"" + parts.field +
                               "\" is a text: it is not more "
                               "or less than another",
                           "write " + parts.field + ":VALUE");
        term.op = op == FilterOp::Matches ? FilterOp::Equal : op;
        addNumber(word, parts, type, std::move(term));
    }

    Filter take() { return std::move(m_out); }

private:
    bool findFieldOf(const FilterWord& word, const FilterParts& parts, FilterTerm& term)
    {
        const auto dot = parts.field.find('.');
        term.field = findField(m_fields, parts.field.substr(0, dot));
        if (dot != std::string::npos && term.field < 0) // "label." finds "labels"
            term.field = findField(m_fields, "labels");
        const bool known = term.field >= 0;
        const bool labels =
            known && m_fields[static_cast<std::size_t>(term.field)].type == FilterType::Labels;
        if (known && (dot == std::string::npos || labels)) {
            if (dot != std::string::npos)
                term.label = parts.field.substr(dot + 1);
            return true;
        }
        problem(word, 0, "there is no field \"" + parts.field + "\"",
                "fields are " + fieldList(m_fields) + "; to look for the text, quote it: \"" +
                    word.text + "\"");
        return false;
    }

    void addNumber(const FilterWord& word, const FilterParts& parts, FilterType type,
                   FilterTerm term)
    {
        const std::string text = word.text.substr(parts.value);
        const auto value = parseFilterNumber(text, type, m_now);
        if (!value)
            return problem(word, parts.value, value.error().message, value.error().remedy);
        term.number = value->number;
        term.tolerance = value->tolerance;
        if (value->ago) { // younger than 2h: later than two hours ago
            term.op = term.op == FilterOp::Less           ? FilterOp::Greater
                      : term.op == FilterOp::LessEqual    ? FilterOp::GreaterEqual
                      : term.op == FilterOp::Greater      ? FilterOp::Less
                      : term.op == FilterOp::GreaterEqual ? FilterOp::LessEqual
                                                          : term.op;
        }
        m_out.terms.push_back(std::move(term));
    }

    void problem(const FilterWord& word, std::size_t from, std::string message, std::string remedy)
    {
        const std::size_t at = from < word.place.size() ? word.place[from] : word.at;
        m_out.problems.push_back(
            {at, word.at + word.size - at, std::move(message), std::move(remedy)});
    }

    std::span<const FilterField> m_fields;
    UtcTime m_now;
    Filter m_out;
};

} // namespace

Filter compileFilter(std::string_view text, std::span<const FilterField> fields, UtcTime now)
{
    Compiler compiler(fields, now);
    for (const FilterWord& word : filterWords(text))
        compiler.add(word);
    return compiler.take();
}

std::string problemText(std::string_view text, const Filter& filter)
{
    if (filter.problems.empty())
        return {};
    const FilterProblem& problem = filter.problems.front();
    const std::string_view before = text.substr(0, problem.at);
    const auto characters = std::count_if(before.begin(), before.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;
    });
    return "character " + std::to_string(characters + 1) + ": " + problem.message;
}

Result<Filter> compileWholeFilter(std::string_view text, std::span<const FilterField> fields,
                                  UtcTime now)
{
    Filter filter = compileFilter(text, fields, now);
    if (!filter.problems.empty())
        return fail(ErrorCode::InvalidInput, problemText(text, filter),
                    filter.problems.front().remedy);
    return filter;
}

int findField(std::span<const FilterField> fields, std::string_view name)
{
    const std::string wanted = toLower(name);
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const FilterField& field = fields[i];
        if (toLower(field.name) == wanted ||
            std::any_of(field.aliases.begin(), field.aliases.end(),
                        [&](const std::string& alias) { return toLower(alias) == wanted; }))
            return static_cast<int>(i);
    }
    return -1;
}

} // namespace binnacle::models
