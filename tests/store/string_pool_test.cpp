// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/string_pool.h"
#include "tests/support/catch.h"

#include <string>

using namespace binnacle::services;

TEST_CASE("equal texts share one id and different ones do not")
{
    StringPool pool;
    const TextId a = pool.intern("pod-1");
    REQUIRE(a != kNullText);
    REQUIRE(pool.intern(std::string("pod-") + "1") == a);
    REQUIRE(pool.intern("pod-2") != a);
    REQUIRE(pool.view(a) == "pod-1");
}

TEST_CASE("the empty text is known, unlike the null text")
{
    StringPool pool;
    const TextId empty = pool.intern("");
    REQUIRE(empty != kNullText);
    REQUIRE(pool.view(empty).empty());
    REQUIRE(pool.view(kNullText).empty());
    REQUIRE(pool.find("") == empty);
    REQUIRE(pool.find("never seen") == kNullText);
}

TEST_CASE("texts do not move while the pool grows over many blocks and arenas")
{
    StringPool pool;
    const TextId first = pool.intern("first");
    const char* const at = pool.view(first).data();
    for (int i = 0; i < 200'000; ++i)
        pool.intern("text number " + std::to_string(i));
    REQUIRE(pool.view(first).data() == at);
    for (int i = 0; i < 200'000; i += 97) {
        const std::string text = "text number " + std::to_string(i);
        const TextId id = pool.find(text);
        REQUIRE(id != kNullText);
        REQUIRE(pool.view(id) == text);
    }
    REQUIRE(pool.size() == 200'002);
}

TEST_CASE("texts that differ only in length or in a zero byte are different")
{
    StringPool pool;
    const TextId a = pool.intern(std::string_view("a", 1));
    const TextId b = pool.intern(std::string_view("a\0", 2));
    const TextId c = pool.intern(std::string_view("a\0\0", 3));
    REQUIRE(a != b);
    REQUIRE(b != c);
    REQUIRE(pool.view(c).size() == 3);
}

TEST_CASE("a text of a megabyte fits and is counted")
{
    StringPool pool;
    const std::size_t before = pool.bytes();
    const std::string large(1u << 20, 'x');
    REQUIRE(pool.view(pool.intern(large)) == large);
    REQUIRE(pool.bytes() - before >= large.size());
    REQUIRE(pool.view(pool.intern("small again")) == "small again");
}
