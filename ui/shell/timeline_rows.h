// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of the table behind the timeline strip: time, kind, what, where. An item model over one
// immutable list; ui thread.
#pragma once

#include "ui/viewmodels/timeline_model.h"

#include <QAbstractTableModel>

namespace binnacle::ui {

class TimelineRows final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Time, Kind, What, Where, ColumnCount };
    explicit TimelineRows(QObject* parent);
    /// Those in the stretch, newest first.
    void show(std::shared_ptr<const TimelineModel::Events> events, models::UtcTime from,
              models::UtcTime to, models::UtcTime now);
    const services::TimelineEvent* at(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::shared_ptr<const TimelineModel::Events> m_events;
    std::vector<std::size_t> m_order;
    models::UtcTime m_now;
};

} // namespace binnacle::ui
