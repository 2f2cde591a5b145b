// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/workloads/object_menu.h"

#include "ui/viewmodels/format.h"
#include "ui/widgets/table_copy.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QItemSelectionModel>
#include <QMenu>

#include <algorithm>
#include <map>

namespace binnacle::ui {

namespace {

constexpr int kMostCopied = 5000;

QString tr(const char* text)
{
    return QCoreApplication::translate("ObjectMenu", text);
}

void copy(const QString& text)
{
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

void addCopyFormats(QMenu& menu, ObjectTable& table)
{
    addCopyEntries(*menu.addMenu(tr("Copy rows")), table);
    // Half a million cells as one text would stop the window for a while.
    const bool many = table.model()->rowCount() > kMostCopied;
    QMenu* whole =
        menu.addMenu(many ? tr("Copy table (filter it first: too many rows)") : tr("Copy table"));
    whole->setEnabled(!many);
    for (const TableFormat format :
         {TableFormat::Text, TableFormat::Markdown, TableFormat::Csv, TableFormat::Json}) {
        QObject::connect(
            whole->addAction(copyTitle(format)), &QAction::triggered, &table, [&table, format] {
                const QItemSelection before = table.selectionModel()->selection();
                table.selectAll();
                copySelection(table, format);
                table.selectionModel()->select(before, QItemSelectionModel::ClearAndSelect);
            });
    }
}

void addLater(QMenu& menu, const models::KindSpec& kind)
{
    menu.addSeparator();
    std::vector<QString> acts;
    if (kind.column("readyReplicas") >= 0 && kind.name != "Job")
        acts = {tr("Scale…"), tr("Restart…"), tr("Roll back…")};
    if (kind.name == "Node")
        acts = {tr("Cordon…"), tr("Drain…")};
    acts.push_back(tr("Delete…"));
    for (const QString& act : acts)
        menu.addAction(tr("%1  (not in this version yet)").arg(act))->setEnabled(false);
}

} // namespace

std::vector<services::RowRef> selectedObjects(const ObjectTable& table, const WorkloadsModel& model)
{
    std::vector<int> rows;
    for (const QModelIndex& index : table.selectionModel()->selectedRows())
        rows.push_back(index.row());
    std::sort(rows.begin(), rows.end());
    std::vector<services::RowRef> out;
    for (const int row : rows) {
        const ObjectLine& line = model.line(row);
        if (line.group < 0)
            out.push_back(line.view->table->row(line.slot));
    }
    return out;
}

QString kubectlText(const std::vector<services::RowRef>& rows)
{
    std::map<std::string, QStringList> byNamespace;
    for (const services::RowRef& row : rows)
        byNamespace[std::string(row.ns())] << toQ(row.name());
    QStringList lines;
    for (const auto& [ns, names] : byNamespace) {
        const models::KindSpec& spec = rows.front().table().spec();
        QString resource = toQ(spec.plural);
        if (!spec.group.empty())
            resource += QLatin1Char('.') + toQ(spec.group);
        lines << QStringLiteral("kubectl %1get %2 %3 -o yaml")
                     .arg(ns.empty() ? QString() : QStringLiteral("-n %1 ").arg(toQ(ns)), resource,
                          names.join(QLatin1Char(' ')));
    }
    return lines.join(QLatin1Char('\n'));
}

QMenu* makeObjectMenu(ObjectTable& table, const WorkloadsModel& model,
                      const std::function<void()>& open)
{
    auto* menu = new QMenu(&table);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setAccessibleName(tr("Actions"));
    const std::vector<services::RowRef> rows = selectedObjects(table, model);
    const bool any = !rows.empty();
    QAction* show = menu->addAction(tr("Open in the inspector"));
    show->setEnabled(table.currentIndex().isValid());
    QObject::connect(show, &QAction::triggered, &table, open);
    menu->addSeparator();
    // Rows are read now: the table may have moved on when the entry is chosen.
    QStringList names;
    for (const services::RowRef& row : rows)
        names << toQ(row.name());
    QAction* name =
        menu->addAction(rows.size() > 1 ? tr("Copy %1 names").arg(names.size()) : tr("Copy name"));
    name->setEnabled(any);
    QObject::connect(name, &QAction::triggered, &table,
                     [text = names.join(QLatin1Char('\n'))] { copy(text); });
    addCopyFormats(*menu, table);
    QAction* command = menu->addAction(tr("Copy kubectl command"));
    command->setEnabled(any && model.kind().name != "Gpu");
    QObject::connect(command, &QAction::triggered, &table,
                     [text = any ? kubectlText(rows) : QString()] { copy(text); });
    addLater(*menu, models::KindRegistry::instance().spec(model.kind().id));
    return menu;
}

} // namespace binnacle::ui
