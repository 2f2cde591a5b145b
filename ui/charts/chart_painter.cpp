// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_painter.h"

#include "ui/charts/density.h"
#include "ui/theme/shapes.h"

#include <QFontMetricsF>
#include <QImage>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace binnacle::ui {

namespace {

constexpr double kAxisHeight = 20, kUnitHeight = 16, kMarkerRow = 16;
constexpr double kMaxLabel = 190;
/// Beyond this many points per chart, lines are thin and not smoothed: nobody sees it, and a frame
/// keeps its time.
constexpr std::size_t kSmoothPoints = 12'000;

} // namespace

QPen ChartPainter::penOf(const Theme& theme, std::size_t i, double width)
{
    const auto& colours = theme.tokens().series;
    QPen pen(Theme::colour(colours[i % colours.size()]), width);
    static const QVector<qreal> kDashes[] = {{}, {5, 3}, {1.5, 2.5}, {6, 2.5, 1.5, 2.5}};
    const auto& dash = kDashes[i / colours.size() % 4];
    if (!dash.isEmpty())
        pen.setDashPattern(dash);
    pen.setJoinStyle(Qt::BevelJoin);
    pen.setCapStyle(Qt::FlatCap);
    return pen;
}

ChartPainter::ChartPainter(const ChartData& data, const Theme& theme, QRectF area, double from,
                           double to, ChartLook look)
    : m_data(data), m_theme(theme), m_look(look)
{
    m_space.from = from;
    m_space.to = to > from ? to : from + 1;
    arrange(area);
}

ValueAxis ChartPainter::fitAxis(double height) const
{
    double low = std::numeric_limits<double>::infinity(), high = -low;
    const auto take = [&](double value) {
        low = std::min(low, value);
        high = std::max(high, value);
    };
    for (const ChartSeries& series : m_data.series) {
        double lowest = 0, highest = 0;
        if (series.data && series.data->extremes(m_space.from, m_space.to, lowest, highest)) {
            take(lowest);
            take(highest);
        }
    }
    for (const ChartExemplar& exemplar : m_data.exemplars) {
        if (exemplar.time >= m_space.from && exemplar.time <= m_space.to)
            take(exemplar.value);
    }
    if (low <= high) {
        for (const ChartObjective& objective : m_data.objectives)
            take(objective.value);
    }
    if (m_data.unit == QStringLiteral("%") && low >= 0 && high <= 100)
        return height < 80 ? ValueAxis{0, 100, 50} : ValueAxis{0, 100, 25};
    return niceAxis(low, high, std::clamp(static_cast<int>(height / 38), 2, 7) + 1);
}

void ChartPainter::arrange(QRectF area)
{
    const QFontMetricsF metrics(m_theme.text(size::kAxis));
    m_topEdge = area.top();
    m_rightEdge = area.right() - 4;
    m_markerRows = m_data.markers.empty() ? 0 : area.height() > 200 ? 2 : 1;
    double top = area.top() + 5;
    if (!m_data.unit.isEmpty() || m_markerRows > 0)
        top = area.top() + kUnitHeight;
    if (m_markerRows > 0)
        top = area.top() + std::max(kUnitHeight, m_markerRows * kMarkerRow + 4);
    const double bottom = area.bottom() - kAxisHeight;
    m_space.axis = fitAxis(bottom - top);
    double gutter = 0;
    for (const double tick : m_space.axis.ticks())
        gutter = std::max(gutter, metrics.horizontalAdvance(tickText(tick, m_space.axis.step)));
    if (m_look.directLabels && !dense() && area.width() > 320) {
        const QFontMetricsF mono(m_theme.mono(size::kAxis));
        double wide = 0;
        for (const ChartSeries& series : m_data.series) {
            wide = std::max(wide, mono.horizontalAdvance(series.name) + 52);
        }
        m_labelWidth = std::min({wide, kMaxLabel, area.width() * 0.3});
    }
    const double right = m_labelWidth > 0 ? m_labelWidth + 26 : 8;
    m_space.plot = QRectF(QPointF(area.left() + gutter + 10, top),
                          QPointF(std::max(area.right() - right, area.left() + gutter + 20),
                                  std::max(bottom, top + 10)));
}

void ChartPainter::paint(QPainter& painter) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    paintAreas(painter);
    paintAxes(painter);
    painter.save();
    painter.setClipRect(m_space.plot.adjusted(-1, -2, 1, 2));
    if (dense())
        paintDense(painter);
    else
        paintLines(painter);
    painter.restore();
    paintObjectives(painter);
    paintMarkers(painter);
    paintExemplars(painter);
    if (m_labelWidth > 0)
        paintLabels(painter);
    painter.restore();
}

void ChartPainter::paintAxes(QPainter& painter) const
{
    const Tokens& t = m_theme.tokens();
    const QRectF& plot = m_space.plot;
    painter.setFont(m_theme.text(size::kAxis));
    for (const double tick : m_space.axis.ticks()) {
        const double y = std::round(m_space.y(tick)) + 0.5;
        painter.setPen(QPen(Theme::colour(t.line), 1));
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter.setPen(Theme::colour(t.muted));
        painter.drawText(QRectF(plot.left() - 90, y - 8, 84, 16), Qt::AlignRight | Qt::AlignVCenter,
                         tickText(tick, m_space.axis.step));
    }
    if (!m_data.unit.isEmpty()) {
        painter.drawText(QRectF(plot.left() - 90, m_topEdge - 1, 84, kUnitHeight),
                         Qt::AlignRight | Qt::AlignTop, m_data.unit);
    }
    const TimeAxis times = timeAxis(m_space.from, m_space.to,
                                    std::max(2, static_cast<int>(std::lround(plot.width() / 76))));
    const QFontMetricsF metrics(painter.font());
    for (const double tick : times.ticks) {
        const double x = m_space.x(tick);
        const QString text = timeText(tick, times.format);
        const double half = metrics.horizontalAdvance(text) / 2;
        if (x + half > m_rightEdge || x - half < plot.left() - 30)
            continue;
        painter.setPen(QPen(Theme::colour(t.line), 1));
        painter.drawLine(QPointF(x, plot.bottom()), QPointF(x, plot.bottom() + 3));
        painter.setPen(Theme::colour(t.muted));
        painter.drawText(QPointF(x - half, plot.bottom() + 5 + metrics.ascent()), text);
    }
}

void ChartPainter::paintAreas(QPainter& painter) const
{
    const QRectF& plot = m_space.plot;
    for (const ChartBand& band : m_data.bands) {
        const double top = std::clamp(m_space.y(band.high), plot.top(), plot.bottom());
        const double bottom = std::clamp(m_space.y(band.low), plot.top(), plot.bottom());
        painter.fillRect(QRectF(plot.left(), top, plot.width(), bottom - top),
                         Theme::colour(m_theme.tokens().ok, 26));
    }
    for (const ChartDown& down : m_data.downs) {
        const double left = std::clamp(m_space.x(down.from), plot.left(), plot.right());
        const double right = std::clamp(m_space.x(down.to), plot.left(), plot.right());
        if (right - left < 1)
            continue;
        const QRectF box(left, plot.top(), right - left, plot.height());
        painter.fillRect(box, hatchBrush(m_theme));
        const QFontMetricsF metrics(m_theme.text(size::kAxis));
        if (metrics.horizontalAdvance(down.label) + 8 < box.width()) {
            painter.setFont(m_theme.text(size::kAxis));
            painter.setPen(Theme::colour(m_theme.tokens().muted));
            painter.drawText(box.adjusted(4, 0, -4, -4), Qt::AlignHCenter | Qt::AlignBottom,
                             down.label);
        }
    }
}

void ChartPainter::paintDense(QPainter& painter) const
{
    const double ratio = m_look.pixelRatio;
    const QRectF& plot = m_space.plot;
    LineDensity density(static_cast<int>(plot.width() * ratio),
                        static_cast<int>(plot.height() * ratio));
    for (const ChartSeries& series : m_data.series) {
        if (series.data)
            density.add(*series.data, m_space);
    }
    density.finish();
    const auto& heat = m_theme.tokens().heat;
    std::vector<QRgb> shades(density.highest() + 1, 0);
    const double most = std::log1p(static_cast<double>(std::max(density.highest(), 1U)));
    for (std::size_t i = 1; i < shades.size(); ++i) {
        const double share = std::log1p(static_cast<double>(i)) / most;
        const auto step = std::min<std::size_t>(
            heat.size() - 1, static_cast<std::size_t>(share * static_cast<double>(heat.size())));
        shades[i] = Theme::colour(heat[step]).rgba();
    }
    QImage image(density.columns(), density.rows(), QImage::Format_ARGB32_Premultiplied);
    for (int row = 0; row < density.rows(); ++row) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(row));
        for (int column = 0; column < density.columns(); ++column)
            line[column] = shades[density.count(column, row)];
    }
    painter.drawImage(plot, image);
    if (m_look.highlight >= 0 && m_look.highlight < static_cast<int>(m_data.series.size()))
        paintLine(painter, static_cast<std::size_t>(m_look.highlight));
}

void ChartPainter::paintLines(QPainter& painter) const
{
    std::size_t points = 0;
    const auto columns = static_cast<std::size_t>(m_space.plot.width() * m_look.pixelRatio);
    for (const ChartSeries& series : m_data.series) {
        if (series.data) {
            const std::size_t inside =
                series.data->lowerBound(m_space.to) - series.data->lowerBound(m_space.from);
            // What is thinned zigzags through every column, which smoothing only blurs.
            points += inside > 2 * columns ? kSmoothPoints : inside;
        }
    }
    painter.setRenderHint(QPainter::Antialiasing, points < kSmoothPoints);
    for (std::size_t i = 0; i < m_data.series.size(); ++i) {
        if (static_cast<int>(i) != m_look.highlight)
            paintLine(painter, i);
    }
    if (m_look.highlight >= 0 && m_look.highlight < static_cast<int>(m_data.series.size()))
        paintLine(painter, static_cast<std::size_t>(m_look.highlight));
}

void ChartPainter::paintLine(QPainter& painter, std::size_t i) const
{
    const ChartSeries& series = m_data.series[i];
    if (!series.data || series.data->empty())
        return;
    const bool smooth = painter.testRenderHint(QPainter::Antialiasing);
    const bool chosen = static_cast<int>(i) == m_look.highlight;
    QPen pen = penOf(m_theme, i, chosen ? 2.5 : smooth ? 1.5 : 1);
    if (!smooth && !chosen) {
        // A cosmetic solid line of one pixel is drawn without a path; dashes would cost ten times.
        pen.setCosmetic(true);
        pen.setStyle(Qt::SolidLine);
        pen.setWidth(0);
    }
    if (m_look.highlight >= 0 && !chosen) {
        QColor faded = pen.color();
        faded.setAlpha(90);
        pen.setColor(faded);
    }
    const auto columns = static_cast<int>(m_space.plot.width() * m_look.pixelRatio);
    const auto points = series.data->query(m_space.from, m_space.to, std::max(columns, 1));
    std::vector<QPointF> run;
    run.reserve(points.size());
    const auto flush = [&] {
        painter.setPen(pen);
        if (run.size() > 1) {
            painter.drawPolyline(run.data(), static_cast<int>(run.size()));
        } else if (run.size() == 1) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(pen.color());
            painter.drawEllipse(run.front(), 1.8, 1.8); // a sample between two gaps
        }
        run.clear();
    };
    for (const models::SeriesPoint& point : points) {
        if (point.begins)
            flush();
        run.emplace_back(m_space.x(point.time), m_space.y(point.value));
    }
    flush();
}

} // namespace binnacle::ui
