// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/estate/object_key.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <vector>

using namespace binnacle::models;

TEST_CASE("keys never change: they are stored in history files")
{
    // Computed by an independent program; a different value means that old histories no longer
    // join.
    CHECK(toString(makeKey("kube", "5a3e1c6e-9c2f-4a44-9d8e-2b1f0c7d6e5a")) ==
          "c85dd0c82a707101e99471235f60c7cf");
    CHECK(toString(makeKey("demo", "gpu-h100-117/3")) == "9dbb2c8992558c08ba109b7eb9b852dd");
    CHECK(toString(makeKey("", "x")) == "613bb64a3b15aa8665f2fb271d115b2d");
    CHECK(toString(makeKey("kube", "W\xC3\xB6rter")) == "090554cb8f8e2fc84254ab87a3584373");
    CHECK(toString(makeKey("12345678", "12345678")) == "5cc72ff221f875d4febb692b75a0c3a3");
}

TEST_CASE("source and uid do not run into each other")
{
    CHECK(makeKey("a", "bc") != makeKey("ab", "c"));
    CHECK(makeKey("a", "b") != makeKey("b", "a"));
    CHECK(makeKey("a", std::string("b\0", 2)) != makeKey("a", "b"));
}

TEST_CASE("no uid gives no key")
{
    CHECK_FALSE(makeKey("kube", "").valid());
    CHECK(makeKey("", "x").valid());
    CHECK(toString(ObjectKey{}) == std::string(32, '0'));
}

TEST_CASE("a million objects of four sources have a million keys, also in their low half")
{
    std::vector<ObjectKey> keys;
    std::vector<std::uint64_t> low;
    keys.reserve(1'000'000);
    for (const char* source : {"kube", "kube-eu", "demo", "prom"}) {
        for (int i = 0; i < 250'000; ++i)
            keys.push_back(makeKey(source, "pod-" + std::to_string(i)));
    }
    for (const auto& key : keys)
        low.push_back(key.lo);
    std::sort(keys.begin(), keys.end());
    std::sort(low.begin(), low.end());
    CHECK(std::adjacent_find(keys.begin(), keys.end()) == keys.end());
    CHECK(std::adjacent_find(low.begin(), low.end()) == low.end());
}

TEST_CASE("hashes of keys fill a table evenly")
{
    std::vector<int> buckets(1024);
    for (int i = 0; i < 102'400; ++i)
        ++buckets[ObjectKeyHash{}(makeKey("kube", std::to_string(i))) % buckets.size()];
    // 100 expected, standard deviation 10: six of them is far out for a thousand buckets.
    CHECK(*std::min_element(buckets.begin(), buckets.end()) > 40);
    CHECK(*std::max_element(buckets.begin(), buckets.end()) < 160);
}
