// SPDX-License-Identifier: GPL-3.0-or-later
// Many readers while batches arrive. What it proves is mostly told by ThreadSanitizer.
#include "services/store/diff.h"
#include "tests/store/store_fixture.h"

#include <atomic>
#include <thread>

using namespace binnacle::tests;

TEST_CASE("readers see whole batches only, now and in history, while two sources write")
{
    const TempFolder folder;
    HistoryTuning tuning;
    tuning.replayBytes = 30'000;
    tuning.mergeEvery = 8;
    const auto store = openStore(optionsAt(folder), tuning);
    std::atomic<bool> stop{false};
    std::atomic<int> torn{0}, reads{0}, historic{0}, wakeUps{0};
    const auto writer = [&](const std::string& source) {
        for (int n = 0; !stop; ++n) {
            FactBatch batch(source);
            for (int i = 0; i < 40; ++i) // unique names: the pool is compacted under the readers
                put(batch, {.uid = "p" + std::to_string(i),
                            .name = source + std::to_string(n) + "-" + std::to_string(i),
                            .ns = "ns-" + source})
                    .integer(col(PodColumn::Restarts), n);
            if (!store->apply(std::move(batch)))
                ++torn;
            store->updateStatus(source,
                                [](SourceStatus& s) { s.lastContact = Clock::system().now(); });
        }
    };
    /// Every pod of a source carries the number of one and the same batch.
    const auto check = [&](const SnapshotPtr& s) {
        std::map<SourceIndex, std::int64_t> number;
        if (const Table* pods = s->table(kPod))
            pods->forEach([&](const RowRef& row) {
                const auto [it, isNew] =
                    number.emplace(row.source(), row.integer(col(PodColumn::Restarts)));
                torn += it->second == row.integer(col(PodColumn::Restarts)) ? 0 : 1;
                const std::string start =
                    s->source(row.source())->id + std::to_string(it->second) + "-";
                torn += row.name().starts_with(start) ? 0 : 1;
            });
        ++reads;
    };
    {
        const auto subscription = store->subscribe([&] { ++wakeUps; });
        std::vector<std::jthread> threads;
        threads.emplace_back(writer, "c1");
        threads.emplace_back(writer, "c2");
        for (int r = 0; r < 2; ++r)
            threads.emplace_back([&] {
                SnapshotPtr last = store->current();
                while (!stop) {
                    const SnapshotPtr now = store->current();
                    check(now);
                    (void)diffTables(last->table(kPod), now->table(kPod));
                    torn += now->version >= last->version ? 0 : 1;
                    last = now;
                }
            });
        threads.emplace_back([&] {
            while (!stop) {
                if (const auto then = store->at(Clock::system().now())) {
                    check(*then);
                    ++historic;
                }
                (void)store->health();
                (void)store->changes(kStart, Clock::system().now(), 50);
                (void)store->putBlock("k", kStart, "x");
            }
        });
        // Enough for several compactions of the text pool and a few reads of history.
        while (reads < 400 || historic < 10 || store->current()->version < 2000)
            std::this_thread::yield();
        stop = true;
    }
    REQUIRE(torn == 0);
    REQUIRE(wakeUps > 0);
    require(store->flush(kLong));
    REQUIRE(store->verify()->ok);
}
