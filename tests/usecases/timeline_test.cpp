// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/usecases/timeline.h"
#include "tests/usecases/workloads_builder.h"

using namespace binnacle;
using namespace binnacle::tests;
using services::TimelineEvent;
using services::TimelineKind;
using services::TimelineLane;
using services::TimelineTone;

namespace {

/// A cluster whose steps are folded into a timeline as the console does it.
class Story {
public:
    WorkloadsBuilder cluster;
    std::vector<TimelineEvent> events;

    /// What `change` does to the cluster happens `after` from the beginning.
    template <class Fn> void step(std::chrono::seconds after, Fn&& change)
    {
        const services::SnapshotPtr before = cluster.snapshot();
        change(cluster);
        services::Snapshot is = *cluster.snapshot();
        is.at = cluster.now + after;
        services::foldTimeline(events,
                               services::changesBetween(*before, is, services::timelineWatches()));
    }
    void scorer(const std::string& image, const std::string& version, const std::string& hash,
                std::int64_t want = 4)
    {
        cluster.row(BuiltIn::Deployment, "chat", "scorer", [&](auto& w) {
            w.text(col(WorkloadColumn::Image), image)
                .text(col(WorkloadColumn::ModelVersion), version)
                .text(col(WorkloadColumn::TemplateHash), hash)
                .integer(col(WorkloadColumn::Desired), want);
        });
    }
    void restarts(const std::string& pod, std::int64_t count)
    {
        cluster.pod(pod, "Running", [&](auto& w) { w.integer(col(PodColumn::Restarts), count); });
    }
};

using std::chrono::minutes;
using std::chrono::seconds;

} // namespace

TEST_CASE("a rollout is told by its most telling part: model, then image, then configuration")
{
    Story story;
    story.scorer("reg/scorer:1.0", "41", "a");
    story.step(minutes(1), [&](auto&) { story.scorer("reg/scorer:1.1", "42", "b"); });
    story.step(minutes(2), [&](auto&) { story.scorer("reg/scorer:1.2", "42", "c"); });
    story.step(minutes(3), [&](auto&) { story.scorer("reg/scorer:1.2", "42", "d"); });
    REQUIRE(story.events.size() == 3);
    CHECK(story.events[0].kind == TimelineKind::ModelVersion);
    CHECK(story.events[0].title == "scorer: model 41 → 42");
    CHECK(story.events[0].detail == "image 1.0 → 1.1");
    CHECK(story.events[1].kind == TimelineKind::Image);
    CHECK(story.events[1].title == "scorer: image 1.1 → 1.2");
    CHECK(story.events[2].kind == TimelineKind::Config);
    for (const TimelineEvent& event : story.events)
        CHECK(event.lane() == TimelineLane::Deploys);
    CHECK(story.events[2].at == story.cluster.now + minutes(3));
}

TEST_CASE("scaling is no rollout, and the state of replicas is no change at all")
{
    Story story;
    story.scorer("reg/scorer:1.0", "41", "a", 4);
    story.step(minutes(1), [&](auto&) { story.scorer("reg/scorer:1.0", "41", "a", 6); });
    story.step(minutes(2), [&](WorkloadsBuilder& cluster) {
        cluster.row(BuiltIn::Deployment, "chat", "scorer",
                    [](auto& w) { w.integer(col(WorkloadColumn::ReadyReplicas), 5); });
    });
    REQUIRE(story.events.size() == 1);
    CHECK(story.events[0].kind == TimelineKind::Scaling);
    CHECK(story.events[0].title == "scorer: 4 → 6 replicas");
}

TEST_CASE("an object seen first is news only when it was just made")
{
    Story story;
    story.step(seconds(30), [&](WorkloadsBuilder& cluster) {
        story.scorer("reg/scorer:1.0", "41", "a"); // 22 minutes old
        cluster.row(BuiltIn::Deployment, "chat", "fresh",
                    [&](auto& w) { w.time(col(Common::Created), cluster.now); });
    });
    REQUIRE(story.events.size() == 1);
    CHECK(story.events[0].title == "fresh: created");
    story.step(minutes(5),
               [](WorkloadsBuilder& c) { c.remove(BuiltIn::Deployment, "chat", "fresh"); });
    REQUIRE(story.events.size() == 2);
    CHECK(story.events[1].title == "fresh: deleted");
}

TEST_CASE("a node is down from when it is not ready until it is ready again")
{
    Story story;
    story.cluster.node("gpu-7", "h100", 8);
    story.step(minutes(1), [](WorkloadsBuilder& c) { c.node("gpu-7", "h100", 8, "Unknown"); });
    REQUIRE(story.events.size() == 1);
    CHECK(story.events[0].kind == TimelineKind::NodeDown);
    CHECK(story.events[0].tone == TimelineTone::Critical);
    CHECK(story.events[0].lasts);
    story.step(minutes(4), [](WorkloadsBuilder& c) { c.node("gpu-7", "h100", 8); });
    REQUIRE(story.events.size() == 2);
    CHECK_FALSE(story.events[0].lasts);
    CHECK(story.events[0].until == story.cluster.now + minutes(4));
    CHECK(story.events[1].kind == TimelineKind::NodeUp);
}

TEST_CASE("a node that is taken away is down no longer")
{
    Story story;
    story.cluster.node("gpu-7", "h100", 8);
    story.step(minutes(1), [](WorkloadsBuilder& c) { c.node("gpu-7", "h100", 8, "False"); });
    story.step(minutes(2), [](WorkloadsBuilder& c) { c.remove(BuiltIn::Node, "", "gpu-7"); });
    REQUIRE(story.events.size() == 2);
    CHECK_FALSE(story.events[0].lasts);
    CHECK(story.events[1].kind == TimelineKind::NodeRemoved);
    CHECK(story.events[1].detail == "8 GPUs");
}

TEST_CASE("fewer devices on a node that stays are a loss of capacity")
{
    Story story;
    story.cluster.node("gpu-7", "h100", 8);
    story.step(minutes(1), [](WorkloadsBuilder& c) { c.node("gpu-7", "h100", 7); });
    REQUIRE(story.events.size() == 1);
    CHECK(story.events[0].kind == TimelineKind::Capacity);
    CHECK(story.events[0].tone == TimelineTone::Warning);
    CHECK(story.events[0].title == "gpu-7: 8 → 7 GPUs");
}

TEST_CASE("restarts of one workload within a minute are one event that counts them")
{
    Story story;
    story.cluster.deployment(2, 2);
    story.restarts("scorer-a", 0);
    story.restarts("scorer-b", 3);
    story.step(seconds(10), [&](auto&) { story.restarts("scorer-a", 1); });
    story.step(seconds(40), [&](auto&) { story.restarts("scorer-b", 5); });
    REQUIRE(story.events.size() == 1);
    CHECK(story.events[0].count == 3);
    CHECK(story.events[0].title == "scorer: 3 container restarts");
    CHECK(story.events[0].lane() == TimelineLane::Restarts);
    story.step(seconds(75), [&](auto&) { story.restarts("scorer-a", 2); });
    REQUIRE(story.events.size() == 2);
    CHECK(story.events[1].count == 1);
}

TEST_CASE("the summary counts what lies in the stretch and says so when nothing does")
{
    Story story;
    story.scorer("reg/scorer:1.0", "41", "a");
    story.cluster.node("gpu-7", "h100", 8);
    story.step(minutes(10), [&](auto&) { story.scorer("reg/scorer:1.1", "41", "b"); });
    story.step(minutes(20), [](WorkloadsBuilder& c) { c.node("gpu-7", "h100", 8, "False"); });
    const models::UtcTime from = story.cluster.now;
    CHECK(services::timelineSummary(story.events, from, from + minutes(30)) ==
          "30 min: 1 deployment change, 1 node change (1 node went down)");
    CHECK(services::timelineSummary(story.events, from, from + minutes(5)) ==
          "5 min: nothing changed");
    // A node that is still down is part of every later stretch.
    CHECK(services::timelineSummary(story.events, from + minutes(60), from + minutes(90)) ==
          "30 min: 1 node change (1 node went down)");
}
