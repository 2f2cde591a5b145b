// SPDX-License-Identifier: GPL-3.0-or-later
// Copying the selected rows of a table, in the order and with the columns on screen: for its
// context menu, Ctrl C and the palette. Ui thread; works with every QTableView.
#pragma once

#include "ui/viewmodels/table_text.h"

class QMenu;
class QTableView;

namespace binnacle::ui {

/// Shape: selected rows from top to bottom, shown columns from left to right.
TableText selectedRows(const QTableView& table);

/// False when nothing is selected: the clipboard keeps what it has.
bool copySelection(const QTableView& table, TableFormat format);

/// One entry per format.
void addCopyEntries(QMenu& menu, const QTableView& table);

/// "Copy as Markdown"
QString copyTitle(TableFormat format);

} // namespace binnacle::ui
