// SPDX-License-Identifier: GPL-3.0-or-later
// The part of TimelineStrip that draws.
#include "ui/shell/timeline_strip.h"
#include "ui/shell/timeline_text.h"
#include "ui/theme/shapes.h"
#include "ui/viewmodels/format.h"
#include "ui/viewmodels/time_dial.h"

#include <QPainter>

#include <algorithm>

namespace binnacle::ui {

using services::TimelineLane;

namespace {

constexpr int kFirstLane = 15, kLaneStep = 16, kLanesEnd = 71, kAxisTop = 73, kAxisHeight = 17;
constexpr double kMark = 10, kTickSpacing = 110;

double laneY(TimelineLane lane)
{
    return kFirstLane + kLaneStep * static_cast<int>(lane);
}

} // namespace

void TimelineStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Tokens& t = m_theme.tokens();
    painter.fillRect(rect(), Theme::colour(t.surface));
    painter.fillRect(QRect(0, 0, width(), 1), Theme::colour(hasFocus() ? t.accent : t.line));
    painter.setRenderHint(QPainter::Antialiasing);
    paintLanes(painter);
    paintUnknown(painter);
    paintAxis(painter);
    paintMarks(painter);
    paintMoment(painter);
}

void TimelineStrip::paintLanes(QPainter& painter) const
{
    const Tokens& t = m_theme.tokens();
    painter.setFont(m_theme.text(size::kAxis));
    for (int i = 0; i < services::kTimelineLanes; ++i) {
        const auto lane = static_cast<TimelineLane>(i);
        const double y = laneY(lane);
        painter.setPen(Theme::colour(t.muted));
        painter.drawText(QRectF(size::kPadL, y - 8, m_scale.left - size::kPadL - 8, 16),
                         Qt::AlignVCenter | Qt::AlignLeft, laneText(lane));
        painter.setPen(QPen(Theme::colour(t.line), 1));
        painter.drawLine(QPointF(m_scale.left, y + 0.5),
                         QPointF(m_scale.left + m_scale.width, y + 0.5));
    }
}

QString TimelineStrip::emptyText() const
{
    if (m_model.isReading())
        return m_model.events()->empty() ? tr("Reading what changed") : QString();
    if (m_model.isCut())
        return tr("only the first %1 changes are shown")
            .arg(formatCount(static_cast<std::int64_t>(TimelineModel::kMostChanges)));
    const models::UtcTime since = m_model.knownSince();
    if (!since.known() || since <= m_scale.from)
        return {};
    const QString when = momentText(std::min(since, m_dial.now()), m_dial.now());
    if (!m_model.error())
        return tr("not recorded before %1").arg(when);
    if (m_model.error()->code == models::ErrorCode::Unsupported)
        return tr("not recorded before %1: this environment keeps no history").arg(when);
    return tr("not known before %1: %2").arg(when, toQ(m_model.error()->message));
}

/// Why a lane is empty: no shape must never be taken for no news.
QString TimelineStrip::laneReason(TimelineLane lane) const
{
    if (lane == TimelineLane::Alerts)
        return tr("no source here reports alerts");
    const bool any = std::any_of(m_marks.begin(), m_marks.end(),
                                 [lane](const TimeMark& mark) { return mark.lane == lane; });
    const models::UtcTime since = m_model.knownSince();
    if (any || m_model.isReading() || !since.known())
        return {};
    if (since > m_scale.from)
        return tr("none since %1").arg(momentText(std::min(since, m_dial.now()), m_dial.now()));
    return tr("none in these %1").arg(spanText(m_scale.span()));
}

void TimelineStrip::paintReason(QPainter& painter, TimelineLane lane) const
{
    const QString text = laneReason(lane);
    if (text.isEmpty())
        return;
    const Tokens& t = m_theme.tokens();
    painter.setFont(m_theme.text(size::kAxis));
    const double wide = painter.fontMetrics().horizontalAdvance(text) + 12;
    const QRectF label(m_scale.left + 2, laneY(lane) - 7, wide, 14);
    painter.fillRect(label, Theme::colour(t.surface));
    painter.setPen(Theme::colour(t.muted));
    painter.drawText(label, Qt::AlignCenter, text);
}

/// What is not recorded is hatched: it must not look like a time in which nothing changed.
void TimelineStrip::paintUnknown(QPainter& painter) const
{
    const Tokens& t = m_theme.tokens();
    const models::UtcTime since = m_model.knownSince();
    if (since.known() && since > m_scale.from) {
        const double right = std::min(m_scale.x(since), m_scale.left + m_scale.width);
        const QRectF area(m_scale.left, 6, right - m_scale.left, kLanesEnd - 6);
        painter.setOpacity(0.35);
        painter.fillRect(area, hatchBrush(m_theme));
        painter.setOpacity(1);
    }
    for (int i = 0; i < services::kTimelineLanes; ++i)
        paintReason(painter, static_cast<TimelineLane>(i));
    const QString text = emptyText();
    if (text.isEmpty())
        return;
    painter.setFont(m_theme.text(size::kSecondary));
    const QRectF lanes(m_scale.left, 0, m_scale.width, kLanesEnd);
    const double wide = painter.fontMetrics().horizontalAdvance(text) + 24;
    const QRectF label(lanes.center().x() - wide / 2, lanes.center().y() - 9, wide, 20);
    painter.fillRect(label, Theme::colour(t.surface));
    painter.setPen(Theme::colour(t.muted));
    painter.drawText(label, Qt::AlignCenter, text);
}

void TimelineStrip::paintAxis(QPainter& painter) const
{
    const Tokens& t = m_theme.tokens();
    painter.setFont(m_theme.mono(size::kAxis));
    const bool seconds = ticksNeedSeconds(m_scale, kTickSpacing);
    for (const TimeTick& tick : timeTicks(m_scale, kTickSpacing, utcOffset(m_scale.from))) {
        painter.setPen(QPen(Theme::colour(t.line), 1));
        painter.drawLine(QPointF(tick.x, kLanesEnd - 2), QPointF(tick.x, kLanesEnd + 2));
        painter.setPen(Theme::colour(t.muted));
        const QRectF label(tick.x - 40, kAxisTop, 80, kAxisHeight);
        if (label.left() + 20 >= m_scale.left && label.right() - 20 <= width())
            painter.drawText(label, Qt::AlignCenter, tickText(tick.at, seconds, tick.day));
    }
}

void TimelineStrip::paintMarks(QPainter& painter) const
{
    const Tokens& t = m_theme.tokens();
    painter.setFont(m_theme.text(size::kAxis));
    for (const TimeMark& mark : m_marks) {
        const double y = laneY(mark.lane);
        const Tone tone = toneOf(mark.tone);
        if (mark.right > mark.x) {
            const QRectF bar(mark.x, y - 5, mark.right - mark.x, 10);
            painter.setPen(Qt::NoPen);
            painter.setBrush(toneColour(m_theme, tone));
            painter.drawRoundedRect(bar, 2, 2);
            // Not by colour alone: the shape stands at the beginning of a bar that has room for it.
            if (bar.width() > 16) {
                painter.setBrush(Theme::colour(t.surface));
                painter.drawEllipse(QPointF(bar.left() + 6, y), 4.5, 4.5);
                paintShape(painter, m_theme, tone, QRectF(bar.left() + 2.5, y - 3.5, 7, 7));
            }
            continue;
        }
        painter.setPen(Qt::NoPen);
        painter.setBrush(Theme::colour(t.surface));
        painter.drawEllipse(QPointF(mark.x, y), kMark / 2 + 2, kMark / 2 + 2);
        paintShape(painter, m_theme, tone, QRectF(mark.x - kMark / 2, y - kMark / 2, kMark, kMark));
        if (mark.count <= 1)
            continue;
        const QString count = formatCount(mark.count);
        const QRectF label(mark.x + kMark / 2 + 3, y - 7,
                           painter.fontMetrics().horizontalAdvance(count) + 3, 14);
        painter.fillRect(label, Theme::colour(t.surface));
        painter.setPen(Theme::colour(t.text));
        painter.drawText(label, Qt::AlignVCenter | Qt::AlignLeft, count);
    }
}

void TimelineStrip::paintTag(QPainter& painter, double x, const QString& text, Rgb line) const
{
    const Tokens& t = m_theme.tokens();
    painter.setFont(m_theme.mono(size::kAxis));
    const double wide = painter.fontMetrics().horizontalAdvance(text) + 12;
    const double left = std::clamp(x - wide / 2, 2.0, width() - wide - 2);
    const QRectF tag(left, kAxisTop, wide, kAxisHeight);
    painter.setPen(QPen(Theme::colour(line), 1));
    painter.setBrush(Theme::colour(t.raised));
    painter.drawRoundedRect(tag, 4, 4);
    painter.setPen(Theme::colour(t.text));
    painter.drawText(tag, Qt::AlignCenter, text);
}

void TimelineStrip::paintMoment(QPainter& painter) const
{
    const Tokens& t = m_theme.tokens();
    const models::UtcTime now = m_dial.now();
    if (now <= m_scale.to) {
        const double x = m_scale.x(now);
        painter.setPen(QPen(Theme::colour(t.muted), 1));
        painter.drawLine(QPointF(x + 0.5, 5), QPointF(x + 0.5, kLanesEnd));
        if (m_dial.isLive())
            paintTag(painter, x, tr("now"), t.line);
    }
    if (m_hover && !m_drag) {
        const double x = std::clamp(m_mouse.x(), m_scale.left, m_scale.left + m_scale.width);
        painter.setPen(QPen(Theme::colour(t.muted), 1, Qt::DotLine));
        painter.drawLine(QPointF(x, 5), QPointF(x, kLanesEnd));
        paintTag(painter, x, momentText(m_scale.at(x), now), t.line);
    }
    if (m_dial.isLive())
        return;
    const double x = m_scale.x(m_dial.moment());
    if (x < m_scale.left - 1 || x > m_scale.left + m_scale.width + 1)
        return;
    painter.setPen(QPen(Theme::colour(t.text), 1.6, Qt::DashLine));
    painter.drawLine(QPointF(x, 5), QPointF(x, kLanesEnd));
    paintTag(painter, x, momentText(m_dial.moment(), now), t.accent);
}

} // namespace binnacle::ui
