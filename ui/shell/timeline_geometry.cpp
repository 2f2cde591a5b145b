// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/timeline_geometry.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace binnacle::ui {

using models::Duration;
using models::UtcTime;
using services::TimelineEvent;
using services::TimelineLane;

namespace {

constexpr Duration kClosest = std::chrono::minutes(1);
constexpr Duration kWidest = std::chrono::hours(24 * 90);

constexpr std::array<std::int64_t, 18> kSteps = {
    1,    5,        10,       30,       60,        5 * 60, 10 * 60,   15 * 60,   30 * 60,
    3600, 2 * 3600, 3 * 3600, 6 * 3600, 12 * 3600, 86400,  2 * 86400, 7 * 86400, 30 * 86400};

std::int64_t stepFor(const TimeScale& scale, double spacing)
{
    const double perPixel = static_cast<double>(scale.span().count()) / 1e9 / scale.width;
    for (const std::int64_t step : kSteps) {
        if (static_cast<double>(step) >= perPixel * spacing)
            return step;
    }
    return kSteps.back();
}

int weight(services::TimelineTone tone)
{
    switch (tone) {
    case services::TimelineTone::Critical:
        return 4;
    case services::TimelineTone::Warning:
        return 3;
    case services::TimelineTone::Change:
        return 2;
    case services::TimelineTone::Info:
        return 1;
    case services::TimelineTone::Ok:
        break;
    }
    return 0;
}

bool isSpell(const TimelineEvent& event)
{
    return event.lasts || event.until.known();
}

/// A count is written beside a shape that stands for several: it needs its room too.
bool touches(const TimeMark& before, const TimeMark& mark, double apart)
{
    const bool bars = before.right > before.x, bar = mark.right > mark.x;
    if (bars != bar)
        return false;
    if (bars)
        return mark.tone == before.tone && mark.x <= before.right + 1;
    return mark.x - before.x < (before.count > 1 ? 2 * apart : apart);
}

void join(TimeMark& into, const TimeMark& mark)
{
    into.right = std::max(into.right, mark.right);
    into.lasts = into.lasts || mark.lasts;
    into.count += mark.count;
    into.last = std::max(into.last, mark.last);
    if (weight(mark.tone) > weight(into.tone))
        into.tone = mark.tone;
}

} // namespace

double TimeScale::x(UtcTime t) const
{
    const double whole = static_cast<double>(span().count());
    return left + (whole > 0 ? static_cast<double>((t - from).count()) / whole : 0) * width;
}

UtcTime TimeScale::at(double pixel) const
{
    const double share = width > 0 ? (pixel - left) / width : 0;
    return from + Duration(std::llround(share * static_cast<double>(span().count())));
}

std::vector<TimeTick> timeTicks(const TimeScale& scale, double spacing, Duration utcOffset)
{
    std::vector<TimeTick> out;
    if (scale.width <= 0 || scale.span().count() <= 0)
        return out;
    const Duration step = std::chrono::seconds(stepFor(scale, spacing));
    const std::int64_t local = (scale.from + utcOffset).ns;
    std::int64_t at = local - local % step.count();
    if (at < local)
        at += step.count();
    constexpr Duration kDay = std::chrono::hours(24);
    for (; UtcTime{at} - utcOffset <= scale.to; at += step.count()) {
        const UtcTime t = UtcTime{at} - utcOffset;
        out.push_back({scale.x(t), t, at % kDay.count() == 0});
    }
    return out;
}

bool ticksNeedSeconds(const TimeScale& scale, double spacing)
{
    return stepFor(scale, spacing) < 60;
}

std::vector<TimeMark> timeMarks(const std::vector<TimelineEvent>& events, const TimeScale& scale,
                                double apart)
{
    std::array<std::vector<TimeMark>, services::kTimelineLanes> lanes;
    const double end = scale.left + scale.width;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const TimelineEvent& event = events[i];
        if (event.at > scale.to)
            break;
        const bool spell = isSpell(event);
        const UtcTime until = event.lasts ? scale.to : spell ? event.until : event.at;
        if (until < scale.from)
            continue;
        TimeMark mark{event.lane(),
                      event.tone,
                      scale.x(event.at),
                      scale.x(until),
                      event.lasts,
                      event.count,
                      i,
                      i};
        mark.x = std::max(mark.x, scale.left);
        mark.right = spell ? std::min(std::max(mark.right, mark.x + 3), end) : mark.x;
        auto& lane = lanes[static_cast<std::size_t>(mark.lane)];
        if (!lane.empty() && touches(lane.back(), mark, apart))
            join(lane.back(), mark);
        else
            lane.push_back(mark);
    }
    std::vector<TimeMark> out;
    for (const auto& lane : lanes)
        out.insert(out.end(), lane.begin(), lane.end());
    return out;
}

const TimeMark* markAt(const std::vector<TimeMark>& marks, TimelineLane lane, double x,
                       double reach)
{
    const TimeMark* best = nullptr;
    double bestGap = reach;
    for (const TimeMark& mark : marks) {
        if (mark.lane != lane)
            continue;
        const double gap = x < mark.x ? mark.x - x : x > mark.right ? x - mark.right : 0;
        if (gap <= bestGap) {
            best = &mark;
            bestGap = gap;
        }
    }
    return best;
}

TimeScale zoomed(const TimeScale& scale, double factor, UtcTime anchor, UtcTime latest)
{
    const double before = static_cast<double>(scale.span().count());
    const double span = std::clamp(before * factor, static_cast<double>(kClosest.count()),
                                   static_cast<double>(kWidest.count()));
    const double share =
        before > 0
            ? std::clamp(static_cast<double>((anchor - scale.from).count()) / before, 0.0, 1.0)
            : 0.5;
    TimeScale out = scale;
    out.from = anchor - Duration(std::llround(span * share));
    out.to = out.from + Duration(std::llround(span));
    if (out.to > latest) {
        out.from = out.from - (out.to - latest);
        out.to = latest;
    }
    return out;
}

std::optional<UtcTime> nextChange(const std::vector<TimelineEvent>& events, UtcTime from,
                                  bool forward)
{
    const auto later = [](UtcTime t, const TimelineEvent& e) { return t < e.at; };
    const auto sooner = [](const TimelineEvent& e, UtcTime t) { return e.at < t; };
    if (forward) {
        const auto it = std::upper_bound(events.begin(), events.end(), from, later);
        return it == events.end() ? std::nullopt : std::optional(it->at);
    }
    const auto it = std::lower_bound(events.begin(), events.end(), from, sooner);
    return it == events.begin() ? std::nullopt : std::optional(std::prev(it)->at);
}

} // namespace binnacle::ui
