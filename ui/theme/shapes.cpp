// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/shapes.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace binnacle::ui {

QColor toneColour(const Theme& theme, Tone tone)
{
    const Tokens& t = theme.tokens();
    switch (tone) {
    case Tone::Ok:
        return Theme::colour(t.ok);
    case Tone::Info:
        return Theme::colour(t.accent);
    case Tone::Warning:
        return Theme::colour(t.warning);
    case Tone::Critical:
        return Theme::colour(t.critical);
    case Tone::Change:
        return Theme::colour(t.change);
    case Tone::Stale:
    case Tone::Unknown:
    case Tone::None:
        break;
    }
    return Theme::colour(t.muted);
}

void paintShape(QPainter& painter, const Theme& theme, Tone tone, const QRectF& box)
{
    const qreal side = std::min(box.width(), box.height());
    const QPointF c = box.center();
    const qreal r = side / 2.0;
    const QColor colour = toneColour(theme, tone);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    QPainterPath path;
    switch (tone) {
    case Tone::Ok:
    case Tone::Info:
        painter.drawEllipse(c, r * 0.84, r * 0.84);
        break;
    case Tone::Warning:
        path.moveTo(c.x(), c.y() - r * 0.86);
        path.lineTo(c.x() + r, c.y() + r * 0.82);
        path.lineTo(c.x() - r, c.y() + r * 0.82);
        path.closeSubpath();
        painter.drawPath(path);
        break;
    case Tone::Critical:
    case Tone::Change:
        path.moveTo(c.x(), c.y() - r);
        path.lineTo(c.x() + r, c.y());
        path.lineTo(c.x(), c.y() + r);
        path.lineTo(c.x() - r, c.y());
        path.closeSubpath();
        painter.drawPath(path);
        break;
    case Tone::Stale:
    case Tone::Unknown:
    case Tone::None:
        painter.setPen(QPen(colour, 1.4));
        painter.setBrush(tone == Tone::Stale ? hatchBrush(theme) : QBrush(Qt::NoBrush));
        painter.drawEllipse(c, r * 0.76, r * 0.76);
        break;
    }
    painter.restore();
}

QPixmap shapePixmap(const Theme& theme, Tone tone, int pixels, qreal scale)
{
    QPixmap pixmap(QSize(pixels, pixels) * scale);
    pixmap.setDevicePixelRatio(scale);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintShape(painter, theme, tone, QRectF(0, 0, pixels, pixels));
    return pixmap;
}

QBrush hatchBrush(const Theme& theme)
{
    return {Theme::colour(theme.tokens().faint), Qt::BDiagPattern};
}

} // namespace binnacle::ui
