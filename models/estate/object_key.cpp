// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/estate/object_key.h"

#include <array>
#include <cstring>

namespace binnacle::models {

namespace {

std::uint64_t mix(std::uint64_t x)
{
    // Source: MurmurHash3's 64-bit finaliser.
    x ^= x >> 33;
    x *= 0xff51afd7ed558ccdull;
    x ^= x >> 33;
    x *= 0xc4ceb9fe1a85ec53ull;
    return x ^ (x >> 33);
}

void absorb(std::uint64_t& a, std::uint64_t& b, std::string_view text)
{
    for (std::size_t at = 0; at < text.size(); at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + at, text.size() - at < 8 ? text.size() - at : 8);
        a = mix(a ^ word) + 0x9e3779b97f4a7c15ull;
        b = mix(b + word * 0xc2b2ae3d27d4eb4full) ^ a;
    }
    // The length keeps ("a", "bc") and ("ab", "c") apart.
    a = mix(a ^ text.size());
    b = mix(b + text.size());
}

} // namespace

ObjectKey makeKey(std::string_view source, std::string_view uid)
{
    if (uid.empty())
        return {};
    std::uint64_t a = 0x243f6a8885a308d3ull, b = 0x13198a2e03707344ull;
    absorb(a, b, source);
    absorb(a, b, uid);
    return {mix(a + b), mix(b) | 1};
}

std::string toString(const ObjectKey& key)
{
    static constexpr std::array<char, 17> digits{"0123456789abcdef"};
    std::string out(32, '0');
    for (std::size_t i = 0; i < 16; ++i) {
        out[15 - i] = digits[(key.hi >> (4 * i)) & 15];
        out[31 - i] = digits[(key.lo >> (4 * i)) & 15];
    }
    return out;
}

} // namespace binnacle::models
