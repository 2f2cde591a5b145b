// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/logs/log_columns.h"
#include "services/logs/log_line.h"
#include "services/logs/log_pattern.h"
#include "tests/support/catch.h"

using namespace binnacle::services;

TEST_CASE("the level of a line is read as its writer meant it")
{
    const std::pair<const char*, LogLevel> kCases[] = {
        {"E1124 03:12:00.000000 1 x.go:1] no", LogLevel::Error},
        {"I1124 03:12:00.000000 1 x.go:1] error in the text", LogLevel::Info},
        {R"({"ts":1,"level":"warn","msg":"error rate"})", LogLevel::Warning},
        {R"({"severity":"ERROR"})", LogLevel::Error},
        {R"({"msg":"an error"})", LogLevel::None},
        {"time=x level=debug msg=\"fatal\"", LogLevel::Debug},
        {"2026-11-24 03:12:00,123 [main] WARNING slow", LogLevel::Warning},
        {"2026-11-24T03:12:00Z INFO started", LogLevel::Info},
        {"[FATAL] gone", LogLevel::Error},
        {"information is power", LogLevel::Info},
        {"errors were found", LogLevel::None},
        {"the server did what it should and there was no error", LogLevel::None},
        {"", LogLevel::None},
        {"level", LogLevel::None},
        {"level=", LogLevel::None},
    };
    for (const auto& [text, level] : kCases) {
        INFO(text);
        CHECK(levelOf(text) == level);
    }
}

TEST_CASE("a text is found in any case, an expression as it is written")
{
    const auto text = *LogPattern::make("TimeOut(");
    CHECK(text.matches("a timeout( here"));
    CHECK_FALSE(text.matches("a timeout here"));
    const auto expression = *LogPattern::make("/take \\d+ ms$/");
    CHECK(expression.matches("take 12 ms"));
    CHECK_FALSE(expression.matches("Take 12 ms"));
    CHECK(LogPattern::make("/take/i")->matches("Take"));
    CHECK(LogPattern::make("/api/v1")->matches("GET /API/v1/pods")); // a path is a text
    CHECK(LogPattern::make("")->matches("anything"));
    CHECK(LogPattern::make("")->spans("anything").empty());
    const auto spans = LogPattern::make("ab")->spans("abxABab");
    REQUIRE(spans.size() == 3);
    CHECK(spans[1].at == 3);
    CHECK(LogPattern::make("/x*/")->spans("axxb").size() == 1);
}

TEST_CASE("a bad expression says what is wrong, and a wild one takes linear time")
{
    const auto bad = LogPattern::make("/(open/");
    REQUIRE_FALSE(bad);
    CHECK(bad.error().code == binnacle::models::ErrorCode::InvalidInput);
    CHECK(bad.error().message.find("(") != std::string::npos);
    const auto wild = *LogPattern::make("/(a+)+$/");
    CHECK_FALSE(wild.matches(std::string(50'000, 'a') + "b"));
}

TEST_CASE("JSON lines become columns, level and message first")
{
    LogColumns columns;
    const std::string_view lines[] = {
        R"({"ts":1,"msg":"a","level":"info","n":1})",
        R"({"ts":2,"level":"info","msg":"b","deep":{"x":[1, 2]}})",
        "plain",
        R"({"ts":3,"level":"warn","msg":"c"})",
    };
    CHECK(columns.columnsOf(lines) == std::vector<std::string>{"level", "msg", "ts", "n", "deep"});
    CHECK(columns.columnsOf(lines, 2).size() == 2);
    const auto row = columns.fields(lines[1]);
    REQUIRE(row);
    CHECK(row->at(2) == std::pair<std::string, std::string>("msg", "b"));
    CHECK(row->at(3).second == R"({"x":[1,2]})");
    for (const char* none : {"plain", "", "{broken", "[1]", "{\"a\":}", "{\"a\":1} more"})
        CHECK_FALSE(columns.fields(none));
    const std::string_view mostlyPlain[] = {"a", "b", lines[0]};
    CHECK(columns.columnsOf(mostlyPlain).empty());
}
