// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/estate/labels.h"
#include "tests/support/catch.h"

using namespace binnacle::models;

TEST_CASE("equal label sets have one encoding, whatever their order")
{
    const auto one = encodeLabels({{"team", "search"}, {"app", "ranker"}});
    CHECK(one == encodeLabels({{"app", "ranker"}, {"team", "search"}}));
    CHECK(one == "app\x1franker\x1eteam\x1fsearch\x1e");
    CHECK(one != encodeLabels({{"app", "ranker"}, {"team", "searc"}, {"h", ""}}));
    CHECK(encodeLabels({}).empty());
}

TEST_CASE("labels come back as they went in")
{
    const auto encoded = encodeLabels({{"b", "2"}, {"a", ""}, {"c/d.e", "x=y,z"}, {"", "no key"}});
    const LabelPairs expected{{"", "no key"}, {"a", ""}, {"b", "2"}, {"c/d.e", "x=y,z"}};
    CHECK(decodeLabels(encoded) == expected);
    CHECK(decodeLabels("").empty());
}

TEST_CASE("separators inside a label cannot make another label")
{
    const auto encoded = encodeLabels({{"a", "1\x1eteam\x1f"
                                             "evil"}});
    CHECK(decodeLabels(encoded) == LabelPairs{{"a", "1teamevil"}});
    CHECK_FALSE(findLabel(encoded, "team"));
}

TEST_CASE("one label is found without its neighbours")
{
    const auto encoded = encodeLabels({{"app", "ranker"}, {"apple", "fruit"}, {"team", ""}});
    CHECK(findLabel(encoded, "app") == "ranker");
    CHECK(findLabel(encoded, "apple") == "fruit");
    CHECK(findLabel(encoded, "team") == "");
    CHECK_FALSE(findLabel(encoded, "ap"));
    CHECK_FALSE(findLabel(encoded, "ranker"));
    CHECK_FALSE(findLabel(encoded, ""));
    CHECK_FALSE(findLabel("", "app"));
}

TEST_CASE("a damaged encoding is read as far as it makes sense")
{
    CHECK(decodeLabels("a\x1f"
                       "1\x1e"
                       "half")
              .size() == 1);
    CHECK(decodeLabels("a\x1f"
                       "1") == LabelPairs{{"a", "1"}});
    CHECK(decodeLabels("\x1e\x1e\x1e").empty());
    CHECK(findLabel("a\x1f"
                    "1",
                    "a") == "1");
}
