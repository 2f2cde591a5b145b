// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/history_file.h"
#include "services/store/lease.h"
#include "tests/store/store_fixture.h"

#include <csignal>
#include <sys/wait.h>
#include <thread>

using namespace binnacle::tests;

namespace {

void setPod(EstateStore& store, const std::string& uid, std::int64_t restarts)
{
    FactBatch batch("c1");
    put(batch, {.uid = uid, .ns = "ml"}).integer(col(PodColumn::Restarts), restarts);
    require(store.apply(std::move(batch)));
}

/// A second process that holds the store open, writes one pod, and lives until told to end.
class Recorder {
public:
    explicit Recorder(const TempFolder& folder)
    {
        int up[2], down[2];
        REQUIRE(pipe(up) == 0);
        REQUIRE(pipe(down) == 0);
        m_pid = fork();
        REQUIRE(m_pid >= 0);
        if (m_pid == 0) {
            close(down[1]);
            auto store = EstateStore::open(optionsAt(folder));
            if (!store)
                _exit(2);
            FactBatch batch("c1");
            put(batch, {.uid = "theirs", .ns = "ml"});
            const bool ok = (*store)->apply(std::move(batch)).has_value() &&
                            (*store)->flush(kLong).has_value() && (*store)->health().recording;
            char said = ok ? 'y' : 'n';
            if (write(up[1], &said, 1) != 1)
                _exit(3);
            (void)!read(down[0], &said, 1); // until the parent lets go
            store->reset();
            _exit(0);
        }
        close(up[1]);
        close(down[0]);
        m_end = down[1];
        char said = 0;
        REQUIRE(read(up[0], &said, 1) == 1);
        REQUIRE(said == 'y');
        close(up[0]);
    }
    ~Recorder() { wait(); }
    pid_t pid() const { return m_pid; }
    void killIt()
    {
        kill(m_pid, SIGKILL);
        wait();
    }
    void wait()
    {
        if (m_pid == 0)
            return;
        close(m_end);
        waitpid(m_pid, nullptr, 0);
        m_pid = 0;
    }

private:
    pid_t m_pid = 0;
    int m_end = -1;
};

template <class Fn> bool within(std::chrono::seconds limit, Fn&& condition)
{
    const auto end = std::chrono::steady_clock::now() + limit;
    while (!condition() && std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    return condition();
}

} // namespace

TEST_CASE("the second process works in memory on the last state and says who records")
{
    const TempFolder folder;
    Recorder recorder(folder);
    const auto store = openStore(optionsAt(folder));
    REQUIRE(rowOf(store->current(), BuiltIn::Pod, "theirs"));
    const StoreHealth health = store->health();
    REQUIRE_FALSE(health.recording);
    REQUIRE(health.problem == "another process (" + std::to_string(recorder.pid()) + ") records");
    setPod(*store, "mine", 1);
    REQUIRE(rowOf(store->current(), BuiltIn::Pod, "mine"));
    REQUIRE(store->flush(kLong).error().code == ErrorCode::Conflict);
    REQUIRE(store->at(Clock::system().now()));      // history of the other one can be read
    require(store->putBlock("q", kStart, "block")); // blocks are shared by all
    REQUIRE(*store->getBlock("q", kStart) == "block");
}

TEST_CASE("when the recorder ends, or dies, the other one takes over with what it has")
{
    for (const bool dies : {false, true}) {
        const TempFolder folder;
        auto recorder = std::make_unique<Recorder>(folder);
        const auto store = openStore(optionsAt(folder));
        setPod(*store, "mine", 1);
        if (dies)
            recorder->killIt();
        else
            recorder->wait();
        REQUIRE(within(std::chrono::seconds(10), [&] { return store->health().recording; }));
        setPod(*store, "mine", 2);
        require(store->flush(kLong));
        const auto now = store->at(Clock::system().now());
        REQUIRE(now);
        REQUIRE(dump(**now) == dump(*store->current()));
        REQUIRE(rowOf(*now, BuiltIn::Pod, "theirs"));
        REQUIRE(store->verify()->ok);
    }
}

TEST_CASE("two stores in one process do not both record")
{
    const TempFolder folder;
    auto first = openStore(optionsAt(folder));
    const auto second = openStore(optionsAt(folder));
    REQUIRE(first->health().recording);
    REQUIRE_FALSE(second->health().recording);
    first.reset();
    REQUIRE(within(std::chrono::seconds(10), [&] { return second->health().recording; }));
}

TEST_CASE("a recorder that was stopped for long notices that another one took over")
{
    const TempFolder folder;
    const auto sleeper = openStore(optionsAt(folder));
    setPod(*sleeper, "a", 1);
    require(sleeper->flush(kLong));
    {
        // As if it had not been heard of for longer than the expiry.
        auto db = openHistoryForWriting(folder.path());
        REQUIRE(db);
        require(db->exec("UPDATE lease SET heartbeat = heartbeat - 60000000000"));
    }
    const auto other = openStore(optionsAt(folder));
    REQUIRE(other->health().recording);
    setPod(*sleeper, "a", 2);
    REQUIRE_FALSE(sleeper->flush(kLong)); // not written twice over the other's record
    REQUIRE_FALSE(sleeper->health().recording);
    setPod(*other, "b", 1);
    require(other->flush(kLong));
    REQUIRE(other->verify()->ok);
}

TEST_CASE("a lease of a reused pid is free, and one of a silent process expires")
{
    const TempFolder folder;
    auto db = openHistoryForWriting(folder.path());
    REQUIRE(db);
    const UtcTime now = Clock::system().now();
    const auto hold = [&](pid_t pid, const char* process, UtcTime heartbeat) {
        require(db->exec("INSERT OR REPLACE INTO lease(id, token, pid, process, heartbeat) VALUES"
                         "(1, 'other', " +
                         std::to_string(pid) + ", '" + process + "', " +
                         std::to_string(heartbeat.ns) + ")"));
    };
    const Lease lease;
    hold(getppid(), "", now);
    REQUIRE(*lease.holder(*db, now) == getppid());
    REQUIRE(*lease.holder(*db, now + std::chrono::seconds(14)) == getppid());
    REQUIRE(*lease.holder(*db, now + std::chrono::seconds(16)) == 0);
    REQUIRE(*lease.holder(*db, now - std::chrono::hours(1)) == 0); // clock set back
    hold(getppid(), "another boot/1", now);
    REQUIRE(*lease.holder(*db, now) == 0);
}
