// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/filter/filter_values.h"

#include "models/base/quantity.h"

#include <charconv>
#include <cmath>
#include <optional>

namespace binnacle::models {

namespace {

std::optional<double> plainNumber(std::string_view text)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

/// Half of the last digit: 5.2 stands for 5.15 to 5.25.
double halfDigit(std::string_view text)
{
    const auto point = text.find('.');
    const auto digits = point == std::string_view::npos ? 0 : text.size() - point - 1;
    return 0.5 * std::pow(10.0, -static_cast<double>(digits));
}

std::string_view wanted(FilterType type)
{
    switch (type) {
    case FilterType::Ratio:
        return "write a share, such as 5% or 0.05";
    case FilterType::Bytes:
        return "write a size, such as 64Gi or 500M";
    case FilterType::Millicores:
        return "write cores, such as 4 or 500m";
    case FilterType::Age:
        return "write how long, such as 30m, 2h or 7d";
    case FilterType::Time:
        return "write how long ago, such as 2h, or a time, such as 2026-11-23T17:00:00Z";
    case FilterType::Flag:
        return "write true or false";
    default:
        return "write a number, such as 5";
    }
}

tl::unexpected<Error> notOne(std::string_view text, FilterType type)
{
    return fail(ErrorCode::InvalidInput,
                "\"" + std::string(text) + "\" is not " +
                    (type == FilterType::Age    ? "a length of time"
                     : type == FilterType::Time ? "a time"
                     : type == FilterType::Flag ? "true or false"
                                                : "a number"),
                std::string(wanted(type)));
}

Result<FilterNumber> ratio(std::string_view text)
{
    const bool percent = !text.empty() && text.back() == '%';
    const std::string_view digits = percent ? text.substr(0, text.size() - 1) : text;
    const auto value = plainNumber(digits);
    if (!value)
        return notOne(text, FilterType::Ratio);
    const double scale = percent || *value > 1 ? 0.01 : 1.0;
    return FilterNumber{*value * scale, halfDigit(digits) * (scale < 1 ? scale : 0.01), false};
}

Result<FilterNumber> time(std::string_view text, UtcTime now)
{
    if (const auto point = parseRfc3339(text))
        return FilterNumber{point->seconds(), 0.5, false};
    if (const auto age = parseDuration(text))
        return FilterNumber{(now - *age).seconds(), 0.5, true};
    return notOne(text, FilterType::Time);
}

Result<FilterNumber> flag(std::string_view text)
{
    if (text == "true" || text == "yes" || text == "1")
        return FilterNumber{1, 0, false};
    if (text == "false" || text == "no" || text == "0")
        return FilterNumber{0, 0, false};
    return notOne(text, FilterType::Flag);
}

} // namespace

Result<FilterNumber> parseFilterNumber(std::string_view text, FilterType type, UtcTime now)
{
    switch (type) {
    case FilterType::Ratio:
        return ratio(text);
    case FilterType::Age:
        if (const auto age = parseDuration(text))
            return FilterNumber{static_cast<double>(age->count()) / 1e9, 0.5, false};
        return notOne(text, type);
    case FilterType::Time:
        return time(text, now);
    case FilterType::Flag:
        return flag(text);
    case FilterType::Millicores:
        if (const auto value = parseQuantityMilli(text))
            return FilterNumber{static_cast<double>(*value), 0, false};
        return notOne(text, type);
    default:
        break;
    }
    if (const auto value = plainNumber(text)) {
        const bool exact = text.find('.') == std::string_view::npos && type == FilterType::Bytes;
        return FilterNumber{*value, exact ? 0 : halfDigit(text) * 0.999, false};
    }
    if (const auto value = parseQuantity(text))
        return FilterNumber{static_cast<double>(*value), 0, false};
    return notOne(text, type);
}

std::string_view exampleOf(FilterType type)
{
    switch (type) {
    case FilterType::Ratio:
        return "5%";
    case FilterType::Bytes:
        return "64Gi";
    case FilterType::Millicores:
        return "4";
    case FilterType::Age:
    case FilterType::Time:
        return "2h";
    case FilterType::Flag:
        return "true";
    case FilterType::Number:
        return "5";
    default:
        return "";
    }
}

} // namespace binnacle::models
