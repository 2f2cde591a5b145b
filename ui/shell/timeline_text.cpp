// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/timeline_text.h"

#include "ui/viewmodels/format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QStringList>

namespace binnacle::ui {

namespace {

QString tr(const char* text, int n = -1)
{
    return QCoreApplication::translate("Timeline", text, nullptr, n);
}

QDateTime local(models::UtcTime t)
{
    return QDateTime::fromMSecsSinceEpoch(t.ns / 1'000'000);
}

} // namespace

Tone toneOf(services::TimelineTone tone)
{
    switch (tone) {
    case services::TimelineTone::Ok:
        return Tone::Ok;
    case services::TimelineTone::Info:
        return Tone::Info;
    case services::TimelineTone::Warning:
        return Tone::Warning;
    case services::TimelineTone::Critical:
        return Tone::Critical;
    case services::TimelineTone::Change:
        break;
    }
    return Tone::Change;
}

QString laneText(services::TimelineLane lane)
{
    switch (lane) {
    case services::TimelineLane::Deploys:
        return tr("deploys");
    case services::TimelineLane::Alerts:
        return tr("alerts");
    case services::TimelineLane::Nodes:
        return tr("nodes");
    case services::TimelineLane::Restarts:
        break;
    }
    return tr("restarts");
}

QString tickText(models::UtcTime t, bool seconds, bool day)
{
    const QDateTime at = local(t);
    if (day)
        return QLocale::c().toString(at, QStringLiteral("d MMM"));
    return at.toString(seconds ? QStringLiteral("HH:mm:ss") : QStringLiteral("HH:mm"));
}

QString momentText(models::UtcTime t, models::UtcTime now)
{
    const QDateTime at = local(t);
    const QString clock = at.toString(QStringLiteral("HH:mm:ss"));
    return at.date() == local(now).date()
               ? clock
               : QLocale::c().toString(at, QStringLiteral("d MMM ")) + clock;
}

QString spanText(models::Duration span)
{
    return formatDuration(span);
}

QString eventsText(const std::vector<services::TimelineEvent>& events, services::TimelineLane lane,
                   std::size_t first, std::size_t last, models::UtcTime now, int most)
{
    QStringList lines;
    int more = 0;
    for (std::size_t i = first; i <= last && i < events.size(); ++i) {
        const services::TimelineEvent& event = events[i];
        if (event.lane() != lane)
            continue;
        if (lines.size() >= most) {
            ++more;
            continue;
        }
        QString line = momentText(event.at, now) + QStringLiteral("  ") + toQ(event.title);
        if (!event.detail.empty())
            line += QStringLiteral(", ") + toQ(event.detail);
        if (!event.ns.empty())
            line += QStringLiteral("  (") + toQ(event.ns) + QLatin1Char(')');
        if (event.lasts)
            line += tr(", lasts");
        else if (event.until.known())
            line += tr(", for %1").arg(formatDuration(event.until - event.at));
        lines << line;
    }
    if (more > 0)
        lines << tr("and %n more", more);
    return lines.join(QLatin1Char('\n'));
}

models::Duration utcOffset(models::UtcTime t)
{
    return std::chrono::seconds(local(t).offsetFromUtc());
}

} // namespace binnacle::ui
