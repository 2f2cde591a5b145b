// SPDX-License-Identifier: GPL-3.0-or-later
// The samples of a chart as rows, read where they lie: a million of them cost nothing until they
// are looked at. Ui thread.
#pragma once

#include "ui/charts/chart_text.h"

#include <QAbstractTableModel>

#include <memory>

namespace binnacle::ui {

class ChartTableModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;
    void setData(std::shared_ptr<const ChartData> data);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    using QAbstractTableModel::setData;
    std::shared_ptr<const ChartData> m_data;
    ChartRows m_rows;
};

} // namespace binnacle::ui
