// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/quantity.h"

#include <charconv>
#include <limits>
#include <string>

namespace binnacle::models {

namespace {

// Wide enough for any mantissa we accept times any suffix; saturation happens at the end.
__extension__ using Wide = __int128;
constexpr Wide kMax = std::numeric_limits<std::int64_t>::max();
constexpr Wide kHuge = Wide{1} << 110;

struct Scale {
    int decimal = 0; ///< power of ten
    int binary = 0;  ///< power of two
    bool ok = false;
};

Scale scaleOf(std::string_view suffix)
{
    if (suffix.empty())
        return {0, 0, true};
    if (suffix.size() == 1) {
        switch (suffix[0]) {
        case 'n':
            return {-9, 0, true};
        case 'u':
            return {-6, 0, true};
        case 'm':
            return {-3, 0, true};
        case 'k':
            return {3, 0, true};
        case 'M':
            return {6, 0, true};
        case 'G':
            return {9, 0, true};
        case 'T':
            return {12, 0, true};
        case 'P':
            return {15, 0, true};
        case 'E':
            return {18, 0, true};
        default:
            return {};
        }
    }
    if (suffix.size() == 2 && suffix[1] == 'i') {
        constexpr std::string_view prefixes = "KMGTPE";
        const auto at = prefixes.find(suffix[0]);
        if (at != std::string_view::npos)
            return {0, 10 * (static_cast<int>(at) + 1), true};
    }
    if (suffix[0] == 'e' || suffix[0] == 'E') {
        std::string_view digits = suffix.substr(1);
        if (digits.size() > 1 && digits[0] == '+' && digits[1] != '-')
            digits.remove_prefix(1);
        int power = 0;
        const auto* end = digits.data() + digits.size();
        const auto [stop, error] = std::from_chars(digits.data(), end, power);
        if (error == std::errc{} && stop == end && power > -100 && power < 100)
            return {power, 0, true};
    }
    return {};
}

Result<std::int64_t> parseScaled(std::string_view text, int extraDecimal)
{
    const auto bad = [&] {
        return fail(ErrorCode::InvalidInput, "not a quantity: \"" + std::string(text) + "\"");
    };
    std::string_view rest = text;
    bool negative = false;
    if (!rest.empty() && (rest[0] == '-' || rest[0] == '+')) {
        negative = rest[0] == '-';
        rest.remove_prefix(1);
    }
    Wide mantissa = 0;
    int decimals = 0, digits = 0;
    bool point = false;
    std::size_t at = 0;
    for (; at < rest.size(); ++at) {
        const char c = rest[at];
        if (c == '.' && !point) {
            point = true;
        } else if (c >= '0' && c <= '9') {
            ++digits;
            if (mantissa < kHuge / 1000) {
                mantissa = mantissa * 10 + (c - '0');
                decimals += point ? 1 : 0;
            } else if (!point) {
                --decimals; // too many digits to keep: remember their weight only
            }
        } else {
            break;
        }
    }
    const Scale scale = scaleOf(rest.substr(at));
    if (digits == 0 || !scale.ok)
        return bad();
    for (int i = 0; i < scale.binary && mantissa < kHuge; ++i)
        mantissa *= 2;
    int power = scale.decimal - decimals + extraDecimal;
    for (; power > 0 && mantissa < kHuge && mantissa != 0; --power)
        mantissa *= 10;
    bool remainder = false;
    for (; power < 0 && mantissa != 0; ++power) {
        remainder = remainder || mantissa % 10 != 0;
        mantissa /= 10;
    }
    if (remainder)
        mantissa += 1; // away from zero, as the API server rounds
    if (mantissa > kMax)
        mantissa = kMax;
    const auto value = static_cast<std::int64_t>(mantissa);
    return negative ? -value : value;
}

} // namespace

Result<std::int64_t> parseQuantityMilli(std::string_view text)
{
    return parseScaled(text, 3);
}

Result<std::int64_t> parseQuantity(std::string_view text)
{
    return parseScaled(text, 0);
}

} // namespace binnacle::models
