// SPDX-License-Identifier: GPL-3.0-or-later
// A server that answers PromQL. Implemented by the Prometheus connector and, for a documented
// subset, by the demo. All calls block, take a deadline and a stop token, and may be made from
// several threads at once.
#pragma once

#include "models/base/result.h"
#include "models/metrics/metric.h"

#include <chrono>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle::services {

struct MetricQuery {
    std::string expression;
    models::UtcTime time; ///< instant; unknown: the server's now
    std::chrono::milliseconds deadline{30000};
};

struct MetricRangeQuery {
    std::string expression;
    models::UtcTime start, end; ///< inclusive
    models::Duration step{std::chrono::seconds(60)};
    std::chrono::milliseconds deadline{60000};
};

struct MetricMetadata {
    std::string metric, type, help, unit;
};

class MetricSource {
public:
    virtual ~MetricSource() = default;
    virtual const std::string& id() const = 0;

    /// Errors: InvalidInput (bad expression, the server's message), Timeout, Unreachable,
    /// Unauthenticated, …
    virtual models::Result<models::MetricAnswer> instant(const MetricQuery& query,
                                                         std::stop_token stop) = 0;

    /// Splits ranges beyond the server's point limit and joins the parts. Errors: as instant.
    virtual models::Result<models::MetricAnswer> range(const MetricRangeQuery& query,
                                                       std::stop_token stop) = 0;

    /// Names of the metrics the server has (label values of __name__). Cached for a minute. Shape:
    /// sorted.
    virtual models::Result<std::vector<std::string>> metricNames(std::stop_token stop) = 0;

    virtual models::Result<std::vector<std::string>>
    labelValues(const std::string& label, std::span<const std::string> matchers,
                std::stop_token stop) = 0;
    virtual models::Result<std::vector<models::LabelList>>
    series(std::span<const std::string> matchers, std::stop_token stop) = 0;
    virtual models::Result<std::vector<MetricMetadata>> metadata(std::stop_token stop) = 0;

    /// How long the server keeps samples; nullopt when it does not say.
    virtual std::optional<models::Duration> retention() const = 0;
};

} // namespace binnacle::services
