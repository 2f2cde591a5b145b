// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/skeleton.h"

#include <QPainter>

namespace binnacle::ui {

Skeleton::Skeleton(Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
{
    setAccessibleName(tr("Loading"));
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Skeleton::reveal()
{
    m_visible = true;
    update();
}

void Skeleton::conceal()
{
    m_visible = false;
    update();
}

void Skeleton::paintEvent(QPaintEvent*)
{
    if (!m_visible)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Tokens& t = m_theme.tokens();
    const int side = width() > 760 ? 346 : 0;
    const QRectF main(0.5, 0.5, width() - side - (side ? 13 : 1), height() - 1);
    painter.setPen(Theme::colour(t.line));
    painter.setBrush(Theme::colour(t.surface));
    painter.drawRoundedRect(main, size::kCardRadius, size::kCardRadius);
    const qreal third = (height() - 24.0) / 3.0;
    for (int i = 0; side && i < 3; ++i) {
        const QRectF card(width() - side - 0.5, 0.5 + i * (third + 12), side, third - 1);
        painter.drawRoundedRect(card, size::kCardRadius, size::kCardRadius);
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(Theme::colour(t.raised));
    for (int i = 0; i < 4; ++i) {
        const qreal y = 16 + i * 116.0;
        if (y + 90 > height())
            break;
        painter.drawRoundedRect(QRectF(16, y, 120, 10), 5, 5);
        painter.drawRoundedRect(QRectF(16, y + 18, main.width() * (0.92 - 0.14 * i), 72), 4, 4);
    }
}

} // namespace binnacle::ui
