// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/demo/demo_query.h"
#include "tests/support/catch.h"

using namespace binnacle;
using plugins::demo::parseQuery;
using plugins::demo::QueryNode;

TEST_CASE("the documented subset of PromQL is read", "[demo][query]")
{
    const std::string text = GENERATE(
        "DCGM_FI_DEV_POWER_USAGE", "{__name__=\"DCGM_FI_DEV_POWER_USAGE\"}",
        "DCGM_FI_DEV_POWER_USAGE{}", "DCGM_FI_DEV_GPU_UTIL{Hostname=~\"gpu-.*\", gpu!='3',}",
        "sum(DCGM_FI_DEV_POWER_USAGE)", "avg by (modelName, pool) (DCGM_FI_PROF_SM_ACTIVE)",
        "max(DCGM_FI_DEV_GPU_TEMP) by (Hostname)", "count by () (DCGM_FI_DEV_GPU_TEMP)",
        "rate(DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION[5m]) / 1000",
        "sum(rate(DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION[1h])) / 1e6",
        "100 * (1 - DCGM_FI_PROF_SM_ACTIVE)", "-DCGM_FI_DEV_GPU_TEMP + 273.15",
        "avg_over_time(DCGM_FI_PROF_SM_ACTIVE[1d])", "1 + 2 * 3", "kueue_pending_workloads",
        "(DCGM_FI_DEV_GPU_UTIL or DCGM_FI_PROF_GR_ENGINE_ACTIVE)", "((a or b) or (c or (d)))",
        "max by (__name__, UUID) ((a{pod=\"x\"} or b))", "-a or b * 2 + 1", "count or count",
        "sum by (UUID) (label_replace((rate(a[5m]) or rate(b[5m])), \"part\", \"p\", \"\", \"\"))");
    INFO(text);
    const auto query = parseQuery(text);
    INFO((query ? std::string() : query.error().text()));
    CHECK(query);
}

TEST_CASE("numbers keep their precedence", "[demo][query]")
{
    const std::pair<const char*, double> cases[] = {{"1 + 2 * 3", 7},
                                                    {"2 * 3 - 1 - 1", 4},
                                                    {"8 / 2 / 2", 2},
                                                    {"(1 + 2) * 3", 9},
                                                    {"-2 * -3", 6}};
    for (const auto& [text, value] : cases) {
        INFO(text);
        const auto query = parseQuery(text);
        REQUIRE(query);
        REQUIRE((*query)->kind == QueryNode::Kind::Number);
        CHECK((*query)->number == Approx(value));
    }
}

TEST_CASE("or binds least, and a chain of it is one node", "[demo][query]")
{
    const auto query = parseQuery("a or b * 2 or sum(c)");
    REQUIRE(query);
    REQUIRE((*query)->kind == QueryNode::Kind::Or);
    REQUIRE((*query)->any.size() == 3);
    CHECK((*query)->any[0]->selector.metric == "a");
    CHECK((*query)->any[1]->kind == QueryNode::Kind::Arithmetic);
    CHECK((*query)->any[2]->kind == QueryNode::Kind::Aggregate);
    const auto product = parseQuery("(a or b) * 2");
    REQUIRE(product);
    CHECK((*product)->kind == QueryNode::Kind::Arithmetic);
    std::string many = "x0";
    for (int i = 1; many.size() < 16000; ++i)
        many += " or x" + std::to_string(i);
    CHECK(parseQuery(many));
}

TEST_CASE("PromQL beyond the subset is unsupported, with the list of what is answered",
          "[demo][query]")
{
    const std::string text =
        GENERATE("topk(3, DCGM_FI_DEV_GPU_TEMP)", "histogram_quantile(0.9, x)", "a or on (pod) b",
                 "a or ignoring (pod) b", "a / b", "sum without (pod) (x)", "x > 3", "x offset 5m",
                 "rate(x[5m:1m])", "deriv(x[5m])", "x and y", "x @ 3", "x ^ 2");
    INFO(text);
    const auto query = parseQuery(text);
    REQUIRE_FALSE(query);
    CHECK(query.error().code == models::ErrorCode::Unsupported);
    CHECK(query.error().remedy.find("rate()") != std::string::npos);
}

TEST_CASE("what is no PromQL is refused, never misread", "[demo][query]")
{
    std::string text =
        GENERATE("", "   ", "sum(", "x{", "x{a}", "x{a=b}", "x{a=\"b\"", "x{=\"b\"}", "rate(x)",
                 "x[5m]", "rate(x[5])s", "rate(x[m])", "x y", "x)", "1..2", "x{a=~\"(\"}", "\"text",
                 "sum(1)", "x{a=\"b\" c=\"d\"}", "%", "#", "sum by x (y)", "rate(x[-5m])",
                 "rate(x[0s])", "()", "x{a=~\"\xff[\"}", "a or", "(a or b", "a or b)", "a or 1",
                 "1 or a", "a or 1 + 2", "a or or b or", "a or (b or)", "label_replace(a, \"b\")",
                 "label_replace(1, \"a\", \"b\", \"\", \"\")", "label_replace(a, b, c, d, e)",
                 "label_replace(a, \"9\", \"b\", \"\", \"\")",
                 "label_replace(a, \"b\", \"c\", \"d\", \"(\")",
                 "label_replace(a, \"b\", \"c\", \"d\", \"e\", \"f\")");
    INFO(text);
    const auto query = parseQuery(text);
    REQUIRE_FALSE(query);
    CHECK(query.error().code == models::ErrorCode::InvalidInput);
    CHECK_FALSE(query.error().message.empty());
}

TEST_CASE("deep, long and heavy queries end", "[demo][query]")
{
    CHECK_FALSE(parseQuery(std::string(10000, '(')));
    CHECK_FALSE(parseQuery(std::string(10000, '-') + "x"));
    CHECK_FALSE(parseQuery(std::string(1 << 20, 'x')));
    CHECK_FALSE(parseQuery("x{a=~\"" + std::string(2000, 'a') + "\"}"));
    std::string sums;
    for (int i = 0; i < 400; ++i)
        sums += "sum(";
    CHECK_FALSE(parseQuery(sums + "x" + std::string(400, ')')));
}
