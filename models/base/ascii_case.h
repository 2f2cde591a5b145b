// SPDX-License-Identifier: GPL-3.0-or-later
// Upper and lower case of ASCII letters, in no locale; other bytes stay. Pure; any thread.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace binnacle::models {

constexpr char toLower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

inline std::string toLower(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) { return toLower(c); });
    return out;
}

} // namespace binnacle::models
