// SPDX-License-Identifier: GPL-3.0-or-later
// Damage that servers, proxies, disks and enemies do to bytes, from a seeded generator: the same
// seed gives the same inputs on every machine. For replay_main.cpp and the libFuzzer mutator. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::fuzz {

/// SplitMix64. Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators".
class Random {
public:
    explicit Random(std::uint64_t seed) : m_state(seed) {}
    std::uint64_t next();
    /// In [0, below); 0 for 0.
    std::size_t below(std::size_t below);

private:
    std::uint64_t m_state;
};

/// One to four of: a flipped bit, another byte, a cut, a lost or doubled slice, a piece of
/// `corpus`, a number at a bound. Shape: at most `limit` bytes.
std::string mutate(std::string_view input, const std::vector<std::string>& corpus, Random& random,
                   std::size_t limit);

/// A short slice repeated until the input is about `size` bytes: nesting without end, ten thousand
/// items. Finds recursion, quadratic time and lists that grow beyond their bytes.
std::string amplify(std::string_view input, Random& random, std::size_t size);

} // namespace binnacle::fuzz
