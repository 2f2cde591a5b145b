// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/slo/promql_text.h"
#include "services/slo/queries.h"
#include "services/slo/status.h"
#include "tests/support/catch.h"

#include <algorithm>

using namespace binnacle::services;

TEST_CASE("a counter selector means its increase, a rate its own window times the length")
{
    CHECK(eventsIn("r_total{a=\"b\"}", true, 300) == "sum(increase(r_total{a=\"b\"}[300s]))");
    CHECK(eventsIn("sum(r_total)", true, 300) == "sum(increase(r_total[300s]))");
    CHECK(eventsIn("r_total", std::nullopt, 300) == "sum(increase(r_total[300s]))");
    CHECK(eventsIn("ok", false, 300) == "sum(sum_over_time(ok[300s]))");
    CHECK(eventsIn("sum(rate(r[5m]))", false, 60) == "sum(sum(rate(r[60s]))) * 60");
    CHECK(eventsIn("sum(increase(r[{{.window}}]))", true, 60) == "sum(sum(increase(r[60s])))");
    CHECK(eventsIn("sum(a_total) - sum(b_total)", true, 60) ==
          "sum(increase((sum(a_total) - sum(b_total))[60s:60s]))");
}

TEST_CASE("windows are put into ranges, not into texts or subqueries")
{
    CHECK(promql::withWindow("x{a=\"[5m]\"}[5m]", "1s") == "x{a=\"[5m]\"}[1s]");
    CHECK(promql::withWindow("x[5m:1m]", "1s") == "x[5m:1m]");
    CHECK(promql::withWindow("rate(x[$__rate_interval])", "1s") == "rate(x[1s])");
    CHECK(promql::isSelector("x{a=\"}\"}"));
    CHECK_FALSE(promql::isSelector("x{a=\"}\"} + 1"));
    CHECK_FALSE(promql::isSelector("sum(x)"));
    CHECK(promql::firstSelector("sum(rate(x{a=\"b\"}[5m]))") == std::string("x{a=\"b\"}"));
}

TEST_CASE("a definition says which factors it cannot reach and which window no server holds")
{
    binnacle::models::Slo slo;
    const auto period = std::chrono::hours(24 * 30);
    const auto codes = [&](double target, std::optional<binnacle::models::Duration> retention) {
        slo.target = target;
        std::vector<std::string> out;
        for (const auto& lint : lintDefinition(slo, period, retention))
            out.push_back(lint.code);
        return out;
    };
    CHECK(codes(0.9, std::nullopt) == std::vector<std::string>{"unreachable-burn"});
    CHECK(codes(0.95, std::nullopt).empty());
    CHECK(codes(0.999, std::chrono::hours(15 * 24)) ==
          std::vector<std::string>{"window-beyond-retention"});
    CHECK(codes(0.999, std::chrono::hours(31 * 24)).empty());
}
