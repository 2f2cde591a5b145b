// SPDX-License-Identifier: GPL-3.0-or-later
// A MetricSource with written answers: names exist, expressions are answered by a function. Counts
// what was asked. For one thread.
#pragma once

#include "services/ports/metric_source.h"

#include <algorithm>
#include <functional>

namespace binnacle::tests {

inline models::MetricSeries oneSeries(models::LabelList labels, double value)
{
    models::MetricSeries out;
    std::sort(labels.begin(), labels.end());
    out.labels = std::move(labels);
    out.times = {1000};
    out.values = {value};
    return out;
}

class FakeSource final : public services::MetricSource {
public:
    using Answer = models::Result<models::MetricAnswer>;
    std::vector<std::string> names; ///< any order
    std::function<Answer(const std::string& expression)> onInstant;
    std::function<Answer(const services::MetricRangeQuery&)> onRange;
    std::vector<services::MetricMetadata> descriptions;
    std::vector<std::string> asked;
    int metadataAsked = 0;

    /// Every instant query gets these series.
    void always(std::vector<models::MetricSeries> series)
    {
        onInstant = [series](const std::string&) -> Answer {
            models::MetricAnswer answer;
            answer.series = series;
            return answer;
        };
    }

    const std::string& id() const override { return m_id; }
    Answer instant(const services::MetricQuery& query, std::stop_token) override
    {
        asked.push_back(query.expression);
        return onInstant ? onInstant(query.expression) : Answer(models::MetricAnswer{});
    }
    Answer range(const services::MetricRangeQuery& query, std::stop_token) override
    {
        asked.push_back(query.expression);
        return onRange ? onRange(query) : Answer(models::MetricAnswer{});
    }
    models::Result<std::vector<std::string>> metricNames(std::stop_token) override
    {
        auto sorted = names;
        std::sort(sorted.begin(), sorted.end());
        return sorted;
    }
    models::Result<std::vector<std::string>>
    labelValues(const std::string&, std::span<const std::string>, std::stop_token) override
    {
        return std::vector<std::string>{};
    }
    models::Result<std::vector<models::LabelList>> series(std::span<const std::string>,
                                                          std::stop_token) override
    {
        return std::vector<models::LabelList>{};
    }
    models::Result<std::vector<services::MetricMetadata>> metadata(std::stop_token) override
    {
        ++metadataAsked;
        return descriptions;
    }
    std::optional<models::Duration> retention() const override { return std::nullopt; }

private:
    std::string m_id = "fake";
};

} // namespace binnacle::tests
