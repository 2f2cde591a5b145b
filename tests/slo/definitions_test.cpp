// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/slo/definitions.h"
#include "tests/support/catch.h"

using namespace binnacle;
using services::readSloTexts;

namespace {

const std::string kWhole = R"(apiVersion: openslo/v1
kind: Service
metadata: {name: shop, labels: {tags: [a, b]}}
spec: {description: sells}
---
apiVersion: openslo/v1
kind: SLI
metadata:
  name: errors
spec:
  ratioMetric:
    counter: true
    bad: {metricSource: {metricSourceRef: prom, spec: {query: 'r_total{code=~"5.."}', mine: "2.0"}}}
    total: {metricSource: {spec: {query: r_total}}}
---
apiVersion: openslo/v1
kind: SLO
metadata:
  name: shop-errors
  annotations: {x.example/y: z}
spec:
  service: shop
  indicatorRef: errors
  timeWindow:
    - duration: 1M
      calendar: {startTime: 2026-01-01 00:00:00, timeZone: Europe/Berlin}
  budgetingMethod: Occurrences
  objectives:
    - {displayName: strict, targetPercent: 99.95}
    - {displayName: loose, target: 0.98}
  alertPolicies: [{alertPolicyRef: page}]
)";

std::string broken(const std::string& from, const std::string& to)
{
    std::string text = kWhole;
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
    const auto out = readSloTexts({{"a.yaml", text}});
    REQUIRE_FALSE(out);
    CHECK(out.error().code == models::ErrorCode::InvalidInput);
    return out.error().message;
}

} // namespace

TEST_CASE("OpenSLO with a reference, a calendar and two objectives is read")
{
    const auto set = readSloTexts({{"a.yaml", kWhole}});
    REQUIRE(set);
    REQUIRE(set->slos.size() == 2);
    const auto& slo = set->slos[0];
    CHECK(slo.name == "shop-errors/strict");
    CHECK(slo.target == Approx(0.9995));
    CHECK(slo.sli.kind == models::SliKind::BadOverTotal);
    CHECK(slo.sli.part == "r_total{code=~\"5..\"}");
    CHECK(slo.window.calendar);
    CHECK(slo.window.timeZone == "Europe/Berlin");
    CHECK(slo.unsupported.size() == 1);
    CHECK(slo.line == 29);
}

TEST_CASE("writing loses nothing: every document comes back equal")
{
    const auto set = readSloTexts({{"a.yaml", kWhole}});
    REQUIRE(set);
    for (const auto& text : {services::sloText(*set), services::sloTextAsOpenSlo(*set)}) {
        const auto again = readSloTexts({{"b.yaml", text}});
        REQUIRE(again);
        REQUIRE(again->documents.size() == set->documents.size());
        for (std::size_t i = 0; i < set->documents.size(); ++i)
            CHECK(again->documents[i].part.document == set->documents[i].part.document);
    }
}

TEST_CASE("bad definitions are errors with file and line")
{
    CHECK(broken("openslo/v1\nkind: SLI", "openslo/v9\nkind: SLI").find("a.yaml:6: apiVersion") ==
          0);
    CHECK(broken("kind: SLI", "kind: Sli").find("a.yaml:7: kind") == 0);
    CHECK(broken("targetPercent: 99.95", "targetPercent: lots").find("a.yaml:29:") == 0);
    CHECK(broken("targetPercent: 99.95", "targetPercent: 100").find("a.yaml:29:") == 0);
    CHECK(broken("duration: 1M", "duration: 1X").find("a.yaml:25:") == 0);
    CHECK(broken("indicatorRef: errors", "indicatorRef: nowhere").find("a.yaml:23:") == 0);
    CHECK(broken("name: errors", "name: [errors]").find("a.yaml:9:") == 0);
    CHECK(broken("counter: true", "counter: 3").find("a.yaml:12:") == 0);
    CHECK(broken("spec: {description", "spec: {{description").find("a.yaml: not YAML, line ") == 0);
    CHECK(broken("name: shop-errors", "name: shop-errors\n  name: b").find("stands twice") !=
          std::string::npos);
}

TEST_CASE("the same name twice, endless aliases and huge files are refused")
{
    const auto twice = readSloTexts({{"a.yaml", kWhole}, {"b.yaml", kWhole}});
    REQUIRE_FALSE(twice);
    CHECK(twice.error().message.find("b.yaml:3: metadata.name \"shop\" is taken") == 0);
    CHECK(twice.error().message.find("a.yaml:3") != std::string::npos);
    CHECK_FALSE(readSloTexts({{"a.yaml", "a: &a [*a]\n"}}));
    CHECK_FALSE(readSloTexts({{"a.yaml", std::string(5 << 20, '#')}}));
}

TEST_CASE("Sloth and Pyrra become OpenSLO that reads as the same objectives")
{
    const auto set = readSloTexts({{"s.yaml", R"(version: prometheus/v1
service: pay
slos:
  - name: errors
    objective: 99.9
    sli: {events: {error_query: 'sum(rate(e_total[{{.window}}]))', total_query: 'sum(rate(r_total[{{.window}}]))'}}
---
apiVersion: pyrra.dev/v1alpha1
kind: ServiceLevelObjective
metadata: {name: fast, labels: {pyrra.dev/service: search}}
spec: {target: '99', window: 2w, indicator: {latency: {success: {metric: 'l_bucket{le="1"}'}, total: {metric: l_count}}}}
)"}});
    REQUIRE(set);
    REQUIRE(set->slos.size() == 2);
    CHECK(set->slos[0].target == Approx(0.999));
    CHECK(set->slos[1].service == "search");
    const auto again = readSloTexts({{"o.yaml", services::sloTextAsOpenSlo(*set)}});
    REQUIRE(again);
    REQUIRE(again->slos.size() == 2);
    for (std::size_t i = 0; i < 2; ++i) {
        CHECK(again->slos[i].sli.part == set->slos[i].sli.part);
        CHECK(again->slos[i].sli.total == set->slos[i].sli.total);
        CHECK(again->slos[i].sli.kind == set->slos[i].sli.kind);
        CHECK(again->slos[i].window.text == set->slos[i].window.text);
        CHECK(again->slos[i].target == Approx(set->slos[i].target).epsilon(1e-12));
    }
}
