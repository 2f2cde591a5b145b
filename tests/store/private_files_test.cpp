// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/store/store_fixture.h"

#include <fstream>
#include <sys/stat.h>

using namespace binnacle::tests;

namespace {

/// The umask belongs to the process: put back whatever happens.
class Umask {
public:
    explicit Umask(mode_t mask) : m_before(umask(mask)) {}
    ~Umask() { umask(m_before); }
    Umask(const Umask&) = delete;
    Umask& operator=(const Umask&) = delete;

private:
    mode_t m_before;
};

unsigned modeOf(const std::filesystem::path& path)
{
    struct stat info {};
    INFO(path);
    REQUIRE(stat(path.c_str(), &info) == 0);
    return info.st_mode & 07777u;
}

std::unique_ptr<EstateStore> openIn(const std::filesystem::path& folder)
{
    StoreOptions options;
    options.folder = folder;
    auto store = openStore(std::move(options));
    FactBatch batch("c1");
    put(batch, {.uid = "a", .ns = "ml"});
    require(store->apply(std::move(batch)));
    require(store->flush(kLong));
    return store;
}

} // namespace

TEST_CASE("what a store creates is for its owner only, whatever the umask is")
{
    const mode_t mask = GENERATE(mode_t{0}, mode_t{022}, mode_t{0277});
    const TempFolder parent;
    const auto folder = parent.path() / "data" / "prod" / ""; // a slash at the end is no folder
    if (mask != 0277) {
        const Umask umasked(mask);
        const auto store = openIn(folder);
        REQUIRE(modeOf(parent.path() / "data") == 0700);
        REQUIRE(modeOf(parent.path() / "data" / "prod") == 0700);
        for (const char* name : {"estate.db", "estate.db-wal", "estate.db-shm"})
            REQUIRE(modeOf(folder / name) == 0600);
        return;
    }
    std::filesystem::create_directories(folder);
    const Umask umasked(mask); // takes the owner's own right to write
    const auto store = openIn(folder);
    REQUIRE(modeOf(folder / "estate.db") == 0600);
}

TEST_CASE("the modes of a folder and a store that exist are left alone")
{
    const TempFolder parent;
    const auto folder = parent.path() / "shared";
    REQUIRE(mkdir(folder.c_str(), 0700) == 0);
    REQUIRE(chmod(folder.c_str(), 0750) == 0);
    openIn(folder).reset();
    REQUIRE(modeOf(folder) == 0750);
    REQUIRE(modeOf(folder / "estate.db") == 0600); // private in a folder that is not
    REQUIRE(chmod((folder / "estate.db").c_str(), 0640) == 0);
    openIn(folder).reset();
    REQUIRE(modeOf(folder / "estate.db") == 0640);
}

TEST_CASE("a store that replaces a damaged one is private too")
{
    const TempFolder parent;
    std::ofstream(parent.file()) << "garbage, and more than sixteen bytes of it";
    const Umask umasked(022);
    const auto store = openIn(parent.path());
    REQUIRE_FALSE(store->health().setAside.empty());
    REQUIRE(modeOf(parent.file()) == 0600);
}

TEST_CASE("a file where the store's folder should be is an error with a remedy")
{
    const TempFolder parent;
    std::ofstream(parent.path() / "file") << "text";
    for (const char* name : {"file", "file/below"}) {
        StoreOptions options;
        options.folder = parent.path() / name;
        const auto store = EstateStore::open(options);
        REQUIRE_FALSE(store);
        REQUIRE(store.error().code == ErrorCode::PermissionDenied);
        REQUIRE_FALSE(store.error().remedy.empty());
    }
}
