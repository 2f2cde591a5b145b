// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/catch.h"
#include "tests/ui/time/recorded_console.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/pill.h"
#include "ui/shell/state_view.h"

using namespace binnacle;
using namespace binnacle::ui;
using models::UtcTime;

namespace {

std::string liveText(const test::Console& console)
{
    const auto* pill = console.window.findChild<Pill*>(QStringLiteral("live"));
    return pill ? pill->text().toStdString() : "no pill";
}

} // namespace

TEST_CASE("at T the pages show what was then, hear nothing of what is published, and live returns")
{
    test::application();
    test::RecordedConsole r;
    REQUIRE(test::waitUntil([&] { return r.isShown(); }));
    const UtcTime first = r.rollOut("reg/web:1");
    (void)r.rollOut("reg/web:2");
    REQUIRE(test::waitUntil([&] { return r.shownImage() == "reg/web:2"; }));
    r.time().dial().setMoment(first);
    // What was shown stays until the new is there.
    CHECK(r.shownImage() == "reg/web:2");
    REQUIRE(test::waitUntil([&] { return r.shownImage() == "reg/web:1"; }));
    CHECK_FALSE(r.feed().snapshot()->live);
    CHECK(r.feed().snapshot()->at == first);
    CHECK(liveText(r.console).find("As of") == 0);

    int shown = 0, live = 0;
    QObject::connect(&r.feed(), &SnapshotFeed::snapshotChanged, &r.feed(), [&] { ++shown; });
    QObject::connect(&r.feed(), &SnapshotFeed::liveChanged, &r.feed(), [&] { ++live; });
    (void)r.rollOut("reg/web:3");
    REQUIRE(test::waitUntil([&] { return live > 0; }));
    CHECK(shown == 0);
    CHECK(r.shownImage() == "reg/web:1");

    REQUIRE(r.console.window.actionRegistry().trigger(QStringLiteral("time.live")));
    CHECK(r.shownImage() == "reg/web:3");
    CHECK(r.feed().snapshot()->live);
    CHECK(liveText(r.console).find("As of") == std::string::npos);
}

TEST_CASE("of several moments in a row the last is shown")
{
    test::application();
    test::RecordedConsole r;
    REQUIRE(test::waitUntil([&] { return r.isShown(); }));
    std::vector<UtcTime> times;
    for (int i = 0; i < 8; ++i)
        times.push_back(r.rollOut("reg/web:" + std::to_string(i)));
    for (const UtcTime t : times)
        r.time().dial().setMoment(t);
    r.time().dial().setMoment(times[3]);
    REQUIRE(test::waitUntil([&] { return !r.feed().isLoading(); }));
    CHECK(r.feed().snapshot()->at == times[3]);
    CHECK(r.shownImage() == "reg/web:3");
}

TEST_CASE("a read that ends after live was chosen changes nothing")
{
    test::application();
    test::RecordedConsole r;
    REQUIRE(test::waitUntil([&] { return r.isShown(); }));
    const UtcTime first = r.rollOut("reg/web:1");
    (void)r.rollOut("reg/web:2");
    REQUIRE(test::waitUntil([&] { return r.shownImage() == "reg/web:2"; }));
    r.time().dial().setMoment(first);
    r.time().dial().goLive();
    CHECK_FALSE(r.feed().isLoading());
    CHECK(r.shownImage() == "reg/web:2");
    r.time().dial().setMoment(first);
    REQUIRE(test::waitUntil([&] { return r.shownImage() == "reg/web:1"; }));
}

TEST_CASE("a moment before history is said in words, with the way back")
{
    test::application();
    test::RecordedConsole r;
    REQUIRE(test::waitUntil([&] { return r.isShown(); }));
    r.time().dial().setMoment(models::Clock::system().now() - std::chrono::hours(5));
    REQUIRE(test::waitUntil([&] { return r.feed().momentError().has_value(); }));
    const PageState state = r.time().state();
    CHECK(state.kind == PageState::Kind::Empty);
    CHECK(state.title.startsWith(QStringLiteral("Nothing is recorded of")));
    CHECK(state.action == QStringLiteral("time.live"));
    REQUIRE(r.console.window.actionRegistry().trigger(state.action));
    CHECK(r.time().state().kind == PageState::Kind::Ready);
    CHECK(r.feed().snapshot()->live);
}

TEST_CASE("an estate without history says that it keeps none")
{
    test::application();
    test::Console console;
    REQUIRE(console.waitReady());
    console.window.time().dial().setMoment(models::Clock::system().now() - std::chrono::hours(1));
    REQUIRE(test::waitUntil(
        [&] { return console.window.time().state().kind == PageState::Kind::NotSupported; }));
    CHECK(console.window.time().state().action == QStringLiteral("time.live"));
}
