// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a compiled filter over many rows, column by column: a text predicate is evaluated once for
// each distinct text where texts are interned, and once per run of equal ones otherwise. Pure
// template; any thread.
#pragma once

#include "models/filter/filter_match.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
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
            if (id == m_lastId)
                return m_lastHit;
            m_lastId = id;
            if (id >= m_known.size())
                m_known.resize(id + id / 2 + 1024, kNotAsked);
            std::uint8_t& known = m_known[id];
            if (known == kNotAsked)
                known = m_ask(rows.text(row, field)) ? 1 : 0;
            return m_lastHit = known == 1;
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
    std::size_t m_lastId = std::numeric_limits<std::size_t>::max();
    bool m_any = false, m_lastHit = false;
};

inline std::vector<int> searchedFields(std::span<const FilterField> fields)
{
    std::vector<int> out;
    for (std::size_t f = 0; f < fields.size(); ++f) {
        if (fields[f].searched &&
            (fields[f].type == FilterType::Labels || fields[f].type == FilterType::Text))
            out.push_back(static_cast<int>(f));
    }
    return out;
}

/// Narrows `picked` by a word that any searched text may hold. A block of rows after the other, so
/// that a column's cells come from near memory and rows that have the word already are left alone.
template <class Rows>
void keepWord(const FilterTerm& term, std::span<const FilterField> fields, const Rows& rows,
              std::vector<std::uint32_t>& picked)
{
    constexpr std::size_t kBlock = 256;
    const std::vector<int> searched = searchedFields(fields);
    ByText plain([&](std::string_view text) { return matchesText(term, text); });
    ByText labels([&](std::string_view text) { return matchesLabels(term, text); });
    std::array<std::uint8_t, kBlock> hit{};
    std::array<std::uint16_t, kBlock> left{};
    std::size_t kept = 0;
    for (std::size_t begin = 0; begin < picked.size(); begin += kBlock) {
        const std::size_t size = std::min(kBlock, picked.size() - begin);
        hit.fill(0);
        std::iota(left.begin(), left.end(), std::uint16_t{0});
        std::size_t count = size;
        const auto search = [&](auto& ask, int field) {
            std::size_t stay = 0;
            for (std::size_t k = 0; k < count; ++k) {
                const std::uint16_t at = left[k];
                hit[at] = ask(rows, picked[begin + at], field) ? 1 : 0;
                left[stay] = at;
                stay += hit[at] == 0 ? 1 : 0;
            }
            count = stay;
        };
        for (std::size_t s = 0; s < searched.size() && count > 0; ++s) {
            if (fields[static_cast<std::size_t>(searched[s])].type == FilterType::Labels)
                search(labels, searched[s]);
            else
                search(plain, searched[s]);
        }
        for (std::size_t i = 0; i < size; ++i) {
            if ((hit[i] != 0) != term.exclude)
                picked[kept++] = picked[begin + i];
        }
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
