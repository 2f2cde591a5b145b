// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/source_rows.h"

#include "ui/viewmodels/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace binnacle::ui {

namespace {

using models::SourcePhase;
using models::SourceStatus;

QString tr(const char* text)
{
    return QCoreApplication::translate("Sources", text);
}

QString typeName(const std::string& type)
{
    if (type == "kubernetes")
        return tr("Kubernetes");
    if (type == "prometheus")
        return tr("Prometheus");
    if (type == "demo")
        return tr("Demo estate");
    return toQ(type);
}

QString typeIcon(const std::string& type)
{
    return type == "kubernetes"   ? QStringLiteral("cluster")
           : type == "prometheus" ? QStringLiteral("metrics")
                                  : QStringLiteral("demo");
}

void describeState(SourceRow& row, const SourceStatus& status, models::UtcTime now)
{
    const auto freshness = status.freshnessAt(now);
    switch (status.phase) {
    case SourcePhase::Idle:
        row.word = tr("Not asked yet");
        break;
    case SourcePhase::Connecting:
        row.word = tr("Connecting");
        row.tone = Tone::Info;
        break;
    case SourcePhase::Syncing:
        row.word = tr("Reading");
        row.tone = Tone::Info;
        break;
    case SourcePhase::Failed:
        row.word = tr("Failed");
        row.tone = Tone::Critical;
        break;
    case SourcePhase::Stopped:
        row.word = tr("Stopped");
        break;
    case SourcePhase::Ready:
    case SourcePhase::Degraded:
        row.tone = toneOf(freshness);
        row.word = freshness == models::Freshness::Live   ? tr("Live")
                   : freshness == models::Freshness::Late ? tr("Late")
                                                          : tr("Stale");
        if (status.phase == SourcePhase::Degraded && freshness == models::Freshness::Live) {
            row.tone = Tone::Warning;
            row.word = tr("Live in part");
        }
        break;
    }
    row.detail = status.lastContact.known()
                     ? tr("last contact %1 ago").arg(formatAge(status.lastContact, now))
                     : tr("never answered yet");
    if (status.followedUntil() < status.lastContact)
        row.detail = tr("answers, but not everything was followed for %1")
                         .arg(formatAge(status.followedUntil(), now));
}

SourceKindRow kindRow(const std::string& name, const models::KindSync& sync)
{
    SourceKindRow row{toQ(name), sync.rows, sync.complete ? Tone::Ok : Tone::Info,
                      sync.complete ? tr("complete") : tr("listing")};
    if (!sync.scope.empty())
        row.detail = tr("%1, namespace %2 only").arg(row.detail, toQ(sync.scope));
    if (sync.provenUntil.known()) {
        row.tone = Tone::Warning;
        row.detail = tr("no proof of being up to date since %1")
                         .arg(toQ(models::toRfc3339(sync.provenUntil)));
    }
    if (sync.error) {
        row.tone = sync.error->code == models::ErrorCode::PermissionDenied ? Tone::Warning
                                                                           : Tone::Critical;
        row.detail = toQ(sync.error->text());
    }
    return row;
}

QString meterText(const models::QueryMeter& meter)
{
    if (meter.queries == 0 && meter.inFlight == 0)
        return {};
    QString text = (meter.queries == 1 ? tr("%1 query, %2") : tr("%1 queries, %2"))
                       .arg(formatCount(static_cast<std::int64_t>(meter.queries)),
                            formatBytes(static_cast<std::int64_t>(meter.bytes)));
    if (meter.merged > 0)
        text += tr(", %1 merged").arg(formatCount(static_cast<std::int64_t>(meter.merged)));
    if (meter.failed > 0)
        text += tr(", %1 failed").arg(formatCount(static_cast<std::int64_t>(meter.failed)));
    if (meter.inFlight > 0)
        text += tr(", %1 under way").arg(meter.inFlight);
    return text;
}

QString configuredAddress(const services::SourceConfig& config)
{
    if (config.type == "kubernetes")
        return config.context.empty() ? tr("current context")
                                      : tr("context %1").arg(toQ(config.context));
    if (config.type == "demo")
        return tr("built in, size %1, seed %2").arg(toQ(config.size)).arg(config.seed);
    return toQ(config.url);
}

} // namespace

SourceRow sourceRow(const services::SourceConfig& config, const SourceStatus* status,
                    models::UtcTime now)
{
    SourceRow row;
    row.id = config.id;
    row.type = typeName(config.type);
    row.icon = typeIcon(config.type);
    row.address = configuredAddress(config);
    row.insecure = config.insecure;
    row.simulated = config.type == "demo";
    row.latency = row.version = unknownText();
    row.word = tr("Not asked yet");
    if (!status)
        return row;
    describeState(row, *status, now);
    if (!status->address.empty())
        row.address = toQ(status->address);
    // A simulated source answers from within: no address and no way to it.
    if (status->simulated)
        row.address.clear();
    else
        row.latency = formatMillis(status->latencyMs);
    row.version = status->version.empty() ? unknownText() : toQ(status->version);
    row.queries = meterText(status->meter);
    if (std::abs(status->clockSkew.count()) > 2'000'000'000)
        row.skew = tr("its clock is %1 %2")
                       .arg(formatDuration(std::chrono::abs(status->clockSkew)),
                            status->clockSkew.count() > 0 ? tr("ahead") : tr("behind"));
    for (const std::string& right : status->missing)
        row.missing << toQ(right);
    for (const std::string& note : status->notes)
        row.notes << toQ(note);
    row.error = status->error;
    row.simulated = status->simulated;
    row.insecure = row.insecure || status->insecure;
    for (const auto& [name, sync] : status->kinds)
        row.kinds.push_back(kindRow(name, sync));
    return row;
}

std::vector<SourceRow> sourceRows(const services::EnvironmentConfig& environment,
                                  const services::Snapshot* snapshot, models::UtcTime now)
{
    std::vector<SourceRow> rows;
    for (const auto& config : environment.sources) {
        const SourceStatus* status = nullptr;
        for (std::size_t i = 0; snapshot && i < snapshot->sources.size(); ++i) {
            if (snapshot->sources[i] && snapshot->sources[i]->id == config.id)
                status = snapshot->sources[i].get();
        }
        rows.push_back(sourceRow(config, status, now));
    }
    return rows;
}

QString sourcesTitle(const std::vector<SourceRow>& rows)
{
    if (rows.empty())
        return tr("No source is connected yet");
    std::size_t live = 0;
    const SourceRow* worst = nullptr;
    for (const SourceRow& row : rows) {
        live += row.tone == Tone::Ok;
        if (row.tone != Tone::Ok && (!worst || row.tone == Tone::Critical))
            worst = &row;
    }
    if (!worst)
        return rows.size() == 1 ? tr("The one source is live")
                                : tr("All %1 sources are live").arg(rows.size());
    const QString rest = tr("%1: %2").arg(toQ(worst->id), worst->word.toLower());
    return tr("%1 of %2 sources live; %3").arg(live).arg(rows.size()).arg(rest);
}

} // namespace binnacle::ui
