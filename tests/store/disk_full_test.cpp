// SPDX-License-Identifier: GPL-3.0-or-later
// A full disk: a tmpfs of two megabytes where root may mount one, else a file size limit. Where
// neither works the test says so by name.
#include "tests/store/store_fixture.h"

#include <csignal>
#include <fstream>
#include <sys/mount.h>
#include <sys/resource.h>
#include <thread>

using namespace binnacle::tests;

namespace {

/// Gives and takes room in the folder of a store.
class SmallDisk {
public:
    SmallDisk()
    {
        m_mounted = mount("tmpfs", m_folder.path().c_str(), "tmpfs", 0, "size=2m") == 0;
        if (!m_mounted) {
            std::signal(SIGXFSZ, SIG_IGN);
            m_limited = getrlimit(RLIMIT_FSIZE, &m_before) == 0;
        }
    }
    ~SmallDisk()
    {
        empty();
        if (m_mounted)
            umount2(m_folder.path().c_str(), MNT_DETACH);
    }
    bool usable() const { return m_mounted || m_limited; }
    const TempFolder& folder() const { return m_folder; }
    void fill()
    {
        if (m_mounted) {
            std::ofstream out(m_folder.path() / "ballast", std::ios::binary);
            const std::string block(4096, 'x');
            while (out.write(block.data(), 4096).flush()) {
            }
            return;
        }
        rlimit now = m_before;
        now.rlim_cur = 4096;
        REQUIRE(setrlimit(RLIMIT_FSIZE, &now) == 0);
    }
    void empty()
    {
        std::error_code ec;
        std::filesystem::remove(m_folder.path() / "ballast", ec);
        if (m_limited)
            setrlimit(RLIMIT_FSIZE, &m_before);
    }

private:
    TempFolder m_folder;
    bool m_mounted = false, m_limited = false;
    rlimit m_before{};
};

void setPods(EstateStore& store, int n)
{
    FactBatch batch("c1");
    for (int i = 0; i < 200; ++i)
        put(batch, {.uid = "p" + std::to_string(i), .ns = "ml"})
            .text(col(PodColumn::Message), std::to_string(n * 7919 + i * 104729));
    require(store.apply(std::move(batch)));
}

template <class Fn> bool within(std::chrono::seconds limit, Fn&& condition)
{
    const auto end = std::chrono::steady_clock::now() + limit;
    while (!condition() && std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    return condition();
}

} // namespace

TEST_CASE("on a full disk recording stops with a reason, and goes on rightly when there is room")
{
    SmallDisk disk;
    if (!disk.usable()) {
        WARN("skipped: disk full (neither tmpfs nor RLIMIT_FSIZE is available)");
        return;
    }
    ManualClock clock(kStart);
    const auto store = openStore(optionsAt(disk.folder(), &clock));
    clock.advance(std::chrono::seconds(1));
    setPods(*store, 0);
    require(store->flush(kLong));
    const std::string before = dump(*store->current());
    const UtcTime whole = clock.now();

    disk.fill();
    int n = 1;
    Result<void> flushed;
    for (; n < 500 && flushed; ++n) {
        clock.advance(std::chrono::seconds(1));
        setPods(*store, n);
        flushed = store->flush(kLong);
    }
    REQUIRE_FALSE(flushed);
    REQUIRE(flushed.error().code == ErrorCode::ResourceExhausted);
    REQUIRE_FALSE(flushed.error().remedy.empty());
    StoreHealth health = store->health();
    REQUIRE_FALSE(health.recording);
    REQUIRE(health.problem.find("disk full") != std::string::npos);
    REQUIRE(health.droppedBatches > 0);
    clock.advance(std::chrono::seconds(1));
    setPods(*store, n); // views go on meanwhile
    REQUIRE(textOf(store->current(), BuiltIn::Pod, "p1", PodColumn::Message) ==
            std::to_string(n * 7919 + 104729));
    const auto unknown = store->at(clock.now());
    REQUIRE_FALSE(unknown); // not the state before the hole under the name of now
    REQUIRE(unknown.error().code == ErrorCode::ResourceExhausted);

    disk.empty();
    REQUIRE(within(std::chrono::seconds(15), [&] { return store->health().recording; }));
    clock.advance(std::chrono::seconds(1));
    setPods(*store, n + 1);
    require(store->flush(kLong));
    const auto now = store->at(clock.now());
    REQUIRE(now);
    REQUIRE(dump(**now) == dump(*store->current()));
    REQUIRE(dump(**store->at(whole)) == before);
    const auto report = store->verify();
    REQUIRE(report);
    for (const std::string& problem : report->problems)
        UNSCOPED_INFO(problem);
    REQUIRE(report->ok);
}
