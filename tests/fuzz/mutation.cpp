// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/mutation.h"

#include <algorithm>
#include <array>

namespace binnacle::fuzz {

namespace {

constexpr std::array<std::string_view, 16> kPieces{"-1",
                                                   "0",
                                                   "9223372036854775807",
                                                   "-9223372036854775808",
                                                   "1e999",
                                                   "18446744073709551616",
                                                   "null",
                                                   "\"\"",
                                                   "[]",
                                                   "{}",
                                                   "\\u0000",
                                                   "\xc3\x28",
                                                   "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
                                                   std::string_view("\x00\x00\x00\x00", 4),
                                                   "\xff\xff\xff\xff",
                                                   "\r\n"};

void change(std::string& bytes, const std::vector<std::string>& corpus, Random& random)
{
    const std::size_t at = random.below(bytes.size() + 1);
    const std::size_t size = std::min(bytes.size() - at, 1 + random.below(32));
    switch (random.below(8)) {
    case 0:
        if (at < bytes.size())
            bytes[at] = static_cast<char>(bytes[at] ^ 1 << random.below(8));
        break;
    case 1:
        if (at < bytes.size())
            bytes[at] = static_cast<char>(random.next());
        break;
    case 2:
        bytes.resize(at);
        break;
    case 3:
        bytes.erase(at, size);
        break;
    case 4:
        bytes.insert(at, bytes.substr(at, size));
        break;
    case 5:
        bytes.replace(at, size, kPieces[random.below(kPieces.size())]);
        break;
    case 6:
        bytes.insert(at, kPieces[random.below(kPieces.size())]);
        break;
    default:
        if (!corpus.empty()) {
            const std::string& other = corpus[random.below(corpus.size())];
            const std::size_t from = random.below(other.size() + 1);
            bytes.replace(at, size, other, from, random.below(other.size() - from + 1));
        }
    }
}

} // namespace

std::uint64_t Random::next()
{
    std::uint64_t z = m_state += 0x9e3779b97f4a7c15ull;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return z ^ (z >> 31);
}

std::size_t Random::below(std::size_t below)
{
    return below == 0 ? 0 : static_cast<std::size_t>(next() % below);
}

std::string mutate(std::string_view input, const std::vector<std::string>& corpus, Random& random,
                   std::size_t limit)
{
    std::string bytes(input);
    for (std::size_t n = 1 + random.below(4); n > 0; --n)
        change(bytes, corpus, random);
    bytes.resize(std::min(bytes.size(), limit));
    return bytes;
}

std::string amplify(std::string_view input, Random& random, std::size_t size)
{
    const std::size_t at = random.below(input.size());
    const std::size_t most = random.below(4) == 0 ? 400 : 24;
    const std::string_view slice = input.substr(at, 1 + random.below(most));
    std::string bytes(input.substr(0, at));
    while (!slice.empty() && bytes.size() < size)
        bytes += slice;
    bytes += input.substr(std::min(at + slice.size(), input.size()));
    return bytes;
}

} // namespace binnacle::fuzz
