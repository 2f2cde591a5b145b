// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/workloads_state.h"

#include "services/usecases/object_state.h"
#include "ui/viewmodels/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace binnacle::ui {

namespace {

using Kind = PageState::Kind;
using models::ErrorCode;
using models::SourcePhase;
using models::SourceStatus;

QString tr(const char* text)
{
    return QCoreApplication::translate("WorkloadsState", text);
}

PageState connections(Kind kind, QString title, QString detail)
{
    return {kind, std::move(title), std::move(detail), QStringLiteral("go.connections"),
            tr("Open Connections")};
}

const models::KindSpec& specOf(const ObjectKind& kind)
{
    return models::KindRegistry::instance().spec(kind.id);
}

const models::KindSync* syncOf(const SourceStatus& source, const ObjectKind& kind)
{
    const auto found = source.kinds.find(kind.name);
    return found == source.kinds.end() ? nullptr : &found->second;
}

/// The right that is missing to list this kind: "list pods (cluster-wide)". Empty: none.
std::string missingRight(const SourceStatus& source, const models::KindSpec& spec)
{
    for (const std::string& right : source.missing) {
        std::string word;
        for (const char c : right + " ") {
            if (c != ' ') {
                word += c;
                continue;
            }
            if (word == spec.plural || word == spec.plural + "." + spec.group)
                return right;
            word.clear();
        }
    }
    return {};
}

bool isForbidden(const SourceStatus& source, const ObjectKind& kind)
{
    const models::KindSync* sync = syncOf(source, kind);
    return (sync && sync->error && sync->error->code == ErrorCode::PermissionDenied) ||
           !missingRight(source, specOf(kind)).empty();
}

bool isStarting(const SourceStatus& source)
{
    return source.phase == SourcePhase::Idle || source.phase == SourcePhase::Connecting ||
           source.phase == SourcePhase::Syncing;
}

/// Metric servers list no objects.
bool listsObjects(const SourceStatus& source)
{
    return source.type != "prometheus";
}

struct Survey {
    int total = 0, starting = 0, failed = 0, live = 0, listed = 0, reading = 0;
    models::UtcTime lastContact;
    const SourceStatus* error = nullptr;
    const SourceStatus* forbidden = nullptr;
    const SourceStatus* broken = nullptr; ///< this kind alone fails
};

Survey survey(const services::Snapshot& snapshot, const ObjectKind& kind, models::UtcTime now)
{
    Survey result;
    for (const auto& source : snapshot.sources) {
        if (!source || !listsObjects(*source))
            continue;
        ++result.total;
        result.starting += isStarting(*source);
        result.failed += source->phase == SourcePhase::Failed;
        const models::Freshness f = source->freshnessAt(now);
        result.live += f == models::Freshness::Live || f == models::Freshness::Late;
        result.lastContact = std::max(result.lastContact, source->lastContact);
        if (source->error && !result.error)
            result.error = source.get();
        if (isForbidden(*source, kind) && !result.forbidden)
            result.forbidden = source.get();
        const models::KindSync* sync = syncOf(*source, kind);
        result.listed += sync && sync->complete;
        result.reading += sync && !sync->complete && !sync->error;
        if (sync && sync->error && !result.broken)
            result.broken = source.get();
    }
    return result;
}

PageState notAllowed(const SourceStatus& source, const ObjectKind& kind)
{
    std::string right = missingRight(source, specOf(kind));
    if (right.empty())
        right = "list " + specOf(kind).plural;
    return connections(Kind::NotAllowed,
                       tr("You may not list the %1 of %2").arg(kind.countWord, toQ(source.id)),
                       tr("Missing: %1. Whoever administers the cluster can grant it with a role "
                          "that allows get, list and watch on %2.")
                           .arg(toQ(right), toQ(specOf(kind).plural)));
}

PageState withoutRows(const Survey& found, const ObjectKind& kind)
{
    if (found.total == 0)
        return connections(Kind::Empty, tr("No source here lists objects"),
                           tr("Add a cluster or the demo estate."));
    if (found.failed == found.total && found.error)
        return connections(Kind::Failed, tr("No source answers"),
                           tr("%1: %2 %3")
                               .arg(toQ(found.error->id), toQ(found.error->error->text()),
                                    toQ(found.error->error->remedy)));
    if (found.forbidden)
        return notAllowed(*found.forbidden, kind);
    if (found.broken) {
        const models::Error& error = *syncOf(*found.broken, kind)->error;
        return connections(
            Kind::Failed,
            tr("The %1 of %2 cannot be read").arg(kind.countWord, toQ(found.broken->id)),
            toQ(error.text()) + QLatin1Char(' ') + toQ(error.remedy));
    }
    if (found.reading > 0 || (found.starting > 0 && found.listed == 0))
        return {};
    if (found.listed == 0)
        return connections(Kind::NotSupported, tr("No source here has %1").arg(kind.countWord),
                           tr("The cluster does not serve this kind, or the source does not list "
                              "it. Choose another kind above the table."));
    return {Kind::Empty,
            tr("There are no %1").arg(kind.countWord),
            tr("The list was read in full and is empty. Choose another kind above the table."),
            {},
            {}};
}

} // namespace

PageState workloadsState(const services::Snapshot* snapshot, const WorkloadsView* view,
                         const ObjectKind& kind, const std::optional<models::Error>& openError,
                         models::UtcTime now)
{
    if (openError)
        return connections(Kind::Failed, tr("This environment did not open"),
                           toQ(openError->text()) + QLatin1Char(' ') + toQ(openError->remedy));
    if (!snapshot || !view)
        return {};
    const Survey found = survey(*snapshot, kind, now);
    if (view->total == 0 && !snapshot->live)
        return {Kind::Empty,
                tr("There were no %1 then").arg(kind.countWord),
                snapshot->keptSince.known() && snapshot->at < snapshot->keptSince
                    ? tr("History is kept since %1.").arg(formatAbsolute(snapshot->keptSince))
                    : tr("None is in what was kept for %1.").arg(formatAbsolute(snapshot->at)),
                {},
                {}};
    if (view->total == 0)
        return withoutRows(found, kind);
    if (snapshot->live && found.total > 0 && found.live == 0 && found.starting == 0)
        return {Kind::Stale,
                tr("No source answers: this is the state of %1 ago.")
                    .arg(formatAge(found.lastContact, now)),
                found.error
                    ? tr("%1: %2").arg(toQ(found.error->id), toQ(found.error->error->text()))
                    : QString(),
                QStringLiteral("environment.reopen"), tr("Connect again")};
    return {Kind::Ready, {}, {}, {}, {}};
}

QStringList workloadsCaveats(const services::Snapshot& snapshot, const ObjectKind& kind)
{
    QStringList out;
    for (const auto& source : snapshot.sources) {
        if (!source || !listsObjects(*source))
            continue;
        const models::KindSync* sync = syncOf(*source, kind);
        if (isForbidden(*source, kind))
            out << tr("%1: you may not list %2").arg(toQ(source->id), kind.countWord);
        else if (sync && sync->error)
            out << tr("%1: %2").arg(toQ(source->id), toQ(sync->error->text()));
        else if (sync && !sync->scope.empty())
            out << tr("%1: namespace %2 only").arg(toQ(source->id), toQ(sync->scope));
    }
    return out;
}

std::vector<KindChoice> kindChoices(const services::Snapshot& snapshot)
{
    const auto& registry = models::KindRegistry::instance();
    std::vector<KindChoice> out;
    for (std::size_t i = 0; i < registry.size(); ++i) {
        const auto id = static_cast<models::KindId>(i);
        const models::KindSpec& spec = registry.spec(id);
        const services::Table* table = snapshot.table(id);
        bool listed = table && table->rowCount() > 0, forbidden = false, failed = false,
             complete = false;
        for (const auto& source : snapshot.sources) {
            if (!source)
                continue;
            const auto sync = source->kinds.find(spec.name);
            listed = listed || sync != source->kinds.end();
            forbidden = forbidden || !missingRight(*source, spec).empty() ||
                        (sync != source->kinds.end() && sync->second.error &&
                         sync->second.error->code == ErrorCode::PermissionDenied);
            failed = failed || (sync != source->kinds.end() && sync->second.error);
            complete = complete || (sync != source->kinds.end() && sync->second.complete);
        }
        if (!listed && !forbidden)
            continue;
        const bool any = table && table->rowCount() > 0;
        QString title = toQ(services::kindWord(spec, true));
        title[0] = title[0].toUpper();
        out.push_back({id, title, toQ(spec.group),
                       any || complete ? static_cast<std::int64_t>(table ? table->rowCount() : 0)
                                       : models::kUnknownInt,
                       forbidden ? tr("may not be listed")
                       : failed  ? tr("cannot be read")
                                 : QString()});
    }
    return out;
}

} // namespace binnacle::ui
