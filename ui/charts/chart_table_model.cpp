// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_table_model.h"

#include "ui/charts/chart_scale.h"

#include <algorithm>

namespace binnacle::ui {

void ChartTableModel::setData(std::shared_ptr<const ChartData> data)
{
    beginResetModel();
    m_data = std::move(data);
    m_rows = m_data ? ChartRows(*m_data) : ChartRows();
    endResetModel();
}

int ChartTableModel::rowCount(const QModelIndex& parent) const
{
    // A view counts rows as int; two thousand million samples do not fit on a screen either.
    return parent.isValid() ? 0 : static_cast<int>(std::min<std::size_t>(m_rows.size(), INT_MAX));
}

int ChartTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : 3;
}

QVariant ChartTableModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignVCenter | (index.column() == 1 ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    const auto [series, i] = m_rows.at(static_cast<std::size_t>(index.row()));
    const ChartSeries& row = m_data->series[series];
    switch (index.column()) {
    case 0:
        return timeText(row.data->time(i), m_data->to - m_data->from > 86400
                                               ? QStringLiteral("dd MMM HH:mm:ss")
                                               : QStringLiteral("HH:mm:ss"));
    case 1:
        return exactText(row.data->value(i), m_data->unit);
    default:
        return role == Qt::ToolTipRole && !row.detail.isEmpty() ? row.detail : row.name;
    }
}

QVariant ChartTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == 0 ? tr("Time") : section == 1 ? tr("Value") : tr("Series");
}

} // namespace binnacle::ui
