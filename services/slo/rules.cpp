// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/slo/rules.h"

#include "models/slo/budget.h"
#include "models/slo/window.h"
#include "services/documents/documents.h"
#include "services/slo/queries.h"

#include <cstdio>

namespace binnacle::services {

using models::Document;
using models::Slo;

namespace {

Document map(std::vector<Document::Field> fields)
{
    Document out;
    out.type = Document::Type::Map;
    out.fields = std::move(fields);
    return out;
}

Document labelsOf(const Slo& slo)
{
    Document out = map({{"slo", Document::text(slo.name)}});
    if (!slo.service.empty())
        out.fields.emplace_back("slo_service", Document::text(slo.service));
    return out;
}

std::string quoted(const std::string& text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c == '\n' ? ' ' : c;
    }
    return out + '"';
}

std::string selector(const Slo& slo, std::string_view window)
{
    return recordName(window) + "{slo=" + quoted(slo.name) +
           (slo.service.empty() ? "" : ",slo_service=" + quoted(slo.service)) + "}";
}

std::string over(const Slo& slo, std::size_t window, double factor)
{
    char text[64];
    std::snprintf(text, sizeof text, " > (%.10g * %.10g)", factor, 1 - slo.target);
    return selector(slo, models::kBurnWindows[window]) + text;
}

/// Both pairs of a severity in one alert: either is enough.
Document alert(const Slo& slo, models::Duration period, bool page)
{
    std::string expression;
    for (const auto& pair : models::kBurnPairs) {
        if (pair.page != page)
            continue;
        const double factor = models::burnFactor(pair, period);
        expression += (expression.empty() ? "(" : " or (") + over(slo, pair.longIndex, factor) +
                      " and " + over(slo, pair.shortIndex, factor) + ")";
    }
    Document labels = labelsOf(slo);
    labels.fields.emplace_back("severity", Document::text(page ? "page" : "ticket"));
    return map(
        {{"alert", Document::text(page ? "SloBurnsFast" : "SloBurns")},
         {"expr", Document::text(expression)},
         {"labels", std::move(labels)},
         {"annotations", map({{"summary", Document::text(slo.name + " burns its error budget" +
                                                         (page ? " fast" : ""))}})}});
}

Document group(const Slo& slo, SloForm form, models::Duration period)
{
    Document list;
    list.type = Document::Type::List;
    for (std::size_t i = 0; i < models::kBurnWindows.size(); ++i)
        list.items.push_back(
            map({{"record", Document::text(recordName(models::kBurnWindows[i]))},
                 {"expr", Document::text(badShareIn(slo, form, models::kBurnSeconds[i]))},
                 {"labels", labelsOf(slo)}}));
    list.items.push_back(alert(slo, period, true));
    list.items.push_back(alert(slo, period, false));
    return map({{"name", Document::text("slo-" + (slo.service.empty() ? "" : slo.service + "-") +
                                        slo.name)},
                {"rules", std::move(list)}});
}

} // namespace

std::string recordName(std::string_view window)
{
    return "slo:bad_share:ratio" + std::string(window);
}

RuleTexts makeRules(const std::vector<Slo>& slos)
{
    RuleTexts out;
    Document groups;
    groups.type = Document::Type::List;
    for (const auto& slo : slos) {
        const SloForm form = formOf(slo);
        if (form == SloForm::Buckets || slo.budgeting != models::Budgeting::Occurrences) {
            out.leftOut.push_back(
                slo.name +
                (form == SloForm::Buckets
                     ? ": a rule needs a bucket's exact label; write the objective as good "
                       "and total with le=\"…\""
                     : ": rules of time slices are not made"));
            continue;
        }
        // A calendar period's length changes; the mean one is what a fixed rule can have.
        auto rolling = slo.window;
        rolling.calendar = false;
        const auto period =
            models::spanAt(rolling, models::UtcTime::fromSeconds(std::int64_t{0}), {})->period;
        groups.items.push_back(group(slo, form, period));
        out.tests += ruleTest(slo);
    }
    out.rules = toYaml(map({{"groups", std::move(groups)}}));
    if (!out.tests.empty())
        out.tests = "rule_files: [rules.yml]\nevaluation_interval: 1m\ntests:\n" + out.tests;
    return out;
}

} // namespace binnacle::services
