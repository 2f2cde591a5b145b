// SPDX-License-Identifier: GPL-3.0-or-later
// The series of a run as a table: name with the colour of its line, last, mean, highest, samples,
// gaps. Sorts by clicking; what is not known sorts last. Ui thread.
#pragma once

#include "ui/theme/theme.h"
#include "ui/viewmodels/explore_run.h"

#include <QAbstractTableModel>
#include <QTableView>

class QSortFilterProxyModel;

namespace binnacle::ui {

class ExploreRowsModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Query, Series, Last, Mean, Highest, Samples, Gaps, ColumnCount };

    ExploreRowsModel(Theme& theme, QObject* parent);
    void setResult(ExploreResultPtr result);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString textOf(const ExploreRow& row, int column) const;
    Theme& m_theme;
    ExploreResultPtr m_result;
};

class ExploreTable final : public QTableView {
    Q_OBJECT
public:
    ExploreTable(Theme& theme, QWidget* parent);
    void setResult(ExploreResultPtr result);
    /// Selects the row of a line of the chart.
    void selectLine(int line);

Q_SIGNALS:
    /// The chart's line of the current row; -1: none.
    void lineChanged(int line);

protected:
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void restyle();
    Theme& m_theme;
    ExploreRowsModel* m_rows;
    QSortFilterProxyModel* m_sorted;
};

} // namespace binnacle::ui
