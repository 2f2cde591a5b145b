// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sparkline.h"

#include "ui/theme/shapes.h"

#include <QPainter>

#include <algorithm>

namespace binnacle::ui {

Sparkline::Sparkline(Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
{
    setMinimumHeight(36);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Sparkline::setPoints(std::vector<QPointF> points, double low, bool steps)
{
    m_points = std::move(points);
    m_low = low;
    m_steps = steps;
    update();
}

void Sparkline::setTone(Tone tone)
{
    m_tone = tone;
    update();
}

void Sparkline::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setPen(Theme::colour(m_theme.tokens().line));
    painter.drawLine(0, height() - 1, width(), height() - 1);
    if (m_points.size() < 2)
        return;
    const double x0 = m_points.front().x();
    const double spanX = std::max(m_points.back().x() - x0, 1e-9);
    double top = m_low;
    for (const QPointF& point : m_points)
        top = std::max(top, point.y());
    const double spanY = std::max(top - m_low, 1e-9);
    QPolygonF line;
    for (const QPointF& point : m_points) {
        const QPointF at(1 + (point.x() - x0) / spanX * (width() - 2),
                         height() - 3 - (point.y() - m_low) / spanY * (height() - 8));
        if (m_steps && !line.isEmpty())
            line << QPointF(at.x(), line.back().y());
        line << at;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(toneColour(m_theme, m_tone), 1.5));
    painter.drawPolyline(line);
}

} // namespace binnacle::ui
