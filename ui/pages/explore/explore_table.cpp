// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/explore/explore_table.h"

#include "ui/charts/chart_painter.h"
#include "ui/viewmodels/explore_words.h"
#include "ui/viewmodels/format.h"
#include "ui/widgets/table_copy.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QPixmap>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>

#include <cmath>
#include <limits>

namespace binnacle::ui {

namespace {

constexpr int kSortRole = Qt::UserRole;
constexpr int kWidths[] = {44, 300, 90, 90, 90, 90, 150};

/// Numbers that are not known come last, whichever way is sorted.
class Sorter final : public QSortFilterProxyModel {
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

protected:
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override
    {
        const QVariant a = left.data(kSortRole), b = right.data(kSortRole);
        if (a.typeId() != QMetaType::Double)
            return QString::localeAwareCompare(a.toString(), b.toString()) < 0;
        const double x = a.toDouble(), y = b.toDouble();
        if (std::isnan(x) || std::isnan(y))
            return std::isnan(x) == std::isnan(y)
                       ? false
                       : std::isnan(y) == (sortOrder() == Qt::AscendingOrder);
        return x < y;
    }
};

/// Cells that begin and end where their headings do.
class PaddedCell final : public QStyledItemDelegate {
public:
    PaddedCell(Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        if (option.state & QStyle::State_Selected)
            painter->fillRect(option.rect, Theme::colour(m_theme.tokens().raised));
        QStyleOptionViewItem inner(option);
        inner.rect.adjust(4, 0, -5, 0);
        QStyledItemDelegate::paint(painter, inner, index);
    }

private:
    Theme& m_theme;
};

QPixmap linePicture(const Theme& theme, std::size_t line)
{
    QPixmap picture(16, 10);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setPen(ChartPainter::penOf(theme, line, 2));
    painter.drawLine(1, 5, 15, 5);
    return picture;
}

} // namespace

ExploreRowsModel::ExploreRowsModel(Theme& theme, QObject* parent)
    : QAbstractTableModel(parent), m_theme(theme)
{
}

void ExploreRowsModel::setResult(ExploreResultPtr result)
{
    beginResetModel();
    m_result = std::move(result);
    endResetModel();
}

int ExploreRowsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_result ? 0 : static_cast<int>(m_result->rows.size());
}

int ExploreRowsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

QString ExploreRowsModel::textOf(const ExploreRow& row, int column) const
{
    switch (column) {
    case Query:
        return QString(QLatin1Char(row.query));
    case Series:
        return row.name;
    case Last:
        return formatReal(row.last, {});
    case Mean:
        return formatReal(row.mean, {});
    case Highest:
        return formatReal(row.highest, {});
    case Samples:
        return formatCount(static_cast<std::int64_t>(row.samples));
    default:
        return gapText(row);
    }
}

QVariant ExploreRowsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const ExploreRow& row = m_result->rows[static_cast<std::size_t>(index.row())];
    const bool figure = index.column() >= Last;
    switch (role) {
    case Qt::DisplayRole:
        return textOf(row, index.column());
    case Qt::ToolTipRole:
        return row.detail;
    case Qt::DecorationRole:
        return index.column() == Series ? QVariant(linePicture(m_theme, row.line)) : QVariant();
    case Qt::TextAlignmentRole:
        return QVariant(Qt::AlignVCenter | (figure ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::FontRole:
        return m_theme.mono(size::kSecondary);
    case Qt::ForegroundRole:
        return index.column() == Query ? QVariant(Theme::colour(m_theme.tokens().muted))
                                       : QVariant();
    case kSortRole:
        switch (index.column()) {
        case Last:
            return row.last;
        case Mean:
            return row.mean;
        case Highest:
            return row.highest;
        case Samples:
            return static_cast<double>(row.samples);
        case Gaps:
            return row.samples ? row.longestGap : std::numeric_limits<double>::quiet_NaN();
        default:
            return textOf(row, index.column());
        }
    default:
        return {};
    }
}

QVariant ExploreRowsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignVCenter | (section >= Last ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("Q"),       tr("Series"),  tr("Last"), tr("Mean"),
                              tr("Highest"), tr("Samples"), tr("Gaps")};
    return titles[section];
}

ExploreTable::ExploreTable(Theme& theme, QWidget* parent)
    : QTableView(parent), m_theme(theme), m_rows(new ExploreRowsModel(theme, this)),
      m_sorted(new Sorter(this))
{
    setAccessibleName(tr("Series of the queries"));
    m_sorted->setSourceModel(m_rows);
    setModel(m_sorted);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionResizeMode(ExploreRowsModel::Series, QHeaderView::Stretch);
    for (int i = 0; i < ExploreRowsModel::ColumnCount; ++i) {
        if (i != ExploreRowsModel::Series)
            setColumnWidth(i, kWidths[i]);
    }
    setShowGrid(false);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setItemDelegate(new PaddedCell(theme, this));
    setSortingEnabled(true);
    // As the server gave them, until a heading is clicked.
    horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& now) {
                Q_EMIT lineChanged(now.isValid() ? m_sorted->mapToSource(now).row() : -1);
            });
    connect(&theme, &Theme::changed, this, &ExploreTable::restyle);
    restyle();
}

void ExploreTable::restyle()
{
    verticalHeader()->setDefaultSectionSize(m_theme.rowHeight());
    viewport()->update();
}

void ExploreTable::setResult(ExploreResultPtr result)
{
    const bool letters =
        result && !result->rows.empty() && result->rows.front().query != result->rows.back().query;
    m_rows->setResult(std::move(result));
    setColumnHidden(ExploreRowsModel::Query, !letters);
}

void ExploreTable::selectLine(int line)
{
    const QModelIndex index = m_sorted->mapFromSource(m_rows->index(line, 0));
    setCurrentIndex(index);
    scrollTo(index);
}

void ExploreTable::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy) && copySelection(*this, TableFormat::Text))
        return;
    QTableView::keyPressEvent(event);
}

void ExploreTable::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addCopyEntries(*menu, *this);
    menu->popup(event->globalPos());
}

} // namespace binnacle::ui
