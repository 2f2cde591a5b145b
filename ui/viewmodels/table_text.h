// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of a table as something to paste elsewhere: aligned text, Markdown, CSV, JSON. What is shown
// is what is copied, units and all; what is not known is empty, or null. Pure; knows no widget.
#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace binnacle::ui {

enum class TableFormat { Text, Markdown, Csv, Json };

struct TableText {
    QStringList titles;
    std::vector<bool> figures;     ///< by column: right aligned
    std::vector<QStringList> rows; ///< "–" for what is not known
};

/// Shape: ends with a line feed. CSV by RFC 4180; JSON is an array of objects by column title.
QString toText(const TableText& table, TableFormat format);

} // namespace binnacle::ui
