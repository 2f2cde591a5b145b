// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/catch.h"
#include "tests/ui/time/recorded_console.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/timeline_strip.h"
#include "ui/shell/timeline_table.h"

#include <QAccessible>
#include <QTableView>
#include <QTest>
#include <QWheelEvent>

using namespace binnacle;
using namespace binnacle::ui;
using models::UtcTime;
using services::TimelineLane;

namespace {

/// Two rollouts of "web" under a strip that shows the last fifteen minutes.
struct OnStrip {
    OnStrip()
    {
        REQUIRE(test::waitUntil([this] { return r.isShown(); }));
        strip = r.time().strip();
        r.time().dial().setSpan(std::chrono::minutes(15));
        (void)r.rollOut("reg/web:1");
        first = r.rollOut("reg/web:2");
        second = r.rollOut("reg/web:3");
        // What is published is looked at once a second; history has every one of them.
        REQUIRE(test::waitUntil([this] { return r.feed().live()->at >= second; }));
        r.time().dial().setSpan(std::chrono::hours(48));
        r.time().dial().setSpan(std::chrono::minutes(15));
        REQUIRE(test::waitUntil([this] { return count() == 2; }));
    }
    std::size_t count() { return r.time().model().events()->size(); }
    bool trigger(const char* id)
    {
        return r.console.window.actionRegistry().trigger(QLatin1String(id));
    }

    test::RecordedConsole r;
    TimelineStrip* strip = nullptr;
    UtcTime first, second;
};

} // namespace

TEST_CASE("the strip tells what was recorded and goes on with what is published")
{
    test::application();
    OnStrip on;
    const auto& events = *on.r.time().model().events();
    CHECK(events[0].title == "web: image 1 → 2");
    CHECK(events[1].title == "web: image 2 → 3");
    REQUIRE(on.strip->marks().size() == 1); // both within a pixel
    CHECK(on.strip->marks()[0].count == 2);
    (void)on.r.rollOut("reg/web:4");
    REQUIRE(test::waitUntil([&] { return on.count() == 3; }));
}

TEST_CASE("the keys step between changes, and forward from the last is live")
{
    test::application();
    OnStrip on;
    const TimeDial& dial = on.r.time().dial();
    REQUIRE(on.trigger("time.previous"));
    CHECK(dial.moment() == on.r.time().model().events()->back().at);
    REQUIRE(on.trigger("time.previous"));
    CHECK(dial.moment() == on.r.time().model().events()->front().at);
    REQUIRE(on.trigger("time.next"));
    REQUIRE(on.trigger("time.next"));
    CHECK(dial.isLive());
}

TEST_CASE("dragging sets the moment for the whole console, and the wheel zooms")
{
    test::application();
    OnStrip on;
    TimeDial& dial = on.r.time().dial();
    const TimeScale scale = on.strip->scale();
    const QPoint middle(static_cast<int>(scale.left + scale.width / 2), 31);
    QTest::mousePress(on.strip, Qt::LeftButton, {}, middle);
    CHECK_FALSE(dial.isLive());
    const UtcTime pressed = dial.moment();
    QTest::mouseMove(on.strip, middle - QPoint(100, 0));
    REQUIRE(test::waitUntil([&] { return dial.moment() < pressed; }));
    QTest::mouseRelease(on.strip, Qt::LeftButton, {}, middle - QPoint(100, 0));
    dial.goLive();

    QWheelEvent wheel(QPointF(middle), on.strip->mapToGlobal(QPointF(middle)), {}, {0, 120},
                      Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(on.strip, &wheel);
    CHECK(std::chrono::round<std::chrono::seconds>(dial.span()) == std::chrono::minutes(12));
    on.strip->setFocus();
    QTest::keyClick(on.strip, Qt::Key_Left);
    CHECK_FALSE(dial.isLive());
    QTest::keyClick(on.strip, Qt::Key_End);
    CHECK(dial.isLive());
}

TEST_CASE("the strip has a role, a name and a spoken summary, and a table behind it")
{
    test::application();
    OnStrip on;
    QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(on.strip);
    REQUIRE(accessible);
    CHECK(accessible->role() == QAccessible::Chart);
    CHECK(accessible->text(QAccessible::Name) == QStringLiteral("Timeline of changes"));
    CHECK(accessible->text(QAccessible::Value).contains(QStringLiteral("2 deployment changes")));
    REQUIRE(on.trigger("time.changes"));
    auto* table = on.r.time().table()->findChild<QTableView*>(QStringLiteral("changes"));
    REQUIRE(table);
    REQUIRE(table->model()->rowCount() == 2);
    CHECK(table->model()->index(0, 2).data().toString() == QStringLiteral("web: image 2 → 3"));
    QTest::keyClick(table, Qt::Key_Return);
    CHECK(on.r.time().dial().moment() == on.r.time().model().events()->back().at);
    QTest::keyClick(table, Qt::Key_Escape);
    CHECK_FALSE(on.r.time().table()->isVisible());
}
