// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/workloads_model.h"

#include "ui/viewmodels/format.h"
#include "ui/viewmodels/state_tone.h"
#include "ui/viewmodels/workloads_cells.h"

namespace binnacle::ui {

namespace {

qint64 clockMs()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               models::Clock::system().steady().time_since_epoch())
        .count();
}

QString groupText(const ObjectGroup& group, const std::string& column, models::UtcTime now)
{
    if (column == "name" || column == "reason")
        return group.title;
    if (column == "status" || column == "phase" || column == "conditionStatus" || column == "type")
        return group.words;
    if (column == "ready")
        return group.want > 0 ? QStringLiteral("%1/%2").arg(group.ready).arg(group.want)
                              : QString();
    if (column == "restarts")
        return group.restarts == models::kUnknownInt ? QString() : formatCount(group.restarts);
    if (column == "revisionModel" && !group.revision.empty())
        return (QChar::fromLatin1(group.revision.front()).isDigit() ? QStringLiteral("r")
                                                                    : QString()) +
               toQ(group.revision);
    if (column == "gpu" && group.gpus != models::kUnknownInt && group.gpus > 0)
        return cells::tr("%1 of %2")
            .arg(formatCount(group.gpusPlaced == models::kUnknownInt ? 0 : group.gpusPlaced),
                 formatCount(group.gpus));
    if (column == "age" && group.oldest.known())
        return formatAge(group.oldest, now);
    return {};
}

} // namespace

WorkloadsModel::WorkloadsModel(std::shared_ptr<const ObjectKind> kind, QObject* parent)
    : KeyedModelBase(parent), m_kind(std::move(kind))
{
}

int WorkloadsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_kind->columns.size());
}

const ObjectGroup* WorkloadsModel::group(int row) const
{
    if (row < 0 || row >= rowCount())
        return nullptr;
    const ObjectLine& at = line(row);
    return at.group < 0 ? nullptr : &at.view->groups[static_cast<std::size_t>(at.group)];
}

QVariant WorkloadsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const ObjectLine& at = line(index.row());
    const ObjectColumn& column = m_kind->columns[static_cast<std::size_t>(index.column())];
    switch (role) {
    case Qt::TextAlignmentRole:
        return QVariant(Qt::AlignVCenter | (column.figure ? Qt::AlignRight : Qt::AlignLeft));
    case KeyRole:
        return QByteArray::fromStdString(models::toString(keyAt(index.row())));
    case GroupRole:
        return at.group >= 0;
    case MarkRole:
        return markOf(keyAt(index.row()), index.column());
    default:
        return at.group >= 0 ? groupData(at, index.column(), role)
                             : rowData(at, index.column(), role);
    }
}

QVariant WorkloadsModel::rowData(const ObjectLine& at, int section, int role) const
{
    const ObjectColumn& column = m_kind->columns[static_cast<std::size_t>(section)];
    const services::RowRef row = at.view->table->row(at.slot);
    switch (role) {
    case Qt::DisplayRole:
        return column.text(row, at.view->context());
    case Qt::ToolTipRole: {
        const QString tip = column.tip ? column.tip(row, at.view->context()) : QString();
        return tip.isEmpty() ? column.text(row, at.view->context()) : tip;
    }
    case StateRole:
        return static_cast<int>(column.tone ? column.tone(row) : Tone::None);
    case ShapeRole:
        return column.shape;
    case MonoRole:
        return column.mono;
    case HatchRole:
        return row.source() < at.view->silent.size() && at.view->silent[row.source()];
    default:
        return {};
    }
}

QVariant WorkloadsModel::groupData(const ObjectLine& at, int section, int role) const
{
    const ObjectColumn& column = m_kind->columns[static_cast<std::size_t>(section)];
    const ObjectGroup& its = at.view->groups[static_cast<std::size_t>(at.group)];
    const bool first = section == 0;
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return first ? its.title : groupText(its, column.id, at.view->now());
    case StateRole:
        if (first || column.shape)
            return static_cast<int>(toneFor(its.worst));
        return static_cast<int>(column.id == "ready" && its.ready < its.want ? Tone::Warning
                                                                             : Tone::None);
    case ShapeRole:
        return first;
    case MonoRole:
        return !first && column.mono;
    case FoldedRole:
        return its.folded;
    case TagRole:
        return first ? formatCount(its.count) : QString();
    case HatchRole:
        return false;
    default:
        return {};
    }
}

QVariant WorkloadsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const ObjectColumn& column = m_kind->columns[static_cast<std::size_t>(section)];
    if (role == Qt::DisplayRole) {
        for (std::size_t i = 0; i < m_sort.size(); ++i) {
            if (m_sort[i].column != column.id)
                continue;
            const QString arrow =
                m_sort[i].descending ? QStringLiteral(" ↓") : QStringLiteral(" ↑");
            return column.title + arrow + (m_sort.size() > 1 ? QString::number(i + 1) : QString());
        }
        return column.title;
    }
    if (role == Qt::ToolTipRole)
        return cells::tr("%1\nClick sorts, with Shift adds to the sorting; filter field: %2")
            .arg(column.title, toQ(column.id));
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignVCenter | (column.figure ? Qt::AlignRight : Qt::AlignLeft));
    return {};
}

void WorkloadsModel::setSorting(const std::vector<TableSort>& sort)
{
    m_sort = sort;
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

void WorkloadsModel::mark(const std::vector<ChangedRow>& changed)
{
    const qint64 until = clockMs() + kMarkMs;
    for (const ChangedRow& row : changed)
        m_marks[row.key] = {row.columns, until};
}

bool WorkloadsModel::hasMarks()
{
    const qint64 now = clockMs();
    std::erase_if(m_marks, [now](const auto& mark) { return mark.second.until <= now; });
    return !m_marks.empty();
}

double WorkloadsModel::markOf(const models::ObjectKey& key, int column) const
{
    if (m_marks.empty() || column >= 64)
        return 0.0;
    const auto found = m_marks.find(key);
    if (found == m_marks.end() || (found->second.columns >> column & 1) == 0)
        return 0.0;
    const qint64 left = found->second.until - clockMs();
    return left <= 0 ? 0.0 : static_cast<double>(left) / kMarkMs;
}

bool WorkloadsModel::sameRow(const void* a, const void* b) const
{
    const auto* was = static_cast<const ObjectLine*>(a);
    const auto* is = static_cast<const ObjectLine*>(b);
    return was->version == is->version && (was->group >= 0) == (is->group >= 0);
}

} // namespace binnacle::ui
