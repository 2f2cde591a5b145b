// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/promql/promql_functions.h"

#include <algorithm>
#include <array>

namespace binnacle::models::promql {

namespace {

// clang-format off
constexpr Function kFunctions[] = {
    {"abs", "v", 'v', "abs(vector)", "Absolute value."},
    {"absent", "v", 'v', "absent(vector)", "1 when the vector has no series, nothing when it has."},
    {"absent_over_time", "m", 'v', "absent_over_time(range)", "1 when the range has no sample at all."},
    {"acos", "v", 'v', "acos(vector)", "Arc cosine, radians."},
    {"acosh", "v", 'v', "acosh(vector)", "Inverse hyperbolic cosine."},
    {"asin", "v", 'v', "asin(vector)", "Arc sine, radians."},
    {"asinh", "v", 'v', "asinh(vector)", "Inverse hyperbolic sine."},
    {"atan", "v", 'v', "atan(vector)", "Arc tangent, radians."},
    {"atanh", "v", 'v', "atanh(vector)", "Inverse hyperbolic tangent."},
    {"avg_over_time", "m", 'v', "avg_over_time(range)", "Mean of the samples in the range."},
    {"ceil", "v", 'v', "ceil(vector)", "Rounded up to a whole number."},
    {"changes", "m", 'v', "changes(range)", "How often the value changed in the range."},
    {"clamp", "vss", 'v', "clamp(vector, min, max)", "Values kept between min and max."},
    {"clamp_max", "vs", 'v', "clamp_max(vector, max)", "Values of at most max."},
    {"clamp_min", "vs", 'v', "clamp_min(vector, min)", "Values of at least min."},
    {"cos", "v", 'v', "cos(vector)", "Cosine of radians."},
    {"cosh", "v", 'v', "cosh(vector)", "Hyperbolic cosine."},
    {"count_over_time", "m", 'v', "count_over_time(range)", "How many samples the range has."},
    {"day_of_month", "?v", 'v', "day_of_month([vector])", "1 to 31, UTC."},
    {"day_of_week", "?v", 'v', "day_of_week([vector])", "0 (Sunday) to 6, UTC."},
    {"day_of_year", "?v", 'v', "day_of_year([vector])", "1 to 366, UTC."},
    {"days_in_month", "?v", 'v', "days_in_month([vector])", "28 to 31, UTC."},
    {"deg", "v", 'v', "deg(vector)", "Radians as degrees."},
    {"delta", "m", 'v', "delta(range)", "Difference over the range, extrapolated; for gauges."},
    {"deriv", "m", 'v', "deriv(range)", "Slope per second by linear regression; for gauges."},
    {"double_exponential_smoothing", "mss", 'v', "double_exponential_smoothing(range, smoothing, trend)", "Smoothed value (experimental)."},
    {"exp", "v", 'v', "exp(vector)", "e to the power of the value."},
    {"floor", "v", 'v', "floor(vector)", "Rounded down to a whole number."},
    {"histogram_avg", "v", 'v', "histogram_avg(vector)", "Mean of the observations of native histograms."},
    {"histogram_count", "v", 'v', "histogram_count(vector)", "Number of observations of native histograms."},
    {"histogram_fraction", "ssv", 'v', "histogram_fraction(low, high, histogram)", "Share of observations between two values."},
    {"histogram_quantile", "sv", 'v', "histogram_quantile(quantile, buckets)", "The quantile (0 to 1) of a histogram, interpolated between bucket bounds; keep le when you aggregate."},
    {"histogram_stddev", "v", 'v', "histogram_stddev(vector)", "Standard deviation of native histograms."},
    {"histogram_stdvar", "v", 'v', "histogram_stdvar(vector)", "Variance of native histograms."},
    {"histogram_sum", "v", 'v', "histogram_sum(vector)", "Sum of the observations of native histograms."},
    {"holt_winters", "mss", 'v', "holt_winters(range, smoothing, trend)", "Smoothed value; called double_exponential_smoothing from Prometheus 3 on."},
    {"hour", "?v", 'v', "hour([vector])", "0 to 23, UTC."},
    {"idelta", "m", 'v', "idelta(range)", "Difference of the last two samples; for gauges."},
    {"increase", "m", 'v', "increase(range)", "How much a counter rose in the range; resets are undone, the edges extrapolated."},
    {"info", "v?v", 'v', "info(vector, [selector])", "Adds labels of info metrics (experimental)."},
    {"irate", "m", 'v', "irate(range)", "Rate per second from the last two samples of a counter."},
    {"label_join", "vtt*t", 'v', "label_join(vector, to, separator, from, …)", "A label made of others."},
    {"label_replace", "vtttt", 'v', "label_replace(vector, to, replacement, from, regex)", "A label made from another by an expression."},
    {"last_over_time", "m", 'v', "last_over_time(range)", "The newest sample of the range."},
    {"limit_ratio", "sv", 'v', "limit_ratio(ratio, vector)", "A share of the series (experimental)."},
    {"ln", "v", 'v', "ln(vector)", "Natural logarithm."},
    {"log10", "v", 'v', "log10(vector)", "Decimal logarithm."},
    {"log2", "v", 'v', "log2(vector)", "Binary logarithm."},
    {"mad_over_time", "m", 'v', "mad_over_time(range)", "Median absolute deviation (experimental)."},
    {"max_over_time", "m", 'v', "max_over_time(range)", "Highest sample of the range."},
    {"min_over_time", "m", 'v', "min_over_time(range)", "Lowest sample of the range."},
    {"minute", "?v", 'v', "minute([vector])", "0 to 59, UTC."},
    {"month", "?v", 'v', "month([vector])", "1 to 12, UTC."},
    {"pi", "", 's', "pi()", "3.14159…"},
    {"predict_linear", "ms", 'v', "predict_linear(range, seconds)", "Where a gauge will be in so many seconds, by linear regression."},
    {"present_over_time", "m", 'v', "present_over_time(range)", "1 for every series with a sample in the range."},
    {"quantile_over_time", "sm", 'v', "quantile_over_time(quantile, range)", "Quantile of the samples in the range."},
    {"rad", "v", 'v', "rad(vector)", "Degrees as radians."},
    {"rate", "m", 'v', "rate(range)", "Rise per second of a counter over the range; resets are undone, the edges extrapolated."},
    {"resets", "m", 'v', "resets(range)", "How often a counter began anew."},
    {"round", "v?s", 'v', "round(vector, [to])", "Rounded to the nearest multiple."},
    {"scalar", "v", 's', "scalar(vector)", "The value of a vector of one series."},
    {"sgn", "v", 'v', "sgn(vector)", "-1, 0 or 1."},
    {"sin", "v", 'v', "sin(vector)", "Sine of radians."},
    {"sinh", "v", 'v', "sinh(vector)", "Hyperbolic sine."},
    {"sort", "v", 'v', "sort(vector)", "Ascending by value; for instant queries."},
    {"sort_by_label", "vt*t", 'v', "sort_by_label(vector, label, …)", "Sorted by labels (experimental)."},
    {"sort_by_label_desc", "vt*t", 'v', "sort_by_label_desc(vector, label, …)", "Sorted by labels, descending (experimental)."},
    {"sort_desc", "v", 'v', "sort_desc(vector)", "Descending by value; for instant queries."},
    {"sqrt", "v", 'v', "sqrt(vector)", "Square root."},
    {"stddev_over_time", "m", 'v', "stddev_over_time(range)", "Standard deviation in the range."},
    {"stdvar_over_time", "m", 'v', "stdvar_over_time(range)", "Variance in the range."},
    {"sum_over_time", "m", 'v', "sum_over_time(range)", "Sum of the samples in the range."},
    {"tan", "v", 'v', "tan(vector)", "Tangent of radians."},
    {"tanh", "v", 'v', "tanh(vector)", "Hyperbolic tangent."},
    {"time", "", 's', "time()", "The moment of evaluation, Unix seconds."},
    {"timestamp", "v", 'v', "timestamp(vector)", "When each sample was taken, Unix seconds."},
    {"vector", "s", 'v', "vector(scalar)", "A number as a vector without labels."},
    {"year", "?v", 'v', "year([vector])", "The year, UTC."},
};

constexpr Function kAggregations[] = {
    {"avg", "v", 'v', "avg by (label) (vector)", "Mean over series."},
    {"bottomk", "sv", 'v', "bottomk(k, vector)", "The k lowest series."},
    {"count", "v", 'v', "count by (label) (vector)", "Number of series."},
    {"count_values", "tv", 'v', "count_values(label, vector)", "Number of series by value."},
    {"group", "v", 'v', "group by (label) (vector)", "1 for each group."},
    {"limitk", "sv", 'v', "limitk(k, vector)", "k series of each group (experimental)."},
    {"max", "v", 'v', "max by (label) (vector)", "Highest over series."},
    {"min", "v", 'v', "min by (label) (vector)", "Lowest over series."},
    {"quantile", "sv", 'v', "quantile(quantile, vector)", "Quantile over series."},
    {"stddev", "v", 'v', "stddev by (label) (vector)", "Standard deviation over series."},
    {"stdvar", "v", 'v', "stdvar by (label) (vector)", "Variance over series."},
    {"sum", "v", 'v', "sum by (label) (vector)", "Sum over series."},
    {"topk", "sv", 'v', "topk(k, vector)", "The k highest series."},
};
// clang-format on

constexpr std::array<std::string_view, 14> kKeywords = {
    "and",      "atan2",  "bool", "by", "end",   "group_left", "group_right",
    "ignoring", "offset", "on",   "or", "start", "unless",     "without"};

const Function* find(std::span<const Function> all, std::string_view name)
{
    const auto it =
        std::lower_bound(all.begin(), all.end(), name,
                         [](const Function& f, std::string_view n) { return f.name < n; });
    return it != all.end() && it->name == name ? &*it : nullptr;
}

} // namespace

std::span<const Function> functions()
{
    return kFunctions;
}
std::span<const Function> aggregations()
{
    return kAggregations;
}
const Function* findFunction(std::string_view name)
{
    return find(kFunctions, name);
}
const Function* findAggregation(std::string_view name)
{
    return find(kAggregations, name);
}
bool isKeyword(std::string_view word)
{
    return std::binary_search(kKeywords.begin(), kKeywords.end(), word);
}

} // namespace binnacle::models::promql
