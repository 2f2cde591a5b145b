// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/catch.h"
#include "ui/shell/timeline_geometry.h"

using namespace binnacle;
using namespace binnacle::ui;
using models::UtcTime;
using services::TimelineEvent;
using services::TimelineKind;
using services::TimelineLane;
using services::TimelineTone;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

constexpr UtcTime kFrom = UtcTime::fromSeconds(std::int64_t{1'795'392'000}); // midnight UTC
constexpr UtcTime kTo{kFrom.ns + std::int64_t{6} * 3600 * 1'000'000'000};

/// Six hours on 600 pixels: 36 s a pixel.
const TimeScale kScale{kFrom, kTo, 100, 600};

TimelineEvent event(models::Duration after, TimelineKind kind = TimelineKind::Image,
                    TimelineTone tone = TimelineTone::Change)
{
    TimelineEvent out;
    out.kind = kind;
    out.tone = tone;
    out.at = kFrom + after;
    return out;
}

TimelineEvent spell(models::Duration after, models::Duration lasted)
{
    TimelineEvent out = event(after, TimelineKind::NodeDown, TimelineTone::Critical);
    if (lasted.count() > 0)
        out.until = out.at + lasted;
    else
        out.lasts = true;
    return out;
}

} // namespace

TEST_CASE("a moment and its pixel are the same place")
{
    CHECK(kScale.x(kFrom) == 100);
    CHECK(kScale.x(kTo) == 700);
    CHECK(kScale.x(kFrom + hours(3)) == 400);
    CHECK(kScale.at(400) == kFrom + hours(3));
    CHECK(kScale.at(kScale.x(kFrom + minutes(6))) == kFrom + minutes(6));
}

TEST_CASE("ticks stand at round local times and never closer than asked")
{
    const auto ticks = timeTicks(kScale, 90, {});
    REQUIRE(ticks.size() == 7);
    for (std::size_t i = 0; i < ticks.size(); ++i)
        CHECK(ticks[i].at == kFrom + hours(static_cast<int>(i)));
    CHECK(ticks.front().day);
    CHECK_FALSE(ticks[1].day);
    // Half past is round where clocks are half an hour ahead.
    const auto ahead = timeTicks(kScale, 90, minutes(30));
    REQUIRE_FALSE(ahead.empty());
    CHECK(ahead.front().at == kFrom + minutes(30));
    CHECK_FALSE(ticksNeedSeconds(kScale, 90));
    CHECK(ticksNeedSeconds({kFrom, kFrom + minutes(1), 0, 600}, 90));
}

TEST_CASE("changes that would lie on each other are one mark that counts them and is as bad")
{
    const auto marks = timeMarks({event(minutes(60)),
                                  event(minutes(62), TimelineKind::Deleted, TimelineTone::Warning),
                                  event(minutes(120))},
                                 kScale, 12);
    REQUIRE(marks.size() == 2);
    CHECK(marks[0].count == 2);
    CHECK(marks[0].first == 0);
    CHECK(marks[0].last == 1);
    CHECK(marks[0].tone == TimelineTone::Warning);
    CHECK(marks[0].x == 200);
    CHECK(marks[1].count == 1);
    CHECK(marks[1].x == 300);
}

TEST_CASE("changes of different lanes never share a mark")
{
    const auto marks =
        timeMarks({event(minutes(60)), event(minutes(60), TimelineKind::Restart)}, kScale, 12);
    REQUIRE(marks.size() == 2);
    CHECK(marks[0].lane == TimelineLane::Deploys);
    CHECK(marks[1].lane == TimelineLane::Restarts);
}

TEST_CASE("a spell is a bar inside the strip, and one that lasts reaches its end")
{
    const auto marks = timeMarks({spell(-hours(1), hours(2)), spell(hours(3), {})}, kScale, 12);
    REQUIRE(marks.size() == 2);
    CHECK(marks[0].x == 100);
    CHECK(marks[0].right == 200);
    CHECK_FALSE(marks[0].lasts);
    CHECK(marks[1].x == 400);
    CHECK(marks[1].right == 700);
    CHECK(marks[1].lasts);
}

TEST_CASE("what is over before the stretch or comes after it has no mark")
{
    CHECK(timeMarks({event(-minutes(1)), spell(-hours(2), hours(1)), event(hours(7))}, kScale, 12)
              .empty());
}

TEST_CASE("a mark is hit within reach on its own lane, the nearest first")
{
    const auto marks = timeMarks({event(minutes(60)), event(minutes(72))}, kScale, 12);
    REQUIRE(marks.size() == 2);
    CHECK(markAt(marks, TimelineLane::Deploys, 207, 9) == &marks[0]);
    CHECK(markAt(marks, TimelineLane::Deploys, 214, 9) == &marks[1]);
    CHECK(markAt(marks, TimelineLane::Deploys, 250, 9) == nullptr);
    CHECK(markAt(marks, TimelineLane::Nodes, 207, 9) == nullptr);
}

TEST_CASE("zooming holds the anchor under the pointer and never shows the future")
{
    const UtcTime anchor = kFrom + hours(2);
    const TimeScale closer = zoomed(kScale, 0.5, anchor, kTo);
    CHECK(closer.span() == hours(3));
    CHECK(closer.x(anchor) == kScale.x(anchor));
    const TimeScale further = zoomed(kScale, 4, anchor, kTo);
    CHECK(further.span() == hours(24));
    CHECK(further.to == kTo);
    CHECK(zoomed(kScale, 1e-9, anchor, kTo).span() == minutes(1));
    CHECK(zoomed(kScale, 1e9, anchor, kTo).span() == hours(24 * 90));
}

TEST_CASE("stepping goes from change to change and ends where there is none")
{
    const std::vector<TimelineEvent> events = {event(minutes(10)), event(minutes(10)),
                                               event(minutes(30))};
    CHECK(nextChange(events, kFrom, true) == kFrom + minutes(10));
    CHECK(nextChange(events, kFrom + minutes(10), true) == kFrom + minutes(30));
    CHECK_FALSE(nextChange(events, kFrom + minutes(30), true));
    CHECK(nextChange(events, kFrom + minutes(30), false) == kFrom + minutes(10));
    CHECK_FALSE(nextChange(events, kFrom + minutes(10), false));
}
