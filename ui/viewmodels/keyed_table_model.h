// SPDX-License-Identifier: GPL-3.0-or-later
// A table over immutable rows with columns described as data. The rows are filtered and sorted by
// arrange() on a worker; this model shows the outcome by keyed differences. Ui thread, QtCore only.
#pragma once

#include "ui/viewmodels/table_arrange.h"

#include <utility>

namespace binnacle::ui {

template <class Row> class KeyedTableModel final : public KeyedModelBase {
public:
    explicit KeyedTableModel(std::shared_ptr<const TableSpec<Row>> spec, QObject* parent = nullptr)
        : KeyedModelBase(parent), m_spec(std::move(spec))
    {
    }
    const TableSpec<Row>& spec() const { return *m_spec; }
    const Row& row(int index) const { return *static_cast<const Row*>(rowAt(index)); }

    int columnCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_spec->columns.size());
    }
    QVariant data(const QModelIndex& index, int role) const override
    {
        if (!index.isValid() || index.row() >= rowCount())
            return {};
        const auto& column = m_spec->columns[static_cast<std::size_t>(index.column())];
        const Row& value = row(index.row());
        switch (role) {
        case Qt::DisplayRole:
            return textOf(column, value);
        case Qt::ToolTipRole:
            return column.tip ? column.tip(value) : textOf(column, value);
        case Qt::TextAlignmentRole:
            return QVariant(Qt::AlignVCenter | (column.number ? Qt::AlignRight : Qt::AlignLeft));
        case SortRole:
            return column.number ? QVariant(column.number(value)) : textOf(column, value);
        case KeyRole:
            return QByteArray::fromStdString(models::toString(keyAt(index.row())));
        case StateRole:
            return static_cast<int>(column.tone ? column.tone(value) : Tone::None);
        case MonoRole:
            return column.mono;
        case HatchRole:
            return m_spec->hatched && m_spec->hatched(value);
        default:
            return {};
        }
    }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        if (orientation != Qt::Horizontal || section >= columnCount())
            return {};
        const auto& column = m_spec->columns[static_cast<std::size_t>(section)];
        if (role == Qt::DisplayRole)
            return column.title;
        if (role == Qt::ToolTipRole)
            return column.hint.isEmpty() ? column.title : column.hint;
        if (role == Qt::TextAlignmentRole)
            return QVariant(Qt::AlignVCenter | (column.number ? Qt::AlignRight : Qt::AlignLeft));
        return {};
    }

private:
    static QString textOf(const TableColumn<Row>& column, const Row& row)
    {
        if (column.format)
            return column.format(row);
        const std::string_view text = column.text(row);
        return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    }
    bool sameRow(const void* a, const void* b) const override
    {
        return m_spec->same(*static_cast<const Row*>(a), *static_cast<const Row*>(b));
    }
    std::shared_ptr<const TableSpec<Row>> m_spec;
};

} // namespace binnacle::ui
