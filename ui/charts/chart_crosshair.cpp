// SPDX-License-Identifier: GPL-3.0-or-later
// The part of ChartView that answers "what is here": crosshair, box with exact values, nearest
// series.
#include "ui/charts/chart_view.h"
#include "ui/theme/shapes.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace binnacle::ui {

namespace {

constexpr std::size_t kBoxRows = 9;
constexpr double kRowHeight = 17;

/// Rows that the box shows: all, or those around the one nearest to the pointer.
std::size_t firstShown(std::size_t rows, std::size_t nearest)
{
    if (rows <= kBoxRows)
        return 0;
    const std::size_t half = kBoxRows / 2;
    return std::min(nearest > half ? nearest - half : 0, rows - kBoxRows);
}

std::size_t nearestRow(const std::vector<HoverRow>& rows, const ChartSpace& space, double y)
{
    std::size_t best = 0;
    for (std::size_t i = 0; y >= 0 && i < rows.size(); ++i) {
        if (std::abs(space.y(rows[i].value) - y) < std::abs(space.y(rows[best].value) - y))
            best = i;
    }
    return best;
}

const ChartDown* downAt(const ChartData& data, double time)
{
    for (const ChartDown& down : data.downs) {
        if (time >= down.from && time <= down.to)
            return &down;
    }
    return nullptr;
}

} // namespace

int ChartView::nearestSeries() const
{
    if (std::isnan(crosshair()))
        return -1;
    const ChartSpace space = painterFor(rect(), 1).space();
    const double perPixel = (m_to - m_from) / space.plot.width();
    const auto rows = samplesAt(*m_data, crosshair(), hoverReach(*m_data, perPixel));
    return rows.empty() ? -1 : static_cast<int>(rows[nearestRow(rows, space, m_pointerY)].series);
}

QStringList ChartView::hoverLines() const
{
    QStringList lines;
    if (std::isnan(crosshair()))
        return lines;
    const ChartSpace space = painterFor(rect(), 1).space();
    const double perPixel = (m_to - m_from) / space.plot.width();
    const auto rows = samplesAt(*m_data, crosshair(), hoverReach(*m_data, perPixel));
    lines << timeText(rows.empty() ? crosshair() : rows.front().time,
                      QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    if (rows.empty()) {
        const ChartDown* down = downAt(*m_data, crosshair());
        lines << (down ? down->label : tr("no sample"));
    }
    const std::size_t first = firstShown(rows.size(), nearestRow(rows, space, m_pointerY));
    for (std::size_t i = first; i < std::min(rows.size(), first + kBoxRows); ++i) {
        const ChartSeries& series = m_data->series[rows[i].series];
        lines << QStringLiteral("%1 %2").arg(series.name, exactText(rows[i].value, m_data->unit));
    }
    if (rows.size() > kBoxRows)
        lines << tr("%n more", nullptr, static_cast<int>(rows.size() - kBoxRows));
    return lines;
}

void ChartView::paintCrosshair(QPainter& painter, const ChartSpace& space) const
{
    if (m_selectX >= 0 && !std::isnan(crosshair())) {
        painter.fillRect(QRectF(QPointF(m_selectX, space.plot.top()),
                                QPointF(space.x(crosshair()), space.plot.bottom()))
                             .normalized(),
                         Theme::colour(m_theme.tokens().accent, 40));
    }
    if (std::isnan(crosshair()) || crosshair() < m_from || crosshair() > m_to ||
        m_data->series.empty())
        return;
    const double x = space.x(crosshair());
    painter.setPen(QPen(Theme::colour(m_theme.tokens().text), 1, Qt::DotLine));
    painter.drawLine(QPointF(x, space.plot.top()), QPointF(x, space.plot.bottom()));
    const double perPixel = (m_to - m_from) / space.plot.width();
    const auto rows = samplesAt(*m_data, crosshair(), hoverReach(*m_data, perPixel));
    if (rows.size() <= 24) {
        painter.setPen(Qt::NoPen);
        for (const HoverRow& row : rows) {
            painter.setBrush(ChartPainter::penOf(m_theme, row.series, 1).color());
            painter.drawEllipse(QPointF(space.x(row.time), space.y(row.value)), 3, 3);
        }
    }
    // The others of the page show the moment; the box is where the pointer or the focus is.
    if (underMouse() || hasFocus() || m_pointerY >= 0)
        paintBox(painter, space, x);
}

void ChartView::paintBox(QPainter& painter, const ChartSpace& space, double x) const
{
    const Tokens& t = m_theme.tokens();
    const double perPixel = (m_to - m_from) / space.plot.width();
    const auto rows = samplesAt(*m_data, crosshair(), hoverReach(*m_data, perPixel));
    const std::size_t nearest = nearestRow(rows, space, m_pointerY);
    const std::size_t first = firstShown(rows.size(), nearest);
    const QStringList lines = hoverLines();
    const QFontMetricsF mono(m_theme.mono(size::kAxis));
    double wide = mono.horizontalAdvance(lines.front()) + 70;
    for (std::size_t i = first; i < std::min(rows.size(), first + kBoxRows); ++i) {
        const ChartSeries& series = m_data->series[rows[i].series];
        wide = std::max(wide, std::min(mono.horizontalAdvance(series.name), 260.0) + 34 +
                                  mono.horizontalAdvance(exactText(rows[i].value, m_data->unit)));
    }
    const double tall = kRowHeight * static_cast<double>(lines.size()) + 12;
    QRectF box(x + 14, space.plot.top() + 12, wide + 16, tall);
    if (m_pointerY >= 0)
        box.moveTop(m_pointerY + 14);
    if (box.right() > width() - 2)
        box.moveRight(x - 14);
    box.moveTop(std::clamp(box.top(), 2.0, std::max(2.0, height() - tall - 2)));
    box.moveLeft(std::max(box.left(), 2.0));
    painter.setPen(QPen(Theme::colour(t.line), 1));
    painter.setBrush(Theme::colour(t.raised));
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    QRectF line(box.left() + 8, box.top() + 6, box.width() - 16, kRowHeight);
    painter.setFont(m_theme.mono(size::kAxis));
    painter.setPen(Theme::colour(t.muted));
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, lines.front());
    if (!rows.empty()) {
        const ChartSeries& series = m_data->series[rows[nearest].series];
        painter.setFont(m_theme.text(size::kAxis));
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, series.state);
    }
    for (qsizetype i = 1; i < lines.size(); ++i) {
        line.translate(0, kRowHeight);
        const std::size_t row = first + static_cast<std::size_t>(i) - 1;
        if (row >= rows.size() || static_cast<std::size_t>(i) > kBoxRows) {
            painter.setFont(m_theme.text(size::kAxis));
            painter.setPen(Theme::colour(t.muted));
            painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, lines[i]);
            continue;
        }
        const bool bold = row == nearest && rows.size() > 1;
        const QFont font = m_theme.mono(size::kAxis, bold ? QFont::DemiBold : QFont::Normal);
        painter.setFont(font);
        painter.fillRect(QRectF(line.left(), line.center().y() - 4, 8, 8),
                         ChartPainter::penOf(m_theme, rows[row].series, 1).color());
        const QString value = exactText(rows[row].value, m_data->unit);
        const double room = line.width() - 14 - QFontMetricsF(font).horizontalAdvance(value) - 10;
        painter.setPen(Theme::colour(bold ? t.text : t.muted));
        painter.drawText(line.adjusted(14, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         QFontMetricsF(font).elidedText(m_data->series[rows[row].series].name,
                                                        Qt::ElideMiddle, room));
        painter.setPen(Theme::colour(t.text));
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, value);
    }
}

} // namespace binnacle::ui
