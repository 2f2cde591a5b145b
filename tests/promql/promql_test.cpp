// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/promql/promql_functions.h"
#include "models/promql/promql_parser.h"
#include "services/metrics/expression.h"
#include "tests/support/catch.h"

#include <algorithm>

using namespace binnacle::models::promql;

namespace {

/// What the error covers and says; empty for a good query.
std::string errorOf(const std::string& text)
{
    const Query query = parse(text);
    return query.error ? text.substr(query.error->begin, query.error->end - query.error->begin) +
                             "|" + query.error->message
                       : std::string();
}

} // namespace

TEST_CASE("queries that Prometheus takes are taken")
{
    for (const char* text : {
             "up",
             "",
             "1 + 2 * 3 ^ -4",
             "-up",
             "http_requests_total{job=\"api\",code!~\"5..\"}",
             "{__name__=~\"go_.+\"}",
             "{\"http.requests\", job='x'}",
             "sum by (le, pod) (rate(a_bucket[5m]))",
             "sum(rate(a_total[5m])) by (job)",
             "histogram_quantile(0.95, sum without (instance) (rate(a_bucket{x=\"y\",}[5m])))",
             "max_over_time(rate(a_total[5m])[1h:1m])",
             "avg_over_time(up[1h:])",
             "a offset 5m",
             "rate(a[5m] offset -1h)",
             "a @ 1609746000",
             "a @ end()",
             "a and on (job) b",
             "a / on (x) group_left (y) b",
             "a > bool 2",
             "topk(3, a) or vector(0)",
             "label_replace(up, \"a\", \"$1\", \"b\", \"(.*)\")",
             "label_join(up, \"a\", \"-\", \"b\", \"c\", \"d\")",
             "count_values(\"v\", up)",
             "time() - timestamp(up)",
             "hour()",
             "job:requests:rate5m",
             "up # a comment",
             "rate(a[1h30m])",
             "0x1F + 1e3 + .5 + NaN + Inf",
             "sum(a)\n/\nsum(b)",
             "round(a, 5)",
             "\"text\"",
             "quantile(0.9, a)",
         }) {
        INFO(text);
        CHECK(errorOf(text).empty());
    }
}

TEST_CASE("an error is at its character and says what to do")
{
    CHECK(errorOf("rate(a)") ==
          "a|rate() takes a range, such as metric[5m], not an instant vector");
    CHECK(errorOf("sum(a[5m])").rfind("a[5m]|sum() takes an instant vector", 0) == 0);
    CHECK(errorOf("sum(rate(a[5m])").find("ends too early") != std::string::npos);
    CHECK(errorOf("rat(a[5m])") == "rat|there is no function \"rat\"");
    CHECK(errorOf("a{job=api}").rfind("api|the value of a label is a text", 0) == 0);
    CHECK(errorOf("a{job=\"api}").find("closing quote") != std::string::npos);
    CHECK(errorOf("a b").rfind("b|not expected here", 0) == 0);
    CHECK(errorOf("rate(a[5x])").rfind("5x|no number and no duration", 0) == 0);
    CHECK(errorOf("{}").find("needs a name") != std::string::npos);
    CHECK(errorOf("a[5m] + 1").rfind("+|", 0) == 0);
    CHECK(errorOf("rate(a[5m], 3)").rfind("3|rate() takes fewer", 0) == 0);
    CHECK(errorOf("histogram_quantile(a)").find("a number") != std::string::npos);
    CHECK(errorOf("sum(a)[5m]").find("subquery") != std::string::npos);
    CHECK(errorOf("a ; b").rfind(";|", 0) == 0);
    CHECK(errorOf("1 and 2").find("joins vectors") != std::string::npos);
    CHECK(errorOf(std::string(5000, '(')).find("too deeply") != std::string::npos);
}

TEST_CASE("a query says which series it reads, how far back, and with what")
{
    const Query query = parse("histogram_quantile(0.95, sum by (le) (rate(a_bucket{x=\"y\"}[5m]))) "
                              "/ max_over_time(rate(b[1m])[1h:])");
    REQUIRE_FALSE(query.error);
    REQUIRE(query.selectors.size() == 2);
    CHECK(query.selectors[0].metric == "a_bucket");
    CHECK(query.selectors[0].text() == "a_bucket{x=\"y\"}");
    CHECK(query.selectors[0].window == 300);
    CHECK(query.selectors[0].function == "rate");
    CHECK(query.selectors[1].window == 3600);
    CHECK(query.quantile == 0.95);
    CHECK(query.calls("rate"));
    CHECK(query.calls("sum"));
    CHECK_FALSE(query.calls("increase"));
    CHECK(parse("a[5m]").kind == ValueKind::Range);
    CHECK(parse("3").kind == ValueKind::Scalar);
}

TEST_CASE("functions are sorted and found")
{
    const auto sorted = [](std::span<const Function> all) {
        return std::is_sorted(all.begin(), all.end(),
                              [](const Function& a, const Function& b) { return a.name < b.name; });
    };
    CHECK(sorted(functions()));
    CHECK(sorted(aggregations()));
    REQUIRE(findFunction("rate"));
    CHECK(findAggregation("sum"));
    CHECK_FALSE(findFunction("sum"));
    CHECK(isKeyword("group_left"));
}

TEST_CASE("every expression of the catalogue of meanings passes the local check")
{
    using namespace binnacle::services;
    int built = 0;
    for (const Meaning& meaning : Catalogue::builtIn().meanings()) {
        for (const MeaningEngine& engine : meaning.engines) {
            std::vector<PresentSpelling> present;
            for (const MetricSpelling& spelling : engine.spellings)
                present.push_back({&spelling, false});
            const auto text = buildExpression(engine, present, {});
            if (!text)
                continue;
            INFO(*text);
            CHECK(errorOf(*text).empty());
            ++built;
        }
    }
    CHECK(built > 20);
}

TEST_CASE("brackets find their partners, but not inside texts")
{
    const std::string text = "sum(a{x=\")\"}[5m])";
    CHECK(matchingBracket(text, 3) == text.size() - 1);
    CHECK(matchingBracket(text, text.size() - 1) == 3);
    CHECK(matchingBracket(text, 5) == 11);
    CHECK(matchingBracket("(", 0) == std::string::npos);
    CHECK(matchingBracket("(]", 1) == std::string::npos);
}
