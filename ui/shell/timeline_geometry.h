// SPDX-License-Identifier: GPL-3.0-or-later
// Where things are on the timeline strip: times to pixels and back, ticks, marks clustered per
// lane, zoom. Pure: flat arrays in, flat arrays out; tested without a window. Units: pixels.
#pragma once

#include "services/usecases/timeline.h"

#include <optional>
#include <string>
#include <vector>

namespace binnacle::ui {

/// A window of time over a stretch of pixels.
struct TimeScale {
    models::UtcTime from, to;
    double left = 0, width = 1;

    double x(models::UtcTime t) const;
    models::UtcTime at(double x) const;
    models::Duration span() const { return to - from; }
};

struct TimeTick {
    double x = 0;
    models::UtcTime at;
    bool day = false; ///< begins a local day: the label says which
    friend bool operator==(const TimeTick&, const TimeTick&) = default;
};

/// Round local times at least `spacing` apart. Units: `utcOffset` is local time minus UTC.
std::vector<TimeTick> timeTicks(const TimeScale& scale, double spacing, models::Duration utcOffset);

/// Ticks closer than a minute need seconds in their labels.
bool ticksNeedSeconds(const TimeScale& scale, double spacing);

/// One shape or bar: one event, or several that would lie on each other.
struct TimeMark {
    services::TimelineLane lane = services::TimelineLane::Deploys;
    services::TimelineTone tone = services::TimelineTone::Change; ///< the worst of them
    double x = 0;     ///< centre of a shape, left end of a bar
    double right = 0; ///< of a bar; equal to x for a shape
    bool lasts = false;
    int count = 0;                   ///< events; restarts count each
    std::size_t first = 0, last = 0; ///< of them in the event list
};

/// Events inside the scale, clustered where they would lie within `apart` of each other; bars only
/// merge with bars of the same tone that touch. Shape: by lane, then x. Cost: O(events).
std::vector<TimeMark> timeMarks(const std::vector<services::TimelineEvent>& events,
                                const TimeScale& scale, double apart);

/// The mark of `lane` nearest to x within `reach`; nullptr when none.
const TimeMark* markAt(const std::vector<TimeMark>& marks, services::TimelineLane lane, double x,
                       double reach);

/// The window scaled by `factor` (below 1: closer) about `anchor`, held between a minute and 90
/// days and never beyond `latest`.
TimeScale zoomed(const TimeScale& scale, double factor, models::UtcTime anchor,
                 models::UtcTime latest);

/// The moment of the next (or previous) change strictly after (before) `from`; nullopt when none.
std::optional<models::UtcTime> nextChange(const std::vector<services::TimelineEvent>& events,
                                          models::UtcTime from, bool forward);

} // namespace binnacle::ui
