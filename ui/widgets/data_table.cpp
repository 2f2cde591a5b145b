// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/data_table.h"

#include "ui/theme/shapes.h"
#include "ui/widgets/table_copy.h"

#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QStyledItemDelegate>

namespace binnacle::ui {

namespace {

class CellPainter final : public QStyledItemDelegate {
public:
    CellPainter(Theme& theme, QObject* parent)
        : QStyledItemDelegate(parent), m_theme(theme), m_text(theme.text(size::kBody)),
          m_mono(theme.mono(size::kSecondary))
    {
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        const Tokens& t = m_theme.tokens();
        const bool selected = option.state & QStyle::State_Selected;
        const bool hatched = index.data(KeyedModelBase::HatchRole).toBool();
        const auto alignment =
            static_cast<Qt::Alignment>(index.data(Qt::TextAlignmentRole).toInt());
        const auto tone = static_cast<Tone>(index.data(KeyedModelBase::StateRole).toInt());
        const QFont& font = index.data(KeyedModelBase::MonoRole).toBool() ? m_mono : m_text;
        const bool figure = alignment & Qt::AlignRight;
        if (selected)
            painter->fillRect(option.rect, Theme::colour(t.raised));
        else if (hatched && figure)
            painter->fillRect(option.rect.adjusted(8, 9, -6, -9), hatchBrush(m_theme));
        painter->setPen(Theme::colour(t.line));
        painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
        if (selected && index.column() == 0)
            painter->fillRect(QRect(option.rect.topLeft(), QSize(2, option.rect.height())),
                              Theme::colour(t.accent));
        QRect box = option.rect.adjusted(8, 0, -8, 0);
        if (tone != Tone::None) {
            const Tone shown = hatched && tone == Tone::Ok ? Tone::Stale : tone;
            paintShape(*painter, m_theme, shown, QRectF(box.left(), box.center().y() - 4, 10, 10));
            box.setLeft(box.left() + 17);
        }
        const QString text = index.data(Qt::DisplayRole).toString();
        painter->setFont(font);
        painter->setPen(Theme::colour(hatched || text == QStringLiteral("–") ? t.muted : t.text));
        const QFontMetrics metrics(font);
        painter->drawText(box, static_cast<int>(alignment | Qt::AlignVCenter),
                          metrics.elidedText(text, Qt::ElideRight, box.width()));
    }

private:
    Theme& m_theme;
    QFont m_text, m_mono;
};

} // namespace

DataTable::DataTable(Theme& theme, QWidget* parent) : QTableView(parent), m_theme(theme)
{
    setItemDelegate(new CellPainter(theme, this));
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setHorizontalScrollMode(ScrollPerPixel);
    setEditTriggers(NoEditTriggers);
    setCornerButtonEnabled(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(theme.rowHeight());
    QHeaderView* header = horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionsMovable(true);
    header->setStretchLastSection(true);
    header->setFixedHeight(32);
    header->setSortIndicatorShown(true);
    header->setSortIndicatorClearable(true);
    header->setSectionsClickable(true);
    header->setSortIndicator(-1, Qt::AscendingOrder);
    connect(header, &QHeaderView::sortIndicatorChanged, this,
            [this](int column, Qt::SortOrder order) {
                Q_EMIT sortWanted(column, order == Qt::DescendingOrder);
            });
    connect(this, &QTableView::doubleClicked, this,
            [this](const QModelIndex& index) { Q_EMIT opened(m_model->keyAt(index.row())); });
    connect(&theme, &Theme::changed, this, &DataTable::restyle);
}

void DataTable::setUp(KeyedModelBase* model, const std::vector<int>& widths)
{
    m_model = model;
    setModel(model);
    for (std::size_t i = 0; i < widths.size(); ++i)
        setColumnWidth(static_cast<int>(i), widths[i]);
    // A click opens at once: the inspector is beside the table and covers nothing.
    connect(this, &QTableView::clicked, this, [this](const QModelIndex& index) {
        // With Ctrl or Shift the person gathers rows, to copy them.
        if (QGuiApplication::keyboardModifiers() == Qt::NoModifier)
            Q_EMIT opened(m_model->keyAt(index.row()));
    });
}

models::ObjectKey DataTable::currentKey() const
{
    return m_model && currentIndex().isValid() ? m_model->keyAt(currentIndex().row())
                                               : models::ObjectKey{};
}

bool DataTable::selectKey(const models::ObjectKey& key)
{
    const int row = m_model ? m_model->rowOf(key) : -1;
    if (row < 0)
        return false;
    setCurrentIndex(m_model->index(row, 0));
    return true;
}

void DataTable::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (currentIndex().isValid())
            Q_EMIT opened(currentKey());
        return;
    }
    if (event->matches(QKeySequence::Copy)) {
        copySelection(*this, TableFormat::Text);
        return;
    }
    QTableView::keyPressEvent(event);
}

void DataTable::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addCopyEntries(*menu, *this);
    menu->popup(event->globalPos());
}

void DataTable::restyle()
{
    verticalHeader()->setDefaultSectionSize(m_theme.rowHeight());
    viewport()->update();
}

} // namespace binnacle::ui
