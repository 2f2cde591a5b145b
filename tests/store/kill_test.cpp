// SPDX-License-Identifier: GPL-3.0-or-later
// kill -9 at random points of ingest: the store opens, is whole, and has everything that flush()
// acknowledged.
#include "tests/store/store_fixture.h"

#include <csignal>
#include <fstream>
#include <iostream>
#include <random>
#include <sys/wait.h>
#include <thread>

using namespace binnacle::tests;

namespace {

/// The child: one more pod and one more restart of a few old ones per batch, each acknowledged
/// batch written to the pipe.
[[noreturn]] void ingestForEver(const TempFolder& folder, int pipe, std::int64_t first)
{
    HistoryTuning tuning;
    tuning.replayBytes = 6000; // so that checkpoints and joins of batches are hit too
    tuning.mergeEvery = 4;
    auto store = openEstateStore(optionsAt(folder), tuning);
    if (!store)
        _exit(2);
    for (std::int64_t n = first;; ++n) {
        FactBatch batch("c1");
        put(batch, {.uid = "p" + std::to_string(n % 400), .ns = "ml"})
            .integer(col(PodColumn::Restarts), n);
        put(batch, {.uid = "last", .ns = "ml"}).integer(col(PodColumn::Restarts), n);
        if (!(*store)->apply(std::move(batch)))
            _exit(3);
        if (n % 3 == 0) {
            if (!(*store)->flush(kLong))
                _exit(4);
            if (write(pipe, &n, sizeof n) != sizeof n)
                _exit(5);
        }
    }
}

/// Starts a child, kills it `after` its `count`-th acknowledgement (0: after its start), and
/// returns the last number it acknowledged.
std::int64_t killOnce(const TempFolder& folder, std::int64_t first, int count,
                      std::chrono::microseconds after)
{
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        close(ends[0]);
        ingestForEver(folder, ends[1], first);
    }
    close(ends[1]);
    std::int64_t acknowledged = first - 1, n = 0;
    for (int i = 0; i < count && read(ends[0], &n, sizeof n) == sizeof n; ++i)
        acknowledged = n;
    std::this_thread::sleep_for(after); // the random point itself: no condition to wait for
    REQUIRE(kill(child, SIGKILL) == 0);
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    REQUIRE(WIFSIGNALED(status)); // it did not give up by itself
    while (read(ends[0], &n, sizeof n) == sizeof n)
        acknowledged = n;
    close(ends[0]);
    return acknowledged;
}

} // namespace

TEST_CASE("after kill -9 at 200 random points the store opens and nothing acknowledged is lost")
{
    const TempFolder folder;
    std::mt19937 random(17);
    std::int64_t next = 0, acknowledgedTotal = 0;
    int lost = 0, setAside = 0, rounds = 0;
    for (; rounds < 200; ++rounds) {
        const int count = static_cast<int>(random() % 6);
        const std::chrono::microseconds after(random() % 12'000);
        const std::int64_t acknowledged = killOnce(folder, next, count, after);
        acknowledgedTotal += acknowledged >= next ? acknowledged - next + 1 : 0;
        auto store = EstateStore::open(optionsAt(folder));
        if (!store)
            FAIL(store.error().text());
        setAside += (*store)->health().setAside.empty() ? 0 : 1;
        REQUIRE((*store)->health().recording); // the dead child's lease is no obstacle
        std::int64_t found = -1;
        if (const auto last = rowOf((*store)->current(), BuiltIn::Pod, "last"))
            found = last->integer(col(PodColumn::Restarts));
        lost += found < acknowledged ? 1 : 0;
        if (found >= 0) {
            const auto uid = "p" + std::to_string(found % 400);
            const auto newest = rowOf((*store)->current(), BuiltIn::Pod, uid);
            REQUIRE(newest);
            REQUIRE(newest->integer(col(PodColumn::Restarts)) == found); // batches are whole
        }
        next = std::max(found, acknowledged) + 1;
        if (rounds % 25 == 24) {
            const auto report = (*store)->verify();
            REQUIRE(report);
            for (const std::string& problem : report->problems)
                UNSCOPED_INFO(problem);
            REQUIRE(report->ok);
        }
    }
    std::cout << "kill -9: " << rounds << " points, " << acknowledgedTotal
              << " acknowledged batches, " << lost << " times something was lost, " << setAside
              << " files set aside\n";
    REQUIRE(acknowledgedTotal > 800);
    REQUIRE(lost == 0);
    REQUIRE(setAside == 0);
}
