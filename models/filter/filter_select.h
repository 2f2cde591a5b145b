// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a compiled filter over many rows, column by column: a text predicate is evaluated once for
// each distinct text where texts are interned, and once per run of equal ones otherwise. Pure
// template; any thread.
#pragma once

#include "models/filter/filter_match.h"

#include <cmath>
#include <cstdint>
#include <vector>

namespace binnacle::models {

namespace filter_detail {

/// Remembers the answer of one text predicate for each id.
template <class Predicate> class ByText {
public:
    explicit ByText(Predicate predicate) : m_ask(std::move(predicate)) {}
    template <class Rows> bool operator()(const Rows& rows, std::size_t row, int field)
    {
        if constexpr (requires { rows.textId(row, field); }) {
            const std::size_t id = rows.textId(row, field);
            if (id >= m_known.size())
                m_known.resize(id + id / 2 + 1024, kNotAsked);
            std::uint8_t& known = m_known[id];
            if (known == kNotAsked)
                known = m_ask(rows.text(row, field)) ? 1 : 0;
            return known == 1;
        } else {
            const std::string_view text = rows.text(row, field);
            if (m_any && text == m_last)
                return m_lastHit;
            m_any = true;
            m_last = text;
            return m_lastHit = m_ask(text);
        }
    }

private:
    static constexpr std::uint8_t kNotAsked = 2;
    Predicate m_ask;
    std::vector<std::uint8_t> m_known;
    std::string_view m_last;
    bool m_any = false, m_lastHit = false;
};

/// Narrows `picked` by a word that any searched text may hold.
template <class Rows>
void keepWord(const FilterTerm& term, std::span<const FilterField> fields, const Rows& rows,
              std::vector<std::uint32_t>& picked)
{
    std::vector<std::uint8_t> hit(picked.size(), 0);
    ByText plain([&](std::string_view text) { return matchesText(term, text); });
    ByText labels([&](std::string_view text) { return matchesLabels(term, text); });
    for (std::size_t f = 0; f < fields.size(); ++f) {
        const bool isLabels = fields[f].type == FilterType::Labels;
        if (!fields[f].searched || (!isLabels && fields[f].type != FilterType::Text))
            continue;
        const int field = static_cast<int>(f);
        for (std::size_t i = 0; i < picked.size(); ++i) {
            if (!hit[i])
                hit[i] = isLabels ? labels(rows, picked[i], field) : plain(rows, picked[i], field);
        }
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < picked.size(); ++i) {
        if ((hit[i] != 0) != term.exclude)
            picked[kept++] = picked[i];
    }
    picked.resize(kept);
}

} // namespace filter_detail

/// `Rows` has `std::size_t size()`, `std::string_view text(row, field)` (empty: unknown), `double
/// number(row, field)` (NaN: unknown) and, where texts are interned, `std::uint32_t textId(row,
/// field)`. Shape: indices of the rows that pass, ascending. Cost: O(rows) for each term.
template <class Rows>
std::vector<std::uint32_t> selectRows(const Filter& filter, std::span<const FilterField> fields,
                                      const Rows& rows)
{
    std::vector<std::uint32_t> picked(rows.size());
    for (std::size_t i = 0; i < picked.size(); ++i)
        picked[i] = static_cast<std::uint32_t>(i);
    for (const FilterTerm& term : filter.terms) {
        if (term.field < 0) {
            filter_detail::keepWord(term, fields, rows, picked);
            continue;
        }
        const FilterType type = fields[static_cast<std::size_t>(term.field)].type;
        if (term.op == FilterOp::Matches) {
            filter_detail::ByText hit([&](std::string_view text) {
                return type == FilterType::Labels ? matchesLabels(term, text)
                                                  : matchesText(term, text);
            });
            std::erase_if(picked, [&](std::uint32_t row) {
                return hit(rows, row, term.field) == term.exclude;
            });
        } else {
            // An unknown number is neither below nor above nor something else.
            std::erase_if(picked, [&](std::uint32_t row) {
                const double value = rows.number(row, term.field);
                return std::isnan(value) || matchesNumber(term, value) == term.exclude;
            });
        }
    }
    return picked;
}

} // namespace binnacle::models
