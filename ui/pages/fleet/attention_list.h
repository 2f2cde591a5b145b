// SPDX-License-Identifier: GPL-3.0-or-later
// What needs attention in the fleet, worst first: shape, subject, what, and on hover what to do
// next. A press opens the object or filters the device table. Ui thread.
#pragma once

#include "services/usecases/fleet.h"
#include "ui/theme/theme.h"

#include <QAbstractListModel>
#include <QListView>

namespace binnacle::ui {

/// Rows of FleetView::attention; a view-model of its own so that it can be tested.
class AttentionModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { TextRole = Qt::UserRole, ToneRole };
    using QAbstractListModel::QAbstractListModel;
    void setItems(const std::vector<services::FleetAttention>& items);
    const services::FleetAttention* at(int row) const;
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<services::FleetAttention> m_items;
};

class AttentionList final : public QListView {
    Q_OBJECT
public:
    AttentionList(Theme& theme, QWidget* parent);
    void setItems(const std::vector<services::FleetAttention>& items);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {160, 64}; }

Q_SIGNALS:
    void opened(const binnacle::services::FleetAttention& item);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    AttentionModel* m_model;
};

} // namespace binnacle::ui
