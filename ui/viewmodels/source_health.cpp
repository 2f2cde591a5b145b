// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/source_health.h"

#include "ui/viewmodels/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace binnacle::ui {

namespace {

QString tr(const char* text, int n = -1)
{
    return QCoreApplication::translate("SourceHealth", text, nullptr, n);
}

Tone toneFor(const SourceHealth& health, bool failed)
{
    if (health.total == 0)
        return Tone::Unknown;
    if (health.live == health.total)
        return Tone::Ok;
    if (health.live > 0)
        return Tone::Warning;
    if (health.starting > 0)
        return Tone::Info;
    return failed ? Tone::Critical : Tone::Stale;
}

} // namespace

SourceHealth sourceHealth(const services::Snapshot* snapshot, models::UtcTime now)
{
    SourceHealth health;
    if (!snapshot) {
        health.text = tr("No sources");
        return health;
    }
    models::Duration oldest{0};
    bool failed = false;
    QStringList others;
    for (const auto& source : snapshot->sources) {
        if (!source)
            continue;
        ++health.total;
        health.simulated = health.simulated || source->simulated;
        failed = failed || source->phase == models::SourcePhase::Failed;
        const models::Freshness freshness = source->freshnessAt(now);
        if (freshness == models::Freshness::Live) {
            ++health.live;
            oldest = std::max(oldest, now - source->lastContact);
            continue;
        }
        health.starting += source->phase == models::SourcePhase::Connecting ||
                           source->phase == models::SourcePhase::Syncing ||
                           source->phase == models::SourcePhase::Idle;
        const QString why =
            source->error ? toQ(source->error->message) : toQ(models::toString(source->phase));
        others << tr("%1: %2, last contact %3 ago")
                      .arg(toQ(source->id), why, formatAge(source->lastContact, now));
    }
    health.tone = toneFor(health, failed);
    health.detail = others.join(QLatin1Char('\n'));
    if (health.total == 0)
        health.text = tr("No sources");
    else if (health.live == 0 && health.starting > 0)
        health.text = health.total == 1
                          ? tr("Reading the one source")
                          : tr("Reading %1 of %2 sources").arg(health.starting).arg(health.total);
    else if (health.live == 0)
        health.text = tr("No source of %1 live").arg(health.total);
    else
        health.text = tr("%1 of %2 sources live · %3")
                          .arg(health.live)
                          .arg(health.total)
                          .arg(formatDuration(oldest));
    return health;
}

} // namespace binnacle::ui
