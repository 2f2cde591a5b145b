// SPDX-License-Identifier: GPL-3.0-or-later
// Ranges beyond the server's limit of points per series, cut into parts that the server answers and
// joined again. Pure; any thread. Every step of a range query is evaluated by itself, so the joined
// answer equals the direct one.
#pragma once

#include "models/base/result.h"
#include "models/metrics/metric.h"
#include "services/ports/metric_source.h"

#include <vector>

namespace binnacle::plugins::prometheus {

/// Source: web/api/v1/api.go: (end - start) / step > 11000 is refused.
inline constexpr std::int64_t kMaxPoints = 11000;

/// Points per series the query asks for. Errors: InvalidInput (times unknown, step not positive,
/// end before start, more than 2.2 million points).
models::Result<std::int64_t> pointCount(const services::MetricRangeQuery& query);

/// Shape: at least one part, in time order, each with at most `maxPoints` points.
std::vector<services::MetricRangeQuery> splitRange(const services::MetricRangeQuery& query,
                                                   std::int64_t points,
                                                   std::int64_t maxPoints = kMaxPoints);

/// Joins answers of parts in time order: series by label set, warnings without repeats.
models::MetricAnswer joinParts(std::vector<models::MetricAnswer> parts);

/// Unix seconds with as many digits as the nanoseconds need: "1700000000.5".
std::string unixText(models::UtcTime time);
/// Seconds: "15", "0.25".
std::string secondsText(models::Duration duration);

} // namespace binnacle::plugins::prometheus
