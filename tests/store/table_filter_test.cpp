// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/table_filter.h"
#include "tests/store/store_fixture.h"
#include "tests/support/catch.h"

#include <chrono>

using namespace binnacle;
using namespace binnacle::services;
using models::col;
using models::Common;
using models::PodColumn;

namespace {

const models::UtcTime kNow = models::UtcTime::fromSeconds(std::int64_t{1'790'000'000});

std::unique_ptr<EstateStore> storeWith(std::size_t pods)
{
    auto store = EstateStore::open({});
    REQUIRE(store);
    models::FactBatch batch("kube");
    for (std::size_t i = 0; i < pods; ++i) {
        auto row = batch.upsert(models::kind(models::BuiltIn::Pod),
                                models::makeKey("kube", "pod" + std::to_string(i)));
        row.text(col(Common::Name), "ranker-" + std::to_string(i))
            .text(col(Common::Namespace), "team-" + std::to_string(i % 20))
            .text(col(Common::Labels), models::encodeLabels({{"app", i % 2 ? "web" : "db"}}))
            .time(col(Common::Created),
                  kNow - std::chrono::seconds(static_cast<std::int64_t>(i % 7200)))
            .text(col(PodColumn::Status), i % 10 ? "Running" : "CrashLoopBackOff")
            .text(col(PodColumn::Image), "registry.example/models/ranker:" + std::to_string(i % 50))
            .text(col(PodColumn::PodIp),
                  "10." + std::to_string(i / 250) + "." + std::to_string(i % 250))
            .integer(col(PodColumn::Restarts), static_cast<std::int64_t>(i % 5));
        if (i % 3)
            row.text(col(PodColumn::Node), "gpu-" + std::to_string(i % 1000));
    }
    REQUIRE((*store)->apply(std::move(batch)));
    return std::move(*store);
}

std::size_t count(const Table& table, std::string_view text)
{
    const TableFilter filter(table.spec(), {{"ready", [](const RowRef& row) {
                                                 return row.name() == "ranker-7" ? "1/2" : "2/2";
                                             }}});
    const auto compiled = models::compileWholeFilter(text, filter.fields(), kNow);
    INFO((compiled ? std::string() : compiled.error().text()));
    REQUIRE(compiled);
    return filter.select(table, *compiled, kNow).size();
}

} // namespace

TEST_CASE("a table is filtered by columns, labels, ages and made texts")
{
    const auto store = storeWith(1000);
    const auto snapshot = store->current();
    const Table& table = *snapshot->table(models::BuiltIn::Pod);
    CHECK(count(table, "") == 1000);
    CHECK(count(table, "status:crash") == 100);
    CHECK(count(table, "phase:crash") == 100);
    CHECK(count(table, "!crashloop") == 900);
    CHECK(count(table, "ns=team-1") == 50);
    CHECK(count(table, "label.app=web") == 500);
    CHECK(count(table, "restarts>=3") == 400);
    CHECK(count(table, "age<10s") == 10);
    CHECK(count(table, "node:\"\"") == 334);
    CHECK(count(table, "ready=1/2") == 1);
    CHECK(count(table, "ranker-99 restarts:4") == 3); // 99, 994, 999
    CHECK(count(table, "registry.example/models/ranker:7 age>1s") > 0);
}

TEST_CASE("completion finds distinct texts, those that begin with the prefix first")
{
    const auto store = storeWith(1000);
    const auto snapshot = store->current();
    const Table& table = *snapshot->table(models::BuiltIn::Pod);
    const TableFilter filter(table.spec());
    const auto field = [&](const char* name) { return models::findField(filter.fields(), name); };
    CHECK(filter.values(table, field("status"), "", 10) ==
          std::vector<std::string>{"CrashLoopBackOff", "Running"});
    CHECK(filter.values(table, field("namespace"), "team-1", 3) ==
          std::vector<std::string>{"team-1", "team-10", "team-11"});
    CHECK(filter.values(table, field("status"), "back", 3) ==
          std::vector<std::string>{"CrashLoopBackOff"});
    CHECK(filter.values(table, field("restarts"), "", 3).empty());
    CHECK(filter.values(table, field("age"), "", 3).empty());
    CHECK(filter.values(table, -1, "", 3).empty());
}

TEST_CASE("150,000 rows are filtered within a frame's patience")
{
    const auto store = storeWith(150'000);
    const auto snapshot = store->current();
    const Table& table = *snapshot->table(models::BuiltIn::Pod);
    for (const char* text : {"nosuchtextanywhere", "ranker-77", "!crash", "status:crash age>1h",
                             "\"ranker:7\" team-1 restarts>2"}) {
        double best = 1e9;
        for (int round = 0; round < 5; ++round) {
            const auto began = std::chrono::steady_clock::now();
            (void)count(table, text);
            best = std::min(best, std::chrono::duration<double, std::milli>(
                                      std::chrono::steady_clock::now() - began)
                                      .count());
        }
        WARN(text << ": " << best << " ms (budget 30 in release)");
        CHECK(best < 15000); // not for ever, under a sanitizer on a busy machine, too; the budget is bench_store's
    }
}
