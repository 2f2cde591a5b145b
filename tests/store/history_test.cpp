// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/history_file.h"
#include "tests/store/store_fixture.h"

using namespace binnacle::tests;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

void setPod(EstateStore& store, std::string_view uid, std::int64_t restarts)
{
    FactBatch batch("c1");
    put(batch, {.uid = std::string(uid), .ns = "ml"}).integer(col(PodColumn::Restarts), restarts);
    require(store.apply(std::move(batch)));
}

void removePod(EstateStore& store, std::string_view uid)
{
    FactBatch batch("c1");
    batch.remove(kPod, key(uid));
    require(store.apply(std::move(batch)));
}

SnapshotPtr atTime(const EstateStore& store, UtcTime t)
{
    auto snapshot = store.at(t);
    if (!snapshot)
        FAIL(snapshot.error().text());
    return *snapshot;
}

std::vector<ChangeEntry> changesOf(const EstateStore& store, UtcTime from, UtcTime to,
                                   std::size_t limit = 1000)
{
    auto out = store.changes(from, to, limit);
    if (!out)
        FAIL(out.error().text());
    return *out;
}

void requireClean(const EstateStore& store)
{
    const auto report = store.verify();
    REQUIRE(report);
    for (const std::string& problem : report->problems)
        UNSCOPED_INFO(problem);
    REQUIRE(report->ok);
}

} // namespace

TEST_CASE("the estate at T is what it was then")
{
    const TempFolder folder;
    ManualClock clock(kStart);
    const auto store = openStore(optionsAt(folder, &clock));
    std::vector<std::string> dumps;
    for (int i = 0; i < 10; ++i) {
        clock.advance(seconds(10));
        setPod(*store, "p" + std::to_string(i), i);
        if (i == 5)
            removePod(*store, "p0");
        dumps.push_back(dump(*store->current()));
    }
    for (int i = 0; i < 10; ++i) {
        const SnapshotPtr s = atTime(*store, kStart + seconds(10 * (i + 1)));
        REQUIRE(dump(*s) == dumps[static_cast<std::size_t>(i)]);
        REQUIRE_FALSE(s->live);
        REQUIRE(s->keptSince == kStart);
        REQUIRE(dump(*atTime(*store, kStart + seconds(10 * (i + 1) + 9))) ==
                dumps[static_cast<std::size_t>(i)]);
    }
    REQUIRE(dump(*atTime(*store, kStart)).empty());
    requireClean(*store);
}

TEST_CASE("before history began there is an error that says since when it is kept")
{
    const TempFolder folder;
    ManualClock clock(kStart);
    const auto store = openStore(optionsAt(folder, &clock));
    const auto early = store->at(kStart - seconds(1));
    REQUIRE_FALSE(early);
    REQUIRE(early.error().code == ErrorCode::NotFound);
    REQUIRE(early.error().message.find(toRfc3339(kStart)) != std::string::npos);
    REQUIRE(memoryStore()->at(kStart).error().code == ErrorCode::Unsupported);
}

TEST_CASE("a store starts with the last state, its sources idle")
{
    const TempFolder folder;
    ManualClock clock(kStart);
    std::string before;
    {
        const auto store = openStore(optionsAt(folder, &clock));
        store->updateStatus("c1", [](SourceStatus& s) {
            s.type = "kubernetes";
            s.phase = SourcePhase::Ready;
            s.lastContact = kStart;
            s.interval = seconds(10);
            s.missing = {"list pods"};
            s.kinds["Pod"] = {3, true, "ml", Error{ErrorCode::Timeout, "slow", "wait", {"a"}},
                              kStart};
        });
        for (int i = 0; i < 2000; ++i)
            setPod(*store, "p" + std::to_string(i), i);
        removePod(*store, "p7");
        before = dump(*store->current());
    }
    clock.advance(hours(1));
    const auto store = openStore(optionsAt(folder, &clock));
    REQUIRE(dump(*store->current()) == before);
    const SourceStatus status = *store->current()->sources.at(0);
    REQUIRE(status.id == "c1");
    REQUIRE(status.phase == SourcePhase::Idle);
    REQUIRE(status.lastContact == kStart);
    REQUIRE(status.missing == std::vector<std::string>{"list pods"});
    REQUIRE(status.kinds.at("Pod").error->context == std::vector<std::string>{"a"});
    REQUIRE(status.kinds.at("Pod").provenUntil == kStart);
    REQUIRE(store->health().recording);
    const auto row = *rowOf(store->current(), BuiltIn::Pod, "p3");
    REQUIRE(store->current()->freshness(row, clock.now()) == Freshness::Stale);
    // Joins know what was loaded.
    FactBatch ns("c1");
    put(ns, {.kind = BuiltIn::Namespace, .uid = "ns", .name = "ml"})
        .text(col(NamespaceColumn::Team), "vision");
    require(store->apply(std::move(ns)));
    REQUIRE(textOf(store->current(), BuiltIn::Pod, "p3", PodColumn::Team) == "vision");
    require(store->flush(kLong));
    REQUIRE(textOf(atTime(*store, clock.now()), BuiltIn::Pod, "p3", PodColumn::Team) == "vision");
    REQUIRE(textOf(atTime(*store, kStart), BuiltIn::Pod, "p3", PodColumn::Team) == "ml");
    requireClean(*store);
}

TEST_CASE("a store that does not load the last state goes on recording right")
{
    const TempFolder folder;
    ManualClock clock(kStart);
    {
        const auto store = openStore(optionsAt(folder, &clock));
        setPod(*store, "old", 1);
    }
    clock.advance(minutes(1));
    StoreOptions options = optionsAt(folder, &clock);
    options.loadLastState = false;
    const auto store = openStore(options);
    REQUIRE(store->current()->table(kPod) == nullptr);
    clock.advance(minutes(1));
    setPod(*store, "old", 2); // added again, though the file knows it
    setPod(*store, "new", 2);
    require(store->flush(kLong));
    REQUIRE(atTime(*store, clock.now())->table(kPod)->rowCount() == 2);
    REQUIRE(rowOf(atTime(*store, kStart), BuiltIn::Pod, "old"));
    const auto changes = changesOf(*store, kStart, clock.now());
    REQUIRE(changes.front().op == FactOp::Remove); // across the gap
    requireClean(*store);
}

TEST_CASE("changes are listed oldest first, in (from, to], with what changed")
{
    const TempFolder folder;
    ManualClock clock(kStart);
    const auto store = openStore(optionsAt(folder, &clock));
    clock.advance(seconds(1));
    setPod(*store, "a", 1);
    clock.advance(seconds(1));
    setPod(*store, "a", 2);
    clock.advance(seconds(1));
    removePod(*store, "a");
    const auto all = changesOf(*store, kStart, clock.now());
    REQUIRE(all.size() == 3);
    REQUIRE(all[0].op == FactOp::Upsert);
    REQUIRE(all[1].op == FactOp::Patch);
    REQUIRE(all[1].columns == std::vector<ColumnId>{col(PodColumn::Restarts)});
    REQUIRE(all[1].name == "a");
    REQUIRE(all[1].ns == "ml");
    REQUIRE(all[2].op == FactOp::Remove);
    REQUIRE(all[2].name == "a");
    REQUIRE(all[2].at == kStart + seconds(3));
    REQUIRE(changesOf(*store, kStart + seconds(1), kStart + seconds(2)).size() == 1);
    REQUIRE(changesOf(*store, kStart, clock.now(), 2).size() == 2);
    REQUIRE(changesOf(*store, kStart - hours(5), clock.now()).size() == 3);
    REQUIRE(changesOf(*store, clock.now(), clock.now() + hours(1)).empty());
    REQUIRE(changesOf(*store, kStart - hours(5), kStart - hours(4)).empty());
}

TEST_CASE("gauges are sampled into history once a minute, everything else at once")
{
    const TempFolder folder;
    ManualClock clock(kStart);
    auto store = openStore(optionsAt(folder, &clock));
    const auto power = [&](double watts) {
        FactBatch batch("prom");
        batch.patch(kGpu, key("g", "prom")).real(col(GpuColumn::Power), watts);
        require(store->apply(std::move(batch)));
    };
    const auto recorded = [&](UtcTime t) {
        return rowOf(atTime(*store, t), BuiltIn::Gpu, "g", "prom")->real(col(GpuColumn::Power));
    };
    FactBatch gpu("prom");
    gpu.upsert(kGpu, key("g", "prom"))
        .text(col(Common::Name), "g")
        .real(col(GpuColumn::Power), 1.5);
    require(store->apply(std::move(gpu)));
    for (int i = 1; i <= 120; ++i) {
        clock.advance(seconds(1));
        power(100.25 + i);
    }
    REQUIRE(recorded(kStart) == 1.5);
    REQUIRE(recorded(kStart + seconds(1)) == 101.25); // the first sample
    REQUIRE(recorded(kStart + seconds(60)) == 101.25);
    REQUIRE(recorded(kStart + seconds(61)) == 161.25);
    REQUIRE(recorded(kStart + seconds(120)) == 161.25);
    REQUIRE(store->health().entries < 10);
    REQUIRE(changesOf(*store, kStart, clock.now()).empty()); // nobody changed anything
    FactBatch xid("prom");
    xid.patch(kGpu, key("g", "prom")).integer(col(GpuColumn::Xid), 79);
    require(store->apply(std::move(xid)));
    REQUIRE(changesOf(*store, kStart, clock.now()).size() == 1);
    store.reset(); // closing records what was held back
    store = openStore(optionsAt(folder, &clock));
    REQUIRE(rowOf(store->current(), BuiltIn::Gpu, "g", "prom")->real(col(GpuColumn::Power)) ==
            220.25);
    requireClean(*store);
}

TEST_CASE("the time of contact is kept closely enough to tell live from late at T")
{
    const TempFolder folder;
    ManualClock clock(kStart);
    const auto store = openStore(optionsAt(folder, &clock));
    setPod(*store, "a", 1);
    for (int i = 0; i < 100; ++i) {
        store->updateStatus("c1", [&](SourceStatus& s) {
            s.phase = SourcePhase::Ready;
            s.interval = seconds(10);
            s.lastContact = clock.now();
            s.latencyMs = i;
        });
        clock.advance(seconds(1));
    }
    for (int i = 0; i < 100; i += 7) {
        const UtcTime t = kStart + seconds(i);
        const SnapshotPtr s = atTime(*store, t);
        REQUIRE(t - s->sources.at(0)->lastContact <= seconds(5));
        REQUIRE(s->freshness(*rowOf(s, BuiltIn::Pod, "a"), t) == Freshness::Live);
    }
    REQUIRE(store->health().entries < 40);
}

TEST_CASE("a clock set back loses nothing and reorders nothing")
{
    const TempFolder folder;
    ManualClock clock(kStart);
    auto store = openStore(optionsAt(folder, &clock));
    setPod(*store, "a", 1);
    clock.setWall(kStart - hours(5));
    setPod(*store, "a", 2);
    require(store->flush(kLong));
    REQUIRE(store->health().problem.find("clock") != std::string::npos);
    store.reset();
    store = openStore(optionsAt(folder, &clock));
    setPod(*store, "a", 3);
    REQUIRE(rowOf(atTime(*store, kStart), BuiltIn::Pod, "a")->integer(col(PodColumn::Restarts)) ==
            3);
    clock.setWall(kStart + seconds(1));
    setPod(*store, "a", 4);
    const auto changes = changesOf(*store, kStart - hours(10), kStart + hours(1));
    REQUIRE(changes.size() == 4);
    for (std::size_t i = 1; i < changes.size(); ++i)
        REQUIRE(changes[i - 1].at <= changes[i].at);
    REQUIRE(store->health().problem.empty());
    requireClean(*store);
}

TEST_CASE("checkpoints and joined batches leave every T as it was")
{
    const TempFolder folder;
    ManualClock clock(kStart);
    HistoryTuning tuning;
    tuning.replayBytes = 4000;
    tuning.mergeEvery = 5;
    tuning.rowsPerPart = 7;
    const auto store = openStore(optionsAt(folder, &clock), tuning);
    std::vector<std::string> dumps;
    for (int i = 0; i < 300; ++i) {
        clock.advance(seconds(1));
        setPod(*store, "p" + std::to_string(i % 60), i);
        if (i % 3 == 0)
            removePod(*store, "p" + std::to_string((i * 7) % 60));
        dumps.push_back(dump(*store->current()));
        require(store->flush(kLong)); // a batch each
    }
    const auto report = store->verify();
    REQUIRE(report);
    REQUIRE(report->ok);
    REQUIRE(report->checkpoints > 3);
    REQUIRE(report->batches < 150); // joined
    REQUIRE(report->rows >= 300);
    for (int i = 0; i < 300; i += 11)
        REQUIRE(dump(*atTime(*store, kStart + seconds(i + 1))) ==
                dumps[static_cast<std::size_t>(i)]);
    REQUIRE(changesOf(*store, kStart + seconds(100), kStart + seconds(101)).size() <= 2);
}

TEST_CASE("retention drops the oldest and what remains stays right")
{
    const TempFolder folder;
    ManualClock clock(kStart);
    HistoryTuning tuning;
    tuning.replayBytes = 2000;
    StoreOptions options = optionsAt(folder, &clock);
    options.retention = hours(2);
    const auto store = openStore(options, tuning);
    std::map<std::int64_t, std::string> dumps;
    for (int i = 0; i < 300; ++i) {
        clock.advance(minutes(1));
        setPod(*store, "p" + std::to_string(i % 50), i);
        dumps[clock.now().ns] = dump(*store->current());
        require(store->flush(kLong));
    }
    const UtcTime since = store->health().keptSince;
    REQUIRE(since <= clock.now() - hours(2));
    REQUIRE(since > clock.now() - hours(4));
    REQUIRE(store->at(since - seconds(1)).error().code == ErrorCode::NotFound);
    for (const auto& [t, text] : dumps) {
        if (UtcTime{t} >= since)
            REQUIRE(dump(*atTime(*store, UtcTime{t})) == text);
    }
    requireClean(*store);
}

TEST_CASE("the size bound holds, and the newest state is never given up for it")
{
    const TempFolder folder;
    ManualClock clock(kStart);
    HistoryTuning tuning;
    tuning.replayBytes = 20'000;
    StoreOptions options = optionsAt(folder, &clock);
    options.maxBytes = 600'000;
    const auto store = openStore(options, tuning);
    unsigned noise = 1;
    for (int i = 0; i < 150; ++i) {
        clock.advance(seconds(1));
        FactBatch batch("c1");
        for (int j = 0; j < 200; ++j) {
            noise = noise * 1664525u + 1013904223u;
            put(batch, {.uid = "p" + std::to_string(j), .ns = "ml"})
                .text(col(PodColumn::Message), std::to_string(noise) +
                                                   std::to_string(noise * 7919u) +
                                                   std::to_string(noise * 104729u));
        }
        require(store->apply(std::move(batch)));
        require(store->flush(kLong));
    }
    const std::string last = dump(*store->current());
    REQUIRE(dump(*atTime(*store, clock.now())) == last);
    REQUIRE(store->health().keptSince > kStart);
    REQUIRE(std::filesystem::file_size(folder.file()) < 900'000);
    requireClean(*store);
}
