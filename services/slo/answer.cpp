// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/slo/answer.h"

#include <charconv>
#include <cmath>

namespace binnacle::services {

using models::EventCounts;
using models::kUnknownNumber;

namespace {

double boundOf(const std::string& le)
{
    if (le == "+Inf" || le == "Inf")
        return std::numeric_limits<double>::infinity();
    double out = kUnknownNumber;
    std::from_chars(le.data(), le.data() + le.size(), out);
    return out;
}

/// Events up to the bounds on both sides of the value; the same bound twice when it is one.
struct Around {
    double low = kUnknownNumber, high = kUnknownNumber, total = kUnknownNumber;
};

double sumOf(const std::map<std::string, double>& spellings)
{
    double out = 0;
    for (const auto& [spelling, events] : spellings)
        out += events;
    return out;
}

Around around(const SloAnswer& answer, const std::string& window, double value)
{
    Around out;
    const auto found = answer.buckets.find(window);
    if (found == answer.buckets.end())
        return out;
    const auto& bounds = found->second;
    const auto last = bounds.rbegin();
    if (std::isinf(last->first))
        out.total = sumOf(last->second);
    const auto above = bounds.lower_bound(value);
    if (above != bounds.end())
        out.high = sumOf(above->second);
    if (above != bounds.end() && above->first == value)
        out.low = out.high;
    else
        out.low = above == bounds.begin() ? 0 : sumOf(std::prev(above)->second);
    return out;
}

EventCounts bucketCounts(const SloAnswer& answer, const std::string& window, const models::Sli& sli,
                         SloStatus* bounds)
{
    const Around a = around(answer, window, *sli.value);
    const bool below = *sli.op == models::CompareOp::Lt || *sli.op == models::CompareOp::Lte;
    if (bounds && a.total > 0) {
        bounds->attainmentLow = (below ? a.low : a.total - a.high) / a.total;
        bounds->attainmentHigh = (below ? a.high : a.total - a.low) / a.total;
    }
    if (a.low != a.high) // between two bounds nobody knows
        return {kUnknownNumber, a.total};
    return {below ? a.total - a.low : a.low, a.total};
}

/// A series that is there in the whole window and not in a short one had no events there.
double partOf(const SloAnswer& answer, const std::string& part, const std::string& window,
              double total)
{
    const double value = answer.value(part + " " + window);
    const bool known = !std::isnan(answer.value(part + " P"));
    return std::isnan(value) && known && total > 0 ? 0 : value;
}

EventCounts countsOf(const SloAnswer& answer, SloForm form, SloStatus& status,
                     const std::string& window)
{
    const auto& sli = status.slo.sli;
    const double total = answer.value("total " + window);
    const bool slices = status.slo.budgeting != models::Budgeting::Occurrences;
    if (slices || form == SloForm::Samples)
        return {answer.value("bad " + window), total};
    if (form == SloForm::Share) {
        const double share = answer.value("share " + window);
        return {share, std::isnan(share) ? kUnknownNumber : 1};
    }
    if (form == SloForm::Buckets)
        return bucketCounts(answer, window, sli, window == "P" ? &status : nullptr);
    if (form == SloForm::Native) {
        const double under = answer.value("below " + window);
        const bool below = *sli.op == models::CompareOp::Lt || *sli.op == models::CompareOp::Lte;
        return {below ? total - under : under, total};
    }
    if (sli.kind == models::SliKind::BadOverTotal)
        return {partOf(answer, "bad", window, total), total};
    return {total - partOf(answer, "good", window, total), total};
}

} // namespace

SloAnswer SloAnswer::of(const models::MetricAnswer& answer)
{
    SloAnswer out;
    for (const auto& series : answer.series) {
        if (series.values.empty())
            continue;
        const std::string name(series.label("binnacle"));
        const std::string le(series.label("le"));
        if (!name.starts_with("bucket ")) {
            out.values[name] = series.values.back();
            continue;
        }
        if (const double bound = boundOf(le); !std::isnan(bound))
            out.buckets[name.substr(7)][bound][le] += series.values.back();
    }
    return out;
}

double SloAnswer::value(const std::string& name) const
{
    const auto found = values.find(name);
    return found == values.end() ? kUnknownNumber : found->second;
}

void readCounts(const SloAnswer& answer, SloForm form, SloStatus& status)
{
    status.counted = form != SloForm::Share;
    status.window = countsOf(answer, form, status, "P");
    for (std::size_t i = 0; i < status.burns.size(); ++i)
        status.burns[i] = countsOf(answer, form, status, std::string(models::kBurnWindows[i]));
    if (!std::isnan(models::attainment(status.window)))
        status.attainmentLow = status.attainmentHigh = models::attainment(status.window);
}

} // namespace binnacle::services
