// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/table_writer.h"
#include "tests/store/store_fixture.h"

#include <random>
#include <unordered_map>

using namespace binnacle::tests;

namespace {

struct Fixture {
    std::shared_ptr<StringPool> pool = std::make_shared<StringPool>();
    TableWriter writer{kPod, pool, 1};
    std::size_t add(int n) { return writer.add({static_cast<std::uint64_t>(n), 1}, 0, kStart); }
};

} // namespace

TEST_CASE_METHOD(Fixture, "a new row has every cell unknown")
{
    const std::size_t slot = add(1);
    const auto table = writer.publish();
    const auto& spec = KindRegistry::instance().spec(kPod);
    for (std::size_t c = 0; c < spec.columns.size(); ++c)
        REQUIRE_FALSE(table->row(slot).known(static_cast<ColumnId>(c)));
}

TEST_CASE_METHOD(Fixture, "publishing copies only the chunks that were touched")
{
    for (int i = 0; i < 1000; ++i)
        add(i + 1);
    const auto before = writer.publish();
    writer.set<std::int64_t>(300, col(PodColumn::Restarts), 7);
    const auto after = writer.publish();
    REQUIRE(before->chunks().size() == 4);
    for (std::size_t c = 0; c < 4; ++c)
        REQUIRE((before->chunks()[c] == after->chunks()[c]) == (c != 1));
    REQUIRE(before->row(300).integer(col(PodColumn::Restarts)) == kUnknownInt);
    REQUIRE(after->row(300).integer(col(PodColumn::Restarts)) == 7);
}

TEST_CASE_METHOD(Fixture, "between publications a chunk is edited in place")
{
    add(1);
    writer.publish();
    writer.set<std::int64_t>(0, col(PodColumn::Restarts), 1);
    const auto first = writer.publish();
    writer.set<std::int64_t>(0, col(PodColumn::Restarts), 2);
    writer.set<std::int64_t>(0, col(PodColumn::Gpus), 3);
    const auto second = writer.publish();
    REQUIRE(first->chunks()[0] != second->chunks()[0]);
    REQUIRE(writer.publish() == second); // nothing touched: the same table again
}

TEST_CASE_METHOD(Fixture, "writing an equal value touches nothing")
{
    add(1);
    writer.set<std::int64_t>(0, col(PodColumn::Restarts), 4);
    writer.takeDelta(1);
    const auto table = writer.publish();
    REQUIRE_FALSE(writer.set<std::int64_t>(0, col(PodColumn::Restarts), 4));
    REQUIRE_FALSE(writer.touched());
    REQUIRE(writer.publish() == table);
}

TEST_CASE_METHOD(Fixture, "rows keep their slot while others come and go")
{
    std::unordered_map<std::uint64_t, std::size_t> slots;
    std::mt19937 random(5);
    for (int step = 0; step < 20'000; ++step) {
        const std::uint64_t id = 1 + random() % 3000;
        const ObjectKey k{id, 1};
        const std::size_t at = writer.find(k);
        const auto known = slots.find(id);
        REQUIRE((at != TableWriter::kNone) == (known != slots.end()));
        if (known == slots.end()) {
            slots[id] = writer.add(k, 0, kStart);
        } else {
            REQUIRE(known->second == at);
            writer.remove(at);
            slots.erase(known);
        }
        if (step % 100 == 0) {
            writer.takeDelta(1);
            REQUIRE(writer.publish()->rowCount() == slots.size());
        }
    }
    // Peak use bounds the slots: they are taken again.
    REQUIRE(writer.slotCount() <= 3072);
}

TEST_CASE_METHOD(Fixture, "a reused slot starts unknown again")
{
    const std::size_t slot = add(1);
    add(2);
    writer.set<TextId>(slot, col(Common::Name), pool->intern("old"));
    writer.remove(slot);
    REQUIRE(add(3) == slot);
    const auto table = writer.publish();
    REQUIRE_FALSE(table->row(slot).known(col(Common::Name)));
}

TEST_CASE_METHOD(Fixture, "the delta names what was added, changed and removed, once each")
{
    add(1);
    add(2);
    add(3);
    writer.takeDelta(1);
    writer.set<std::int64_t>(0, col(PodColumn::Restarts), 1);
    writer.set<std::int64_t>(0, col(PodColumn::Gpus), 1);
    writer.set<std::int64_t>(1, col(PodColumn::Gpus), 1);
    writer.remove(1); // changed, then removed: only removed
    writer.remove(2);
    const std::size_t brief = add(4);
    writer.remove(brief); // added and removed in between: nothing
    add(5);
    const TableDelta delta = writer.takeDelta(2);
    REQUIRE(delta.removed == std::vector<ObjectKey>{{2, 1}, {3, 1}});
    REQUIRE(delta.rows.size() == 2);
    REQUIRE(delta.rows[0].slot == 0);
    REQUIRE(delta.rows[0].columns.has(col(PodColumn::Restarts)));
    REQUIRE(delta.rows[0].columns.has(col(PodColumn::Gpus)));
    REQUIRE_FALSE(delta.rows[0].columns.has(col(Common::Name)));
    REQUIRE(delta.rows[1].added);
    REQUIRE(writer.publish()->row(0).version() == 2);
    REQUIRE(writer.takeDelta(3).empty());
}

TEST_CASE_METHOD(Fixture,
                 "moving to another pool keeps slots and texts, and old tables keep theirs")
{
    for (int i = 0; i < 600; ++i)
        writer.set<TextId>(add(i + 1), col(Common::Name), pool->intern("pod-" + std::to_string(i)));
    const auto before = writer.publish();
    auto fresh = std::make_shared<StringPool>();
    std::vector<TextId> remap(pool->size(), kNullText);
    for (TextId id = 1; id < remap.size(); ++id)
        remap[id] = fresh->intern(pool->view(static_cast<TextId>(remap.size() - id)));
    // A remap that turns the order round would show any id that was not translated.
    for (TextId id = 1; id < remap.size(); ++id)
        remap[id] = fresh->find(pool->view(id));
    writer.moveTexts(fresh, remap);
    const auto after = writer.publish();
    for (std::size_t slot = 0; slot < 600; ++slot) {
        REQUIRE(before->row(slot).name() == "pod-" + std::to_string(slot));
        REQUIRE(after->row(slot).name() == before->row(slot).name());
    }
    REQUIRE(before->row(0).textId(0) != after->row(0).textId(0));
}
