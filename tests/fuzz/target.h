// SPDX-License-Identifier: GPL-3.0-or-later
// What every fuzz target shares: the entry point, invariants that abort, an input that begins with
// the choice of a decoder, and the rule that a cut answer is an Error. For targets/ only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>

/// What libFuzzer and replay_main.cpp call. Any bytes; returns, or the process ends.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace binnacle::fuzz {

/// A broken invariant ends the process, so that libFuzzer and ctest keep the input.
inline void require(bool holds, const char* what)
{
    if (holds)
        return;
    std::fprintf(stderr, "invariant broken: %s\n", what);
    std::abort();
}

inline std::string_view textOf(const std::uint8_t* data, std::size_t size)
{
    // Never null: nobody in the product hands over a view of nothing, and memcpy() minds.
    return size == 0 ? std::string_view("")
                     : std::string_view(reinterpret_cast<const char*>(data), size);
}

/// The first byte chooses one of `choices` decoders: 'A' the first, 'B' the second, so that seeds
/// can be written by hand.
struct Choice {
    std::size_t index = 0;
    std::string_view rest = "";
};

inline Choice choose(std::string_view input, std::size_t choices)
{
    if (input.empty())
        return {};
    const auto first = static_cast<unsigned char>(input.front());
    return {static_cast<unsigned char>(first - 'A') % choices, input.substr(1)};
}

/// Two texts in one input, with a line "%%" between them; the second is empty without it.
inline std::pair<std::string_view, std::string_view> twoTexts(std::string_view input)
{
    constexpr std::string_view kBetween = "\n%%\n";
    const auto at = input.find(kBetween);
    return at == std::string_view::npos
               ? std::pair{input, std::string_view("")}
               : std::pair{input.substr(0, at), input.substr(at + kBetween.size())};
}

/// After an answer was read: the same answer cut anywhere is an Error, never a shorter list. Only
/// for formats that say where they end (a JSON document, an envelope with its length).
template <class Decode> void requireCutFails(std::string_view answer, Decode&& decode)
{
    // nlohmann's parser takes a zero byte for the end, whatever follows; none can be inside.
    answer = answer.substr(0, answer.find('\0'));
    const auto last = answer.find_last_not_of(" \t\r\n");
    if (last == std::string_view::npos)
        return;
    for (const std::size_t cut : {last, last * 3 / 4, last / 2, last / 4, std::size_t{1}}) {
        if (cut <= last)
            require(!decode(answer.substr(0, cut)), "a cut answer is an Error");
    }
}

} // namespace binnacle::fuzz
