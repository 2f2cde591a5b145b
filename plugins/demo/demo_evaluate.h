// SPDX-License-Identifier: GPL-3.0-or-later
// Evaluates a parsed query over the demo's series at a row of moments. For the demo's MetricSource.
// Pure but for the stop token and the deadline; any thread.
#pragma once

#include "plugins/demo/demo_query.h"
#include "plugins/demo/demo_series.h"

#include <chrono>
#include <functional>
#include <stop_token>
#include <vector>

namespace binnacle::plugins::demo {

/// Units: Unix seconds. Shape: ascending.
using Moments = std::vector<std::int64_t>;

struct EvaluationLimits {
    std::stop_token stop;
    std::chrono::steady_clock::time_point deadline;
    std::int64_t oldest = 0, newest = 0; ///< no samples outside
};

class DemoEvaluator {
public:
    /// One series at all moments; NaN: no point.
    using Visit = std::function<void(models::LabelList&&, std::vector<double>&&)>;

    DemoEvaluator(const DemoSeries& series, const Moments& moments, EvaluationLimits limits)
        : m_series(series), m_moments(moments), m_limits(std::move(limits))
    {
    }

    /// Errors: Cancelled, Timeout, ResourceExhausted (too many samples), InvalidInput.
    models::Result<void> run(const QueryNode& node, const Visit& visit);

    /// Calls for every series that the selector matches. Errors: Cancelled, Timeout.
    using Found = std::function<void(const DemoMetric&, std::uint32_t, models::LabelList&&)>;
    models::Result<void> select(const Selector& selector, const Found& found) const;

private:
    models::Result<void> runSelector(const QueryNode& node, const Visit& visit);
    models::Result<void> runAggregate(const QueryNode& node, const Visit& visit);
    models::Result<void> runArithmetic(const QueryNode& node, const Visit& visit);
    models::Result<void> runReplace(const QueryNode& node, const Visit& visit);
    models::Result<void> runOr(const QueryNode& node, const Visit& visit);
    std::vector<double> values(const QueryNode& node, const DemoMetric& metric,
                               std::uint32_t which) const;
    double overTime(const QueryNode& node, const DemoMetric& metric, std::uint32_t which,
                    std::int64_t t) const;
    models::Result<void> mayGoOn() const;

    const DemoSeries& m_series;
    const Moments& m_moments;
    EvaluationLimits m_limits;
    std::uint64_t m_samples = 0;
};

} // namespace binnacle::plugins::demo
