// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/catch.h"
#include "tests/ui/fleet_fixture.h"
#include "ui/viewmodels/fleet_state.h"
#include "ui/viewmodels/source_health.h"

using namespace binnacle;
using namespace binnacle::ui;
using Kind = PageState::Kind;

namespace {

const models::UtcTime kNow = models::UtcTime::fromSeconds(std::int64_t{1'790'000'000});

PageState stateOf(std::vector<models::SourceStatus> sources, int nodes)
{
    const auto snapshot = test::makeSnapshot(std::move(sources));
    const auto view = nodes ? test::makeFleet(nodes) : std::make_shared<services::FleetView>();
    return fleetState(snapshot.get(), view.get(), {}, kNow);
}

models::SourceStatus failed(const std::string& id)
{
    auto source = test::liveSource(id, kNow);
    source.phase = models::SourcePhase::Failed;
    source.lastContact = kNow - std::chrono::minutes(12);
    source.error = models::Error{
        models::ErrorCode::Unreachable, "connection refused", "Check the address.", {}};
    return source;
}

} // namespace

TEST_CASE("each of the seven states has its own condition")
{
    CHECK(fleetState(nullptr, nullptr, {}, kNow).kind == Kind::Loading);
    CHECK(stateOf({test::liveSource("a", kNow)}, 2).kind == Kind::Ready);
    CHECK(stateOf({}, 0).kind == Kind::Empty);
    CHECK(stateOf({test::liveSource("a", kNow)}, 0).kind == Kind::Empty);
    auto starting = test::liveSource("a", kNow);
    starting.phase = models::SourcePhase::Syncing;
    CHECK(stateOf({starting}, 0).kind == Kind::Loading);
    CHECK(stateOf({failed("a")}, 0).kind == Kind::Failed);
    CHECK(stateOf({failed("a")}, 2).kind == Kind::Stale);
    auto denied = test::liveSource("a", kNow);
    denied.phase = models::SourcePhase::Degraded;
    denied.missing = {"list nodes (cluster-wide)"};
    CHECK(stateOf({denied}, 0).kind == Kind::NotAllowed);
    const models::Error broken{models::ErrorCode::DataCorrupt, "the store is damaged", "", {}};
    CHECK(fleetState(nullptr, nullptr, broken, kNow).kind == Kind::Failed);
}

TEST_CASE("old data stays on screen with its age, and every dead end has a way out")
{
    const PageState stale = stateOf({failed("prom")}, 2);
    CHECK(stale.showsContent());
    CHECK(stale.title.contains(u"12 min"));
    CHECK(stale.detail.contains(u"connection refused"));
    for (const PageState& state : {stale, stateOf({failed("a")}, 0), stateOf({}, 0),
                                   stateOf({test::liveSource("a", kNow)}, 0)})
        CHECK_FALSE(state.action.isEmpty());
}

TEST_CASE("the health line counts live sources and says what is wrong with the others")
{
    const auto snapshot = test::makeSnapshot(
        {test::liveSource("a", kNow), test::liveSource("b", kNow), failed("prom")});
    const SourceHealth health = sourceHealth(snapshot.get(), kNow);
    CHECK(health.text == u"2 of 3 sources live · 4 s");
    CHECK(health.tone == Tone::Warning);
    CHECK(health.detail.contains(u"prom: connection refused"));
    const SourceHealth late = sourceHealth(snapshot.get(), kNow + std::chrono::hours(1));
    CHECK(late.live == 0);
    CHECK(late.tone == Tone::Critical);
    CHECK(sourceHealth(nullptr, kNow).tone == Tone::Unknown);
    auto reading = test::liveSource("a", kNow);
    reading.lastContact = {};
    reading.phase = models::SourcePhase::Syncing;
    const SourceHealth first = sourceHealth(test::makeSnapshot({reading}).get(), kNow);
    CHECK(first.starting == 1);
    CHECK(first.tone == Tone::Info);
    CHECK(first.text.startsWith(u"Reading"));
}
