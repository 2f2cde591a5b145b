// SPDX-License-Identifier: GPL-3.0-or-later
// OpenSLO v1. Source: the specification's README, objects SLO and SLI.
#include "models/slo/window.h"
#include "services/slo/slo_fields.h"

namespace binnacle::services {

using models::Slo;

namespace {

std::string queryOf(SloFields& f, const std::string& metric)
{
    const std::string base = metric + ".metricSource";
    if (!f.has(metric)) {
        f.problem(metric, "is missing");
        return {};
    }
    for (const char* name : {".spec.query", ".spec.promql", ".query", ".spec.expr"}) {
        if (f.has(base + name))
            return f.text(base + name);
    }
    f.problem(base, "has no spec.query",
              "Binnacle measures with PromQL: put it at metricSource.spec.query");
    return {};
}

void readIndicator(SloFields& f, const std::string& at, models::Sli& sli)
{
    const std::string ratio = at + ".ratioMetric", threshold = at + ".thresholdMetric";
    if (f.has(threshold)) {
        sli.kind = models::SliKind::Threshold;
        sli.part = queryOf(f, threshold);
        return;
    }
    if (!f.has(ratio)) {
        f.problem(at, "has neither ratioMetric nor thresholdMetric");
        return;
    }
    sli.counter = f.flag(ratio + ".counter");
    if (f.has(ratio + ".raw")) {
        sli.part = queryOf(f, ratio + ".raw");
        const auto type = f.text(ratio + ".rawType", true);
        sli.kind = type == "failure" ? models::SliKind::RawFailure : models::SliKind::RawSuccess;
        if (type != "failure" && type != "success")
            f.problem(ratio + ".rawType", "must be success or failure");
        return;
    }
    const bool bad = f.has(ratio + ".bad");
    if (bad && f.has(ratio + ".good"))
        f.problem(ratio, "has good and bad; only one may be given");
    sli.kind = bad ? models::SliKind::BadOverTotal : models::SliKind::GoodOverTotal;
    sli.part = queryOf(f, ratio + (bad ? ".bad" : ".good"));
    sli.total = queryOf(f, ratio + ".total");
}

void readWindow(SloFields& f, Slo& slo)
{
    const std::size_t count = f.count("spec.timeWindow");
    if (count > 1)
        f.problem("spec.timeWindow", "must have exactly one item");
    if (count == 0) {
        slo.window = *models::parseWindow("30d");
        slo.unsupported.emplace_back("spec.timeWindow is missing: 30d is taken");
        return;
    }
    const std::string at = "spec.timeWindow[0]";
    const auto window = models::parseWindow(f.text(at + ".duration", true));
    if (!window) {
        f.problem(at + ".duration", window.error().message, window.error().remedy);
        return;
    }
    slo.window = *window;
    if (!f.has(at + ".calendar"))
        return;
    if (f.flag(at + ".isRolling").value_or(false))
        f.problem(at + ".isRolling", "is true beside a calendar");
    slo.window.calendar = true;
    slo.window.calendarStart = f.text(at + ".calendar.startTime");
    if (f.has(at + ".calendar.timeZone"))
        slo.window.timeZone = f.text(at + ".calendar.timeZone");
}

void readSlices(SloFields& f, const std::string& at, Slo& slo)
{
    if (slo.budgeting == models::Budgeting::Occurrences)
        return;
    slo.sliceTarget = f.number(at + ".timeSliceTarget");
    if (slo.budgeting == models::Budgeting::TimeSlices && std::isnan(slo.sliceTarget) &&
        slo.sli.kind != models::SliKind::Threshold)
        f.problem(at + ".timeSliceTarget", "is missing");
    auto text = f.text(at + ".timeSliceWindow", true);
    if (!text.empty() && text.find_first_not_of("0123456789") == std::string::npos)
        text += 'm'; // a bare number is minutes
    const auto slice = models::parseDuration(text);
    if (!slice || *slice < std::chrono::seconds(1))
        f.problem(at + ".timeSliceWindow", "is no length of time", "for example 5m");
    else
        slo.slice = *slice;
}

void readObjective(SloFields& f, const std::string& at, Slo& slo)
{
    const double target = f.number(at + ".target"), percent = f.number(at + ".targetPercent");
    if (std::isnan(target) == std::isnan(percent))
        f.problem(at, "needs either target or targetPercent");
    slo.target = std::isnan(target) ? percent / 100 : target;
    if (!(slo.target > 0 && slo.target < 1))
        f.problem(at + (std::isnan(target) ? ".targetPercent" : ".target"),
                  "must be above 0 and below 100 %",
                  "an objective of 100 % has no budget to measure");
    if (slo.sli.kind == models::SliKind::Threshold) {
        const auto op = f.text(at + ".op", true);
        for (const auto known : {models::CompareOp::Lt, models::CompareOp::Lte,
                                 models::CompareOp::Gt, models::CompareOp::Gte}) {
            if (op == models::toString(known))
                slo.sli.op = known;
        }
        if (!slo.sli.op)
            f.problem(at + ".op", "must be lt, lte, gt or gte");
        const double value = f.number(at + ".value");
        if (std::isnan(value))
            f.problem(at + ".value", "is missing");
        slo.sli.value = value;
    }
    readSlices(f, at, slo);
}

void listUnsupported(const SloFields& f, Slo& slo)
{
    if (f.has("spec.alertPolicies"))
        slo.unsupported.emplace_back(
            "spec.alertPolicies: rules are made from the four window pairs");
    if (const auto* objectives = f.at("spec.objectives")) {
        for (const auto& objective : objectives->items) {
            if (objective.find("indicator") || objective.find("indicatorRef") ||
                objective.find("compositeWeight"))
                slo.unsupported.emplace_back("spec.objectives: composites are not measured");
        }
    }
}

} // namespace

models::Result<void> readOpenSlo(const SloDocument& document, const SlisByName& slis,
                                 std::vector<Slo>& out)
{
    SloFields f(document);
    Slo slo;
    slo.name = document.name;
    slo.format = document.apiVersion;
    slo.file = document.file;
    slo.displayName = f.text("metadata.displayName");
    slo.service = f.text("spec.service");
    slo.description = f.text("spec.description");
    if (const auto ref = f.text("spec.indicatorRef"); !ref.empty() && !f.has("spec.indicator")) {
        const auto found = slis.find(ref);
        if (found == slis.end()) {
            f.problem("spec.indicatorRef", "names \"" + ref + "\", and no SLI is called so",
                      "give the file with it as well");
        } else {
            SloFields other(*found->second);
            readIndicator(other, "spec", slo.sli);
            if (other.failed())
                return models::fail(other.error());
        }
    } else {
        readIndicator(f, "spec.indicator.spec", slo.sli);
    }
    readWindow(f, slo);
    const auto method = f.text("spec.budgetingMethod");
    slo.budgeting = method == "Timeslices"        ? models::Budgeting::TimeSlices
                    : method == "RatioTimeslices" ? models::Budgeting::RatioTimeSlices
                                                  : models::Budgeting::Occurrences;
    if (!method.empty() && method != models::toString(slo.budgeting))
        f.problem("spec.budgetingMethod", "must be Occurrences, Timeslices or RatioTimeslices");
    listUnsupported(f, slo);
    const std::size_t count = f.count("spec.objectives");
    if (count == 0)
        f.problem("spec.objectives", "is missing");
    for (std::size_t i = 0; i < count && !f.failed(); ++i) {
        const std::string at = "spec.objectives[" + std::to_string(i) + "]";
        Slo one = slo;
        one.line = f.line(at);
        readObjective(f, at, one);
        const auto title = f.text(at + ".displayName");
        if (count > 1)
            one.name += "/" + (title.empty() ? std::to_string(i + 1) : title);
        out.push_back(std::move(one));
    }
    if (f.failed())
        return models::fail(f.error());
    return {};
}

} // namespace binnacle::services
