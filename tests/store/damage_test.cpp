// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/history_file.h"
#include "tests/store/store_fixture.h"

#include <fstream>
#include <random>

using namespace binnacle::tests;

namespace {

void fill(const TempFolder& folder)
{
    ManualClock clock(kStart);
    HistoryTuning tuning;
    tuning.replayBytes = 20'000;
    const auto store = openStore(optionsAt(folder, &clock), tuning);
    for (int i = 0; i < 40; ++i) {
        clock.advance(std::chrono::seconds(1));
        FactBatch batch("c1");
        for (int j = 0; j < 50; ++j)
            put(batch, {.uid = "p" + std::to_string(j), .ns = "ml"})
                .integer(col(PodColumn::Restarts), i * j);
        require(store->apply(std::move(batch)));
        require(store->flush(kLong));
    }
    require(store->putBlock("q", kStart, std::string(5000, 'b')));
}

std::string contents(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void rewrite(const std::filesystem::path& file, std::string_view bytes)
{
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

void clearFolder(const TempFolder& folder)
{
    for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
        std::filesystem::remove(entry.path());
}

std::size_t damagedFiles(const TempFolder& folder)
{
    std::size_t n = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
        n += entry.path().filename().string().starts_with("estate.db.damaged-") ? 1 : 0;
    return n;
}

/// Whatever is in the file: the store opens and works, and if it did not take the file over, the
/// file lies aside untouched.
void requireSurvives(const TempFolder& folder, const std::string& bytes)
{
    const auto opened = EstateStore::open(optionsAt(folder));
    if (!opened)
        FAIL(opened.error().text());
    EstateStore& store = **opened;
    const bool aside = !store.health().setAside.empty();
    REQUIRE(damagedFiles(folder) == (aside ? 1 : 0));
    if (aside) {
        const std::string path =
            store.health().setAside.substr(0, store.health().setAside.find(" ("));
        // The attempt to open may have touched pages that are whole; nothing is cut off.
        REQUIRE(std::filesystem::file_size(path) >= bytes.size());
        REQUIRE(store.health().recording);
    }
    FactBatch batch("c1");
    put(batch, {.uid = "after", .ns = "ml"});
    require(store.apply(std::move(batch)));
    if (aside)
        require(store.flush(kLong));
    const auto then = store.at(kStart + std::chrono::seconds(20));
    if (!then)
        REQUIRE((then.error().code == ErrorCode::DataCorrupt ||
                 then.error().code == ErrorCode::NotFound));
    (void)store.verify();
    (void)store.getBlock("q", kStart);
}

} // namespace

TEST_CASE("what is no database is set aside with a message, and a new store begins")
{
    const TempFolder folder;
    for (const std::string& bytes :
         {std::string("hello"), std::string(100'000, '\0'), std::string("SQLite format 3"),
          std::string("SQLite format 3\0", 16) + std::string(5000, 'x')}) {
        clearFolder(folder);
        rewrite(folder.file(), bytes);
        requireSurvives(folder, bytes);
        REQUIRE(damagedFiles(folder) == 1);
    }
}

TEST_CASE("two damaged files on one day are both kept")
{
    const TempFolder folder;
    ManualClock clock(kStart);
    for (std::size_t n = 1; n <= 3; ++n) {
        rewrite(folder.file(), "garbage number " + std::to_string(n));
        const auto store = openStore(optionsAt(folder, &clock));
        REQUIRE(damagedFiles(folder) >= n);
    }
}

TEST_CASE("a file cut anywhere opens or is set aside")
{
    const TempFolder folder;
    fill(folder);
    const std::string whole = contents(folder.file());
    REQUIRE(whole.size() > 20'000);
    int aside = 0;
    for (std::size_t i = 0; i < 30; ++i) {
        clearFolder(folder);
        const std::string cut = whole.substr(0, 1 + i * whole.size() / 30);
        rewrite(folder.file(), cut);
        requireSurvives(folder, cut);
        aside += damagedFiles(folder) != 0 ? 1 : 0;
    }
    REQUIRE(aside > 25); // SQLite's check sees that pages are missing
}

TEST_CASE("a file garbled anywhere opens or is set aside, and never shows garbage")
{
    const TempFolder folder;
    fill(folder);
    const std::string whole = contents(folder.file());
    std::mt19937 random(23);
    int aside = 0;
    for (int round = 0; round < 60; ++round) {
        clearFolder(folder);
        std::string bad = whole;
        const std::size_t at = random() % bad.size();
        for (std::size_t i = at; i < std::min(bad.size(), at + 64); ++i)
            bad[i] = static_cast<char>(random());
        rewrite(folder.file(), bad);
        requireSurvives(folder, bad);
        aside += damagedFiles(folder) != 0 ? 1 : 0;
    }
    REQUIRE(aside > 10);
}

TEST_CASE("a checkpoint that does not match its checksum sets the file aside")
{
    const TempFolder folder;
    fill(folder);
    {
        auto db = SqliteDb::open(folder.file(), SqliteDb::Mode::ReadWrite, 1000);
        REQUIRE(db);
        require(db->exec("UPDATE checkpoint_part SET crc = crc + 1 WHERE checkpoint = "
                         "(SELECT max(id) FROM checkpoint)"));
    }
    const auto store = openStore(optionsAt(folder));
    REQUIRE_FALSE(store->health().setAside.empty());
    REQUIRE(store->health().setAside.find("checksum") != std::string::npos);
}

TEST_CASE("damage far back is told by verify and by the T it touches, and nowhere else")
{
    const TempFolder folder;
    fill(folder);
    {
        auto db = SqliteDb::open(folder.file(), SqliteDb::Mode::ReadWrite, 1000);
        REQUIRE(db);
        require(
            db->exec("UPDATE batch SET crc = crc + 1 WHERE seq = (SELECT min(seq) FROM batch)"));
    }
    const auto store = openStore(optionsAt(folder));
    REQUIRE(store->health().setAside.empty());
    REQUIRE(store->at(kStart + std::chrono::seconds(5)).error().code == ErrorCode::DataCorrupt);
    REQUIRE(store->at(kStart + std::chrono::seconds(40)));
    const auto report = store->verify();
    REQUIRE(report);
    REQUIRE_FALSE(report->ok);
    REQUIRE(report->problems.front().find("batch") != std::string::npos);
}

TEST_CASE("a store written by a newer version is refused with a remedy and left alone")
{
    const TempFolder folder;
    fill(folder);
    {
        auto db = SqliteDb::open(folder.file(), SqliteDb::Mode::ReadWrite, 1000);
        REQUIRE(db);
        require(db->exec("PRAGMA user_version = 99"));
    }
    for (const bool readOnly : {false, true}) {
        StoreOptions options = optionsAt(folder);
        options.readOnly = readOnly;
        const auto store = EstateStore::open(options);
        REQUIRE_FALSE(store);
        REQUIRE(store.error().code == ErrorCode::Unsupported);
        REQUIRE_FALSE(store.error().remedy.empty());
    }
    REQUIRE(damagedFiles(folder) == 0);
}

TEST_CASE("reading never moves a damaged file")
{
    const TempFolder folder;
    rewrite(folder.file(), "garbage");
    StoreOptions options = optionsAt(folder);
    options.readOnly = true;
    REQUIRE(EstateStore::open(options).error().code == ErrorCode::DataCorrupt);
    REQUIRE(contents(folder.file()) == "garbage");
}
