// SPDX-License-Identifier: GPL-3.0-or-later
// Gives libFuzzer the one change it makes too rarely by itself: a slice repeated thousands of
// times.
#include "tests/fuzz/mutation.h"

#include <algorithm>
#include <cstring>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t maxSize);

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t maxSize, unsigned seed);

std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t maxSize,
                                    unsigned seed)
{
    constexpr unsigned kOneIn = 200;
    if (size == 0 || seed % kOneIn != 0)
        return LLVMFuzzerMutate(data, size, maxSize);
    binnacle::fuzz::Random random(seed);
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const std::string large = binnacle::fuzz::amplify(input, random, random.below(maxSize));
    const std::size_t used = std::min(large.size(), maxSize);
    std::memcpy(data, large.data(), used);
    return used;
}
