// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/metrics/normalise.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <unordered_map>

namespace binnacle::services {

using models::LabelList;
using models::MetricSeries;

namespace {

/// Removes samples for which `bad(value)` holds, keeping both columns in step.
template <class Bad> std::size_t removeSamples(MetricSeries& series, Bad&& bad)
{
    std::size_t kept = 0;
    for (std::size_t i = 0; i < series.values.size(); ++i) {
        if (bad(series.values[i]))
            continue;
        series.values[kept] = series.values[i];
        series.times[kept] = series.times[i];
        ++kept;
    }
    const std::size_t gone = series.values.size() - kept;
    series.values.resize(kept);
    series.times.resize(kept);
    return gone;
}

LabelList::iterator findLabel(LabelList& labels, std::string_view name)
{
    return std::find_if(labels.begin(), labels.end(),
                        [&](const auto& label) { return label.first == name; });
}

constexpr std::array<std::string_view, 4> kPodLabels{"pod", "namespace", "container", "node"};

bool isExporter(std::string_view pod)
{
    return pod.find("dcgm-exporter") != std::string_view::npos ||
           pod.find("dcgm_exporter") != std::string_view::npos;
}

/// The two series' points by time; `first` wins where both have one.
void fillPoints(MetricSeries& first, const MetricSeries& second)
{
    if (second.times.empty())
        return;
    std::vector<double> times, values;
    times.reserve(first.times.size() + second.times.size());
    values.reserve(times.capacity());
    std::size_t a = 0, b = 0;
    while (a < first.times.size() || b < second.times.size()) {
        const bool both = a < first.times.size() && b < second.times.size();
        if (b >= second.times.size() || (both && first.times[a] <= second.times[b])) {
            b += both && first.times[a] == second.times[b] ? 1 : 0;
            times.push_back(first.times[a]);
            values.push_back(first.values[a++]);
        } else {
            times.push_back(second.times[b]);
            values.push_back(second.values[b++]);
        }
    }
    first.times = std::move(times);
    first.values = std::move(values);
}

} // namespace

bool isDcgmBlank(double value, bool wide)
{
    constexpr double kFp64Blank = 140737488355328.0;      // 2^47
    constexpr double kInt64Blank = 9223372036854775792.0; // 0x7ffffffffffffff0
    constexpr double kInt32Blank = 2147483632.0;          // 0x7ffffff0
    constexpr double kInt32Last = 2147483647.0;
    if (std::isnan(value))
        return true;
    const double magnitude = std::abs(value);
    if (wide)
        return magnitude >= kInt64Blank;
    return magnitude >= kFp64Blank || (magnitude >= kInt32Blank && magnitude <= kInt32Last + 1);
}

std::size_t dropBlanks(MetricSeries& series, bool wide)
{
    return removeSamples(series, [wide](double v) { return isDcgmBlank(v, wide); });
}

std::size_t dropOutside(MetricSeries& series, const Meaning& meaning)
{
    if (!meaning.low)
        return 0;
    // NaN stays where the meaning computes one (0/0 is unknown, and charts show a gap).
    return removeSamples(series, [&](double v) { return v < *meaning.low || v > *meaning.high; });
}

Scale scaleOf(const std::vector<const MetricSeries*>& series)
{
    bool fraction = false;
    for (const auto* one : series) {
        for (const double value : one->values) {
            if (value > 1.5)
                return Scale::Percent;
            fraction = fraction || (value > 0 && value < 1);
        }
    }
    return fraction ? Scale::Ratio : Scale::Unclear;
}

Scale scaleOfText(std::string_view help, std::string_view unit)
{
    std::string text(help);
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto says = [&](const char* word) { return text.find(word) != std::string::npos; };
    if (unit == "percent" || unit == "%" || says("%") || says("percent") || says("0-100"))
        return Scale::Percent;
    if (unit == "ratio" || says("0-1") || says("0.0 - 1.0") || says("0 to 1") || says("fraction") ||
        says("1 means 100"))
        return Scale::Ratio;
    return Scale::Unclear;
}

std::optional<Scale> ScaleMemory::find(const std::string& source, const std::string& metric) const
{
    const std::lock_guard guard(m_lock);
    const auto it = m_known.find({source, metric});
    return it == m_known.end() ? std::nullopt : std::optional(it->second);
}

void ScaleMemory::learn(const std::string& source, const std::string& metric, Scale scale)
{
    const std::lock_guard guard(m_lock);
    auto& known = m_known[{source, metric}];
    // A value above 1 proves percent for good; fractions could be an average.
    if (known != Scale::Percent || scale == Scale::Percent)
        known = scale;
}

void attributePods(std::vector<MetricSeries>& series)
{
    std::set<std::string, std::less<>> notHonouring;
    for (const auto& one : series) {
        if (!one.label("exported_pod").empty() || !one.label("exported_namespace").empty())
            notHonouring.emplace(one.label("job"));
    }
    for (auto& one : series) {
        auto& labels = one.labels;
        const bool foreign = notHonouring.find(one.label("job")) != notHonouring.end() ||
                             isExporter(one.label("pod"));
        bool changed = false;
        for (const auto name : kPodLabels) {
            const std::string exported = "exported_" + std::string(name);
            const auto from = findLabel(labels, exported);
            const bool own = from != labels.end() && !from->second.empty();
            if (!own && !(foreign && name != "node"))
                continue;
            std::string value = own ? from->second : std::string();
            if (from != labels.end())
                labels.erase(from);
            if (const auto at = findLabel(labels, name); at != labels.end())
                labels.erase(at);
            if (!value.empty())
                labels.emplace_back(name, std::move(value));
            changed = true;
        }
        if (changed)
            std::sort(labels.begin(), labels.end());
    }
}

void renameLabels(LabelList& labels, const std::map<std::string, std::string>& rename)
{
    bool changed = false;
    for (const auto& [from, to] : rename) {
        const auto at = findLabel(labels, from);
        if (at == labels.end() || findLabel(labels, to) != labels.end())
            continue;
        at->first = to;
        changed = true;
    }
    if (changed)
        std::sort(labels.begin(), labels.end());
}

void mergeBySubject(std::vector<MetricSeries>& series, const std::vector<std::string>& subject)
{
    std::unordered_map<std::string, std::size_t> index;
    index.reserve(series.size());
    std::size_t kept = 0;
    std::string key;
    for (std::size_t i = 0; i < series.size(); ++i) {
        key.clear();
        bool any = false;
        for (const auto& name : subject) {
            const auto value = series[i].label(name);
            any = any || !value.empty();
            key += value;
            key += '\x1f';
        }
        const auto it = any ? index.find(key) : index.end();
        if (it != index.end()) {
            fillPoints(series[it->second], series[i]);
            continue;
        }
        if (any)
            index.emplace(key, kept);
        if (kept != i)
            series[kept] = std::move(series[i]);
        ++kept;
    }
    series.resize(kept);
}

} // namespace binnacle::services
