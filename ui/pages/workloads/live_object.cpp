// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/workloads/live_object.h"

#include "ui/shell/error_text.h"
#include "ui/viewmodels/environments.h"
#include "ui/viewmodels/format.h"

#include <QCoreApplication>
#include <QStringList>

namespace binnacle::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("LiveObject", text);
}

/// As a shell takes it: names of clusters may have anything in them.
QString quoted(const QString& word)
{
    for (const QChar c : word) {
        const bool plain =
            c.unicode() < 0x80 && (c.isLetterOrNumber() || QStringLiteral("-_./:@=").contains(c));
        if (!plain)
            return QStringLiteral("'%1'").arg(
                QString(word).replace(QLatin1Char('\''), QStringLiteral("'\\''")));
    }
    return word;
}

} // namespace

QString LiveObject::kubectl(const QString& verb, const QString& flags) const
{
    QStringList words{QStringLiteral("kubectl")};
    if (!context.empty())
        words << QStringLiteral("--context") << quoted(toQ(context));
    if (!ref.ns.empty())
        words << QStringLiteral("-n") << quoted(toQ(ref.ns));
    words << verb << quoted(toQ(resource + "/" + ref.name));
    if (!flags.isEmpty())
        words << flags;
    return words.join(QLatin1Char(' '));
}

LiveObject liveObject(const InspectorSubject& subject, Environments& environments)
{
    const auto row = subject.row();
    if (!row)
        return {};
    const models::KindSpec& spec = row->table().spec();
    LiveObject out;
    out.estate = environments.feed().estate();
    out.sourceId = subject.sourceId();
    out.ref = {spec.name, std::string(row->ns()), std::string(row->name())};
    out.resource = spec.group.empty() ? spec.plural : spec.plural + "." + spec.group;
    out.live = subject.live();
    if (const auto& current = environments.current()) {
        for (const services::SourceConfig& source : current->sources) {
            if (source.id == out.sourceId)
                out.context = source.context;
        }
    }
    return out;
}

PageState notKept(const QString& what)
{
    PageState state;
    state.kind = PageState::Kind::NotSupported;
    state.title = tr("%1 is shown live only").arg(what);
    state.detail = tr("The history keeps the columns of an object, not this. Return to Live to see "
                      "it as it is now.");
    return state;
}

PageState failedState(const models::Error& error)
{
    const ErrorText words = errorText(error);
    PageState state;
    state.kind = error.code == models::ErrorCode::PermissionDenied ? PageState::Kind::NotAllowed
                 : error.code == models::ErrorCode::Unsupported    ? PageState::Kind::NotSupported
                                                                   : PageState::Kind::Failed;
    state.title = words.title;
    state.detail = words.detail + QLatin1Char(' ') + words.remedy;
    if (state.kind != PageState::Kind::NotSupported) {
        state.action = QStringLiteral("reload");
        state.actionText = tr("Try again");
    }
    return state;
}

} // namespace binnacle::ui
