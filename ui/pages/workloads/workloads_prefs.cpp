// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/workloads/workloads_prefs.h"

#include "ui/shell/ui_state.h"
#include "ui/viewmodels/format.h"

#include <QStringList>

namespace binnacle::ui {

namespace {

QString key(const std::string& kind, const char* what)
{
    return QStringLiteral("workloads/%1/%2").arg(toQ(kind), QLatin1String(what));
}

} // namespace

KindPrefs loadPrefs(const UiState& state, const std::string& kind)
{
    KindPrefs prefs;
    for (const QString& one : state.value(key(kind, "columns")).toStringList()) {
        const qsizetype at = one.lastIndexOf(QLatin1Char('='));
        if (at > 0)
            prefs.columns.emplace_back(one.left(at).toStdString(), one.mid(at + 1).toInt());
    }
    for (const QString& one : state.value(key(kind, "sort")).toStringList()) {
        const bool descending = one.startsWith(QLatin1Char('-'));
        prefs.sort.push_back({one.mid(descending ? 1 : 0).toStdString(), descending});
    }
    bool known = false;
    const int group = state.value(key(kind, "group")).toInt(&known);
    if (known && group >= 0 && group <= static_cast<int>(GroupBy::Status))
        prefs.group = static_cast<GroupBy>(group);
    return prefs;
}

void savePrefs(UiState& state, const std::string& kind, const KindPrefs& prefs)
{
    QStringList columns, sort;
    for (const auto& [id, width] : prefs.columns)
        columns << QStringLiteral("%1=%2").arg(toQ(id)).arg(width);
    for (const TableSort& one : prefs.sort)
        sort << (one.descending ? QStringLiteral("-") : QString()) + toQ(one.column);
    state.setValue(key(kind, "columns"), columns);
    state.setValue(key(kind, "sort"), sort);
    if (prefs.group)
        state.setValue(key(kind, "group"), static_cast<int>(*prefs.group));
}

} // namespace binnacle::ui
