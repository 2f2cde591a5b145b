// SPDX-License-Identifier: GPL-3.0-or-later
// PromQL out of a catalogue entry: which spellings exist, and their templates filled in. Pure; any
// thread. Source: resources/metrics/README.md.
#pragma once

#include "models/base/result.h"
#include "models/metrics/metric.h"
#include "services/metrics/catalogue.h"

#include <string>
#include <vector>

namespace binnacle::services {

/// What fills the $ places besides the metrics.
struct ExpressionInputs {
    models::LabelList filter;    ///< in common names
    std::vector<std::string> by; ///< further grouping labels, in common names
    double quantile = 0.95;
    models::Duration window{std::chrono::minutes(5)};
};

/// One spelling the server has, and whether as classic or native histogram.
struct PresentSpelling {
    const MetricSpelling* spelling = nullptr;
    bool native = false;
};

/// `names`: sorted, as MetricSource::metricNames gives them.
std::vector<PresentSpelling> presentSpellings(const MeaningEngine& engine,
                                              const std::vector<std::string>& names);

/// Every metric name the engine is looked for by, for "none of these exist".
std::vector<std::string> wantedNames(const MeaningEngine& engine);

/// The whole expression. Errors: InvalidInput for a filter whose label is no label name.
models::Result<std::string> buildExpression(const MeaningEngine& engine,
                                            const std::vector<PresentSpelling>& present,
                                            const ExpressionInputs& inputs);

/// "{a=\"b\"}" or empty. Values are escaped.
models::Result<std::string> selector(const models::LabelList& matchers);

/// "5m", "90s", "250ms": as PromQL writes durations.
std::string promDuration(models::Duration duration);

} // namespace binnacle::services
