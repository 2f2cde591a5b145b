// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/catch.h"
#include "ui/viewmodels/filter_query.h"

using namespace binnacle::ui;

namespace {
const std::vector<std::string> kFields = {"pool", "team", "sm"};
}

TEST_CASE("words, fields, negation, alternatives and numbers are told apart")
{
    const FilterQuery query = parseFilter("Gpu-1 pool:L4-C,h100 team:!docs sm:<5% !idle", kFields);
    REQUIRE(query.problem.empty());
    REQUIRE(query.terms.size() == 5);
    CHECK(query.terms[0].values == std::vector<std::string>{"gpu-1"});
    CHECK(query.terms[1].values == std::vector<std::string>{"l4-c", "h100"});
    CHECK(query.terms[2].negated);
    CHECK(query.terms[3].op == FilterTerm::Op::Less);
    CHECK(query.terms[3].number == 5);
    CHECK(query.terms[4].negated);
}

TEST_CASE("an unknown field and a bad number are named, the rest still filters")
{
    const FilterQuery query = parseFilter("pol:x team:docs", kFields);
    CHECK(query.problem.find("\"pol\"") != std::string::npos);
    CHECK(query.problem.find("pool, team, sm") != std::string::npos);
    CHECK(query.terms.size() == 1);
    CHECK_FALSE(parseFilter("sm:<five", kFields).problem.empty());
}

TEST_CASE("half-typed terms change nothing")
{
    for (const char* text : {"pool:", "sm:<", "\"", "   ", ""})
        CHECK(parseFilter(text, kFields).problem.empty());
    CHECK(parseFilter("pool: sm:<", kFields).terms.empty());
    CHECK(parseFilter("team:\"data science\"", kFields).terms[0].values[0] == "data science");
}

TEST_CASE("patterns match whole values, stars match runs, without blowing up")
{
    CHECK(matchesPattern("l4-c", "l4-c"));
    CHECK_FALSE(matchesPattern("l4-c2", "l4-c"));
    CHECK(matchesPattern("GPU-h100-117", "gpu-h100-*"));
    CHECK(matchesPattern("idle-reserved", "*res*"));
    CHECK(matchesPattern("", "*"));
    CHECK_FALSE(matchesPattern("", "a"));
    const std::string text(20000, 'a');
    CHECK_FALSE(matchesPattern(text, "*a*a*a*a*a*a*a*a*a*a*b"));
}
