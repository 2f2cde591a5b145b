// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/documents/documents.h"
#include "tests/support/catch.h"

#include <random>

using namespace binnacle;
using models::Document;
using services::parseJsonDocument;
using services::parseYamlDocument;
using services::toYaml;

namespace {

const std::vector<std::string> kTexts = {
    "plain", "",       " lead",        "trail ", "a: b", "a #b",       "- x",     "yes",
    "1e3",   "0x1f",   "12:30",        "true",   "null", "~",          "é ü 漢",  "\"q\"",
    "a\nb",  "a\nb\n", "a\n\n\nb\n\n", "\ta",    "\x01", "2026-11-23", "[x]",     "{y}",
    "&a",    "*b",     "!c",           "%d",     "@e",   "`f`",        "-",       "--flag",
    "-1",    ".5",     "a\\b",         "x:",     "|",    "> folded",   "\n lead", "  two\nlines"};

Document randomDocument(std::mt19937& dice, int depth)
{
    const auto kind = dice() % (depth > 4 ? 4 : 6);
    Document out;
    if (kind == 0)
        return out;
    if (kind == 1)
        return Document::boolean(dice() % 2 == 0);
    if (kind == 2)
        return Document::number(std::to_string(static_cast<int>(dice())));
    if (kind == 3)
        return Document::text(kTexts[dice() % kTexts.size()]);
    out.type = kind == 4 ? Document::Type::List : Document::Type::Map;
    for (auto n = dice() % 4; n > 0; --n) {
        if (kind == 4)
            out.items.push_back(randomDocument(dice, depth + 1));
        else
            out.fields.emplace_back(kTexts[dice() % kTexts.size()] + std::to_string(n),
                                    randomDocument(dice, depth + 1));
    }
    return out;
}

} // namespace

TEST_CASE("what is written as YAML reads as the same document")
{
    std::mt19937 dice(20261123);
    for (int i = 0; i < 3000; ++i) {
        const Document document = randomDocument(dice, 0);
        const std::string yaml = toYaml(document);
        INFO(yaml);
        const auto back = parseYamlDocument(yaml);
        REQUIRE(back);
        REQUIRE(*back == document);
    }
}

TEST_CASE("YAML looks as kubectl prints it")
{
    const auto document = parseJsonDocument(
        R"({"kind":"Pod","spec":{"containers":[{"name":"a","args":["--x","1"],"env":[]}],)"
        R"("n":1.50,"text":"two\nlines\n","on":"yes"},"z":null})");
    REQUIRE(document);
    CHECK(toYaml(*document) == "kind: Pod\n"
                               "spec:\n"
                               "  containers:\n"
                               "  - name: a\n"
                               "    args:\n"
                               "    - --x\n"
                               "    - \"1\"\n"
                               "    env: []\n"
                               "  \"n\": 1.50\n"
                               "  text: |\n"
                               "    two\n"
                               "    lines\n"
                               "  \"on\": \"yes\"\n"
                               "z: null\n");
}

TEST_CASE("JSON keeps the order of keys and the digits of numbers")
{
    const auto document = parseJsonDocument(R"({"b":18446744073709551615,"a":[1.0,-0,"x",true]})");
    REQUIRE(document);
    CHECK(document->fields[0].first == "b");
    CHECK(document->textAt({"b"}) == "18446744073709551615");
    CHECK(document->at({"a"})->items[0].scalar == "1.0");
    CHECK(document->at({"a"})->items[3].type == Document::Type::Bool);
}

TEST_CASE("what is no document is refused with its place")
{
    CHECK(parseJsonDocument("{\"a\":").error().code == models::ErrorCode::DataCorrupt);
    CHECK_FALSE(parseJsonDocument("{} x"));
    CHECK_FALSE(parseJsonDocument(""));
    CHECK(parseYamlDocument("a: [1").error().message.find("line") != std::string::npos);
    CHECK_FALSE(parseYamlDocument("? [a, b]\n: c\n"));
}

TEST_CASE("a document of any depth or width is refused before it takes the memory")
{
    CHECK_FALSE(parseJsonDocument(std::string(100'000, '[')));
    std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 9; ++i) {
        const std::string last = "*a" + std::to_string(i - 1);
        bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + last;
        for (int n = 1; n < 10; ++n)
            bomb += ", " + last;
        bomb += "]\n";
    }
    const auto unfolded = parseYamlDocument(bomb);
    REQUIRE_FALSE(unfolded);
    CHECK(unfolded.error().code == models::ErrorCode::DataCorrupt);
}

TEST_CASE("a document becomes JSON as kubectl prints it, and comes back the same")
{
    const std::string text =
        R"({"b":1.50,"a":[1,{"x":"q\"\n\u0001é"}],"empty":{},"none":null,"yes":true})";
    const auto document = parseJsonDocument(text);
    REQUIRE(document);
    const std::string json = services::toJson(*document);
    CHECK(json.find("{\n  \"b\": 1.50,\n") == 0); // order and digits are the server's
    CHECK(json.back() == '\n');
    const auto again = parseJsonDocument(json);
    REQUIRE(again);
    CHECK(*again == *document);
}
