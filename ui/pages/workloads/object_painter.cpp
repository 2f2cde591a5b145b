// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/workloads/object_painter.h"

#include "ui/pages/workloads/object_table.h"
#include "ui/theme/shapes.h"

#include <QHeaderView>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace binnacle::ui {

namespace {

constexpr int kPad = 8, kChevron = 16, kShape = 17, kIndent = 18;
constexpr int kMarkAlpha = 70;

bool isKnown(const QString& text)
{
    return text != QStringLiteral("–");
}

} // namespace

ObjectPainter::ObjectPainter(Theme& theme, ObjectTable* table)
    : QStyledItemDelegate(table), m_theme(theme), m_table(*table), m_text(theme.text(size::kBody)),
      m_bold(theme.text(size::kBody, QFont::DemiBold)), m_mono(theme.mono(size::kSecondary)),
      m_tag(theme.text(size::kAxis))
{
}

void ObjectPainter::paintGround(QPainter& painter, const QStyleOptionViewItem& option,
                                const QModelIndex& index) const
{
    const Tokens& t = m_theme.tokens();
    const bool selected = option.state & QStyle::State_Selected;
    const bool group = index.data(WorkloadsModel::GroupRole).toBool();
    if (selected)
        painter.fillRect(option.rect, Theme::colour(t.raised));
    else if (group)
        painter.fillRect(option.rect, Theme::colour(t.raised, 110));
    const double mark = index.data(WorkloadsModel::MarkRole).toDouble();
    if (mark > 0) {
        const double strength = m_table.reducedMotion() ? 1.0 : mark;
        painter.fillRect(option.rect,
                         Theme::colour(t.accent, static_cast<int>(kMarkAlpha * strength)));
    }
    painter.setPen(Theme::colour(t.line));
    painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    if (selected && m_table.horizontalHeader()->visualIndex(index.column()) == 0)
        painter.fillRect(QRect(option.rect.topLeft(), QSize(2, option.rect.height())),
                         Theme::colour(t.accent));
}

QRect ObjectPainter::paintGroupStart(QPainter& painter, QRect box, const QModelIndex& index) const
{
    const Tokens& t = m_theme.tokens();
    const bool folded = index.data(WorkloadsModel::FoldedRole).toBool();
    const QPointF c(box.left() + 5, box.center().y() + 0.5);
    QPainterPath path;
    if (folded) {
        path.moveTo(c.x() - 2, c.y() - 4);
        path.lineTo(c.x() + 2, c.y());
        path.lineTo(c.x() - 2, c.y() + 4);
    } else {
        path.moveTo(c.x() - 4, c.y() - 2);
        path.lineTo(c.x(), c.y() + 2);
        path.lineTo(c.x() + 4, c.y() - 2);
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(Theme::colour(t.muted), 1.4));
    painter.drawPath(path);
    painter.restore();
    return box.adjusted(kChevron, 0, 0, 0);
}

void ObjectPainter::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const
{
    paintGround(*painter, option, index);
    QRect box = option.rect.adjusted(kPad, 0, -kPad, 0);
    const bool group = index.data(WorkloadsModel::GroupRole).toBool();
    if (index.column() == 0 && group)
        box = paintGroupStart(*painter, box, index);
    else if (index.column() == 0 && m_table.isGrouped())
        box.adjust(kIndent, 0, 0, 0);
    const auto tone = static_cast<Tone>(index.data(WorkloadsModel::StateRole).toInt());
    const bool hatched = index.data(WorkloadsModel::HatchRole).toBool();
    if (index.data(WorkloadsModel::ShapeRole).toBool() && tone != Tone::None) {
        const Tone shown = hatched ? Tone::Stale : tone;
        paintShape(*painter, m_theme, shown, QRectF(box.left(), box.center().y() - 4, 10, 10));
        box.setLeft(box.left() + kShape);
    }
    paintText(*painter, box, index);
}

void ObjectPainter::paintText(QPainter& painter, QRect box, const QModelIndex& index) const
{
    const Tokens& t = m_theme.tokens();
    const bool group = index.data(WorkloadsModel::GroupRole).toBool();
    const bool hatched = index.data(WorkloadsModel::HatchRole).toBool();
    const auto tone = static_cast<Tone>(index.data(WorkloadsModel::StateRole).toInt());
    const QString text = index.data(Qt::DisplayRole).toString();
    const bool title = group && index.column() == 0;
    const QFont& font = title                                           ? m_bold
                        : index.data(WorkloadsModel::MonoRole).toBool() ? m_mono
                                                                        : m_text;
    QColor colour = Theme::colour(t.text);
    if (hatched || !isKnown(text))
        colour = Theme::colour(t.muted);
    else if (!title && (tone == Tone::Warning || tone == Tone::Critical || tone == Tone::Info ||
                        tone == Tone::Change))
        colour = toneColour(m_theme, tone);
    else if (group && !title)
        colour = Theme::colour(t.muted);
    painter.setFont(font);
    painter.setPen(colour);
    const auto alignment = static_cast<Qt::Alignment>(index.data(Qt::TextAlignmentRole).toInt());
    const QString tag = index.data(WorkloadsModel::TagRole).toString();
    const QFontMetrics tagMetrics(m_tag);
    const int tagWidth = tag.isEmpty() ? 0 : tagMetrics.horizontalAdvance(tag) + 12;
    const QFontMetrics metrics(font);
    // The ends of identifiers tell them apart.
    const bool name = index.column() == 0 && !group;
    const QString shown = metrics.elidedText(text, name ? Qt::ElideMiddle : Qt::ElideRight,
                                             box.width() - (tagWidth > 0 ? tagWidth + 8 : 0));
    painter.drawText(box, static_cast<int>(alignment | Qt::AlignVCenter), shown);
    if (tagWidth == 0)
        return;
    const QRect place(box.left() + metrics.horizontalAdvance(shown) + 8, box.center().y() - 8,
                      tagWidth, 17);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Theme::colour(t.raised));
    painter.drawRoundedRect(place, 4, 4);
    painter.setPen(Theme::colour(t.muted));
    painter.setFont(m_tag);
    painter.drawText(place, Qt::AlignCenter, tag);
    painter.restore();
}

} // namespace binnacle::ui
