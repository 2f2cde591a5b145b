// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/store/store_fixture.h"

using namespace binnacle::tests;
using std::chrono::seconds;

namespace {

const ChangeWatches& watches()
{
    static const ChangeWatches all = {
        {kPod, {col(PodColumn::Status)}, {col(PodColumn::Status), col(PodColumn::Node)}, true}};
    return all;
}

void setPod(EstateStore& store, const std::string& status, std::int64_t restarts)
{
    FactBatch batch("c1");
    put(batch, {.uid = "p", .ns = "ml"})
        .text(col(PodColumn::Status), status)
        .text(col(PodColumn::Node), "n1")
        .integer(col(PodColumn::Restarts), restarts);
    require(store.apply(std::move(batch)));
}

std::vector<ToldChange> told(const EstateStore& store, UtcTime from, UtcTime to,
                             std::size_t limit = 100)
{
    auto out = store.toldChanges(from, to, watches(), limit);
    if (!out)
        FAIL(out.error().text());
    return *out;
}

/// Comes, runs, restarts (nobody asked), fails, goes; ten seconds apart.
void liveThrough(EstateStore& store, ManualClock& clock)
{
    const auto next = [&](const std::string& status, std::int64_t restarts) {
        clock.advance(seconds(10));
        setPod(store, status, restarts);
    };
    next("Pending", 0);
    next("Running", 0);
    next("Running", 1);
    next("Failed", 1);
    clock.advance(seconds(10));
    FactBatch batch("c1");
    batch.remove(kPod, key("p"));
    require(store.apply(std::move(batch)));
}

} // namespace

TEST_CASE("recorded changes are told with the values before and after, and only those asked for")
{
    const TempFolder folder;
    ManualClock clock(kStart);
    const auto store = openStore(optionsAt(folder, &clock));
    liveThrough(*store, clock);
    const auto all = told(*store, kStart, kStart + seconds(60));
    REQUIRE(all.size() == 4);
    CHECK(all[0].entry.op == FactOp::Upsert);
    CHECK(all[0].before.empty());
    CHECK(all[0].after[0].text == "Pending");
    CHECK(all[1].entry.at == kStart + seconds(20));
    CHECK(all[1].before[0].text == "Pending");
    CHECK(all[1].after[0].text == "Running");
    CHECK(all[1].after[1].text == "n1");
    CHECK(all[2].entry.at == kStart + seconds(40));
    CHECK(all[2].before[0].text == "Running");
    CHECK(all[3].entry.op == FactOp::Remove);
    CHECK(all[3].before[0].text == "Failed");
    CHECK(all[3].after.empty());
}

TEST_CASE("a range of told changes begins after `from`, ends with `to`, and stops at its limit")
{
    const TempFolder folder;
    ManualClock clock(kStart);
    const auto store = openStore(optionsAt(folder, &clock));
    liveThrough(*store, clock);
    const auto middle = told(*store, kStart + seconds(20), kStart + seconds(40));
    REQUIRE(middle.size() == 1);
    CHECK(middle[0].after[0].text == "Failed");
    CHECK(told(*store, kStart, kStart + seconds(60), 2).size() == 2);
}

TEST_CASE("what two snapshots differ in reads like what history recorded")
{
    const TempFolder folder;
    ManualClock clock(kStart);
    const auto store = openStore(optionsAt(folder, &clock));
    setPod(*store, "Pending", 0);
    const SnapshotPtr before = store->current();
    clock.advance(seconds(10));
    setPod(*store, "Running", 0);
    const auto live = changesBetween(*before, *store->current(), watches());
    const auto recorded = told(*store, kStart, clock.now());
    REQUIRE(live.size() == 1);
    REQUIRE(recorded.size() == 1);
    CHECK(live[0].before == recorded[0].before);
    CHECK(live[0].after == recorded[0].after);
    CHECK(live[0].entry.at == recorded[0].entry.at);
    CHECK(live[0].entry.key == recorded[0].entry.key);
}

TEST_CASE("a store in memory tells no changes and says why")
{
    const auto store = memoryStore();
    const auto out = store->toldChanges(kStart, kStart + seconds(60), watches(), 100);
    REQUIRE_FALSE(out);
    CHECK(out.error().code == ErrorCode::Unsupported);
}
