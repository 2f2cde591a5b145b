// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/table_text.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace binnacle::ui {

namespace {

QString unknown()
{
    return QStringLiteral("–");
}

QString aligned(const TableText& table)
{
    std::vector<qsizetype> widths;
    for (qsizetype c = 0; c < table.titles.size(); ++c) {
        widths.push_back(table.titles[c].size());
        for (const QStringList& row : table.rows)
            widths.back() = std::max(widths.back(), row.value(c).size());
    }
    QString out;
    const auto add = [&](const QStringList& cells) {
        QString line;
        for (std::size_t c = 0; c < widths.size(); ++c) {
            const QString cell = cells.value(static_cast<qsizetype>(c));
            line +=
                (c > 0 ? QStringLiteral("  ") : QString()) +
                (table.figures[c] ? cell.rightJustified(widths[c]) : cell.leftJustified(widths[c]));
        }
        while (line.endsWith(QLatin1Char(' ')))
            line.chop(1);
        out += line + QLatin1Char('\n');
    };
    add(table.titles);
    for (const QStringList& row : table.rows)
        add(row);
    return out;
}

QString markdown(const TableText& table)
{
    QString out;
    const auto add = [&out](const QStringList& cells) {
        for (QString cell : cells) {
            cell.replace(QLatin1Char('\\'), QStringLiteral("\\\\"))
                .replace(QLatin1Char('|'), QStringLiteral("\\|"))
                .replace(QLatin1Char('\n'), QStringLiteral("<br>"));
            out += QStringLiteral("| ") + cell + QLatin1Char(' ');
        }
        out += QStringLiteral("|\n");
    };
    add(table.titles);
    for (const bool figure : table.figures)
        out += figure ? QStringLiteral("|--:") : QStringLiteral("|---");
    out += QStringLiteral("|\n");
    for (const QStringList& row : table.rows)
        add(row);
    return out;
}

QString csv(const TableText& table)
{
    QString out;
    const auto add = [&out](const QStringList& cells) {
        QStringList quoted;
        for (QString cell : cells) {
            if (cell == unknown())
                cell.clear();
            const bool special = std::any_of(cell.begin(), cell.end(), [](QChar c) {
                return c == u',' || c == u'"' || c == u'\n' || c == u'\r';
            });
            if (special)
                cell = QLatin1Char('"') + cell.replace(QLatin1Char('"'), QStringLiteral("\"\"")) +
                       QLatin1Char('"');
            quoted << cell;
        }
        out += quoted.join(QLatin1Char(',')) + QStringLiteral("\r\n");
    };
    add(table.titles);
    for (const QStringList& row : table.rows)
        add(row);
    return out;
}

QString json(const TableText& table)
{
    QJsonArray rows;
    for (const QStringList& cells : table.rows) {
        QJsonObject row;
        for (qsizetype c = 0; c < table.titles.size(); ++c) {
            const QString cell = cells.value(c);
            row.insert(table.titles[c], cell == unknown() ? QJsonValue() : QJsonValue(cell));
        }
        rows.append(row);
    }
    return QString::fromUtf8(QJsonDocument(rows).toJson());
}

} // namespace

QString toText(const TableText& table, TableFormat format)
{
    switch (format) {
    case TableFormat::Markdown:
        return markdown(table);
    case TableFormat::Csv:
        return csv(table);
    case TableFormat::Json:
        return json(table);
    case TableFormat::Text:
        break;
    }
    return aligned(table);
}

} // namespace binnacle::ui
