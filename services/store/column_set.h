// SPDX-License-Identifier: GPL-3.0-or-later
// A set of column numbers of one kind, small enough to keep per changed row. Private to the store.
#pragma once

#include "models/estate/kind.h"

#include <array>
#include <bit>
#include <cstdint>

namespace binnacle::services {

inline constexpr std::size_t kMaxColumns = 128;

class ColumnSet {
public:
    void add(models::ColumnId c) { m_bits[c / 64] |= std::uint64_t{1} << (c % 64); }
    bool has(models::ColumnId c) const { return (m_bits[c / 64] >> (c % 64) & 1) != 0; }
    void addAll(const ColumnSet& other)
    {
        for (std::size_t i = 0; i < m_bits.size(); ++i)
            m_bits[i] |= other.m_bits[i];
    }
    bool empty() const { return (m_bits[0] | m_bits[1]) == 0; }
    bool within(const ColumnSet& other) const
    {
        return (m_bits[0] & ~other.m_bits[0]) == 0 && (m_bits[1] & ~other.m_bits[1]) == 0;
    }
    bool intersects(const ColumnSet& other) const
    {
        return ((m_bits[0] & other.m_bits[0]) | (m_bits[1] & other.m_bits[1])) != 0;
    }
    /// Ascending.
    template <class Fn> void forEach(Fn&& fn) const
    {
        for (std::size_t i = 0; i < m_bits.size(); ++i) {
            for (std::uint64_t left = m_bits[i]; left != 0; left &= left - 1)
                fn(static_cast<models::ColumnId>(i * 64 +
                                                 static_cast<std::size_t>(std::countr_zero(left))));
        }
    }
    friend bool operator==(const ColumnSet&, const ColumnSet&) = default;

private:
    std::array<std::uint64_t, kMaxColumns / 64> m_bits{};
};

} // namespace binnacle::services
