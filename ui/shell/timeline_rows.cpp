// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/timeline_rows.h"

#include "ui/shell/timeline_text.h"
#include "ui/viewmodels/format.h"

namespace binnacle::ui {

TimelineRows::TimelineRows(QObject* parent) : QAbstractTableModel(parent) {}

void TimelineRows::show(std::shared_ptr<const TimelineModel::Events> events, models::UtcTime from,
                        models::UtcTime to, models::UtcTime now)
{
    // Another stretch is another table; a reader's row is found again by the view.
    beginResetModel();
    m_events = std::move(events);
    m_now = now;
    m_order.clear();
    for (std::size_t i = m_events->size(); i-- > 0;) {
        const auto& event = (*m_events)[i];
        const models::UtcTime end = event.lasts ? to : std::max(event.at, event.until);
        if (event.at <= to && end >= from)
            m_order.push_back(i);
    }
    endResetModel();
}

const services::TimelineEvent* TimelineRows::at(int row) const
{
    if (row < 0 || row >= rowCount())
        return nullptr;
    return &(*m_events)[m_order[static_cast<std::size_t>(row)]];
}

int TimelineRows::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_order.size());
}

int TimelineRows::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant TimelineRows::data(const QModelIndex& index, int role) const
{
    const services::TimelineEvent* event = index.isValid() ? at(index.row()) : nullptr;
    if (!event)
        return {};
    if (role == Qt::ToolTipRole && index.column() == Time)
        return formatAbsolute(event->at);
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole && role != Qt::ToolTipRole)
        return {};
    switch (index.column()) {
    case Time:
        return momentText(event->at, m_now);
    case Kind:
        return toQ(services::timelineKindText(event->kind));
    case What: {
        QString text = toQ(event->title);
        if (!event->detail.empty())
            text += QStringLiteral(", ") + toQ(event->detail);
        if (event->lasts)
            text += tr(", lasts");
        else if (event->until.known())
            text += tr(", for %1").arg(formatDuration(event->until - event->at));
        return text;
    }
    default:
        return toQ(event->ns);
    }
}

QVariant TimelineRows::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Time:
        return tr("When");
    case Kind:
        return tr("Kind");
    case What:
        return tr("What changed");
    default:
        return tr("Namespace");
    }
}

} // namespace binnacle::ui
