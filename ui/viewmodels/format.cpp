// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/format.h"

#include "models/estate/cell.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

namespace binnacle::ui {

namespace {

const QLocale& numberLocale()
{
    static const QLocale locale(QLocale::English, QLocale::UnitedStates);
    return locale;
}

QString threeFigures(double value)
{
    const double magnitude = std::abs(value);
    const int decimals = magnitude >= 100 || value == std::round(value) ? 0
                         : magnitude >= 10                              ? 1
                                                                        : 2;
    return numberLocale().toString(value, 'f', decimals);
}

} // namespace

QString toQ(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString unknownText()
{
    return QStringLiteral("–");
}

QString formatCount(std::int64_t value)
{
    if (value == models::kUnknownInt)
        return unknownText();
    return numberLocale().toString(static_cast<qlonglong>(value));
}

QString formatRatio(double ratio)
{
    if (!std::isfinite(ratio))
        return unknownText();
    return QStringLiteral("%1%").arg(std::lround(ratio * 100.0));
}

QString formatBytes(std::int64_t bytes)
{
    if (bytes == models::kUnknownInt)
        return unknownText();
    static constexpr std::array<const char*, 6> kUnits = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    double value = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (std::abs(value) >= 1024.0 && unit + 1 < kUnits.size()) {
        value /= 1024.0;
        ++unit;
    }
    return threeFigures(value) + QLatin1Char(' ') + QLatin1String(kUnits[unit]);
}

QString formatReal(double value, const QString& unit)
{
    if (!std::isfinite(value))
        return unknownText();
    return unit.isEmpty() ? threeFigures(value) : threeFigures(value) + QLatin1Char(' ') + unit;
}

QString formatDuration(models::Duration duration)
{
    const auto seconds = std::max<std::int64_t>(
        0, std::chrono::duration_cast<std::chrono::seconds>(duration).count());
    const auto pair = [](std::int64_t big, const char* bigUnit, std::int64_t small,
                         const char* smallUnit) {
        const QString first = QStringLiteral("%1 %2").arg(big).arg(QLatin1String(bigUnit));
        return small == 0
                   ? first
                   : first + QStringLiteral(" %1 %2").arg(small).arg(QLatin1String(smallUnit));
    };
    if (seconds < 60)
        return QStringLiteral("%1 s").arg(seconds);
    if (seconds < 3600)
        return QStringLiteral("%1 min").arg(seconds / 60);
    if (seconds < 86400)
        return pair(seconds / 3600, "h", seconds % 3600 / 60, "min");
    return pair(seconds / 86400, "d", seconds % 86400 / 3600, "h");
}

QString formatMillis(double ms)
{
    if (!std::isfinite(ms) || ms < 0)
        return unknownText();
    if (ms < 1000)
        return ms < 10 ? numberLocale().toString(ms, 'f', 1) + QStringLiteral(" ms")
                       : QStringLiteral("%1 ms").arg(std::lround(ms));
    return formatReal(ms / 1000.0, QStringLiteral("s"));
}

QString formatAge(models::UtcTime then, models::UtcTime now)
{
    return then.known() ? formatDuration(now - then) : unknownText();
}

QString formatAbsolute(models::UtcTime t)
{
    if (!t.known())
        return {};
    return QDateTime::fromMSecsSinceEpoch(t.ns / 1'000'000)
        .toString(QStringLiteral("yyyy-MM-dd HH:mm:ss t"));
}

} // namespace binnacle::ui
