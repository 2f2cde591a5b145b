// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/store/store_fixture.h"

#include <atomic>
#include <thread>

using namespace binnacle::tests;

namespace {

void change(EstateStore& store, int n)
{
    FactBatch batch("c1");
    put(batch, {.uid = "p"}).integer(col(PodColumn::Restarts), n);
    require(store.apply(std::move(batch)));
}

} // namespace

TEST_CASE("a callback may read the store and end its own subscription")
{
    const auto store = memoryStore();
    int calls = 0;
    Subscription subscription;
    subscription = store->subscribe([&] {
        ++calls;
        REQUIRE(store->current()->table(kPod)->rowCount() == 1);
        REQUIRE(store->health().texts > 0); // takes the store's lock: the caller must not hold it
        subscription.reset();
    });
    change(*store, 1);
    change(*store, 2);
    REQUIRE(calls == 1);
}

TEST_CASE("a subscription may outlive its store")
{
    Subscription subscription;
    {
        const auto store = memoryStore();
        subscription = store->subscribe([] {});
    }
    subscription.reset();
}

TEST_CASE("once a subscription has ended its callback is never running")
{
    const auto store = memoryStore();
    std::atomic<bool> stop{false};
    std::jthread publisher([&] {
        for (int i = 0; !stop; ++i)
            change(*store, i);
    });
    for (int round = 0; round < 300; ++round) {
        auto alive = std::make_unique<std::atomic<int>>(0);
        auto subscription = store->subscribe([at = alive.get()] { ++*at; });
        while (*alive == 0)
            std::this_thread::yield();
        subscription.reset();
        alive.reset(); // a late call would write into freed memory: asan and tsan see it
    }
    stop = true;
}
