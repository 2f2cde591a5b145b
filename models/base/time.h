// SPDX-License-Identifier: GPL-3.0-or-later
// Wall time as UTC nanoseconds, kept apart from durations, and the clock interface that tests
// replace. Used by every ring on any thread. Knows no time zone: local time is made in ui and in
// the command line.
#pragma once

#include "models/base/result.h"

#include <chrono>
#include <compare>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace binnacle::models {

using Duration = std::chrono::nanoseconds;

/// A point in wall time. Units: nanoseconds since 1970-01-01T00:00:00Z. The default value means
/// "not known".
struct UtcTime {
    static constexpr std::int64_t kUnknown = std::numeric_limits<std::int64_t>::min();
    std::int64_t ns = kUnknown;

    constexpr bool known() const { return ns != kUnknown; }
    constexpr double seconds() const { return static_cast<double>(ns) / 1e9; }
    static constexpr UtcTime fromSeconds(std::int64_t s) { return {s * 1'000'000'000}; }
    static UtcTime fromSeconds(double s);
    friend constexpr auto operator<=>(UtcTime, UtcTime) = default;
    friend constexpr UtcTime operator+(UtcTime t, Duration d) { return {t.ns + d.count()}; }
    friend constexpr UtcTime operator-(UtcTime t, Duration d) { return {t.ns - d.count()}; }
    friend constexpr Duration operator-(UtcTime a, UtcTime b) { return Duration{a.ns - b.ns}; }
};

/// RFC 3339 in UTC, with as many fraction digits as needed (0, 3, 6 or 9): "2026-11-23T17:54:14Z".
/// Empty for unknown.
std::string toRfc3339(UtcTime t);

/// Errors: InvalidInput, with the text quoted. Accepts offsets and fractions, "T" or a space
/// between.
Result<UtcTime> parseRfc3339(std::string_view text);

/// RFC 3339, Unix seconds ("1790000000.5") or relative to now ("-2h", "-1h30m", "now").
/// Errors: InvalidInput with the three accepted forms in the remedy.
Result<UtcTime> parseTimeArgument(std::string_view text, UtcTime now);

/// "15s", "1h30m", "250ms", "1d", "1w", "1y" as Prometheus reads them, or plain seconds "0.5".
Result<Duration> parseDuration(std::string_view text);

/// kubectl's AGE column (duration.HumanDuration): "5s", "3m12s", "47m", "5h3m", "2d4h", "12d",
/// "3y24d".
std::string toHumanAge(Duration age);

/// Wall and monotonic time for whoever needs "now"; tests use ManualClock. Thread: any.
class Clock {
public:
    virtual ~Clock() = default;
    virtual UtcTime now() const = 0;
    /// Never goes back; only differences mean something.
    virtual std::chrono::steady_clock::time_point steady() const = 0;
    /// The machine's clocks.
    static const Clock& system();
    /// From now on the machine's wall clock stands at `t`; the monotonic one goes on. For pictures
    /// that must be equal tomorrow; before any thread is started.
    static void holdSystem(UtcTime t);
};

class ManualClock final : public Clock {
public:
    explicit ManualClock(UtcTime start) : m_now(start) {}
    UtcTime now() const override { return m_now; }
    std::chrono::steady_clock::time_point steady() const override
    {
        return std::chrono::steady_clock::time_point(m_steady);
    }
    void advance(Duration by)
    {
        m_now = m_now + by;
        m_steady += by;
    }
    /// The wall clock set by a person; the monotonic clock does not move.
    void setWall(UtcTime t) { m_now = t; }

private:
    UtcTime m_now;
    Duration m_steady{0};
};

} // namespace binnacle::models
