// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/diff.h"
#include "tests/store/store_fixture.h"

#include <limits>

using namespace binnacle::tests;

namespace {

FactBatch onePod(std::string_view uid, std::int64_t restarts)
{
    FactBatch batch("c1");
    put(batch, {.uid = std::string(uid), .ns = "ml"})
        .integer(col(PodColumn::Restarts), restarts)
        .text(col(PodColumn::Reason), "OOMKilled");
    return batch;
}

} // namespace

TEST_CASE("an equal upsert is no change: no publication, no version")
{
    const auto store = memoryStore();
    require(store->apply(onePod("a", 1)));
    const SnapshotPtr before = store->current();
    int woken = 0;
    const auto subscription = store->subscribe([&] { ++woken; });
    require(store->apply(onePod("a", 1)));
    REQUIRE(store->current() == before);
    REQUIRE(woken == 0);
    require(store->apply(onePod("a", 2)));
    REQUIRE(store->current()->version == before->version + 1);
    REQUIRE(woken == 1);
}

TEST_CASE("one apply publishes once however much it holds")
{
    const auto store = memoryStore();
    int woken = 0;
    const auto subscription = store->subscribe([&] { ++woken; });
    FactBatch batch("c1");
    for (int i = 0; i < 1000; ++i)
        put(batch, {.uid = "p" + std::to_string(i), .ns = "ml"});
    require(store->apply(std::move(batch)));
    REQUIRE(woken == 1);
    REQUIRE(store->current()->table(kPod)->rowCount() == 1000);
}

TEST_CASE("an upsert forgets cells it does not set, a patch keeps them and can clear")
{
    const auto store = memoryStore();
    require(store->apply(onePod("a", 3)));
    FactBatch patch("c1");
    patch.patch(kPod, key("a")).text(col(PodColumn::Status), "Running");
    require(store->apply(std::move(patch)));
    auto row = *rowOf(store->current(), BuiltIn::Pod, "a");
    REQUIRE(row.text(col(PodColumn::Reason)) == "OOMKilled");
    REQUIRE(row.text(col(PodColumn::Status)) == "Running");

    FactBatch clear("c1");
    clear.patch(kPod, key("a")).clear(col(PodColumn::Reason));
    require(store->apply(std::move(clear)));
    const SnapshotPtr cleared = store->current();
    REQUIRE_FALSE(rowOf(cleared, BuiltIn::Pod, "a")->known(col(PodColumn::Reason)));

    FactBatch bare("c1");
    put(bare, {.uid = "a", .ns = "ml"});
    require(store->apply(std::move(bare)));
    const SnapshotPtr after = store->current();
    REQUIRE_FALSE(rowOf(after, BuiltIn::Pod, "a")->known(col(PodColumn::Status)));
    REQUIRE_FALSE(rowOf(after, BuiltIn::Pod, "a")->known(col(PodColumn::Restarts)));
    // Joined cells are not the connector's to forget.
    REQUIRE(textOf(after, BuiltIn::Pod, "a", PodColumn::Team) == "ml");
}

TEST_CASE("patches and removals of unknown objects are ignored")
{
    const auto store = memoryStore();
    FactBatch batch("c1");
    batch.patch(kPod, key("nobody")).text(col(PodColumn::Status), "Running");
    batch.remove(kPod, key("nobody"));
    const SnapshotPtr before = store->current();
    require(store->apply(std::move(batch)));
    REQUIRE(store->current() == before);
}

TEST_CASE("a complete list sweeps what it did not name, of its own source, kind and scope only")
{
    const auto store = memoryStore();
    FactBatch first("c1");
    put(first, {.uid = "a", .ns = "x"});
    put(first, {.uid = "b", .ns = "x"});
    put(first, {.uid = "c", .ns = "y"});
    put(first, {.kind = BuiltIn::Node, .uid = "n"});
    require(store->apply(std::move(first)));
    FactBatch other("c2");
    put(other, {.uid = "a", .ns = "x"});
    require(store->apply(std::move(other)));

    FactBatch began("c1");
    began.mark(MarkOp::ListBegan, kPod, "x");
    put(began, {.uid = "b", .ns = "x"});
    require(store->apply(std::move(began)));
    REQUIRE(rowOf(store->current(), BuiltIn::Pod, "a")); // not before it is complete
    FactBatch done("c1");
    done.mark(MarkOp::ListComplete, kPod, "x");
    require(store->apply(std::move(done)));
    const SnapshotPtr s = store->current();
    REQUIRE_FALSE(rowOf(s, BuiltIn::Pod, "a"));
    REQUIRE(rowOf(s, BuiltIn::Pod, "b"));
    REQUIRE(rowOf(s, BuiltIn::Pod, "c"));
    REQUIRE(rowOf(s, BuiltIn::Node, "n"));
    REQUIRE(rowOf(s, BuiltIn::Pod, "a", "c2"));
}

TEST_CASE("a list begun again counts from its second beginning")
{
    const auto store = memoryStore();
    FactBatch batch("c1");
    batch.mark(MarkOp::ListBegan, kPod);
    put(batch, {.uid = "early"});
    batch.mark(MarkOp::ListBegan, kPod);
    put(batch, {.uid = "late"});
    batch.mark(MarkOp::ListComplete, kPod);
    require(store->apply(std::move(batch)));
    REQUIRE_FALSE(rowOf(store->current(), BuiltIn::Pod, "early"));
    REQUIRE(rowOf(store->current(), BuiltIn::Pod, "late"));
}

TEST_CASE("lists of two kinds and two sources may run into one another")
{
    const auto store = memoryStore();
    FactBatch a("c1");
    a.mark(MarkOp::ListBegan, kPod);
    put(a, {.uid = "p"});
    a.mark(MarkOp::ListBegan, kNode);
    put(a, {.kind = BuiltIn::Node, .uid = "n"});
    require(store->apply(std::move(a)));
    FactBatch b("c2");
    b.mark(MarkOp::ListBegan, kPod);
    b.mark(MarkOp::ListComplete, kPod);
    require(store->apply(std::move(b)));
    FactBatch c("c1");
    c.mark(MarkOp::ListComplete, kPod);
    c.mark(MarkOp::ListComplete, kNode);
    require(store->apply(std::move(c)));
    REQUIRE(rowOf(store->current(), BuiltIn::Pod, "p"));
    REQUIRE(rowOf(store->current(), BuiltIn::Node, "n"));
}

TEST_CASE("a list that completes without having begun is refused and changes nothing")
{
    const auto store = memoryStore();
    require(store->apply(onePod("a", 1)));
    const SnapshotPtr before = store->current();
    FactBatch batch("c1");
    put(batch, {.uid = "b"});
    batch.mark(MarkOp::ListComplete, kPod);
    const auto ok = store->apply(std::move(batch));
    REQUIRE_FALSE(ok);
    REQUIRE(ok.error().code == ErrorCode::InvalidInput);
    REQUIRE_FALSE(ok.error().remedy.empty());
    REQUIRE(store->current() == before);
}

TEST_CASE("a row without identity or without a source is refused")
{
    const auto store = memoryStore();
    FactBatch nobody("c1");
    nobody.upsert(kPod, {}).text(col(Common::Name), "x");
    REQUIRE(store->apply(std::move(nobody)).error().code == ErrorCode::InvalidInput);
    FactBatch nowhere("");
    nowhere.upsert(kPod, key("a")).text(col(Common::Name), "x");
    REQUIRE(store->apply(std::move(nowhere)).error().code == ErrorCode::InvalidInput);
}

TEST_CASE("a batch made for an older form of its kind is refused")
{
    // A kind with more columns than a table can hold stands for a form this store cannot keep.
    KindSpec wide{"Wide.test", "test", "v1", "wides", true, withCommonColumns({})};
    for (int i = 0; i < 200; ++i)
        wide.columns.push_back({"c" + std::to_string(i), "C", CellType::Int, "", false, false});
    const KindId kindId = KindRegistry::instance().add(std::move(wide));
    const auto store = memoryStore();
    FactBatch batch("c1");
    batch.upsert(kindId, key("a")).text(col(Common::Name), "x");
    REQUIRE(store->apply(std::move(batch)).error().code == ErrorCode::InvalidInput);
}

TEST_CASE("valid-from is the source's word, else the time of ingest, and equal facts keep it")
{
    ManualClock clock(kStart);
    const auto store = memoryStore(&clock);
    FactBatch batch("c1");
    batch.upsert(kPod, key("a"), kStart - std::chrono::hours(1)).text(col(Common::Name), "a");
    batch.upsert(kPod, key("b")).text(col(Common::Name), "b");
    require(store->apply(std::move(batch)));
    REQUIRE(rowOf(store->current(), BuiltIn::Pod, "a")->validFrom() ==
            kStart - std::chrono::hours(1));
    clock.advance(std::chrono::minutes(1));
    FactBatch again("c1");
    again.upsert(kPod, key("b")).text(col(Common::Name), "b");
    require(store->apply(std::move(again)));
    REQUIRE(rowOf(store->current(), BuiltIn::Pod, "b")->validFrom() == kStart);
    FactBatch changed("c1");
    changed.upsert(kPod, key("b")).text(col(Common::Name), "b2");
    require(store->apply(std::move(changed)));
    const SnapshotPtr s = store->current();
    REQUIRE(rowOf(s, BuiltIn::Pod, "b")->validFrom() == kStart + std::chrono::minutes(1));
}

TEST_CASE("NaN is unknown and equal to itself")
{
    const auto store = memoryStore();
    const auto gpu = [](double power) {
        FactBatch batch("c1");
        batch.upsert(kGpu, key("g")).real(col(GpuColumn::Power), power);
        return batch;
    };
    require(store->apply(gpu(std::numeric_limits<double>::quiet_NaN())));
    const SnapshotPtr before = store->current();
    require(store->apply(gpu(-std::numeric_limits<double>::quiet_NaN())));
    REQUIRE(store->current() == before);
    REQUIRE_FALSE(rowOf(before, BuiltIn::Gpu, "g")->known(col(GpuColumn::Power)));
}

TEST_CASE("snapshots held by a view never change")
{
    const auto store = memoryStore();
    FactBatch batch("c1");
    for (int i = 0; i < 700; ++i)
        put(batch, {.uid = "p" + std::to_string(i), .ns = "ml"});
    require(store->apply(std::move(batch)));
    const SnapshotPtr held = store->current();
    const std::string before = dump(*held);
    for (int round = 0; round < 20; ++round) {
        FactBatch change("c1");
        for (int i = round; i < 700; i += 20)
            change.patch(kPod, key("p" + std::to_string(i)))
                .text(col(PodColumn::Status), "round " + std::to_string(round));
        change.remove(kPod, key("p" + std::to_string(round)));
        require(store->apply(std::move(change)));
    }
    REQUIRE(dump(*held) == before);
}

TEST_CASE("churn of unique names does not grow memory for ever")
{
    const auto store = memoryStore();
    FactBatch fixed("c1");
    for (int i = 0; i < 2000; ++i)
        put(fixed, {.uid = "fixed" + std::to_string(i), .ns = "ml"});
    require(store->apply(std::move(fixed)));
    SnapshotPtr old;
    std::string oldDump;
    std::uint64_t settled = 0;
    for (int round = 0; round < 300; ++round) {
        FactBatch batch("c1");
        for (int i = 0; i < 500; ++i) {
            const std::string name =
                "job-" + std::to_string(round) + "-" + std::to_string(i) + "-with-a-long-name";
            put(batch, {.uid = name, .ns = "ml"});
            if (round > 0)
                batch.remove(kPod, key("job-" + std::to_string(round - 1) + "-" +
                                       std::to_string(i) + "-with-a-long-name"));
        }
        require(store->apply(std::move(batch)));
        if (round == 50) {
            old = store->current();
            oldDump = dump(*old);
        }
        if (round == 100)
            settled = store->health().memoryBytes;
    }
    REQUIRE(store->current()->table(kPod)->rowCount() == 2500);
    REQUIRE(store->health().memoryBytes < settled * 3 / 2);
    REQUIRE(store->health().texts < 60'000); // 150,000 names came by
    REQUIRE(dump(*old) == oldDump);          // which keeps the pool it was made with
}

TEST_CASE("joins go on after the texts were compacted")
{
    const auto store = memoryStore();
    FactBatch base("c1");
    put(base, {.kind = BuiltIn::Namespace, .uid = "ns", .name = "ml"})
        .text(col(NamespaceColumn::Team), "vision");
    put(base, {.kind = BuiltIn::Node, .uid = "n", .name = "node-1"});
    base.mark(MarkOp::ListBegan, kPod);
    put(base, {.uid = "p", .ns = "ml"}).text(col(PodColumn::Node), "node-1");
    base.mark(MarkOp::ListComplete, kPod);
    require(store->apply(std::move(base)));
    const auto pool = store->current()->texts;
    for (int round = 0; store->current()->texts == pool; ++round) {
        REQUIRE(round < 100);
        FactBatch batch("c1");
        for (int i = 0; i < 1000; ++i)
            put(batch, {.uid = "t", .name = std::to_string(round * 1000 + i), .ns = "ml"});
        require(store->apply(std::move(batch)));
    }
    FactBatch more("c1");
    put(more, {.kind = BuiltIn::Namespace, .uid = "ns", .name = "ml"})
        .text(col(NamespaceColumn::Team), "speech");
    put(more, {.uid = "q", .ns = "ml"}).text(col(PodColumn::Node), "node-1");
    require(store->apply(std::move(more)));
    const SnapshotPtr s = store->current();
    REQUIRE(textOf(s, BuiltIn::Pod, "p", PodColumn::Team) == "speech");
    REQUIRE(rowOf(s, BuiltIn::Node, "n")->integer(col(NodeColumn::Pods)) == 2);
}

TEST_CASE("a kind that its source no longer follows ages from its own last proof")
{
    const auto store = memoryStore();
    FactBatch batch("c1");
    put(batch, {.kind = BuiltIn::Pod, .uid = "p", .name = "p", .ns = "ml"});
    put(batch, {.kind = BuiltIn::Node, .uid = "n", .name = "n"});
    REQUIRE(store->apply(std::move(batch)));
    store->updateStatus("c1", [](SourceStatus& s) {
        s.phase = SourcePhase::Ready;
        s.interval = std::chrono::seconds(5);
        s.lastContact = kStart + std::chrono::seconds(60);
        s.kinds["Pod"].complete = s.kinds["Node"].complete = true;
        s.kinds["Pod"].provenUntil = kStart + std::chrono::seconds(42);
    });
    const auto now = kStart + std::chrono::seconds(60);
    const auto s = store->current();
    REQUIRE(s->freshness(*rowOf(s, BuiltIn::Node, "n"), now) == Freshness::Live);
    REQUIRE(s->freshness(*rowOf(s, BuiltIn::Pod, "p"), now) == Freshness::Late);
    REQUIRE(s->freshness(*rowOf(s, BuiltIn::Pod, "p"), now + std::chrono::seconds(8)) ==
            Freshness::Stale);
}

TEST_CASE("freshness follows the source, and the row's own sample time where it has one")
{
    ManualClock clock(kStart);
    const auto store = memoryStore(&clock);
    FactBatch batch("c1");
    put(batch, {.uid = "p"});
    batch.upsert(kGpu, key("g")).time(col(GpuColumn::SampleTime), kStart - std::chrono::minutes(5));
    require(store->apply(std::move(batch)));
    store->updateStatus("c1", [](SourceStatus& s) {
        s.phase = SourcePhase::Ready;
        s.lastContact = kStart;
        s.interval = std::chrono::seconds(10);
    });
    const SnapshotPtr s = store->current();
    const auto pod = *rowOf(s, BuiltIn::Pod, "p");
    REQUIRE(s->freshness(pod, kStart + std::chrono::seconds(20)) == Freshness::Live);
    REQUIRE(s->freshness(pod, kStart + std::chrono::seconds(40)) == Freshness::Late);
    REQUIRE(s->freshness(*rowOf(s, BuiltIn::Gpu, "g"), kStart) == Freshness::Stale);
    // A row that says how often it is sampled is judged by that.
    FactBatch slow("c1");
    slow.patch(kGpu, key("g"))
        .integer(col(GpuColumn::SampleInterval),
                 binnacle::models::Duration(std::chrono::seconds(150)).count());
    require(store->apply(std::move(slow)));
    const SnapshotPtr own = store->current();
    const auto gpu = *rowOf(own, BuiltIn::Gpu, "g");
    REQUIRE(own->interval(gpu) == std::chrono::seconds(150));
    REQUIRE(own->freshness(gpu, kStart) == Freshness::Live);
    REQUIRE(own->freshness(gpu, kStart + std::chrono::seconds(2)) == Freshness::Late);
    REQUIRE(own->interval(*rowOf(own, BuiltIn::Pod, "p")) == std::chrono::seconds(10));
    store->updateStatus("c1", [](SourceStatus& status) { status.phase = SourcePhase::Idle; });
    const SnapshotPtr idle = store->current();
    REQUIRE(idle->freshness(*rowOf(idle, BuiltIn::Pod, "p"), kStart + std::chrono::seconds(40)) ==
            Freshness::Stale);
}

TEST_CASE("an unchanged status publishes nothing, and a change of phase is dated")
{
    ManualClock clock(kStart);
    const auto store = memoryStore(&clock);
    store->updateStatus("c1", [](SourceStatus& s) { s.phase = SourcePhase::Connecting; });
    const SnapshotPtr before = store->current();
    REQUIRE(before->sources.at(0)->since == kStart);
    store->updateStatus("c1", [](SourceStatus&) {});
    REQUIRE(store->current() == before);
    clock.advance(std::chrono::seconds(3));
    store->updateStatus("c1", [](SourceStatus& s) { s.phase = SourcePhase::Ready; });
    REQUIRE(store->current()->sources.at(0)->since == kStart + std::chrono::seconds(3));
}
