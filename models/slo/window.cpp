// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/slo/window.h"

#include <charconv>
#include <chrono>

namespace binnacle::models {

namespace {

using std::chrono::days;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::int64_t kDay = 86400;

std::int64_t secondsOf(CalendarUnit unit)
{
    switch (unit) {
    case CalendarUnit::Minute:
        return 60;
    case CalendarUnit::Hour:
        return 3600;
    case CalendarUnit::Day:
        return kDay;
    case CalendarUnit::Week:
        return 7 * kDay;
    case CalendarUnit::Month:
        return 30 * kDay;
    case CalendarUnit::Quarter:
        return 90 * kDay;
    case CalendarUnit::Year:
        return 365 * kDay;
    }
    return kDay;
}

int monthsOf(CalendarUnit unit)
{
    switch (unit) {
    case CalendarUnit::Month:
        return 1;
    case CalendarUnit::Quarter:
        return 3;
    case CalendarUnit::Year:
        return 12;
    default:
        return 0;
    }
}

Result<std::int64_t> localStart(const std::string& text)
{
    if (text.empty())
        return 0; // 1970-01-01 00:00: months, quarters and years begin where people expect
    const auto parsed = parseRfc3339(text.size() == 10 ? text + "T00:00:00Z" : text + "Z");
    if (!parsed)
        return fail(ErrorCode::InvalidInput, "startTime \"" + text + "\" is no date with time",
                    "write it as 2026-01-01 00:00:00");
    return parsed->ns / 1'000'000'000;
}

/// The local begin of period number `n` after the start. A day that a month lacks is its last.
std::int64_t localBegin(const SloWindow& window, std::int64_t start, std::int64_t n)
{
    const int perUnit = monthsOf(window.unit);
    if (perUnit == 0)
        return start + n * window.count * secondsOf(window.unit);
    const std::int64_t day = start >= 0 ? start / kDay : (start - kDay + 1) / kDay;
    year_month_day date{sys_days{days{day}}};
    const auto wanted = date.day();
    date = year_month_day{date.year() / date.month() / std::chrono::day{1}} +
           months{n * window.count * perUnit};
    const auto last = (date.year() / date.month() / std::chrono::last).day();
    date = date.year() / date.month() / std::min(wanted, last);
    return sys_days{date}.time_since_epoch().count() * kDay + (start - day * kDay);
}

} // namespace

Result<SloWindow> parseWindow(std::string_view text)
{
    SloWindow out;
    out.text = std::string(text);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out.count);
    const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
    constexpr std::string_view kUnits = "mhdwMQY";
    const auto at = unit.size() == 1 ? kUnits.find(unit[0]) : std::string_view::npos;
    if (error != std::errc() || at == std::string_view::npos || out.count <= 0 ||
        out.count > 100'000)
        return fail(ErrorCode::InvalidInput, "\"" + std::string(text) + "\" is no length of time",
                    "a whole number and one of m, h, d, w, M, Q, Y: 30d, 4w, 1M");
    out.unit = static_cast<CalendarUnit>(at);
    if (out.count * secondsOf(out.unit) > 20 * 366 * kDay)
        return fail(ErrorCode::InvalidInput, "a window of " + out.text + " is longer than 20 years",
                    "use a shorter one");
    return out;
}

Result<WindowSpan> spanAt(const SloWindow& window, UtcTime moment, const ZoneRules& zone)
{
    WindowSpan out;
    if (!window.calendar) {
        out.period = std::chrono::seconds(window.count * secondsOf(window.unit));
        out.elapsed = out.period;
        out.begin = moment - out.period;
        out.end = moment;
        return out;
    }
    const auto start = localStart(window.calendarStart);
    if (!start)
        return fail(start.error());
    const std::int64_t local = zone.toLocal(moment);
    if (local < *start)
        return fail(ErrorCode::InvalidInput,
                    "the window begins at " + window.calendarStart + ", after the moment asked for",
                    "choose a later --at, or an earlier startTime");
    // An estimate by mean lengths, then corrected: one or two steps at most.
    const double mean = monthsOf(window.unit) ? monthsOf(window.unit) * 30.436875 * kDay
                                              : static_cast<double>(secondsOf(window.unit));
    auto n = static_cast<std::int64_t>(static_cast<double>(local - *start) / (mean * window.count));
    const auto begin = [&](std::int64_t k) { return zone.toUtc(localBegin(window, *start, k)); };
    while (n > 0 && begin(n) > moment)
        --n;
    while (begin(n + 1) <= moment)
        ++n;
    out.begin = begin(n);
    out.end = begin(n + 1);
    out.period = out.end - out.begin;
    out.elapsed = moment - out.begin;
    return out;
}

const char* toString(Budgeting budgeting)
{
    return budgeting == Budgeting::Occurrences  ? "Occurrences"
           : budgeting == Budgeting::TimeSlices ? "Timeslices"
                                                : "RatioTimeslices";
}

const char* toString(CompareOp op)
{
    constexpr const char* kWords[] = {"lt", "lte", "gt", "gte"};
    return kWords[static_cast<int>(op)];
}

const char* toString(CalendarUnit unit)
{
    constexpr const char* kWords[] = {"m", "h", "d", "w", "M", "Q", "Y"};
    return kWords[static_cast<int>(unit)];
}

} // namespace binnacle::models
