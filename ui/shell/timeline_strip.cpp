// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/timeline_strip.h"

#include "ui/shell/timeline_accessible.h"
#include "ui/shell/timeline_text.h"
#include "ui/theme/shapes.h"
#include "ui/viewmodels/format.h"
#include "ui/viewmodels/time_dial.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace binnacle::ui {

using services::TimelineLane;

namespace {

constexpr int kHeight = 92;
constexpr int kGutter = 84, kRightPad = 40;
constexpr int kFirstLane = 15, kLaneStep = 16;
constexpr double kApart = 13, kReach = 9;

double laneY(TimelineLane lane)
{
    return kFirstLane + kLaneStep * static_cast<int>(lane);
}

} // namespace

TimelineStrip::TimelineStrip(Theme& theme, TimeDial& dial, TimelineModel& model, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_dial(dial), m_model(model)
{
    installTimelineAccessibility();
    setObjectName(QStringLiteral("timeline"));
    setFixedHeight(kHeight);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Timeline of changes"));
    const auto again = [this] { arrange(); };
    connect(&model, &TimelineModel::changed, this, again);
    connect(&dial, &TimeDial::rangeChanged, this, again);
    connect(&dial, &TimeDial::momentChanged, this, again);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    connect(&m_tick, &QTimer::timeout, this, [this] {
        if (m_dial.follows())
            arrange();
    });
    arrange();
}

QSize TimelineStrip::sizeHint() const
{
    return {800, kHeight};
}

void TimelineStrip::arrange()
{
    m_scale = {m_dial.start(), m_dial.end(), kGutter,
               std::max(1.0, static_cast<double>(width() - kGutter - kRightPad))};
    m_marks = timeMarks(*m_model.events(), m_scale, kApart);
    // Once a second at most, and seldom when a pixel is minutes.
    const auto perPixel = std::chrono::duration_cast<std::chrono::milliseconds>(
        m_scale.span() / static_cast<int>(m_scale.width));
    m_tick.start(static_cast<int>(std::clamp<std::int64_t>(perPixel.count(), 1000, 30'000)));
    describe();
    update();
}

QString TimelineStrip::summary() const
{
    const auto words = services::timelineSummary(*m_model.events(), m_scale.from, m_scale.to);
    return tr("%1. %2").arg(
        toQ(words),
        m_dial.isLive()
            ? tr("The console shows what is live.")
            : tr("The console shows the estate as of %1.").arg(formatAbsolute(m_dial.moment())));
}

void TimelineStrip::describe()
{
    const QString text = summary();
    if (text != accessibleDescription())
        setAccessibleDescription(text);
}

void TimelineStrip::zoom(double factor)
{
    const TimeScale next = zoomed(m_scale, factor, m_dial.moment(), m_dial.now());
    m_dial.setRange(next.from, next.to);
}

void TimelineStrip::step(bool forward)
{
    if (const auto at = nextChange(*m_model.events(), m_dial.moment(), forward))
        m_dial.setMoment(*at);
    else if (forward)
        m_dial.goLive();
}

void TimelineStrip::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
}

const TimeMark* TimelineStrip::hit(const QPointF& at) const
{
    const TimeMark* found = nullptr;
    for (int lane = 0; lane < services::kTimelineLanes && !found; ++lane) {
        const auto which = static_cast<TimelineLane>(lane);
        if (std::abs(at.y() - laneY(which)) <= kLaneStep / 2.0)
            found = markAt(m_marks, which, at.x(), kReach);
    }
    return found;
}

void TimelineStrip::setFromMouse(const QPointF& at)
{
    if (at.x() >= m_scale.left + m_scale.width) {
        if (m_dial.follows())
            m_dial.goLive();
        else
            m_dial.setMoment(m_scale.to);
        return;
    }
    m_dial.setMoment(m_scale.at(std::max(at.x(), m_scale.left)));
}

void TimelineStrip::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || event->position().x() < kGutter - 4)
        return;
    const TimeMark* mark = hit(event->position());
    if (mark) {
        // On a change: just when it had happened.
        m_dial.setMoment((*m_model.events())[mark->last].at);
        return;
    }
    m_drag = true;
    setFromMouse(event->position());
}

void TimelineStrip::mouseMoveEvent(QMouseEvent* event)
{
    m_mouse = event->position();
    m_hover = m_mouse.x() >= kGutter - 4;
    if (m_drag)
        setFromMouse(m_mouse);
    setCursor(!m_hover       ? Qt::ArrowCursor
              : hit(m_mouse) ? Qt::PointingHandCursor
                             : Qt::SizeHorCursor);
    update();
}

void TimelineStrip::mouseReleaseEvent(QMouseEvent*)
{
    m_drag = false;
}

void TimelineStrip::leaveEvent(QEvent* event)
{
    m_hover = false;
    update();
    QWidget::leaveEvent(event);
}

void TimelineStrip::wheelEvent(QWheelEvent* event)
{
    const QPoint turn = event->angleDelta();
    event->accept();
    if (std::abs(turn.x()) > std::abs(turn.y()) || (event->modifiers() & Qt::ShiftModifier)) {
        const int by = turn.x() != 0 ? turn.x() : turn.y();
        const models::Duration shift = m_scale.span() / 960 * -by;
        const models::UtcTime end = std::min(m_scale.to + shift, m_dial.now());
        m_dial.setRange(end - m_scale.span(), end);
        return;
    }
    if (turn.y() == 0)
        return;
    const double factor = turn.y() > 0 ? 0.8 : 1.25;
    const models::UtcTime anchor =
        m_scale.at(std::clamp(event->position().x(), m_scale.left, m_scale.left + m_scale.width));
    const TimeScale next = zoomed(m_scale, factor, anchor, m_dial.now());
    m_dial.setRange(next.from, next.to);
}

void TimelineStrip::keyPressEvent(QKeyEvent* event)
{
    const models::Duration nudge = m_scale.span() / 60;
    switch (event->key()) {
    case Qt::Key_Left:
        m_dial.setMoment(m_dial.moment() - nudge);
        return;
    case Qt::Key_Right:
        if (!m_dial.isLive())
            m_dial.setMoment(m_dial.moment() + nudge);
        return;
    case Qt::Key_Home:
        m_dial.setMoment(m_scale.from);
        return;
    case Qt::Key_End:
        m_dial.goLive();
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        Q_EMIT tableRequested();
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

bool TimelineStrip::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    if (const TimeMark* mark = hit(help->pos()))
        QToolTip::showText(
            help->globalPos(),
            eventsText(*m_model.events(), mark->lane, mark->first, mark->last, m_dial.now()), this);
    else
        QToolTip::hideText();
    return true;
}

} // namespace binnacle::ui
