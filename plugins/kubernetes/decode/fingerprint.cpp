// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/decode/fingerprint.h"

#include <cstdint>

namespace binnacle::plugins::kubernetes {

std::string fingerprint(std::string_view bytes)
{
    std::uint64_t hash = 0xcbf29ce484222325u; // FNV-1a
    for (const char c : bytes)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text(16, '0');
    for (std::size_t i = 16; i-- > 0; hash >>= 4)
        text[i] = kDigits[hash & 15u];
    return text;
}

} // namespace binnacle::plugins::kubernetes
