// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/catch.h"
#include "tests/ui/fake_estate.h"
#include "tests/ui/qt_support.h"
#include "ui/viewmodels/async_slot.h"
#include "ui/viewmodels/snapshot_feed.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTimer>

#include <atomic>

using namespace binnacle;
using namespace binnacle::ui;

TEST_CASE("the stall detector sees a handler that blocks the event loop")
{
    test::application();
    test::StallDetector stalls;
    bool ran = false;
    QTimer::singleShot(0, qApp, [&ran] {
        std::this_thread::sleep_for(std::chrono::milliseconds(60));
        ran = true;
    });
    REQUIRE(test::waitUntil([&] { return ran; }));
    CHECK(stalls.longestMs() >= 60);
    stalls.forgive();
}

TEST_CASE("a slot delivers the result on the ui thread")
{
    test::application();
    WorkerPool pool;
    AsyncSlot<int> slot(pool);
    int got = 0;
    const std::thread::id here = std::this_thread::get_id();
    std::thread::id where;
    slot.start([](std::stop_token) { return 42; },
               [&](int value) {
                   got = value;
                   where = std::this_thread::get_id();
               });
    REQUIRE(test::waitUntil([&] { return got == 42; }));
    CHECK(where == here);
    CHECK_FALSE(slot.isRunning());
}

TEST_CASE("a later start wins, cancels the earlier job and drops its answer")
{
    test::application();
    WorkerPool pool(2);
    AsyncSlot<int> slot(pool);
    std::atomic<bool> begun{false}, stopped{false};
    std::vector<int> got;
    slot.start(
        [&begun, &stopped](std::stop_token stop) {
            begun = true;
            while (!stop.stop_requested())
                std::this_thread::yield();
            stopped = true;
            return 1;
        },
        [&](int value) { got.push_back(value); });
    REQUIRE(
        test::waitUntil([&] { return begun.load(); })); // one that never began has nothing to stop
    slot.start([](std::stop_token) { return 2; }, [&](int value) { got.push_back(value); });
    REQUIRE(test::waitUntil([&] { return !got.empty() && stopped; }));
    CHECK(got == std::vector<int>{2});
}

TEST_CASE("no answer arrives after the owner is gone, over many overlapping owners")
{
    test::application();
    WorkerPool pool;
    std::atomic<int> ran{0};
    int delivered = 0;
    for (int round = 0; round < 300; ++round) {
        auto slot = std::make_unique<AsyncSlot<int>>(pool);
        slot->start(
            [&ran, round](std::stop_token) {
                ++ran;
                return round;
            },
            [&](int) { ++delivered; });
        if (round % 2)
            slot.reset(); // dies with its job queued or running
        else
            test::waitUntil([&] { return !slot->isRunning(); });
    }
    CHECK(delivered == 150);
}

TEST_CASE("the feed follows the store at most four times a second and keeps quiet while hidden")
{
    test::application();
    WorkerPool pool;
    auto estate = test::FakeEstate::make(1);
    SnapshotFeed feed(pool);
    QSignalSpy spy(&feed, &SnapshotFeed::snapshotChanged);
    feed.attach(estate);
    CHECK(spy.count() == 1);
    REQUIRE(feed.snapshot());
    QElapsedTimer clock;
    clock.start();
    for (int i = 0; i < 200; ++i)
        estate->beat(i);
    const auto newest = estate->store().current()->version;
    REQUIRE(test::waitUntil([&] { return feed.snapshot()->version == newest; }));
    CHECK(spy.count() <= 2 + clock.elapsed() / SnapshotFeed::kMinIntervalMs);

    feed.setActive(false);
    const auto quiet = spy.count();
    estate->beat(1000);
    CHECK_FALSE(test::waitUntil([&] { return spy.count() > quiet; }, 400));
    feed.setActive(true);
    REQUIRE(test::waitUntil(
        [&] { return feed.snapshot()->version == estate->store().current()->version; }));
}
