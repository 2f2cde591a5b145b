// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/usecases/words.h"

#include <cmath>
#include <cstdio>

namespace binnacle::services {

namespace {

constexpr std::int64_t kMinute = 60, kHour = 3600, kDay = 86400;

std::int64_t wholeSeconds(models::Duration d)
{
    return d.count() < 0 ? 0 : d.count() / 1'000'000'000;
}

std::string part(std::int64_t n, const char* unit)
{
    return thousands(n) + " " + unit;
}

/// The large part, and what is left for the small one.
struct Parts {
    std::string large, small;
};

Parts parts(std::int64_t s)
{
    const auto optional = [](std::int64_t n, const char* unit) {
        return n > 0 ? part(n, unit) : std::string();
    };
    if (s >= kDay)
        return {part(s / kDay, "d"), optional(s % kDay / kHour, "h")};
    if (s >= kHour)
        return {part(s / kHour, "h"), optional(s % kHour / kMinute, "min")};
    if (s >= kMinute)
        return {part(s / kMinute, "min"), {}};
    return {part(s, "s"), {}};
}

} // namespace

std::string thousands(std::int64_t n)
{
    std::string digits = std::to_string(n);
    const std::size_t first = n < 0 ? 1 : 0;
    for (std::size_t at = digits.size(); at > first + 3;) {
        at -= 3;
        digits.insert(at, ",");
    }
    return digits;
}

std::string counted(std::int64_t n, std::string_view one, std::string_view many)
{
    return thousands(n) + " " + std::string(n == 1 ? one : many);
}

std::string share(std::int64_t portion, std::int64_t whole)
{
    if (whole <= 0)
        return {};
    const double percent = 100.0 * static_cast<double>(portion) / static_cast<double>(whole);
    if (portion > 0 && percent < 1)
        return "under 1%";
    if (portion < whole && percent > 99)
        return "99%";
    return std::to_string(std::llround(percent)) + "%";
}

std::string durationWords(models::Duration d)
{
    const Parts p = parts(wholeSeconds(d));
    return p.small.empty() ? p.large : p.large + " " + p.small;
}

std::string durationWord(models::Duration d)
{
    return parts(wholeSeconds(d)).large;
}

std::string figure(double value)
{
    if (!std::isfinite(value))
        return {};
    const double size = std::abs(value);
    if (size >= 1000)
        return thousands(std::llround(value));
    char text[32];
    std::snprintf(text, sizeof text, "%.3g", value);
    return text;
}

std::string clockWords(models::UtcTime t, models::UtcTime now)
{
    if (!t.known())
        return {};
    const std::string text = models::toRfc3339(t), today = models::toRfc3339(now);
    std::string clock = text.substr(11, 5) + " UTC";
    if (now.known() && text.substr(0, 10) == today.substr(0, 10))
        return clock;
    constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto month = static_cast<std::size_t>((text[5] - '0') * 10 + (text[6] - '0') - 1);
    const std::string day = text[8] == '0' ? text.substr(9, 1) : text.substr(8, 2);
    return day + " " + kMonths[month % 12] + " " + clock;
}

} // namespace binnacle::services
