// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/filter/filter.h"
#include "tests/support/catch.h"

#include <map>
#include <random>

using namespace binnacle::models;

namespace {

/// "field:value" with ! in front, one after the other, to compare at a glance.
std::string shown(std::string_view text)
{
    std::string out;
    for (const auto& term : parseFilter(text))
        out += std::string(out.empty() ? "" : "|") + (term.exclude ? "!" : "") + term.field +
               (term.field.empty() ? "" : "=") + term.value;
    return out;
}

bool hit(std::string_view filter)
{
    const std::map<std::string, std::string, std::less<>> row{{"name", "ranker-7f9"},
                                                              {"node", "gpu-h100-117"},
                                                              {"status", "CrashLoopBackOff"},
                                                              {"model", "fraud-scorer:42"},
                                                              {"team", ""}};
    return matches(
        parseFilter(filter),
        [&](std::string_view needle) {
            return std::any_of(row.begin(), row.end(), [&](const auto& cell) {
                return containsNoCase(cell.second, needle);
            });
        },
        [&](std::string_view field) {
            const auto it = row.find(field);
            return it == row.end() ? std::string() : it->second;
        });
}

} // namespace

TEST_CASE("a filter is cut into words, fields, exclusions and quoted texts")
{
    CHECK(shown("") == "");
    CHECK(shown("  \t ") == "");
    CHECK(shown("Ranker GPU") == "ranker|gpu");
    CHECK(shown("node:gpu-1") == "node=gpu-1");
    CHECK(shown("Node:GPU-1") == "node=gpu-1");
    CHECK(shown("!status:running") == "!status=running");
    CHECK(shown("!docs") == "!docs");
    CHECK(shown("\"two words\"") == "two words");
    CHECK(shown("reason:\"no space\" x") == "reason=no space|x");
    CHECK(shown("!\"two words\"") == "!two words");
    CHECK(shown("node:") == "node=");
}

TEST_CASE("quotes take away the meaning of colons and exclamation marks")
{
    CHECK(shown("\"fraud-scorer:42\"") == "fraud-scorer:42");
    CHECK(shown("modelVersion:\"fraud-scorer:42\"") == "modelversion=fraud-scorer:42");
    CHECK(shown("\"!important\"") == "!important");
    CHECK(parseFilter("\"!important\"")[0].exclude == false);
}

TEST_CASE("what is not a field name is text")
{
    CHECK(shown("fraud-scorer:42") == "fraud-scorer:42"); // a dash is in no field's name
    CHECK(shown(":x") == ":x");
    CHECK(shown("!") == "!");
    CHECK(parseFilter("!")[0].exclude == false);
    CHECK(shown("a:b:c") == "a=b:c");
    CHECK(shown("\"never closed") == "never closed");
}

TEST_CASE("all terms must match, letters compare without case")
{
    CHECK(hit(""));
    CHECK(hit("RANKER"));
    CHECK(hit("ranker h100"));
    CHECK_FALSE(hit("ranker a100"));
    CHECK(hit("node:117 status:crash"));
    CHECK_FALSE(hit("node:118"));
    CHECK_FALSE(hit("name:gpu")); // only that field
    CHECK(hit("!running"));
    CHECK_FALSE(hit("!crashloop"));
    CHECK(hit("!node:118"));
    CHECK(hit("\"fraud-scorer:42\""));
    CHECK_FALSE(hit("\"fraud-scorer:4 2\""));
}

TEST_CASE("an unknown field has no text: it matches nothing, and its exclusion everything")
{
    CHECK_FALSE(hit("nosuch:x"));
    CHECK(hit("!nosuch:x"));
    CHECK_FALSE(hit("team:docs"));
}

TEST_CASE("containing is found at both ends and never beyond")
{
    CHECK(containsNoCase("ABC", "abc"));
    CHECK(containsNoCase("xxABC", "abc"));
    CHECK(containsNoCase("anything", ""));
    CHECK(containsNoCase("", ""));
    CHECK_FALSE(containsNoCase("", "a"));
    CHECK_FALSE(containsNoCase("ab", "abc"));
    CHECK(containsNoCase("\xC3\x9C"
                         "ber",
                         "\xC3\x9C"
                         "ber")); // beyond ASCII: byte by byte
}

TEST_CASE("any text is a filter: no bytes break the parser")
{
    std::mt19937 random(3);
    const std::string_view alphabet = "\"!: \tabA:\xff\\";
    for (int round = 0; round < 5000; ++round) {
        std::string text;
        for (auto i = random() % 24; i > 0; --i)
            text += alphabet[random() % alphabet.size()];
        for (const auto& term : parseFilter(text)) {
            REQUIRE_FALSE((term.field.empty() && term.value.empty()));
            REQUIRE(term.value.find('"') == std::string::npos);
            REQUIRE(term.value.size() + term.field.size() <= text.size());
        }
    }
}
