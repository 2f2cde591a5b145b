// SPDX-License-Identifier: GPL-3.0-or-later
// Whether an objective can be measured at all. Every code is in docs/cli.md.
#include "services/slo/answer.h"

#include <cmath>
#include <cstdio>

namespace binnacle::services {

using models::Slo;

namespace {

std::string digits(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", value);
    return text;
}

double secondsOf(models::Duration d)
{
    return static_cast<double>(d.count()) / 1e9;
}

std::string daysText(models::Duration d)
{
    return digits(secondsOf(d) / 86400) + " days";
}

void lintBuckets(const SloAnswer& answer, SloStatus& status)
{
    const auto found = answer.buckets.find("P");
    if (found == answer.buckets.end())
        return;
    const auto& bounds = found->second;
    const double value = *status.slo.sli.value;
    for (const auto& [bound, spellings] : bounds) {
        if (spellings.size() > 1)
            status.lint.push_back(
                {"label-spelling", "the bound " + digits(bound) + " is spelled \"" +
                                       spellings.begin()->first + "\" and \"" +
                                       spellings.rbegin()->first + "\"; both are counted"});
    }
    if (bounds.contains(value))
        return;
    const auto above = bounds.upper_bound(value);
    status.lint.push_back(
        {"target-off-bucket",
         digits(value) + " is no bucket bound of " + status.slo.sli.part + ": it lies " +
             (above == bounds.begin() ? "below the first, "
                                      : "between " + digits(std::prev(above)->first) + " and ") +
             (above == bounds.end() ? "the last" : digits(above->first)) +
             "; only bounds of the attainment are known"});
}

void lintTraffic(SloStatus& status)
{
    if (!status.counted || !(status.window.total > 0))
        return;
    const double allowed = 1 - status.slo.target;
    const double budget = status.window.total * allowed;
    const auto& page = models::kBurnPairs[0];
    const double perHour = status.window.total / secondsOf(status.span.elapsed) * 3600;
    const double needed = perHour * allowed * models::burnFactor(page, status.span.period);
    if (budget < 1 || needed < 1)
        status.lint.push_back(
            {"low-traffic", digits(perHour) + " events an hour cannot resolve " +
                                digits(status.slo.target * 100) + " %: " +
                                (budget < 1 ? "the whole budget is less than one event"
                                            : "a single bad event pages")});
}

void lintSeries(const SloAnswer& answer, SloStatus& status)
{
    const double resets = answer.value("resets");
    if (resets > 0)
        status.lint.push_back(
            {"counter-reset", digits(resets) +
                                  " counter resets in the last day; events between the "
                                  "last sample and a reset are lost"});
    if (answer.value("copies") > 1)
        status.lint.push_back(
            {"ha-duplicates", "the same series comes from several replicas of the collector; every "
                              "event is counted " +
                                  digits(answer.value("copies")) + " times"});
    const double first = answer.value("first"), last = answer.value("last");
    const double slots = answer.value("slots");
    if (!(slots > 0))
        return;
    const double missing = (last - first) / 300 + 1 - slots;
    if (missing >= 1)
        status.lint.push_back(
            {"clock-gap", digits(missing) + " five-minute slots of the window have no sample"});
    const double late = first - status.span.begin.seconds();
    if (late > 900)
        status.lint.push_back(
            {"history-short", "the series begin " + digits(late / 86400) +
                                  " days after the window does; the number is of the rest"});
}

} // namespace

std::vector<SloLint> lintDefinition(const Slo& slo, models::Duration period,
                                    std::optional<models::Duration> retention)
{
    std::vector<SloLint> out;
    if (retention && *retention < period)
        out.push_back(
            {"window-beyond-retention",
             "the window is " + daysText(period) + ", the server keeps " + daysText(*retention)});
    const double most = 1 / (1 - slo.target);
    for (const auto& pair : models::kBurnPairs) {
        if (const double factor = models::burnFactor(pair, period); factor >= most)
            out.push_back({"unreachable-burn", "the pair " + std::string(pair.name) +
                                                   " needs a burn of " + digits(factor) +
                                                   ", and at " + digits(slo.target * 100) +
                                                   " % the most is " + digits(most)});
    }
    for (const auto& part : slo.unsupported)
        out.push_back({"unsupported-part", part});
    return out;
}

void lintAnswer(const SloAnswer& answer, SloForm form, SloStatus& status)
{
    const auto& sli = status.slo.sli;
    if (form == SloForm::Counts && status.slo.budgeting == models::Budgeting::Occurrences) {
        const bool bad = sli.kind == models::SliKind::BadOverTotal;
        if (answer.value("total P") > 0 && std::isnan(answer.value(bad ? "bad P" : "good P")))
            status.lint.push_back(
                {"series-missing", "no series matches " + sli.part +
                                       " though there are events; none, or a wrong selector?"});
        if (const double part = answer.value("good P"); part > status.window.total * (1 + 1e-9))
            status.lint.push_back({"good-above-total", "more good events than events: the two "
                                                       "queries do not count the same thing"});
    }
    if (form == SloForm::Buckets)
        lintBuckets(answer, status);
    if (form == SloForm::Native)
        status.lint.push_back({"interpolated",
                               "a native histogram's share is interpolated inside the "
                               "bucket that holds the value"});
    if (form == SloForm::Share)
        status.lint.push_back({"mean-of-ratios",
                               "the source computed the ratio: quiet minutes count "
                               "as much as busy ones"});
    lintTraffic(status);
    lintSeries(answer, status);
}

} // namespace binnacle::services
