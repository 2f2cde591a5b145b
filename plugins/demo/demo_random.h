// SPDX-License-Identifier: GPL-3.0-or-later
// The demo's randomness: pure hashes of (seed, what, which, when), so that any value of any entity
// at any moment is the same on every machine and needs no state. For plugins/demo only; any thread.
#pragma once

#include <cmath>
#include <cstdint>
#include <string_view>

namespace binnacle::plugins::demo {

/// SplitMix64's finaliser. Source: Vigna, "SplitMix64", public domain.
constexpr std::uint64_t mix(std::uint64_t x)
{
    x += 0x9e3779b97f4a7c15ull;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
    return x ^ (x >> 31);
}

constexpr std::uint64_t hash(std::uint64_t seed, std::uint64_t a, std::uint64_t b = 0,
                             std::uint64_t c = 0)
{
    return mix(mix(mix(mix(seed) ^ a) ^ b) ^ c);
}

/// Names what a hash is for, so that two uses of one entity never share a value.
constexpr std::uint64_t topic(std::string_view name)
{
    std::uint64_t h = 0xcbf29ce484222325ull;
    for (const char c : name)
        h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
    return h;
}

/// Shape: in [0, 1).
constexpr double unit(std::uint64_t h)
{
    return static_cast<double>(h >> 11) * 0x1.0p-53;
}

/// Shape: in [low, high].
constexpr std::int64_t between(std::uint64_t h, std::int64_t low, std::int64_t high)
{
    return low + static_cast<std::int64_t>(h % static_cast<std::uint64_t>(high - low + 1));
}

constexpr std::int64_t floorDiv(std::int64_t a, std::int64_t b)
{
    return a / b - (a % b < 0 ? 1 : 0);
}

/// Smooth noise over time. Units: seconds. Shape: in [0, 1], continuous, new every `period`.
inline double noise(std::uint64_t seed, double seconds, double period)
{
    const double at = seconds / period;
    const double cell = std::floor(at);
    const double f = at - cell;
    const auto bucket = static_cast<std::uint64_t>(static_cast<std::int64_t>(cell));
    const double a = unit(hash(seed, bucket));
    const double b = unit(hash(seed, bucket + 1));
    return a + (b - a) * f * f * (3 - 2 * f);
}

} // namespace binnacle::plugins::demo
