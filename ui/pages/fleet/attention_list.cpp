// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/fleet/attention_list.h"

#include "ui/theme/shapes.h"
#include "ui/viewmodels/format.h"

#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>

namespace binnacle::ui {

namespace {

constexpr int kRowH = 46;

Tone toneOf(services::Severity severity)
{
    return severity == services::Severity::Critical  ? Tone::Critical
           : severity == services::Severity::Warning ? Tone::Warning
                                                     : Tone::Info;
}

bool sameItem(const services::FleetAttention& a, const services::FleetAttention& b)
{
    return a.subject == b.subject && a.text == b.text && a.severity == b.severity &&
           a.target == b.target && a.filter == b.filter && a.nextStep == b.nextStep;
}

class RowPainter final : public QStyledItemDelegate {
public:
    RowPainter(Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override
    {
        return {100, kRowH};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        const Tokens& t = m_theme.tokens();
        const QRect box = option.rect;
        const bool marked =
            (option.state & QStyle::State_MouseOver) ||
            ((option.state & QStyle::State_Selected) && (option.state & QStyle::State_HasFocus));
        if (marked)
            painter->fillRect(box, Theme::colour(t.raised));
        painter->setPen(Theme::colour(t.line));
        painter->drawLine(box.bottomLeft(), box.bottomRight());
        const auto tone = static_cast<Tone>(index.data(AttentionModel::ToneRole).toInt());
        paintShape(*painter, m_theme, tone, QRectF(box.left() + 4, box.top() + 9, 11, 11));
        const auto line = [&](int top, const QFont& font, Rgb colour, const QString& text) {
            const QRect area(box.left() + 24, box.top() + top, box.width() - 30, 18);
            painter->setFont(font);
            painter->setPen(Theme::colour(colour));
            painter->drawText(area, Qt::AlignLeft | Qt::AlignVCenter,
                              QFontMetrics(font).elidedText(text, Qt::ElideRight, area.width()));
        };
        line(5, m_theme.mono(size::kSecondary), t.text, index.data(Qt::DisplayRole).toString());
        line(23, m_theme.text(size::kSecondary), t.muted,
             index.data(AttentionModel::TextRole).toString());
    }

private:
    Theme& m_theme;
};

} // namespace

void AttentionModel::setItems(const std::vector<services::FleetAttention>& items)
{
    // A short list: equal heads and tails stay, the middle is replaced.
    std::size_t head = 0;
    while (head < items.size() && head < m_items.size() && sameItem(items[head], m_items[head]))
        ++head;
    std::size_t tail = 0;
    while (tail + head < items.size() && tail + head < m_items.size() &&
           sameItem(items[items.size() - 1 - tail], m_items[m_items.size() - 1 - tail]))
        ++tail;
    const int first = static_cast<int>(head);
    const int lastOld = static_cast<int>(m_items.size() - tail) - 1;
    const int lastNew = static_cast<int>(items.size() - tail) - 1;
    if (lastOld >= first) {
        beginRemoveRows({}, first, lastOld);
        m_items.erase(m_items.begin() + first, m_items.begin() + lastOld + 1);
        endRemoveRows();
    }
    if (lastNew >= first) {
        beginInsertRows({}, first, lastNew);
        m_items.insert(m_items.begin() + first, items.begin() + first, items.begin() + lastNew + 1);
        endInsertRows();
    }
}

const services::FleetAttention* AttentionModel::at(int row) const
{
    return row >= 0 && row < rowCount() ? &m_items[static_cast<std::size_t>(row)] : nullptr;
}

int AttentionModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_items.size());
}

QVariant AttentionModel::data(const QModelIndex& index, int role) const
{
    const services::FleetAttention* item = index.isValid() ? at(index.row()) : nullptr;
    if (!item)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return toQ(item->subject);
    case Qt::AccessibleTextRole:
        return toQ(item->subject + ": " + item->text);
    case Qt::ToolTipRole:
        return item->nextStep.empty() ? toQ(item->text)
                                      : toQ(item->text + "\nNext: " + item->nextStep);
    case TextRole:
        return toQ(item->text);
    case ToneRole:
        return static_cast<int>(toneOf(item->severity));
    default:
        return {};
    }
}

AttentionList::AttentionList(Theme& theme, QWidget* parent)
    : QListView(parent), m_model(new AttentionModel(this))
{
    setObjectName(QStringLiteral("attention"));
    setModel(m_model);
    setItemDelegate(new RowPainter(theme, this));
    setUniformItemSizes(true);
    setMouseTracking(true);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Needs attention"));
    connect(this, &QListView::clicked, this, [this](const QModelIndex& index) {
        if (const auto* item = m_model->at(index.row()))
            Q_EMIT opened(*item);
    });
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void AttentionList::setItems(const std::vector<services::FleetAttention>& items)
{
    m_model->setItems(items);
    updateGeometry();
}

QSize AttentionList::sizeHint() const
{
    return {260, std::clamp(m_model->rowCount(), 1, 12) * kRowH + 2};
}

void AttentionList::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (const auto* item = m_model->at(currentIndex().row()))
            Q_EMIT opened(*item);
        return;
    }
    QListView::keyPressEvent(event);
}

} // namespace binnacle::ui
