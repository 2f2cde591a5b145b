// SPDX-License-Identifier: GPL-3.0-or-later
// The few text functions of HTTP that must not depend on a locale. Pure; any thread. Inside
// services/net.
#pragma once

#include "models/base/ascii_case.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace binnacle::services {

using models::toLower;

inline bool equalsIgnoringCase(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return toLower(x) == toLower(y); });
}

/// Without blanks and line ends on both sides.
inline std::string_view trimmed(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// Source: RFC 4648, 4.
inline std::string toBase64(std::string_view bytes)
{
    constexpr std::string_view kDigits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        unsigned value = 0;
        for (std::size_t k = 0; k < 3; ++k)
            value =
                value << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u);
        for (std::size_t k = 0; k < 4; ++k)
            out += i + k > bytes.size() ? '=' : kDigits[value >> (18 - 6 * k) & 0x3F];
    }
    return out;
}

} // namespace binnacle::services
