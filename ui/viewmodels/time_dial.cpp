// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/time_dial.h"

#include <algorithm>

namespace binnacle::ui {

using models::Duration;
using models::UtcTime;

namespace {

constexpr Duration kClosest = std::chrono::minutes(1);
constexpr Duration kWidest = std::chrono::hours(24 * 90);

} // namespace

TimeDial::TimeDial(const models::Clock& clock, QObject* parent) : QObject(parent), m_clock(clock) {}

void TimeDial::setMoment(UtcTime t)
{
    if (!t.known() || t >= m_clock.now()) {
        goLive();
        return;
    }
    if (t == m_moment)
        return;
    m_moment = t;
    keepInView();
    Q_EMIT momentChanged();
}

void TimeDial::goLive()
{
    const bool wasBehind = m_end.known();
    m_end = {};
    if (wasBehind)
        Q_EMIT rangeChanged();
    if (isLive())
        return;
    m_moment = {};
    Q_EMIT momentChanged();
}

void TimeDial::setSpan(Duration span)
{
    m_span = std::clamp(span, kClosest, kWidest);
    m_end = {};
    if (isLive() || !keepInView())
        Q_EMIT rangeChanged();
}

void TimeDial::setRange(UtcTime start, UtcTime end)
{
    m_span = std::clamp<Duration>(end - start, kClosest, kWidest);
    m_end = end >= m_clock.now() ? UtcTime{} : end;
    Q_EMIT rangeChanged();
}

bool TimeDial::keepInView()
{
    if (m_moment >= start() && m_moment <= end())
        return false;
    const UtcTime end = m_moment + m_span / 2;
    m_end = end >= m_clock.now() ? UtcTime{} : end;
    Q_EMIT rangeChanged();
    return true;
}

} // namespace binnacle::ui
