// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/time.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace binnacle::models {

namespace {

constexpr std::int64_t kNsPerSecond = 1'000'000'000;

/// Days since the epoch of a proleptic Gregorian date. Source: Howard Hinnant, "chrono-compatible
/// algorithms".
std::int64_t daysFromCivil(std::int64_t y, unsigned m, unsigned d)
{
    y -= m <= 2;
    const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
    const auto yoe = static_cast<unsigned>(y - era * 400);
    const unsigned doy = (153 * (m + (m > 2 ? static_cast<unsigned>(-3) : 9)) + 2) / 5 + d - 1;
    const unsigned doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + static_cast<std::int64_t>(doe) - 719468;
}

bool number(std::string_view text, std::size_t at, std::size_t digits, int& out)
{
    if (at + digits > text.size())
        return false;
    out = 0;
    for (std::size_t i = at; i < at + digits; ++i) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        out = out * 10 + (text[i] - '0');
    }
    return true;
}

bool isAt(std::string_view text, std::size_t at, std::string_view anyOf)
{
    return at < text.size() && anyOf.find(text[at]) != std::string_view::npos;
}

unsigned daysInMonth(int year, int month)
{
    static constexpr std::array<unsigned, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[static_cast<std::size_t>(month - 1)];
}

Result<double> parseNumber(std::string_view text)
{
    double value = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stop != end || !std::isfinite(value))
        return fail(ErrorCode::InvalidInput, "not a number: \"" + std::string(text) + "\"");
    return value;
}

Result<double> unitSeconds(std::string_view unit)
{
    if (unit == "ms")
        return 0.001;
    if (unit == "s")
        return 1.0;
    if (unit == "m")
        return 60.0;
    if (unit == "h")
        return 3600.0;
    if (unit == "d")
        return 86400.0;
    if (unit == "w")
        return 7 * 86400.0;
    if (unit == "y")
        return 365 * 86400.0;
    return fail(ErrorCode::InvalidInput, "unknown unit of time \"" + std::string(unit) + "\"",
                "use ms, s, m, h, d, w or y, as in 1h30m");
}

class SystemClock final : public Clock {
public:
    UtcTime held;

    UtcTime now() const override
    {
        if (held.known())
            return held;
        return {std::chrono::duration_cast<Duration>(
                    std::chrono::system_clock::now().time_since_epoch())
                    .count()};
    }
    std::chrono::steady_clock::time_point steady() const override
    {
        return std::chrono::steady_clock::now();
    }
};

SystemClock& systemClock()
{
    static SystemClock clock;
    return clock;
}

} // namespace

UtcTime UtcTime::fromSeconds(double s)
{
    // Split first: a double holds Unix seconds to 0.2 us, but not seconds times 1e9 exactly.
    const double whole = std::floor(s);
    return {static_cast<std::int64_t>(whole) * kNsPerSecond + std::llround((s - whole) * 1e9)};
}

std::string toRfc3339(UtcTime t)
{
    if (!t.known())
        return {};
    std::int64_t seconds = t.ns / kNsPerSecond;
    std::int64_t fraction = t.ns % kNsPerSecond;
    if (fraction < 0) {
        fraction += kNsPerSecond;
        --seconds;
    }
    const auto days = static_cast<std::int64_t>(std::floor(static_cast<double>(seconds) / 86400.0));
    const std::int64_t inDay = seconds - days * 86400;
    const std::chrono::year_month_day date{
        std::chrono::sys_days{std::chrono::days{static_cast<int>(days)}}};
    std::array<char, 48> buffer{};
    const int n = std::snprintf(buffer.data(), buffer.size(), "%04d-%02u-%02uT%02d:%02d:%02d",
                                static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                                static_cast<unsigned>(date.day()), static_cast<int>(inDay / 3600),
                                static_cast<int>(inDay / 60 % 60), static_cast<int>(inDay % 60));
    std::string out(buffer.data(), static_cast<std::size_t>(n));
    if (fraction != 0) {
        std::snprintf(buffer.data(), buffer.size(), ".%09lld", static_cast<long long>(fraction));
        std::string digits(buffer.data());
        digits.resize(fraction % 1'000'000 == 0 ? 4 : fraction % 1'000 == 0 ? 7 : 10);
        out += digits;
    }
    return out + "Z";
}

Result<UtcTime> parseRfc3339(std::string_view text)
{
    const auto bad = [&] {
        return fail(ErrorCode::InvalidInput, "not an RFC 3339 time: \"" + std::string(text) + "\"",
                    "write it as 2026-11-23T17:54:14Z");
    };
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    if (!number(text, 0, 4, year) || !isAt(text, 4, "-") || !number(text, 5, 2, month) ||
        !isAt(text, 7, "-") || !number(text, 8, 2, day) || !isAt(text, 10, "Tt ") ||
        !number(text, 11, 2, hour) || !isAt(text, 13, ":") || !number(text, 14, 2, minute) ||
        !isAt(text, 16, ":") || !number(text, 17, 2, second))
        return bad();
    if (month < 1 || month > 12 || day < 1 ||
        static_cast<unsigned>(day) > daysInMonth(year, month) || hour > 23 || minute > 59 ||
        second > 60)
        return bad();
    std::size_t at = 19;
    std::int64_t fraction = 0;
    if (isAt(text, at, ".")) {
        std::int64_t scale = kNsPerSecond / 10;
        const std::size_t first = ++at;
        for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10)
            fraction += (text[at] - '0') * scale;
        if (at == first)
            return bad();
    }
    std::int64_t offset = 0;
    if (isAt(text, at, "Zz")) {
        ++at;
    } else if (isAt(text, at, "+-")) {
        int offsetHours = 0, offsetMinutes = 0;
        if (!number(text, at + 1, 2, offsetHours) || !isAt(text, at + 3, ":") ||
            !number(text, at + 4, 2, offsetMinutes) || offsetHours > 23 || offsetMinutes > 59)
            return bad();
        offset = (offsetHours * 60 + offsetMinutes) * 60;
        offset = text[at] == '-' ? -offset : offset;
        at += 6;
    } else {
        return bad();
    }
    if (at != text.size() || year < 1678 || year > 2261) // what 64-bit nanoseconds can hold
        return bad();
    const std::int64_t days =
        daysFromCivil(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
    const std::int64_t seconds = days * 86400 + hour * 3600 + minute * 60 + second - offset;
    return UtcTime{seconds * kNsPerSecond + fraction};
}

Result<Duration> parseDuration(std::string_view text)
{
    const auto bad = [&] {
        return fail(ErrorCode::InvalidInput, "not a duration: \"" + std::string(text) + "\"",
                    "write it as 30s, 5m, 1h30m or 2d");
    };
    if (text.empty())
        return bad();
    double total = 0;
    if (const auto plain = parseNumber(text)) {
        total = *plain;
    } else {
        for (std::size_t at = 0; at < text.size();) {
            std::size_t digits = at;
            while (digits < text.size() && (isAt(text, digits, "0123456789.")))
                ++digits;
            std::size_t end = digits;
            while (end < text.size() && !isAt(text, end, "0123456789."))
                ++end;
            const auto value = parseNumber(text.substr(at, digits - at));
            const auto unit = unitSeconds(text.substr(digits, end - digits));
            if (!value)
                return bad();
            if (!unit)
                return fail(unit.error());
            total += *value * *unit;
            at = end;
        }
    }
    if (total < 0 || total > 200.0 * 365 * 86400)
        return bad();
    return Duration{std::llround(total * 1e9)};
}

Result<UtcTime> parseTimeArgument(std::string_view text, UtcTime now)
{
    if (text == "now")
        return now;
    if (text.size() > 1 && text.front() == '-') {
        auto ago = parseDuration(text.substr(1));
        // A bare "-5" is more likely a slip than five seconds ago or a time before 1970.
        if (ago && text.find_first_not_of("-0123456789.") != std::string_view::npos)
            return now - *ago;
    } else if (auto seconds = parseNumber(text)) {
        if (*seconds >= 0 && *seconds < 9.2e9)
            return UtcTime::fromSeconds(*seconds);
    } else if (auto time = parseRfc3339(text)) {
        return time;
    }
    return fail(ErrorCode::InvalidInput, "not a time: \"" + std::string(text) + "\"",
                "give RFC 3339 (2026-11-23T17:54:14Z), Unix seconds (1790000000) or an age (-2h)");
}

std::string toHumanAge(Duration age)
{
    // Source: k8s.io/apimachinery/pkg/util/duration, HumanDuration: two units only while the first
    // is small.
    const std::int64_t seconds = std::chrono::duration_cast<std::chrono::seconds>(age).count();
    const auto two = [](std::int64_t a, const char* ua, std::int64_t b, const char* ub) {
        std::string out = std::to_string(a) + ua;
        if (b != 0)
            out += std::to_string(b) + ub;
        return out;
    };
    if (seconds < -1)
        return "<invalid>";
    if (seconds < 0)
        return "0s";
    const std::int64_t minutes = seconds / 60, hours = seconds / 3600, days = hours / 24;
    if (seconds < 120)
        return std::to_string(seconds) + "s";
    if (minutes < 10)
        return two(minutes, "m", seconds % 60, "s");
    if (minutes < 180)
        return std::to_string(minutes) + "m";
    if (hours < 8)
        return two(hours, "h", minutes % 60, "m");
    if (hours < 48)
        return std::to_string(hours) + "h";
    if (hours < 192)
        return two(days, "d", hours % 24, "h");
    if (hours < 24 * 365 * 2)
        return std::to_string(days) + "d";
    if (hours < 24 * 365 * 8)
        return two(days / 365, "y", days % 365, "d");
    return std::to_string(days / 365) + "y";
}

const Clock& Clock::system()
{
    return systemClock();
}

void Clock::holdSystem(UtcTime t)
{
    systemClock().held = t;
}

} // namespace binnacle::models
