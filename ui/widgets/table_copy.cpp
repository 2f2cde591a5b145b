// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/table_copy.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMenu>
#include <QTableView>

#include <algorithm>

namespace binnacle::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("TableCopy", text);
}

std::vector<int> shownColumns(const QHeaderView& header)
{
    std::vector<int> columns;
    for (int visual = 0; visual < header.count(); ++visual) {
        const int column = header.logicalIndex(visual);
        if (!header.isSectionHidden(column))
            columns.push_back(column);
    }
    return columns;
}

} // namespace

TableText selectedRows(const QTableView& table)
{
    TableText text;
    const QAbstractItemModel* model = table.model();
    if (!model || !table.selectionModel())
        return text;
    std::vector<int> rows;
    for (const QModelIndex& index : table.selectionModel()->selectedRows())
        rows.push_back(index.row());
    std::sort(rows.begin(), rows.end());
    const std::vector<int> columns = shownColumns(*table.horizontalHeader());
    for (const int column : columns) {
        text.titles << model->headerData(column, Qt::Horizontal).toString();
        const int side = model->headerData(column, Qt::Horizontal, Qt::TextAlignmentRole).toInt();
        text.figures.push_back((side & Qt::AlignRight) != 0);
    }
    for (const int row : rows) {
        QStringList cells;
        for (const int column : columns)
            cells << model->index(row, column).data().toString();
        text.rows.push_back(std::move(cells));
    }
    return text;
}

bool copySelection(const QTableView& table, TableFormat format)
{
    const TableText text = selectedRows(table);
    if (text.rows.empty())
        return false;
    QGuiApplication::clipboard()->setText(toText(text, format));
    return true;
}

QString copyTitle(TableFormat format)
{
    switch (format) {
    case TableFormat::Markdown:
        return tr("Copy as Markdown");
    case TableFormat::Csv:
        return tr("Copy as CSV");
    case TableFormat::Json:
        return tr("Copy as JSON");
    case TableFormat::Text:
        break;
    }
    return tr("Copy as text");
}

void addCopyEntries(QMenu& menu, const QTableView& table)
{
    const bool any = table.selectionModel() && table.selectionModel()->hasSelection();
    for (const TableFormat format :
         {TableFormat::Text, TableFormat::Markdown, TableFormat::Csv, TableFormat::Json}) {
        QAction* entry = menu.addAction(copyTitle(format));
        entry->setEnabled(any);
        QObject::connect(entry, &QAction::triggered, &table,
                         [&table, format] { copySelection(table, format); });
    }
}

} // namespace binnacle::ui
