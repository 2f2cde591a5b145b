// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/demo/demo_estate.h"
#include "tests/support/catch.h"

#include <map>
#include <set>

using namespace binnacle;
using models::BuiltIn;
using tests::DemoEstate;

namespace {

/// Everything a batch says, as text: equal facts give equal texts.
std::string print(const models::FactBatch& batch)
{
    std::string text;
    for (const auto& mark : batch.marks())
        text += "mark " + std::to_string(static_cast<int>(mark.op)) + " " +
                std::to_string(mark.kind) + " " + std::to_string(mark.beforeRow) + "\n";
    for (const auto& row : batch.rows()) {
        text += std::to_string(row.kind) + " " + std::to_string(static_cast<int>(row.op)) + " " +
                toString(row.key);
        for (const auto& cell : batch.cells(row)) {
            if (cell.set)
                text += "|" + std::to_string(cell.integer) + "," + std::to_string(cell.real) + "," +
                        std::string(batch.text(cell));
        }
        text += "\n";
    }
    return text;
}

std::string listed(std::uint64_t seed, std::int64_t at = DemoEstate::kMorning,
                   std::string size = "small")
{
    DemoEstate estate(size, seed, at);
    std::string text;
    REQUIRE(estate.feed.lists(at,
                              [&](models::FactBatch&& batch) {
                                  text += print(batch);
                                  return models::Result<void>{};
                              },
                              {}));
    return text;
}

} // namespace

TEST_CASE("the same seed at the same moment gives equal facts", "[demo]")
{
    CHECK(listed(1) == listed(1));
}

TEST_CASE("another seed gives another estate", "[demo]")
{
    CHECK(listed(1) != listed(2));
}

TEST_CASE("every kind is one full list in batches of at most about 512 rows", "[demo]")
{
    DemoEstate estate("default");
    std::map<models::KindId, int> began, complete;
    std::size_t largest = 0;
    std::set<BuiltIn> kinds;
    REQUIRE(estate.feed.lists(
        estate.now,
        [&](models::FactBatch&& batch) {
            largest = std::max(largest, batch.rows().size());
            for (const auto& mark : batch.marks())
                ++(mark.op == models::MarkOp::ListBegan ? began : complete)[mark.kind];
            return models::Result<void>{};
        },
        [&](BuiltIn kind, std::size_t) { kinds.insert(kind); }));
    CHECK(largest <= 516);
    CHECK(kinds.size() == 15);
    for (const BuiltIn kind : kinds) {
        CHECK(began[models::kind(kind)] == 1);
        CHECK(complete[models::kind(kind)] == 1);
    }
}

TEST_CASE("keys are unique within the estate", "[demo]")
{
    DemoEstate estate("default");
    std::set<models::ObjectKey> keys;
    std::size_t rows = 0;
    REQUIRE(estate.feed.lists(estate.now,
                              [&](models::FactBatch&& batch) {
                                  for (const auto& row : batch.rows()) {
                                      keys.insert(row.key);
                                      ++rows;
                                  }
                                  return models::Result<void>{};
                              },
                              {}));
    CHECK(keys.size() == rows);
}

TEST_CASE("listing ends at the first batch that is not taken, and says why", "[demo]")
{
    DemoEstate estate("small");
    int batches = 0;
    const auto done = estate.feed.lists(estate.now,
                                        [&](models::FactBatch&&) -> models::Result<void> {
                                            ++batches;
                                            return models::fail(
                                                models::ErrorCode::ResourceExhausted, "disk full");
                                        },
                                        {});
    REQUIRE_FALSE(done);
    CHECK(done.error().code == models::ErrorCode::ResourceExhausted);
    CHECK(batches == 1);
    CHECK(done.error().text().find("disk full") != std::string::npos);
}

TEST_CASE("listing stops when told to", "[demo]")
{
    DemoEstate estate("default");
    std::stop_source source;
    int batches = 0;
    const auto done = estate.feed.lists(
        estate.now,
        [&](models::FactBatch&&) {
            if (++batches == 2)
                source.request_stop();
            return models::Result<void>{};
        },
        {}, source.get_token());
    REQUIRE_FALSE(done);
    CHECK(done.error().code == models::ErrorCode::Cancelled);
    CHECK(batches <= 3);
}

TEST_CASE("pods are joined to workload, model version and team by the store", "[demo]")
{
    DemoEstate estate("default");
    REQUIRE(estate.list());
    const auto snapshot = estate.snapshot();
    std::size_t services = 0, versions = 0, teams = 0, pods = 0;
    snapshot->table(BuiltIn::Pod)->forEach([&](const services::RowRef& row) {
        ++pods;
        const auto workload = row.text(models::col(models::PodColumn::Workload));
        services += workload == "Rollout/fraud-scorer";
        versions += row.text(models::col(models::PodColumn::ModelVersion)) == "fraud-scorer:42";
        teams += !row.text(models::col(models::PodColumn::Team)).empty();
    });
    CHECK(services > 8);
    CHECK(versions > services / 2);
    CHECK(versions < services); // some still run the version before
    CHECK(teams == pods);
}

TEST_CASE("restarting the connector over the same store changes only what moved", "[demo]")
{
    DemoEstate estate("small");
    REQUIRE(estate.list());
    const auto rows = estate.snapshot()->table(BuiltIn::Pod)->rowCount();
    REQUIRE(estate.list());
    CHECK(estate.snapshot()->table(BuiltIn::Pod)->rowCount() == rows);
}
