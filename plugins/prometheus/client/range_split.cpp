// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/prometheus/client/range_split.h"

#include <algorithm>
#include <unordered_map>

namespace binnacle::plugins::prometheus {

using models::ErrorCode;
using models::fail;
using models::MetricAnswer;
using services::MetricRangeQuery;

namespace {

constexpr std::int64_t kMostPoints = 200 * kMaxPoints;

std::string labelKey(const models::LabelList& labels)
{
    std::string key;
    for (const auto& [name, value] : labels) {
        key += name;
        key += '\x1f';
        key += value;
        key += '\x1e';
    }
    return key;
}

/// Some servers send a label set twice in one answer: the second one of each part belongs to the
/// second one of the others, or its times would go back.
class Occurrences {
public:
    std::string key(const models::LabelList& labels)
    {
        std::string key = labelKey(labels);
        const int before = m_seen[key]++;
        return before == 0 ? key : key + std::to_string(before);
    }

private:
    std::unordered_map<std::string, int> m_seen;
};

template <class T> void append(std::vector<T>& into, std::vector<T>& from)
{
    into.insert(into.end(), std::make_move_iterator(from.begin()),
                std::make_move_iterator(from.end()));
}

void addNew(std::vector<std::string>& into, const std::vector<std::string>& from)
{
    for (const auto& text : from) {
        if (std::find(into.begin(), into.end(), text) == into.end())
            into.push_back(text);
    }
}

std::string decimal(std::int64_t ns)
{
    const bool negative = ns < 0;
    const std::uint64_t magnitude =
        negative ? 0 - static_cast<std::uint64_t>(ns) : static_cast<std::uint64_t>(ns);
    std::string text = (negative ? "-" : "") + std::to_string(magnitude / 1'000'000'000);
    std::string fraction = std::to_string(magnitude % 1'000'000'000);
    fraction.insert(0, 9 - fraction.size(), '0');
    fraction.erase(fraction.find_last_not_of('0') + 1);
    return fraction.empty() ? text : text + '.' + fraction;
}

} // namespace

models::Result<std::int64_t> pointCount(const MetricRangeQuery& query)
{
    if (!query.start.known() || !query.end.known())
        return fail(ErrorCode::InvalidInput, "a range needs a start and an end");
    // The API's times have milliseconds; a finer step would repeat points.
    if (query.step < std::chrono::milliseconds(1))
        return fail(ErrorCode::InvalidInput, "the step must be at least one millisecond",
                    "Give a step such as 15s.");
    if (query.end < query.start)
        return fail(ErrorCode::InvalidInput, "the range ends before it starts");
    const std::int64_t points = (query.end - query.start) / query.step + 1;
    if (points > kMostPoints)
        return fail(ErrorCode::InvalidInput,
                    "the range has " + std::to_string(points) + " points per series, more than " +
                        std::to_string(kMostPoints),
                    "Choose a larger step or a shorter range.");
    return points;
}

std::vector<MetricRangeQuery> splitRange(const MetricRangeQuery& query, std::int64_t points,
                                         std::int64_t maxPoints)
{
    std::vector<MetricRangeQuery> parts;
    for (std::int64_t first = 0; first < points; first += maxPoints) {
        MetricRangeQuery part = query;
        part.start = query.start + first * query.step;
        if (first + maxPoints < points)
            part.end = query.start + (first + maxPoints - 1) * query.step;
        parts.push_back(std::move(part));
    }
    return parts;
}

MetricAnswer joinParts(std::vector<MetricAnswer> parts)
{
    if (parts.empty())
        return {};
    MetricAnswer joined = std::move(parts.front());
    if (parts.size() == 1)
        return joined;
    std::unordered_map<std::string, std::size_t> index;
    Occurrences first;
    for (std::size_t i = 0; i < joined.series.size(); ++i)
        index.emplace(first.key(joined.series[i].labels), i);
    for (std::size_t p = 1; p < parts.size(); ++p) {
        auto& part = parts[p];
        Occurrences own;
        for (auto& series : part.series) {
            const auto [it, isNew] = index.emplace(own.key(series.labels), joined.series.size());
            if (isNew) {
                joined.series.push_back(std::move(series));
                continue;
            }
            auto& into = joined.series[it->second];
            append(into.times, series.times);
            append(into.values, series.values);
            append(into.histograms, series.histograms);
        }
        addNew(joined.warnings, part.warnings);
        addNew(joined.infos, part.infos);
        joined.partial = joined.partial || part.partial;
        joined.bytes += part.bytes;
        joined.tookMs += part.tookMs;
    }
    // Servers sort a matrix by labels; series that began in a later part go to their place.
    std::stable_sort(joined.series.begin(), joined.series.end(),
                     [](const auto& a, const auto& b) { return a.labels < b.labels; });
    return joined;
}

std::string unixText(models::UtcTime time)
{
    return decimal(time.ns);
}

std::string secondsText(models::Duration duration)
{
    return decimal(duration.count());
}

} // namespace binnacle::plugins::prometheus
