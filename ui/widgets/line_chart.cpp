// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/line_chart.h"

#include "ui/viewmodels/format.h"

#include <QDateTime>
#include <QMouseEvent>
#include <QToolTip>
#include <QtCharts/QChart>
#include <QtCharts/QDateTimeAxis>
#include <QtCharts/QLineSeries>
#include <QtCharts/QValueAxis>

#include <algorithm>
#include <cmath>

namespace binnacle::ui {

namespace {

constexpr int kTimeLabels = 16; ///< room below the plot

/// A round number at or above `value`, so that the axis does not jitter from refresh to refresh.
double roundUp(double value)
{
    if (value <= 0)
        return 1;
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double step : {1.0, 2.0, 2.5, 5.0, 10.0}) {
        if (value <= step * power)
            return step * power;
    }
    return 10 * power;
}

} // namespace

LineChart::LineChart(Theme& theme, QWidget* parent)
    : QChartView(parent), m_theme(theme), m_time(new QDateTimeAxis(this)),
      m_value(new QValueAxis(this))
{
    setFrameShape(QFrame::NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    chart()->legend()->hide();
    chart()->setAnimationOptions(QChart::NoAnimation);
    chart()->setMargins(QMargins(0, 4, 8, kTimeLabels));
    chart()->setBackgroundRoundness(0);
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    // Qt Charts drops the labels of a time axis that is this low; drawForeground() writes them.
    m_time->setLabelsVisible(false);
    m_value->setTickCount(3);
    chart()->addAxis(m_time, Qt::AlignBottom);
    chart()->addAxis(m_value, Qt::AlignLeft);
    connect(&theme, &Theme::changed, this, &LineChart::restyle);
    restyle();
}

void LineChart::restyle()
{
    const Tokens& t = m_theme.tokens();
    setBackgroundBrush(Theme::colour(t.surface));
    chart()->setBackgroundVisible(false);
    for (QAbstractAxis* axis :
         {static_cast<QAbstractAxis*>(m_time), static_cast<QAbstractAxis*>(m_value)}) {
        axis->setLabelsFont(m_theme.text(size::kAxis));
        axis->setLabelsColor(Theme::colour(t.muted));
        axis->setGridLineColor(Theme::colour(t.line));
        axis->setLinePenColor(Theme::colour(t.line));
    }
    m_time->setGridLineVisible(false);
    const auto all = chart()->series();
    for (int i = 0; i < all.size(); ++i) {
        auto* line = qobject_cast<QLineSeries*>(all[i]);
        const int colour = all[i]->property("colour").toInt();
        line->setPen(QPen(Theme::colour(t.series[static_cast<std::size_t>(colour)]), 1.5));
    }
    viewport()->update();
}

void LineChart::setData(const ChartData& fresh)
{
    m_data = fresh;
    double top = 0;
    std::size_t runs = 0;
    for (const ChartSeries& series : fresh.series)
        runs += series.line.size();
    // Series are reused and replaced, never appended to: see the measurements in the house style.
    auto have = chart()->series();
    while (static_cast<std::size_t>(have.size()) > runs) {
        QAbstractSeries* last = have.takeLast();
        chart()->removeSeries(last);
        delete last;
    }
    while (static_cast<std::size_t>(have.size()) < runs) {
        auto* line = new QLineSeries;
        chart()->addSeries(line);
        line->attachAxis(m_time);
        line->attachAxis(m_value);
        have.append(line);
    }
    qsizetype next = 0;
    for (std::size_t s = 0; s < fresh.series.size(); ++s) {
        for (const auto& run : fresh.series[s].line) {
            QList<QPointF> points;
            points.reserve(static_cast<qsizetype>(run.size()));
            for (const ChartPoint& point : run) {
                points.append({point.time * 1000.0, point.value});
                top = std::max(top, point.value);
            }
            auto* line = qobject_cast<QLineSeries*>(have[next++]);
            line->setProperty("colour", static_cast<int>(s % m_theme.tokens().series.size()));
            line->replace(points);
        }
    }
    const bool percent = fresh.unit == QStringLiteral("%");
    m_value->setRange(0, percent ? 100 : roundUp(top));
    m_value->setLabelFormat(top < 5 && !percent ? QStringLiteral("%.1f") : QStringLiteral("%.0f"));
    m_time->setRange(QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(fresh.from * 1000)),
                     QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(fresh.to * 1000)));
    restyle();
}

void LineChart::mouseMoveEvent(QMouseEvent* event)
{
    const QRectF plot = chart()->plotArea();
    const double share = (event->position().x() - plot.left()) / std::max(plot.width(), 1.0);
    m_hover = share < 0 || share > 1 ? -1 : m_data.from + share * (m_data.to - m_data.from);
    viewport()->update();
    if (m_hover < 0) {
        QToolTip::hideText();
        return;
    }
    QString text = QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(m_hover * 1000))
                       .toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    for (const ChartSeries& series : m_data.series) {
        const ChartPoint* nearest = nullptr;
        for (const auto& run : series.line) {
            for (const ChartPoint& point : run) {
                if (!nearest || std::abs(point.time - m_hover) < std::abs(nearest->time - m_hover))
                    nearest = &point;
            }
        }
        const double reach = (m_data.to - m_data.from) / 40;
        const bool near = nearest && std::abs(nearest->time - m_hover) < reach;
        text += QStringLiteral("\n%1 %2").arg(
            series.name, near ? formatReal(nearest->value, m_data.unit) : tr("no sample"));
    }
    QToolTip::showText(event->globalPosition().toPoint(), text, this);
}

void LineChart::leaveEvent(QEvent* event)
{
    m_hover = -1;
    viewport()->update();
    QChartView::leaveEvent(event);
}

void LineChart::drawTimes(QPainter& painter, const QRectF& plot) const
{
    painter.setFont(m_theme.text(size::kAxis));
    painter.setPen(Theme::colour(m_theme.tokens().muted));
    const double span = m_data.to - m_data.from;
    for (const double share : {0.0, 0.5, 1.0}) {
        const auto ms = static_cast<qint64>((m_data.from + share * span) * 1000);
        const QString text = QDateTime::fromMSecsSinceEpoch(ms).toString(QStringLiteral("HH:mm"));
        const double x = plot.left() + share * plot.width();
        const QRectF box(share == 0 ? x : share == 1 ? x - 60 : x - 30, plot.bottom() + 3, 60, 14);
        const auto side = share == 0   ? Qt::AlignLeft
                          : share == 1 ? Qt::AlignRight
                                       : Qt::AlignHCenter;
        painter.drawText(box, static_cast<int>(side | Qt::AlignTop), text);
    }
}

void LineChart::drawForeground(QPainter* painter, const QRectF& rect)
{
    QChartView::drawForeground(painter, rect);
    if (m_data.to <= m_data.from)
        return;
    const QRectF plot = chart()->plotArea();
    drawTimes(*painter, plot);
    if (m_hover < 0)
        return;
    const double x =
        plot.left() + (m_hover - m_data.from) / (m_data.to - m_data.from) * plot.width();
    painter->setPen(QPen(Theme::colour(m_theme.tokens().faint), 1, Qt::DashLine));
    painter->drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
}

} // namespace binnacle::ui
