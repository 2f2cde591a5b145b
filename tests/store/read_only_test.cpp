// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/history_file.h"
#include "tests/store/store_fixture.h"

using namespace binnacle::tests;
using std::chrono::seconds;

namespace {

void setPod(EstateStore& store, std::string_view uid, std::int64_t restarts)
{
    FactBatch batch("c1");
    put(batch, {.uid = std::string(uid), .ns = "ml"}).integer(col(PodColumn::Restarts), restarts);
    require(store.apply(std::move(batch)));
}

StoreOptions reading(const TempFolder& folder, const Clock* clock)
{
    StoreOptions options = optionsAt(folder, clock);
    options.readOnly = true;
    return options;
}

void requireSame(const StoreHealth& reader, const StoreHealth& writer)
{
    REQUIRE(reader.entries == writer.entries);
    REQUIRE(reader.keptSince == writer.keptSince);
    REQUIRE(reader.bytes == writer.bytes);
    REQUIRE(reader.problem.empty());
    REQUIRE(reader.remedy.empty());
    REQUIRE_FALSE(reader.recording);
}

} // namespace

TEST_CASE("a read-only store shows the last state and history while another one writes")
{
    const TempFolder folder;
    ManualClock clock(kStart);
    const auto writer = openStore(optionsAt(folder, &clock));
    setPod(*writer, "a", 1);
    require(writer->flush(kLong));
    const auto reader = openStore(reading(folder, &clock));
    REQUIRE(dump(*reader->current()) == dump(*writer->current()));
    clock.advance(seconds(1));
    setPod(*writer, "a", 2);
    require(writer->flush(kLong));
    const auto now = reader->at(clock.now());
    REQUIRE(now);
    REQUIRE(rowOf(*now, BuiltIn::Pod, "a")->integer(col(PodColumn::Restarts)) == 2);
    const Result<void> flushed = reader->flush(kLong);
    REQUIRE(flushed.error().code == ErrorCode::Unsupported);
    REQUIRE(flushed.error().message.find("reading only") != std::string::npos);
    REQUIRE_FALSE(flushed.error().remedy.empty());
    REQUIRE(reader->putBlock("k", kStart, "x").error().code == ErrorCode::Unsupported);
    REQUIRE(reader->verify()->ok);
}

TEST_CASE("a read-only store tells what the file holds, and only reading is no problem")
{
    const TempFolder folder;
    ManualClock clock(kStart);
    auto writer = openStore(optionsAt(folder, &clock));
    clock.advance(seconds(1));
    setPod(*writer, "a", 1);
    setPod(*writer, "b", 1);
    require(writer->flush(kLong));
    const auto reader = openStore(reading(folder, &clock));
    REQUIRE(reader->health().entries >= 2);
    REQUIRE(reader->health().keptSince == kStart);
    REQUIRE(reader->health().bytes > 0);
    requireSame(reader->health(), writer->health());

    const std::uint64_t before = reader->health().entries;
    clock.advance(seconds(1));
    setPod(*writer, "a", 2); // and goes on telling it while another one writes
    require(writer->flush(kLong));
    REQUIRE(reader->health().entries == before + 1);
    requireSame(reader->health(), writer->health());

    const std::uint64_t last = writer->health().entries;
    writer.reset();
    REQUIRE(openStore(reading(folder, &clock))->health().entries == last);
}

TEST_CASE("a file that goes away under a read-only store is a problem with a remedy")
{
    const TempFolder folder;
    ManualClock clock(kStart);
    openStore(optionsAt(folder, &clock)).reset();
    const auto reader = openStore(reading(folder, &clock));
    REQUIRE(reader->health().problem.empty());
    REQUIRE(std::filesystem::remove(folder.file()));
    const StoreHealth health = reader->health();
    REQUIRE(health.problem.find("no store") != std::string::npos);
    REQUIRE_FALSE(health.remedy.empty());
    REQUIRE(health.entries == 0);
}

TEST_CASE("reading a folder without a store is an error, not an empty store")
{
    const TempFolder folder;
    const auto store = EstateStore::open(reading(folder, nullptr));
    REQUIRE_FALSE(store);
    REQUIRE(store.error().code == ErrorCode::NotFound);
    REQUIRE_FALSE(std::filesystem::exists(folder.file()));
}
