// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/diff.h"
#include "tests/store/store_fixture.h"

using namespace binnacle::tests;

namespace {

FactBatch pods(int from, int to, std::int64_t restarts)
{
    FactBatch batch("c1");
    for (int i = from; i < to; ++i)
        put(batch, {.uid = "p" + std::to_string(i), .ns = "ml"})
            .integer(col(PodColumn::Restarts), restarts);
    return batch;
}

std::shared_ptr<const Table> podsOf(const SnapshotPtr& s)
{
    return s->tables.at(kPod);
}

} // namespace

TEST_CASE("a difference names added, changed and removed rows in slot order")
{
    const auto store = memoryStore();
    require(store->apply(pods(0, 600, 1)));
    const SnapshotPtr before = store->current();
    FactBatch batch = pods(600, 602, 1);
    batch.remove(kPod, key("p10"));
    batch.patch(kPod, key("p300")).integer(col(PodColumn::Restarts), 5);
    require(store->apply(std::move(batch)));
    const auto changes = diffTables(podsOf(before).get(), podsOf(store->current()).get());
    REQUIRE(changes.size() == 4);
    REQUIRE(changes[0].op == RowChange::Op::Removed);
    REQUIRE(changes[0].key == key("p10"));
    REQUIRE(changes[1].op == RowChange::Op::Changed);
    REQUIRE(changes[1].columns == std::vector<ColumnId>{col(PodColumn::Restarts)});
    REQUIRE(changes[2].op == RowChange::Op::Added);
    REQUIRE(changes[3].slot > changes[2].slot);
}

TEST_CASE("a slot with a new owner is one removal and one addition")
{
    const auto store = memoryStore();
    require(store->apply(pods(0, 3, 1)));
    const SnapshotPtr before = store->current();
    FactBatch gone("c1");
    gone.remove(kPod, key("p1"));
    require(store->apply(std::move(gone)));
    require(store->apply(pods(7, 8, 1)));
    const auto changes = diffTables(podsOf(before).get(), podsOf(store->current()).get());
    REQUIRE(changes.size() == 2);
    REQUIRE(changes[0].op == RowChange::Op::Removed);
    REQUIRE(changes[0].slot == changes[1].slot);
    REQUIRE(changes[1].op == RowChange::Op::Added);
}

TEST_CASE("an object that comes back in another slot is announced as moved")
{
    const auto store = memoryStore();
    require(store->apply(pods(0, 3, 1)));
    const SnapshotPtr before = store->current();
    FactBatch batch("c1");
    batch.remove(kPod, key("p0"));
    batch.remove(kPod, key("p1"));
    require(store->apply(std::move(batch)));
    require(store->apply(pods(0, 2, 1)));
    const auto changes = diffTables(podsOf(before).get(), podsOf(store->current()).get());
    REQUIRE(changes.size() == 2);
    for (const RowChange& change : changes) {
        REQUIRE(change.op == RowChange::Op::Changed);
        REQUIRE(change.columns.empty());
        REQUIRE(store->current()->table(kPod)->row(change.slot).key() == change.key);
    }
}

TEST_CASE("null tables mean everything was added or removed, and equal ones nothing")
{
    const auto store = memoryStore();
    require(store->apply(pods(0, 5, 1)));
    const auto table = podsOf(store->current());
    REQUIRE(diffTables(nullptr, table.get()).size() == 5);
    REQUIRE(diffTables(table.get(), nullptr).front().op == RowChange::Op::Removed);
    REQUIRE(diffTables(table.get(), table.get()).empty());
    REQUIRE(diffTables(nullptr, nullptr).empty());
}

TEST_CASE("unknown and empty texts differ, also over two pools")
{
    const auto a = memoryStore();
    const auto b = memoryStore();
    FactBatch unknown("c1"), empty("c1");
    put(unknown, {.uid = "p"});
    put(empty, {.uid = "p"}).text(col(PodColumn::Reason), "");
    require(a->apply(std::move(unknown)));
    require(b->apply(std::move(empty)));
    const auto changes = diffTables(podsOf(a->current()).get(), podsOf(b->current()).get());
    REQUIRE(changes.size() == 1);
    REQUIRE(changes[0].columns == std::vector<ColumnId>{col(PodColumn::Reason)});
}
