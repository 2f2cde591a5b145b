// SPDX-License-Identifier: GPL-3.0-or-later
// Unit tests for generated rules, in promtool's format: a bad share well above every factor pages
// after an hour, and one of zero does not.
#include "services/slo/promql_text.h"
#include "services/slo/rules.h"

#include <regex>

namespace binnacle::services {

namespace {

/// A series that a selector matches: equality matchers as they are, a regular expression by a value
/// that is tried; empty when none can be made up.
std::string seriesFor(const std::string& query)
{
    const auto selector = promql::firstSelector(query);
    if (!selector)
        return {};
    static const std::regex kMatcher(R"re((\w+)\s*(=~|!~|!=|=)\s*"((?:[^"\\]|\\.)*)")re");
    std::string labels;
    for (std::sregex_iterator it(selector->begin(), selector->end(), kMatcher), end; it != end;
         ++it) {
        std::string value = (*it)[3];
        if ((*it)[2] == "!=" || (*it)[2] == "!~")
            continue; // a label that is absent differs
        if ((*it)[2] == "=~") {
            value = value.substr(0, value.find('|'));
            for (auto& c : value)
                c = c == '.' ? '0' : c;
            if (value.find_first_of("*+?[]()\\^$") != std::string::npos)
                return {};
        }
        labels += (labels.empty() ? "" : ",") + std::string((*it)[1]) + "=\"" + value + '"';
    }
    return promql::metricOf(*selector) + "{" + labels + "}";
}

std::string single(const std::string& text)
{
    std::string out = "'";
    for (const char c : text)
        out += c == '\'' ? std::string("''") : std::string(1, c);
    return out + "'";
}

} // namespace

std::string ruleTest(const models::Slo& slo)
{
    if (slo.sli.kind != models::SliKind::BadOverTotal)
        return {}; // of good events, total has to be told apart from good; nothing safe to make up
    const auto bad = seriesFor(slo.sli.part);
    const auto total = seriesFor(slo.sli.total);
    if (bad.empty() || total.empty() || bad == total)
        return {};
    // The bad series counts in the total as well when the selectors share a metric.
    const std::string service = slo.service;
    std::string labels =
        "slo: " + single(slo.name) + (service.empty() ? "" : ", slo_service: " + single(service));
    std::string out = "  - interval: 1m\n    name: " + single(slo.name + " pages when all is bad") +
                      "\n    input_series:\n      - series: " + single(bad) +
                      "\n        values: '0+60x240'\n";
    if (promql::metricOf(bad) != promql::metricOf(total))
        out += "      - series: " + single(total) + "\n        values: '0+60x240'\n";
    out += "    alert_rule_test:\n      - eval_time: 3h\n        alertname: SloBurnsFast\n"
           "        exp_alerts:\n          - exp_labels: {severity: page, " +
           labels + "}\n            exp_annotations: {summary: " +
           single(slo.name + " burns its error budget fast") + "}\n";
    out += "  - interval: 1m\n    name: " + single(slo.name + " is quiet when nothing is bad") +
           "\n    input_series:\n      - series: " + single(bad) +
           "\n        values: '0x240'\n      - series: " + single(total) +
           "\n        values: '0+60x240'\n    alert_rule_test:\n      - eval_time: 3h\n"
           "        alertname: SloBurnsFast\n        exp_alerts: []\n";
    return out;
}

} // namespace binnacle::services
