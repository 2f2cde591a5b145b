// SPDX-License-Identifier: GPL-3.0-or-later
// A source of metrics that answers what a test wants: two pools whose values are known, an error at
// a character, or nothing until it is stopped. Any thread.
#pragma once

#include "services/ports/metric_source.h"

#include <atomic>
#include <condition_variable>
#include <limits>
#include <mutex>

namespace binnacle::ui::test {

class ScriptedMetrics final : public services::MetricSource {
public:
    const std::string& id() const override { return m_id; }
    models::Result<models::MetricAnswer> instant(const services::MetricQuery&,
                                                 std::stop_token) override
    {
        return models::fail(models::ErrorCode::Unsupported, "not scripted");
    }
    /// "down": no series. "broken(": refused at its 7th character. "slow": waits until stopped.
    /// Else h100-a at 0.5 and a10-b, which falls from 0.8 to 0.4 some 65 minutes ago and has a
    /// pause.
    models::Result<models::MetricAnswer> range(const services::MetricRangeQuery& query,
                                               std::stop_token stop) override
    {
        ++asked;
        if (query.expression == "slow") {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, stop, [] { return false; });
            ++stopped;
            return models::fail(models::ErrorCode::Cancelled, "stopped");
        }
        if (query.expression.starts_with("broken"))
            return models::fail(models::ErrorCode::InvalidInput,
                                "invalid parameter \"query\": 1:7: parse error: unclosed left "
                                "parenthesis");
        models::MetricAnswer answer;
        answer.shape = models::MetricShape::Matrix;
        answer.warnings = warnings;
        if (query.expression == "down")
            return answer;
        models::MetricSeries steady{{{"job", "gpu"}, {"pool", "h100-a"}}, {}, {}, {}};
        models::MetricSeries falling{{{"job", "gpu"}, {"pool", "a10-b"}}, {}, {}, {}};
        const double step = std::chrono::duration<double>(query.step).count();
        for (double t = query.start.seconds(); t <= query.end.seconds(); t += step) {
            steady.times.push_back(t);
            steady.values.push_back(0.5);
            const double ago = end - t;
            if (ago > 2 * 3600 && ago < 2.5 * 3600)
                continue;
            falling.times.push_back(t);
            falling.values.push_back(ago < 3900 ? 0.4 : 0.8);
        }
        answer.series = {falling, steady};
        return answer;
    }
    models::Result<std::vector<std::string>> metricNames(std::stop_token) override
    {
        return std::vector<std::string>{"DCGM_FI_PROF_SM_ACTIVE", "up"};
    }
    models::Result<std::vector<std::string>>
    labelValues(const std::string& label, std::span<const std::string>, std::stop_token) override
    {
        return label == "pool" ? std::vector<std::string>{"a10-b", "h100-a"}
                               : std::vector<std::string>{};
    }
    models::Result<std::vector<models::LabelList>> series(std::span<const std::string>,
                                                          std::stop_token) override
    {
        ++seriesAsked;
        return std::vector<models::LabelList>{{{"__name__", "up"}, {"job", "gpu"}},
                                              {{"__name__", "up"}, {"pool", "h100-a"}}};
    }
    models::Result<std::vector<services::MetricMetadata>> metadata(std::stop_token) override
    {
        return std::vector<services::MetricMetadata>{
            {"DCGM_FI_PROF_SM_ACTIVE", "gauge", "Share of cycles an SM had a warp", "ratio"}};
    }
    std::optional<models::Duration> retention() const override { return std::nullopt; }

    std::atomic<int> asked = 0, stopped = 0, seriesAsked = 0;
    double end = models::Clock::system().now().seconds(); ///< the fall ends here
    std::vector<std::string> warnings;

private:
    std::string m_id = "prom";
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
};

} // namespace binnacle::ui::test
