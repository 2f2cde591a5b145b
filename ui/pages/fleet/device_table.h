// SPDX-License-Identifier: GPL-3.0-or-later
// The Devices tab: filter line with its answer ("53 of 2,304"), the table, and its column state. Ui
// thread.
#pragma once

#include "ui/shell/page.h"
#include "ui/viewmodels/fleet_viewmodel.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;

namespace binnacle::ui {

class DataTable;

class DeviceTable final : public QWidget {
    Q_OBJECT
public:
    DeviceTable(const PageContext& context, FleetViewModel& model, QWidget* parent);
    ~DeviceTable() override;
    void setFilter(const QString& text);
    QString filter() const;
    void focusFilter();
    void select(const models::ObjectKey& key);

Q_SIGNALS:
    void opened(const models::ObjectKey& gpu);

private:
    void applyFilter();
    void updateCount();
    UiState& m_state;
    FleetViewModel& m_model;
    QLineEdit* m_filter;
    QLabel* m_count;
    DataTable* m_table;
    QTimer m_typing;
};

} // namespace binnacle::ui
