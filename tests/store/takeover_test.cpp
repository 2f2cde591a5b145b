// SPDX-License-Identifier: GPL-3.0-or-later
// What a process writes that begins to record after another one did.
#include "tests/store/store_fixture.h"

#include <csignal>
#include <sys/wait.h>
#include <thread>

using namespace binnacle::tests;

namespace {

void setPod(EstateStore& store, const char* source, const std::string& uid, std::int64_t restarts)
{
    FactBatch batch(source);
    put(batch, {.uid = uid, .ns = "ml"}).integer(col(PodColumn::Restarts), restarts);
    require(store.apply(std::move(batch)));
}

void removePod(EstateStore& store, const char* source, const std::string& uid)
{
    FactBatch batch(source);
    batch.remove(kPod, key(uid, source));
    require(store.apply(std::move(batch)));
}

std::int64_t restartsOf(const SnapshotPtr& snapshot, const char* uid, const char* source)
{
    const auto row = rowOf(snapshot, BuiltIn::Pod, uid, source);
    return row ? row->integer(col(PodColumn::Restarts)) : -1;
}

/// A second process that records; each step it is told runs in it, in order.
class OtherProcess {
public:
    using Step = std::function<void(EstateStore&)>;
    OtherProcess(const TempFolder& folder, std::vector<Step> steps)
    {
        int up[2], down[2];
        REQUIRE(pipe(up) == 0);
        REQUIRE(pipe(down) == 0);
        m_pid = fork();
        REQUIRE(m_pid >= 0);
        if (m_pid == 0) {
            close(down[1]);
            auto store = EstateStore::open(optionsAt(folder));
            if (!store || !(*store)->health().recording)
                _exit(2);
            char word = 0;
            for (const Step& step : steps) {
                if (read(down[0], &word, 1) != 1)
                    _exit(3);
                step(**store);
                if (!(*store)->flush(kLong) || write(up[1], "y", 1) != 1)
                    _exit(4);
            }
            (void)!read(down[0], &word, 1);
            store->reset();
            _exit(0);
        }
        close(up[1]);
        close(down[0]);
        m_in = up[0];
        m_out = down[1];
    }
    ~OtherProcess() { end(); }
    void next()
    {
        char said = 0;
        REQUIRE(write(m_out, "n", 1) == 1);
        REQUIRE(read(m_in, &said, 1) == 1);
    }
    void killIt()
    {
        kill(m_pid, SIGKILL);
        end();
    }
    void end()
    {
        if (m_pid == 0)
            return;
        close(m_out);
        close(m_in);
        waitpid(m_pid, nullptr, 0);
        m_pid = 0;
    }

private:
    pid_t m_pid = 0;
    int m_in = -1, m_out = -1;
};

void waitUntilRecording(const EstateStore& store)
{
    const auto end = std::chrono::steady_clock::now() + kLong;
    while (!store.health().recording && std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    REQUIRE(store.health().recording);
}

} // namespace

TEST_CASE("who takes over recording keeps what the other one knew better")
{
    for (const bool dies : {false, true}) {
        const TempFolder folder;
        OtherProcess other(folder, {[](EstateStore& store) {
                                        setPod(store, "far", "a", 1);
                                        setPod(store, "far", "gone", 1);
                                        setPod(store, "near", "n", 1);
                                    },
                                    [](EstateStore& store) {
                                        setPod(store, "far", "a",
                                               7); // after the second process opened
                                        setPod(store, "far", "new", 1);
                                        removePod(store, "far", "gone");
                                        setPod(store, "near", "n", 2);
                                        store.updateStatus("far", [](SourceStatus& status) {
                                            status.lastContact = Clock::system().now();
                                            status.version = "v2";
                                        });
                                    }});
        other.next();
        const auto store = openStore(optionsAt(folder));
        REQUIRE_FALSE(store->health().recording);
        setPod(*store, "near", "n", 9); // this process feeds "near" and nothing else
        other.next();
        CHECK(restartsOf(store->current(), "a", "far") == 1); // nobody told it yet
        if (dies)
            other.killIt();
        else
            other.end();
        waitUntilRecording(*store);
        require(store->flush(kLong));
        const auto kept = store->at(Clock::system().now());
        REQUIRE(kept);
        for (const auto& snapshot : {*kept, store->current()}) {
            CHECK(restartsOf(snapshot, "a", "far") == 7);
            CHECK(restartsOf(snapshot, "new", "far") == 1);
            CHECK(restartsOf(snapshot, "gone", "far") == -1);
            CHECK(restartsOf(snapshot, "n", "near") == 9);
            const auto far =
                std::find_if(snapshot->sources.begin(), snapshot->sources.end(),
                             [](const auto& source) { return source && source->id == "far"; });
            REQUIRE(far != snapshot->sources.end());
            CHECK((*far)->version == "v2");
        }
        CHECK(dump(**kept) == dump(*store->current()));
        setPod(*store, "near", "n", 10); // recording goes on from there
        require(store->flush(kLong));
        CHECK(restartsOf(*store->at(Clock::system().now()), "n", "near") == 10);
        CHECK(store->verify()->ok);
    }
}

TEST_CASE("a source that was dropped here stays dropped after taking over")
{
    const TempFolder folder;
    OtherProcess other(folder, {[](EstateStore& store) {
                                    setPod(store, "old", "a", 1);
                                    setPod(store, "kept", "b", 1);
                                },
                                [](EstateStore& store) { setPod(store, "old", "c", 1); }});
    other.next();
    const auto store = openStore(optionsAt(folder));
    store->forget("old", true);
    CHECK(restartsOf(store->current(), "a", "old") == -1);
    other.next();
    other.end();
    waitUntilRecording(*store);
    require(store->flush(kLong));
    const auto kept = *store->at(Clock::system().now());
    CHECK(restartsOf(kept, "a", "old") == -1);
    CHECK(restartsOf(kept, "c", "old") == -1);
    CHECK(restartsOf(kept, "b", "kept") == 1);
}

TEST_CASE("a dropped source leaves the present and stays in history")
{
    const TempFolder folder;
    ManualClock clock(kStart);
    UtcTime before;
    {
        const auto store = openStore(optionsAt(folder, &clock));
        setPod(*store, "old", "a", 1);
        setPod(*store, "kept", "b", 1);
        before = clock.now();
        clock.advance(std::chrono::minutes(1));
        store->forget("old", true);
        CHECK(restartsOf(store->current(), "a", "old") == -1);
        CHECK(restartsOf(store->current(), "b", "kept") == 1);
        for (const auto& source : store->current()->sources)
            CHECK((!source || source->id == "kept"));
        store->forget("nobody", true); // knows no such source: nothing to do
    }
    for (int run = 0; run < 2; ++run) { // from the changes, then from a checkpoint
        HistoryTuning often;
        often.checkpointEvery = std::chrono::seconds(1);
        const auto store = openStore(optionsAt(folder, &clock), often);
        CHECK(restartsOf(store->current(), "a", "old") == -1);
        CHECK(restartsOf(*store->at(before), "a", "old") == 1);
        for (const auto& source : store->current()->sources)
            CHECK((!source || source->id == "kept"));
        clock.advance(std::chrono::minutes(1));
        setPod(*store, "kept", "b", 2 + run);
        require(store->flush(kLong));
        CHECK(store->verify()->ok);
    }
    const auto store = openStore(optionsAt(folder, &clock));
    setPod(*store, "old", "a", 5); // configured again
    CHECK(restartsOf(store->current(), "a", "old") == 5);
    bool back = false;
    for (const auto& source : store->current()->sources)
        back = back || (source && source->id == "old");
    CHECK(back);
}
