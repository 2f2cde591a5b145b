// SPDX-License-Identifier: GPL-3.0-or-later
// A demo estate in a memory-only store at a chosen moment, without threads. For tests and benches.
#pragma once

#include "plugins/demo/demo_feed.h"
#include "plugins/demo/demo_world.h"
#include "services/store/estate_store.h"

#include <memory>
#include <string>

namespace binnacle::tests {

struct DemoEstate {
    /// 2026-11-23 11:00:00 UTC: the night of the stories is over.
    static constexpr std::int64_t kMorning = 1'795'431'600;

    explicit DemoEstate(const std::string& size = "default", std::uint64_t seed = 1,
                        std::int64_t at = kMorning)
        : now(at), clock(models::UtcTime::fromSeconds(at)),
          world(seed, *plugins::demo::parseSize(size), plugins::demo::storyDay(at)),
          feed(world.life, "demo")
    {
        services::StoreOptions options;
        options.clock = &clock;
        store = std::move(*services::EstateStore::open(options));
    }

    models::Result<void> list()
    {
        auto done = feed.lists(
            now, [&](models::FactBatch&& batch) { return store->apply(std::move(batch)); },
            [&](models::BuiltIn kind, std::size_t rows) {
                store->updateStatus("demo", [&](models::SourceStatus& status) {
                    auto& sync =
                        status
                            .kinds[models::KindRegistry::instance().spec(models::kind(kind)).name];
                    sync.rows = rows;
                    sync.complete = true;
                });
            });
        proof();
        return done;
    }

    models::Result<void> moveOn(std::int64_t seconds)
    {
        const std::int64_t from = now;
        now += seconds;
        clock.advance(std::chrono::seconds(seconds));
        auto done = feed.changes(
            from, now, [&](models::FactBatch&& batch) { return store->apply(std::move(batch)); });
        proof();
        return done;
    }

    void proof()
    {
        store->updateStatus("demo", [&](models::SourceStatus& status) {
            status.id = "demo";
            status.phase = models::SourcePhase::Ready;
            status.simulated = true;
            status.interval = std::chrono::seconds(5);
            status.lastContact = clock.now();
        });
    }

    services::SnapshotPtr snapshot() const { return store->current(); }

    std::int64_t now;
    models::ManualClock clock;
    plugins::demo::DemoWorld world;
    plugins::demo::DemoFeed feed;
    std::unique_ptr<services::EstateStore> store;
};

} // namespace binnacle::tests
