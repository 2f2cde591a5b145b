// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/metrics/block_cache.h"
#include "tests/metrics/fake_source.h"
#include "tests/support/catch.h"

#include <bit>
#include <cmath>
#include <map>
#include <random>

using namespace binnacle;
using namespace std::chrono_literals;
using models::UtcTime;
using services::BlockCache;
using services::BlockGrid;
using services::MetricRangeQuery;
using tests::FakeSource;

namespace {

/// Answers like a server: a value per step that only depends on the time.
FakeSource server()
{
    FakeSource source;
    source.onRange = [](const MetricRangeQuery& query) -> FakeSource::Answer {
        models::MetricAnswer answer;
        answer.shape = models::MetricShape::Matrix;
        for (int k = 0; k < 3; ++k) {
            models::MetricSeries series;
            series.labels = {{"k", std::to_string(k)}};
            for (UtcTime t = query.start; t <= query.end; t = t + query.step) {
                const auto ms = t.ns / 1'000'000;
                if (k == 1 && ms / 60000 % 7 < 3)
                    continue; // gaps
                series.times.push_back(static_cast<double>(ms) / 1000.0);
                series.values.push_back(std::sin(static_cast<double>(ms) * (k + 1)));
            }
            if (!series.times.empty())
                answer.series.push_back(std::move(series));
        }
        return answer;
    };
    return source;
}

void checkEqual(const models::MetricAnswer& a, const models::MetricAnswer& b)
{
    REQUIRE(a.series.size() == b.series.size());
    for (std::size_t i = 0; i < a.series.size(); ++i) {
        CHECK(a.series[i].labels == b.series[i].labels);
        CHECK(a.series[i].times == b.series[i].times);
        CHECK(a.series[i].values == b.series[i].values);
    }
}

/// Only the block calls of a store.
class BlockStore final : public services::EstateStore {
public:
    std::map<std::pair<std::string, std::int64_t>, std::string> blocks;
    bool full = false;
    models::Result<void> putBlock(const std::string& key, UtcTime start, std::string bytes) override
    {
        if (full)
            return models::fail(models::ErrorCode::ResourceExhausted, "disk full");
        blocks[{key, start.ns}] = std::move(bytes);
        return {};
    }
    models::Result<std::optional<std::string>> getBlock(const std::string& key,
                                                        UtcTime start) const override
    {
        const auto it = blocks.find({key, start.ns});
        return it == blocks.end() ? std::nullopt : std::optional(it->second);
    }
    models::Result<void> apply(models::FactBatch&&) override { return {}; }
    void updateStatus(const std::string&,
                      const std::function<void(models::SourceStatus&)>&) override
    {
    }
    services::SnapshotPtr current() const override { return nullptr; }
    models::Result<services::SnapshotPtr> at(UtcTime) const override { return nullptr; }
    models::Result<std::vector<services::ChangeEntry>> changes(UtcTime, UtcTime,
                                                               std::size_t) const override
    {
        return std::vector<services::ChangeEntry>{};
    }
    models::Result<std::vector<services::ToldChange>>
    toldChanges(UtcTime, UtcTime, const services::ChangeWatches&, std::size_t) const override
    {
        return std::vector<services::ToldChange>{};
    }
    services::Subscription subscribe(std::function<void()>) override { return {}; }
    models::Result<void> flush(std::chrono::milliseconds) override { return {}; }
    services::StoreHealth health() const override { return {}; }
    void forget(const std::string&, bool) override {}
    models::Result<services::VerifyReport> verify() const override
    {
        return services::VerifyReport{};
    }
};

const UtcTime kNow = UtcTime::fromSeconds(std::int64_t{1'700'000'000});

} // namespace

TEST_CASE("random ranges through the cache equal direct ones, and repeats ask for nothing settled")
{
    models::ManualClock clock(kNow);
    FakeSource source = server();
    FakeSource direct = server();
    BlockCache cache(nullptr, &clock);
    std::mt19937 random(5);
    for (int round = 0; round < 60; ++round) {
        const models::Duration step = std::chrono::seconds(1 + random() % 60);
        MetricRangeQuery query{"x", kNow - std::chrono::seconds(random() % 40000), {}, step};
        query.end = std::min(kNow, query.start + std::chrono::seconds(random() % 40000));
        const auto ours = cache.rangeCached(source, query, {});
        const auto theirs = direct.range(services::alignRange(query), {});
        REQUIRE(ours);
        checkEqual(ours->answer, *theirs);
    }
    const MetricRangeQuery old{"x", kNow - 20h, kNow - 10h, 15s};
    REQUIRE(cache.rangeCached(source, old, {}));
    const auto asked = source.asked.size();
    const auto again = cache.rangeCached(source, old, {});
    CHECK(source.asked.size() == asked);
    CHECK(again->fromCache == again->blocks);
    CHECK(again->text() == "11 of 11 blocks from cache");
}

TEST_CASE("what may still change is never kept")
{
    models::ManualClock clock(kNow);
    FakeSource source = server();
    BlockCache cache(nullptr, &clock);
    const MetricRangeQuery tail{"x", kNow - 30min, kNow, 15s};
    REQUIRE(cache.rangeCached(source, tail, {}));
    clock.advance(15s);
    const auto before = source.asked.size();
    const auto again = cache.rangeCached(source, tail, {});
    CHECK(source.asked.size() == before + 1);
    CHECK(again->fromCache + 1 == again->blocks);
}

TEST_CASE("blocks survive the program through the store, and damaged ones are asked for again")
{
    models::ManualClock clock(kNow);
    BlockStore store;
    FakeSource source = server();
    const MetricRangeQuery query{"x", kNow - 5h, kNow - 2h, 15s};
    models::MetricAnswer first;
    {
        BlockCache cache(&store, &clock);
        first = cache.rangeCached(source, query, {})->answer;
    }
    CHECK(store.blocks.size() == 4);
    const auto asked = source.asked.size();
    {
        BlockCache cache(&store, &clock);
        const auto second = cache.rangeCached(source, query, {});
        CHECK(source.asked.size() == asked);
        checkEqual(first, second->answer);
    }
    store.blocks.begin()->second.resize(store.blocks.begin()->second.size() / 2);
    {
        BlockCache cache(&store, &clock);
        const auto third = cache.rangeCached(source, query, {});
        CHECK(third->text() == "3 of 4 blocks from cache");
        CHECK(source.asked.size() == asked + 1);
        checkEqual(first, third->answer);
    }
    store.blocks.clear();
    store.full = true;
    BlockCache cache(&store, &clock);
    CHECK(cache.rangeCached(source, query, {})); // a full disk costs the query only
}

TEST_CASE("partial answers are given but not kept, errors pass, memory is bounded")
{
    models::ManualClock clock(kNow);
    FakeSource source = server();
    const auto whole = source.onRange;
    source.onRange = [&](const MetricRangeQuery& query) -> FakeSource::Answer {
        auto answer = whole(query);
        answer->warnings.push_back("store-2 did not answer");
        return answer;
    };
    BlockCache cache(nullptr, &clock, 200'000);
    const MetricRangeQuery query{"x", kNow - 5h, kNow - 2h, 15s};
    const auto partial = cache.rangeCached(source, query, {});
    REQUIRE(partial);
    CHECK(partial->answer.warnings.size() == 1);
    CHECK(cache.bytes() == 0);
    source.onRange = whole;
    REQUIRE(cache.rangeCached(source, {"x", kNow - 200h, kNow - 2h, 15s}, {}));
    CHECK(cache.bytes() > 0);
    CHECK(cache.bytes() <= 200'000);
    source.onRange = [](const MetricRangeQuery&) -> FakeSource::Answer {
        return models::fail(models::ErrorCode::Timeout, "slow");
    };
    CHECK(cache.rangeCached(source, {"other", kNow - 5h, kNow - 2h, 15s}, {}).error().code ==
          models::ErrorCode::Timeout);
}

TEST_CASE("a block's bytes give back every bit and never crash when damaged")
{
    const BlockGrid grid{1'700'000'000'123, 1500};
    std::mt19937_64 random(3);
    std::vector<models::MetricSeries> block(5);
    for (auto& series : block) {
        series.labels = {{"a", std::string(random() % 30, 'x')}, {"b", "\x1f\xc3\xa9"}};
        for (std::int64_t i = 0; i < services::kBlockPoints; ++i) {
            if (random() % 5 == 0)
                continue;
            series.times.push_back(grid.time(i));
            series.values.push_back(random() % 3 ? std::bit_cast<double>(random())
                                                 : static_cast<double>(random() % 100));
        }
    }
    const auto bytes = services::encodeBlock(block, grid);
    REQUIRE(bytes);
    const auto back = services::decodeBlock(*bytes, grid);
    REQUIRE(back);
    REQUIRE(back->size() == block.size());
    for (std::size_t i = 0; i < block.size(); ++i) {
        CHECK((*back)[i].labels == block[i].labels);
        CHECK((*back)[i].times == block[i].times);
        REQUIRE((*back)[i].values.size() == block[i].values.size());
        for (std::size_t k = 0; k < block[i].values.size(); ++k)
            if (std::bit_cast<std::uint64_t>((*back)[i].values[k]) !=
                std::bit_cast<std::uint64_t>(block[i].values[k]))
                FAIL("a bit changed");
    }
    CHECK_FALSE(services::decodeBlock(*bytes, BlockGrid{grid.startMs, 1000}));
    for (std::size_t size = 0; size < bytes->size(); size += 7)
        CHECK_FALSE(services::decodeBlock(std::string_view(*bytes).substr(0, size), grid));
    for (int round = 0; round < 3000; ++round) {
        auto damaged = *bytes;
        damaged[random() % damaged.size()] ^= static_cast<char>(1u << (random() % 8));
        (void)services::decodeBlock(damaged, grid); // any answer, no crash
    }
    block[0].times[0] += 0.0004;
    CHECK_FALSE(services::encodeBlock(block, grid));
}
