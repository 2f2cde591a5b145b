// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/sqlite_db.h"
#include "tests/store/store_fixture.h"

using namespace binnacle::tests;

TEST_CASE("a metric block comes back after a restart, and only under its own key and start")
{
    const TempFolder folder;
    const std::string payload(10'000, 'm');
    {
        const auto store = openStore(optionsAt(folder));
        require(store->putBlock("q", kStart, payload));
        require(store->putBlock("q", kStart, payload + "2")); // the newer one wins
    }
    const auto store = openStore(optionsAt(folder));
    REQUIRE(*store->getBlock("q", kStart) == payload + "2");
    REQUIRE(*store->getBlock("q", kStart + std::chrono::seconds(1)) == std::nullopt);
    REQUIRE(*store->getBlock("r", kStart) == std::nullopt);
    REQUIRE(store->verify()->blocks == 1);
}

TEST_CASE("a damaged metric block is an error once and then gone")
{
    const TempFolder folder;
    const auto store = openStore(optionsAt(folder));
    require(store->putBlock("q", kStart, "payload"));
    {
        auto db = SqliteDb::open(folder.file(), SqliteDb::Mode::ReadWrite, 1000);
        REQUIRE(db);
        require(db->exec("UPDATE metric_block SET blob = x'00414243'"));
    }
    REQUIRE_FALSE(store->verify()->ok);
    REQUIRE(store->getBlock("q", kStart).error().code == ErrorCode::DataCorrupt);
    REQUIRE(*store->getBlock("q", kStart) == std::nullopt);
}

TEST_CASE("beyond the bound the longest unused blocks go first, on disk and in memory")
{
    const TempFolder folder;
    for (const bool onDisk : {true, false}) {
        ManualClock clock(kStart);
        StoreOptions options;
        options.clock = &clock;
        if (onDisk)
            options.folder = folder.path();
        options.maxBytes = onDisk ? 4 * 50'000 : 50'000; // blocks have a quarter of the file
        const auto store = openStore(options);
        const auto payload = [](int n) {
            std::string out;
            for (unsigned i = 0, x = static_cast<unsigned>(n); i < 5000; ++i, x = x * 1664525u + 7u)
                out.push_back(static_cast<char>(x >> 24));
            return out;
        };
        for (int i = 0; i < 30; ++i) {
            clock.advance(std::chrono::hours(2));
            require(store->putBlock("k" + std::to_string(i), kStart, payload(i)));
            REQUIRE(*store->getBlock("k0", kStart) == payload(0)); // in use
        }
        REQUIRE(*store->getBlock("k29", kStart) == payload(29));
        REQUIRE(*store->getBlock("k5", kStart) == std::nullopt);
    }
}

TEST_CASE("a block larger than the bound is refused with a reason")
{
    StoreOptions options;
    options.maxBytes = 1000;
    const auto store = openStore(options);
    REQUIRE(store->putBlock("k", kStart, std::string(2000, 'x')).error().code ==
            ErrorCode::ResourceExhausted);
}
