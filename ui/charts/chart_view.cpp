// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_view.h"

#include "ui/charts/chart_accessible.h"

#include <QKeyEvent>
#include <QNativeGestureEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace binnacle::ui {

namespace {

constexpr double kSmallestWindow = 1; ///< Units: seconds
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

} // namespace

ChartView::ChartView(Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_data(std::make_shared<const ChartData>())
{
    installChartAccessibility();
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Chart"));
    setHub(nullptr);
    connect(&theme, &Theme::changed, this, &ChartView::redraw);
}

void ChartView::setHub(CrosshairHub* hub)
{
    if (m_hub)
        m_hub->disconnect(this);
    m_hub = hub ? hub : &m_own;
    connect(m_hub, &CrosshairHub::moved, this, qOverload<>(&QWidget::update));
}

void ChartView::setData(ChartDataPtr data)
{
    if (!data)
        data = std::make_shared<const ChartData>();
    const bool same = data->from == m_data->from && data->to == m_data->to;
    // A chart that follows now keeps its zoom while what is on screen is still there.
    const bool keep = isZoomed() && (same || (m_from >= data->from && m_to <= data->to));
    m_data = std::move(data);
    if (!keep) {
        m_from = m_data->from;
        m_to = std::max(m_data->to, m_data->from + kSmallestWindow);
    }
    m_look.highlight = -1;
    if (!m_data->title.isEmpty())
        setAccessibleName(m_data->title);
    setAccessibleDescription(chartSummary(*m_data));
    redraw();
}

void ChartView::setDirectLabels(bool on)
{
    m_look.directLabels = on;
    redraw();
}

void ChartView::setHighlight(int series)
{
    if (m_look.highlight == series)
        return;
    m_look.highlight = series;
    redraw();
}

void ChartView::redraw()
{
    m_stale = true;
    update();
}

bool ChartView::isZoomed() const
{
    return m_from != m_data->from || m_to != std::max(m_data->to, m_data->from + kSmallestWindow);
}

void ChartView::setWindow(double from, double to)
{
    const double whole = std::max(m_data->to - m_data->from, kSmallestWindow);
    const double span = std::clamp(to - from, std::min(kSmallestWindow, whole), whole);
    from = std::clamp(from, m_data->from, m_data->from + whole - span);
    if (from == m_from && from + span == m_to)
        return;
    m_from = from;
    m_to = from + span;
    redraw();
    Q_EMIT windowChanged(m_from, m_to);
}

void ChartView::resetWindow()
{
    setWindow(m_data->from, m_data->to);
}

void ChartView::pan(double share)
{
    const double shift = share * (m_to - m_from);
    setWindow(m_from + shift, m_to + shift);
}

void ChartView::zoom(double factor, double around)
{
    const double whole = std::max(m_data->to - m_data->from, kSmallestWindow);
    const double span = std::clamp((m_to - m_from) * factor, kSmallestWindow, whole);
    const double share = (around - m_from) / (m_to - m_from);
    setWindow(around - share * span, around - share * span + span);
}

ChartPainter ChartView::painterFor(const QRectF& area, double ratio) const
{
    ChartLook look = m_look;
    look.pixelRatio = ratio;
    return {*m_data, m_theme, area, m_from, m_to, look};
}

void ChartView::paintChart(QPainter& painter, const QRectF& area, double pixelRatio) const
{
    painterFor(area, pixelRatio).paint(painter);
}

void ChartView::paintEvent(QPaintEvent*)
{
    const ChartPainter chart = painterFor(rect(), devicePixelRatioF());
    if (m_stale) {
        const QSize pixels = size() * devicePixelRatioF();
        if (m_base.size() != pixels)
            m_base = QPixmap(pixels);
        m_base.setDevicePixelRatio(devicePixelRatioF());
        m_base.fill(Theme::colour(m_theme.tokens().surface));
        QPainter painter(&m_base);
        chart.paint(painter);
        m_stale = false;
    }
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_base);
    painter.setRenderHint(QPainter::Antialiasing);
    paintCrosshair(painter, chart.space());
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(Theme::colour(m_theme.tokens().accent), 1));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    }
}

void ChartView::resizeEvent(QResizeEvent*)
{
    redraw();
}

void ChartView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    redraw();
}

void ChartView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    if (event->modifiers() & Qt::ShiftModifier) {
        m_selectX = event->position().x();
        return;
    }
    m_dragX = event->position().x();
    m_dragFrom = m_from;
}

void ChartView::mouseMoveEvent(QMouseEvent* event)
{
    const ChartSpace space = painterFor(rect(), 1).space();
    const QPointF at = event->position();
    if (m_dragX >= 0) {
        const double perPixel = (m_to - m_from) / space.plot.width();
        const double from = m_dragFrom - (at.x() - m_dragX) * perPixel;
        setWindow(from, from + (m_to - m_from));
    }
    const bool inside = at.x() >= space.plot.left() && at.x() <= space.plot.right();
    m_pointerY = at.y();
    m_hub->setTime(inside ? space.timeAt(at.x()) : kNone);
    update();
}

void ChartView::mouseReleaseEvent(QMouseEvent* event)
{
    m_dragX = -1;
    if (m_selectX < 0)
        return;
    const ChartSpace space = painterFor(rect(), 1).space();
    const auto [left, right] = std::minmax(m_selectX, event->position().x());
    m_selectX = -1;
    if (right - left > 4)
        setWindow(space.timeAt(left), space.timeAt(right));
    update();
}

void ChartView::mouseDoubleClickEvent(QMouseEvent*)
{
    m_dragX = -1;
    if (isZoomed())
        resetWindow();
    else if (const int series = nearestSeries(); series >= 0)
        Q_EMIT seriesPicked(series);
}

void ChartView::leaveEvent(QEvent*)
{
    m_pointerY = -1;
    m_hub->setTime(kNone);
    update();
}

void ChartView::wheelEvent(QWheelEvent* event)
{
    const QPoint delta = event->pixelDelta().isNull() ? event->angleDelta() : event->pixelDelta();
    const ChartSpace space = painterFor(rect(), 1).space();
    if (std::abs(delta.x()) > std::abs(delta.y())) {
        pan(-delta.x() / space.plot.width());
        return;
    }
    if (!m_wheelZooms && !(event->modifiers() & Qt::ControlModifier)) {
        event->ignore();
        return;
    }
    zoom(std::pow(0.999, delta.y()), space.timeAt(event->position().x()));
}

bool ChartView::event(QEvent* event)
{
    if (event->type() == QEvent::NativeGesture) {
        const auto* gesture = static_cast<QNativeGestureEvent*>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            const ChartSpace space = painterFor(rect(), 1).space();
            zoom(1 / std::max(0.1, 1 + gesture->value()), space.timeAt(gesture->position().x()));
            return true;
        }
    }
    return QWidget::event(event);
}

void ChartView::stepCrosshair(int direction)
{
    const double now = !std::isnan(crosshair()) ? crosshair()
                       : direction > 0          ? m_from - 2e-3
                                                : m_to + 2e-3;
    // To the next sample of any series, so that every value can be read by keys.
    double next = kNone;
    for (const ChartSeries& series : m_data->series) {
        if (!series.data || series.data->empty())
            continue;
        std::size_t i = series.data->lowerBound(direction > 0 ? now + 1e-3 : now - 1e-3);
        if (direction < 0 && i-- == 0)
            continue;
        if (i >= series.data->size())
            continue;
        const double time = series.data->time(i);
        if (std::isnan(next) || (direction > 0 ? time < next : time > next))
            next = time;
    }
    if (std::isnan(next))
        return;
    if (next < m_from || next > m_to)
        setWindow(next - (m_to - m_from) / 2, next + (m_to - m_from) / 2);
    m_pointerY = -1;
    m_hub->setTime(next);
    setAccessibleDescription(hoverLines().join(QStringLiteral(", ")));
}

void ChartView::keyPressEvent(QKeyEvent* event)
{
    const bool shift = event->modifiers() & Qt::ShiftModifier;
    const double around = std::isnan(crosshair()) ? (m_from + m_to) / 2 : crosshair();
    switch (event->key()) {
    case Qt::Key_Left:
        return shift ? pan(-0.1) : stepCrosshair(-1);
    case Qt::Key_Right:
        return shift ? pan(0.1) : stepCrosshair(1);
    case Qt::Key_Plus:
    case Qt::Key_Equal:
    case Qt::Key_Up:
        return zoom(0.7, around);
    case Qt::Key_Minus:
    case Qt::Key_Down:
        return zoom(1 / 0.7, around);
    case Qt::Key_Home:
    case Qt::Key_0:
        return resetWindow();
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (const int series = nearestSeries(); series >= 0)
            Q_EMIT seriesPicked(series);
        return;
    case Qt::Key_Escape:
        if (!std::isnan(crosshair())) {
            m_hub->setTime(kNone);
            setAccessibleDescription(chartSummary(*m_data));
            return;
        }
        break;
    default:
        break;
    }
    QWidget::keyPressEvent(event);
}

} // namespace binnacle::ui
