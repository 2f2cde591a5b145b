// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/slo/status.h"

#include "services/slo/answer.h"
#include "services/slo/promql_text.h"
#include "services/slo/time_zone.h"

#include <cmath>

namespace binnacle::services {

using models::Result;
using models::Slo;

namespace {

const char* arithmeticOf(const Slo& slo, SloForm form)
{
    if (slo.budgeting != models::Budgeting::Occurrences || form == SloForm::Samples)
        return "time slices";
    // A raw query with a window of its own is the ratio of that whole window.
    return form == SloForm::Share && !promql::hasRange(slo.sli.part) ? "mean of ratios"
                                                                     : "ratio of sums";
}

const char* stateOf(const SloStatus& status)
{
    const double target = status.slo.target;
    if (std::isnan(status.budgetRemaining)) // bounds may decide all the same
        return status.attainmentHigh < target ? "exhausted" : "unknown";
    if (status.budgetRemaining <= 0)
        return "exhausted";
    const char* state = "ok";
    for (const auto& pair : models::kBurnPairs) {
        if (!models::fires(pair, status.burns, target, status.span.period).value_or(false))
            continue;
        if (pair.page)
            return "page";
        state = "ticket";
    }
    return state;
}

Result<bool> isNative(const Slo& slo, MetricSource& source, models::UtcTime at,
                      std::chrono::milliseconds deadline, std::stop_token stop)
{
    if (!mayBeNative(slo))
        return false;
    const auto answer = source.instant({promql::trimmed(slo.sli.part), at, deadline}, stop);
    if (!answer)
        return models::fail(answer.error());
    return !answer->series.empty() && !answer->series.front().histograms.empty();
}

Result<SloForm> ask(SloStatus& status, MetricSource& source, models::UtcTime at,
                    std::chrono::milliseconds deadline, std::stop_token stop, SloAnswer& into)
{
    const auto zone = zoneRules(status.slo.window.calendar ? status.slo.window.timeZone : "UTC");
    if (!zone)
        return models::fail(zone.error());
    const auto span = models::spanAt(status.slo.window, at, *zone);
    if (!span)
        return models::fail(span.error());
    status.span = *span;
    const auto native = isNative(status.slo, source, at, deadline, stop);
    if (!native)
        return models::fail(native.error());
    const SloForm form = formOf(status.slo, *native);
    const auto seconds = std::max<std::int64_t>(1, span->elapsed.count() / 1'000'000'000);
    const auto answer =
        source.instant({statusQuery(status.slo, form, seconds, true), at, deadline}, stop);
    if (!answer)
        return models::fail(answer.error());
    for (const auto& warning : answer->warnings)
        status.lint.push_back({"server-warning", warning});
    if (answer->partial)
        status.lint.push_back({"partial-answer", "some store behind the server did not answer"});
    into = SloAnswer::of(*answer);
    return form;
}

} // namespace

SloStatus measureSlo(const Slo& slo, MetricSource& source, models::UtcTime at,
                     std::chrono::milliseconds deadline, std::stop_token stop)
{
    SloStatus status;
    status.slo = slo;
    status.state = "unknown";
    SloAnswer answer;
    const auto form = ask(status, source, at, deadline, stop, answer);
    if (status.span.period.count() > 0) {
        for (auto& lint : lintDefinition(slo, status.span.period, source.retention()))
            status.lint.push_back(std::move(lint));
    }
    if (!form) {
        status.error = form.error();
        return status;
    }
    readCounts(answer, *form, status);
    lintAnswer(answer, *form, status);
    status.arithmetic = arithmeticOf(slo, *form);
    status.budgetRemaining = models::budgetRemaining(status.window, slo.target);
    status.nearest = models::nearestPair(status.burns, slo.target, status.span.period);
    status.exhaustion =
        models::exhaustion(status.burns, status.budgetRemaining, slo.target, status.span.period);
    status.state = stateOf(status);
    return status;
}

} // namespace binnacle::services
