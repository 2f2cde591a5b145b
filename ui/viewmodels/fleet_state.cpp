// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/fleet_state.h"

#include "ui/viewmodels/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace binnacle::ui {

namespace {

using Kind = PageState::Kind;
using models::SourcePhase;

QString tr(const char* text)
{
    return QCoreApplication::translate("FleetState", text);
}

PageState connections(Kind kind, QString title, QString detail)
{
    return {kind, std::move(title), std::move(detail), QStringLiteral("go.connections"),
            tr("Open Connections")};
}

struct Survey {
    int total = 0, starting = 0, failed = 0, live = 0;
    models::UtcTime lastContact;
    const models::SourceStatus* firstError = nullptr;
    const models::SourceStatus* firstMissing = nullptr;
};

Survey survey(const services::Snapshot& snapshot, models::UtcTime now)
{
    Survey result;
    for (const auto& source : snapshot.sources) {
        if (!source)
            continue;
        ++result.total;
        const SourcePhase phase = source->phase;
        result.starting += phase == SourcePhase::Idle || phase == SourcePhase::Connecting ||
                           phase == SourcePhase::Syncing;
        result.failed += phase == SourcePhase::Failed;
        const auto freshness = source->freshnessAt(now);
        result.live += freshness == models::Freshness::Live || freshness == models::Freshness::Late;
        result.lastContact = std::max(result.lastContact, source->lastContact);
        if (source->error && !result.firstError)
            result.firstError = source.get();
        const bool nodes = std::any_of(
            source->missing.begin(), source->missing.end(),
            [](const std::string& right) { return right.find("nodes") != std::string::npos; });
        if (nodes && !result.firstMissing)
            result.firstMissing = source.get();
    }
    return result;
}

PageState withoutDevices(const Survey& found, bool anyNode)
{
    if (found.total == 0)
        return connections(Kind::Empty, tr("This environment has no source"),
                           tr("Add a cluster, a Prometheus server or the demo estate."));
    if (found.failed == found.total && found.firstError)
        return connections(Kind::Failed, tr("No source answers"),
                           tr("%1: %2 %3")
                               .arg(toQ(found.firstError->id), toQ(found.firstError->error->text()),
                                    toQ(found.firstError->error->remedy)));
    if (found.firstMissing)
        return connections(Kind::NotAllowed,
                           tr("You may not list the nodes of %1").arg(toQ(found.firstMissing->id)),
                           tr("Missing: %1. Whoever administers the cluster can grant it with a "
                              "ClusterRole that allows get, list and watch on nodes.")
                               .arg(toQ(found.firstMissing->missing.front())));
    if (found.starting > 0)
        return {};
    return connections(Kind::Empty, anyNode ? tr("No node here has a GPU") : tr("No GPUs found"),
                       tr("No connected source reports an accelerator. Connect a cluster with GPU "
                          "nodes, or a Prometheus server that scrapes a GPU exporter."));
}

} // namespace

PageState fleetState(const services::Snapshot* snapshot, const services::FleetView* view,
                     const std::optional<models::Error>& openError, models::UtcTime now)
{
    if (openError)
        return connections(Kind::Failed, tr("This environment did not open"),
                           toQ(openError->text()) + QLatin1Char(' ') + toQ(openError->remedy));
    if (!snapshot || !view)
        return {};
    if (!snapshot->live) {
        if (!view->gpus.empty())
            return {Kind::Ready, {}, {}, {}, {}};
        return {Kind::Empty, tr("No device was known then"),
                tr("What is recorded of this moment holds no accelerator."),
                QStringLiteral("time.live"), tr("Live")};
    }
    const Survey found = survey(*snapshot, now);
    if (view->gpus.empty())
        return withoutDevices(found, !view->nodes.empty());
    if (found.live == 0 && found.starting == 0) {
        return {Kind::Stale,
                tr("No source answers: this is the state of %1 ago.")
                    .arg(formatAge(found.lastContact, now)),
                found.firstError ? tr("%1: %2").arg(toQ(found.firstError->id),
                                                    toQ(found.firstError->error->text()))
                                 : QString(),
                QStringLiteral("environment.reopen"), tr("Connect again")};
    }
    return {Kind::Ready, {}, {}, {}, {}};
}

} // namespace binnacle::ui
