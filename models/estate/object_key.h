// SPDX-License-Identifier: GPL-3.0-or-later
// The stable identity of one object of one source: 128 bits made from (source id, UID). A new
// object under an old name has a new UID and so a new key. UIDs are unique over kinds, so an owner
// reference gives a key directly.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace binnacle::models {

struct ObjectKey {
    std::uint64_t hi = 0;
    std::uint64_t lo = 0;
    friend constexpr auto operator<=>(const ObjectKey&, const ObjectKey&) = default;
    constexpr bool valid() const { return hi != 0 || lo != 0; }
};

/// Shape: an empty uid gives the invalid key. Stable over processes and versions (it is stored).
/// Thread: any.
ObjectKey makeKey(std::string_view source, std::string_view uid);

/// 32 lower-case hex digits.
std::string toString(const ObjectKey& key);

struct ObjectKeyHash {
    std::size_t operator()(const ObjectKey& k) const noexcept
    {
        return static_cast<std::size_t>(k.lo ^ (k.hi * 0x9e3779b97f4a7c15ull));
    }
};

} // namespace binnacle::models
