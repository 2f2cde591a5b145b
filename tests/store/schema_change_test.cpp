// SPDX-License-Identifier: GPL-3.0-or-later
// History written by a version with other columns: a child process registers the older form of a
// kind, writes and ends; this process knows a newer form.
#include "tests/store/store_fixture.h"

#include <sys/wait.h>

using namespace binnacle::tests;

namespace {

KindSpec specOf(std::vector<ColumnSpec> own)
{
    return {"Tuner.test", "test", "v1", "tuners", true, withCommonColumns(std::move(own))};
}

/// Runs `body` in a child; its registry is its own.
template <class Fn> void inChild(Fn&& body)
{
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0)
        _exit(body() ? 0 : 1);
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    REQUIRE(WEXITSTATUS(status) == 0);
}

bool writeOld(const TempFolder& folder)
{
    const KindId old =
        KindRegistry::instance().add(specOf({{"trials", "Trials", CellType::Int, "", false, false},
                                             {"gone", "Gone", CellType::Text, "", false, false},
                                             {"best", "Best", CellType::Text, "", false, false}}));
    const auto store = EstateStore::open(optionsAt(folder));
    if (!store)
        return false;
    FactBatch batch("c1");
    batch.upsert(old, key("t"))
        .text(0, "tuner")
        .integer(kFirstOwn, 7)
        .text(kFirstOwn + 1, "old")
        .text(kFirstOwn + 2, "0.9");
    return (*store)->apply(std::move(batch)) && (*store)->flush(kLong);
}

} // namespace

TEST_CASE("a discovered kind comes back from history before any connector names it")
{
    const TempFolder folder;
    inChild([&] { return writeOld(folder); });
    inChild([&] {
        const auto store = EstateStore::open(optionsAt(folder));
        const int kindId = KindRegistry::instance().find("Tuner.test");
        return store && kindId >= 0 &&
               (*store)->current()->table(static_cast<KindId>(kindId))->rowCount() == 1 &&
               KindRegistry::instance().spec(static_cast<KindId>(kindId)).plural == "tuners";
    });
}

TEST_CASE("columns added, dropped, moved and retyped since keep what still fits")
{
    const TempFolder folder;
    inChild([&] { return writeOld(folder); });
    const KindId now = KindRegistry::instance().add(
        specOf({{"added", "Added", CellType::Real, "", false, false},
                {"best", "Best", CellType::Real, "", false, false},
                {"trials", "Trials", CellType::Int, "", false, false}}));
    {
        const auto store = openStore(optionsAt(folder));
        const Table* const table = store->current()->table(now);
        REQUIRE(table != nullptr);
        const auto row = table->find(key("t"));
        REQUIRE(row);
        REQUIRE(row->name() == "tuner");
        REQUIRE(row->integer(kFirstOwn + 2) == 7);
        REQUIRE_FALSE(row->known(kFirstOwn));     // did not exist
        REQUIRE_FALSE(row->known(kFirstOwn + 1)); // was a text
        FactBatch batch("c1");
        batch.patch(now, key("t")).real(kFirstOwn + 1, 0.95);
        require(store->apply(std::move(batch)));
        require(store->flush(kLong));
        REQUIRE(store->verify()->ok);
    }
    const auto store = openStore(optionsAt(folder)); // both forms in one file
    REQUIRE(store->current()->table(now)->find(key("t"))->real(kFirstOwn + 1) == 0.95);
    REQUIRE(store->current()->table(now)->find(key("t"))->integer(kFirstOwn + 2) == 7);
}
