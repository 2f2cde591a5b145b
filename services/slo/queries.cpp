// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/slo/queries.h"

#include "models/slo/budget.h"
#include "services/slo/promql_text.h"

#include <cstdio>

namespace binnacle::services {

using models::Budgeting;
using models::SliKind;
using models::Slo;

namespace {

std::string span(std::int64_t seconds)
{
    return std::to_string(seconds) + "s";
}

std::string numberText(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.17g", value);
    return text;
}

std::string term(const std::string& expression, const std::string& what)
{
    return "label_replace(" + expression + ",\"binnacle\",\"" + what + "\",\"\",\"\")";
}

const char* worseThan(models::CompareOp op)
{
    constexpr const char* kOps[] = {">=", ">", "<=", "<"}; // of lt, lte, gt, gte
    return kOps[static_cast<int>(op)];
}

bool looksLikeCounter(std::string_view metric)
{
    return metric.ends_with("_total") || metric.ends_with("_count") ||
           metric.ends_with("_bucket") || metric.ends_with("_sum");
}

std::int64_t sliceSeconds(const Slo& slo)
{
    return slo.slice.count() / 1'000'000'000;
}

/// The value of a threshold metric; NaN (0/0) is no sample.
std::string valueOf(const Slo& slo, std::int64_t seconds)
{
    const std::string& q = slo.sli.part;
    std::string value =
        promql::isSelector(q) && seconds > 0
            ? "avg(avg_over_time(" + promql::trimmed(q) + "[" + span(seconds) + "]))"
        : promql::hasRange(q) && seconds > 0 ? promql::withWindow(q, span(seconds))
                                             : promql::trimmed(q);
    return "((" + value + ") >= -Inf)";
}

std::string goodShareIn(const Slo& slo, SloForm form, std::int64_t seconds)
{
    return "(1 - " + badShareIn(slo, form, seconds) + ")";
}

/// Good and bad slices, or samples: their number in a window.
std::pair<std::string, std::string> slicesIn(const Slo& slo, SloForm form, std::int64_t seconds)
{
    const bool sliced = slo.budgeting != Budgeting::Occurrences;
    const std::string step =
        "[" + span(seconds) + ":" + (sliced ? span(sliceSeconds(slo)) : "60s") + "]";
    std::string bad, any;
    if (form == SloForm::Samples) {
        any = valueOf(slo, sliced ? sliceSeconds(slo) : 0);
        bad =
            "(" + any + " " + worseThan(*slo.sli.op) + " bool " + numberText(*slo.sli.value) + ")";
    } else {
        any = "(" + goodShareIn(slo, form, sliceSeconds(slo)) + " >= -Inf)";
        bad = slo.budgeting == Budgeting::RatioTimeSlices
                  ? "(1 - " + any + ")"
                  : "(" + any + " < bool " + numberText(slo.sliceTarget) + ")";
    }
    return {"sum(sum_over_time(" + bad + step + "))", "sum(count_over_time(" + any + step + "))"};
}

std::string nativeCount(const Slo& slo, std::int64_t seconds)
{
    return "sum(increase(" + promql::trimmed(slo.sli.part) + "[" + span(seconds) + "]))";
}

std::string terms(const Slo& slo, SloForm form, std::int64_t seconds, const std::string& name)
{
    if (slo.budgeting != Budgeting::Occurrences || form == SloForm::Samples) {
        const auto [bad, total] = slicesIn(slo, form, seconds);
        return term(bad, "bad " + name) + " or " + term(total, "total " + name);
    }
    switch (form) {
    case SloForm::Counts: {
        const bool bad = slo.sli.kind == SliKind::BadOverTotal;
        return term(eventsIn(slo.sli.part, slo.sli.counter, seconds),
                    (bad ? "bad " : "good ") + name) +
               " or " + term(eventsIn(slo.sli.total, slo.sli.counter, seconds), "total " + name);
    }
    case SloForm::Buckets:
        return term("sum by (le) (increase(" + promql::trimmed(slo.sli.part) + "[" + span(seconds) +
                        "]))",
                    "bucket " + name);
    case SloForm::Native: {
        const auto all = nativeCount(slo, seconds);
        return term("histogram_fraction(-Inf, " + numberText(*slo.sli.value) + ", " + all +
                        ") * histogram_count(" + all + ")",
                    "below " + name) +
               " or " + term("histogram_count(" + all + ")", "total " + name);
    }
    default:
        return term(badShareIn(slo, form, seconds), "share " + name);
    }
}

std::string lintTerms(const Slo& slo, std::int64_t wholeSeconds)
{
    const auto selector =
        promql::firstSelector(slo.sli.total.empty() ? slo.sli.part : slo.sli.total);
    if (!selector)
        return {};
    std::string out;
    if (slo.sli.counter.value_or(looksLikeCounter(promql::metricOf(*selector))))
        out += " or " + term("sum(resets(" + *selector + "[1d]))", "resets");
    out += " or " + term("max(count without (replica, prometheus_replica, __replica__, "
                         "receive_replica, rule_replica) (" +
                             *selector + "))",
                         "copies");
    const std::string slots = "[" + span(wholeSeconds) + ":300s]";
    const std::string there = "timestamp(count(" + *selector + "))";
    out += " or " + term("count_over_time(" + there + slots + ")", "slots");
    out += " or " + term("min_over_time(" + there + slots + ")", "first");
    out += " or " + term("max_over_time(" + there + slots + ")", "last");
    return out;
}

} // namespace

bool mayBeNative(const Slo& slo)
{
    return slo.sli.kind == SliKind::Threshold && promql::isSelector(slo.sli.part) &&
           slo.budgeting == Budgeting::Occurrences &&
           !promql::metricOf(promql::trimmed(slo.sli.part)).ends_with("_bucket");
}

SloForm formOf(const Slo& slo, bool native)
{
    switch (slo.sli.kind) {
    case SliKind::GoodOverTotal:
    case SliKind::BadOverTotal:
        return SloForm::Counts;
    case SliKind::RawSuccess:
    case SliKind::RawFailure:
        return SloForm::Share;
    case SliKind::Threshold:
        break;
    }
    if (native)
        return SloForm::Native;
    const bool buckets = promql::isSelector(slo.sli.part) &&
                         promql::metricOf(promql::trimmed(slo.sli.part)).ends_with("_bucket") &&
                         slo.budgeting == Budgeting::Occurrences;
    return buckets ? SloForm::Buckets : SloForm::Samples;
}

std::string eventsIn(const std::string& expression, std::optional<bool> counter,
                     std::int64_t seconds)
{
    const std::string window = span(seconds);
    if (promql::hasRange(expression)) {
        const auto inside = promql::withWindow(expression, window);
        const bool rate = promql::calls(inside, "rate") || promql::calls(inside, "irate");
        return "sum(" + inside + ")" + (rate ? " * " + std::to_string(seconds) : "");
    }
    std::string selector = promql::trimmed(expression);
    if (const auto inner = promql::sumOfSelector(expression))
        selector = *inner;
    if (promql::isSelector(selector)) {
        const bool grows = counter.value_or(looksLikeCounter(promql::metricOf(selector)));
        return std::string("sum(") + (grows ? "increase(" : "sum_over_time(") + selector + "[" +
               window + "]))";
    }
    return std::string("sum(") + (counter.value_or(false) ? "increase((" : "sum_over_time((") +
           selector + ")[" + window + ":60s]))";
}

std::string badShareIn(const Slo& slo, SloForm form, std::int64_t seconds)
{
    if (form == SloForm::Counts) {
        const auto part = eventsIn(slo.sli.part, slo.sli.counter, seconds);
        const auto total = eventsIn(slo.sli.total, slo.sli.counter, seconds);
        const std::string ratio = "((" + part + ") / (" + total + "))";
        return slo.sli.kind == SliKind::BadOverTotal ? ratio : "(1 - " + ratio + ")";
    }
    if (form == SloForm::Native)
        return "(1 - histogram_fraction(-Inf, " + numberText(*slo.sli.value) + ", " +
               nativeCount(slo, seconds) + "))";
    if (form == SloForm::Samples) {
        const auto [bad, total] = slicesIn(slo, form, seconds);
        return "((" + bad + ") / (" + total + "))";
    }
    if (form == SloForm::Buckets)
        return {};
    const std::string& q = slo.sli.part;
    const std::string share =
        promql::isSelector(q)
            ? "avg(avg_over_time(" + promql::trimmed(q) + "[" + span(seconds) + "]))"
        : promql::hasRange(q)
            ? "avg(" + promql::withWindow(q, span(seconds)) + ")"
            : "avg(avg_over_time((" + promql::trimmed(q) + ")[" + span(seconds) + ":60s]))";
    return slo.sli.kind == SliKind::RawFailure ? "(" + share + ")" : "(1 - " + share + ")";
}

std::string statusQuery(const Slo& slo, SloForm form, std::int64_t wholeSeconds, bool lint)
{
    std::string out = terms(slo, form, wholeSeconds, "P");
    for (std::size_t i = 0; i < models::kBurnWindows.size(); ++i)
        out += " or " +
               terms(slo, form, models::kBurnSeconds[i], std::string(models::kBurnWindows[i]));
    return lint ? out + lintTerms(slo, wholeSeconds) : out;
}

} // namespace binnacle::services
