// SPDX-License-Identifier: GPL-3.0-or-later
// The part of ChartPainter that draws what explains the lines: objectives, changes, exemplars and
// labels.
#include "ui/charts/chart_painter.h"
#include "ui/theme/shapes.h"

#include <QCoreApplication>
#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace binnacle::ui {

namespace {

constexpr double kMarkerRow = 16, kLabelRow = 14;

/// Text over lines stays readable: a plate of the surface's colour lies under it.
void plateText(QPainter& painter, const Theme& theme, const QRectF& box, Rgb colour,
               const QString& text)
{
    painter.fillRect(box.adjusted(-2, 0, 2, 0), Theme::colour(theme.tokens().surface, 215));
    painter.setPen(Theme::colour(colour));
    painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter, text);
}

} // namespace

void ChartPainter::paintObjectives(QPainter& painter) const
{
    const Tokens& t = m_theme.tokens();
    const QRectF& plot = m_space.plot;
    painter.setFont(m_theme.text(size::kAxis));
    const QFontMetricsF metrics(painter.font());
    for (const ChartObjective& objective : m_data.objectives) {
        const double y = m_space.y(objective.value);
        QPen pen(Theme::colour(t.warning), 1.2);
        pen.setDashPattern({5, 4});
        painter.setPen(pen);
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        const QString text =
            QStringLiteral("%1 %2").arg(objective.label, exactText(objective.value, m_data.unit));
        const double width = metrics.horizontalAdvance(text);
        plateText(painter, m_theme, QRectF(plot.right() - width - 4, y - 16, width, 14), t.warning,
                  text);
    }
}

void ChartPainter::paintMarkers(QPainter& painter) const
{
    const QRectF& plot = m_space.plot;
    painter.setFont(m_theme.text(size::kAxis));
    const QFontMetricsF metrics(painter.font());
    std::vector<RowLabel> labels;
    std::vector<const ChartMarker*> shown;
    for (const ChartMarker& marker : m_data.markers) {
        if (marker.time < m_space.from || marker.time > m_space.to)
            continue;
        const double width = std::min(metrics.horizontalAdvance(marker.label), 220.0) + 14;
        labels.push_back({m_space.x(marker.time) + width / 2 - 5, width});
        shown.push_back(&marker);
    }
    placeInRows(labels, m_markerRows, plot.left() - 5, m_rightEdge, 10);
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const double x = m_space.x(shown[i]->time);
        const QColor colour = toneColour(m_theme, shown[i]->tone);
        const double top =
            labels[i].row < 0 ? plot.top() : m_topEdge + labels[i].row * kMarkerRow + 8;
        painter.setPen(QPen(colour, 1));
        painter.drawLine(QPointF(x, top), QPointF(x, plot.bottom()));
        paintShape(painter, m_theme, shown[i]->tone, QRectF(x - 4.5, top - 4.5, 9, 9));
        if (labels[i].row < 0)
            continue;
        // Pushed in from the right edge, the text stands before its line.
        const bool before = labels[i].left + 5 < x - 6;
        const QRectF box(before ? labels[i].left - 8 : labels[i].left + 12, top - 8,
                         labels[i].width - 10, 16);
        painter.setPen(colour);
        painter.drawText(box, (before ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter,
                         metrics.elidedText(shown[i]->label, Qt::ElideRight, box.width()));
    }
}

void ChartPainter::paintExemplars(QPainter& painter) const
{
    painter.setPen(QPen(Theme::colour(m_theme.tokens().surface), 1));
    painter.setBrush(Theme::colour(m_theme.tokens().text));
    for (const ChartExemplar& exemplar : m_data.exemplars) {
        if (exemplar.time < m_space.from || exemplar.time > m_space.to)
            continue;
        const QPointF c(m_space.x(exemplar.time), m_space.y(exemplar.value));
        const QPointF diamond[] = {c + QPointF(0, -5), c + QPointF(5, 0), c + QPointF(0, 5),
                                   c + QPointF(-5, 0)};
        painter.drawPolygon(diamond, 4);
    }
    painter.setBrush(Qt::NoBrush);
}

std::vector<ChartPainter::EndLabel> ChartPainter::endLabels() const
{
    std::vector<EndLabel> labels;
    for (std::size_t i = 0; i < m_data.series.size(); ++i) {
        const auto& data = m_data.series[i].data;
        if (!data || data->empty())
            continue;
        const std::size_t end = data->lowerBound(std::nextafter(m_space.to, INFINITY));
        if (end == 0 || data->time(end - 1) < m_space.from)
            continue;
        labels.push_back({i, m_space.y(data->value(end - 1)), data->value(end - 1)});
    }
    return labels;
}

void ChartPainter::paintLabels(QPainter& painter) const
{
    const Tokens& t = m_theme.tokens();
    const QRectF& plot = m_space.plot;
    const auto labels = endLabels();
    const double top = m_topEdge + m_markerRows * kMarkerRow, bottom = plot.bottom() + 8;
    const auto room = static_cast<std::size_t>((bottom - top) / kLabelRow);
    const bool all = labels.size() <= room;
    std::vector<double> wanted;
    for (const EndLabel& label : labels)
        wanted.push_back(label.y);
    const auto places = spreadLabels(wanted, kLabelRow, top, all ? bottom : bottom - kLabelRow);
    painter.setFont(m_theme.mono(size::kAxis));
    const QFontMetricsF metrics(painter.font());
    const double left = plot.right() + 20, right = m_rightEdge;
    std::size_t hidden = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (!std::isfinite(places[i])) {
            ++hidden;
            continue;
        }
        const QPen pen = penOf(m_theme, labels[i].series, 1);
        painter.setPen(QPen(pen.color(), 1));
        painter.drawLine(
            QPointF(plot.right() + 3, std::clamp(labels[i].y, plot.top(), plot.bottom())),
            QPointF(left - 4, places[i]));
        const QString shown = thinText(labels[i].value);
        const double valueWidth = metrics.horizontalAdvance(shown);
        const QRectF box(left, places[i] - kLabelRow / 2, right - left, kLabelRow);
        const ChartSeries& series = m_data.series[labels[i].series];
        painter.setPen(pen.color());
        painter.drawText(
            box, Qt::AlignLeft | Qt::AlignVCenter,
            metrics.elidedText(series.name, Qt::ElideMiddle, box.width() - valueWidth - 8));
        painter.setPen(Theme::colour(t.text));
        painter.drawText(box, Qt::AlignRight | Qt::AlignVCenter, shown);
    }
    if (hidden > 0) {
        painter.setPen(Theme::colour(t.muted));
        painter.drawText(
            QRectF(left, bottom - kLabelRow, right - left, kLabelRow),
            Qt::AlignLeft | Qt::AlignVCenter,
            QCoreApplication::translate("Chart", "and %n more", nullptr, static_cast<int>(hidden)));
    }
}

} // namespace binnacle::ui
