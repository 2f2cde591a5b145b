// SPDX-License-Identifier: GPL-3.0-or-later
// Answers a meaning ("llm.ttft.p95 of model_name=chat") from whatever a metric source exposes, in
// one unit, and says what it used. For pages, connectors and `meaning NAME`. Any thread; blocks
// like the source it asks. Knows no server and no page.
#pragma once

#include "models/base/result.h"
#include "models/metrics/metric.h"
#include "services/metrics/catalogue.h"
#include "services/metrics/normalise.h"
#include "services/ports/metric_source.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle::services {

struct MeaningRange {
    models::UtcTime start, end;
    models::Duration step{std::chrono::seconds(60)};
};

struct MeaningRequest {
    std::string meaning;      ///< "gpu.power", "llm.ttft", "llm.ttft.p99"
    models::LabelList filter; ///< common names: model_name, namespace, pod, node, UUID
    /// Aggregates: group further by these (pod, llm_isvc_name). Gauges: bring only these labels.
    std::vector<std::string> by;
    std::optional<double> quantile;
    models::UtcTime time; ///< instant; unknown: the server's now
    std::optional<MeaningRange> range;
    models::Duration window{0}; ///< of rates; zero: the catalogue's
    std::chrono::milliseconds deadline{30000};
};

/// One engine's share of an answer.
struct MeaningUse {
    std::string engine, expression;
    std::vector<std::string> metrics, generations;
    std::string statistic;         ///< "p95", "mean", empty
    std::string note;              ///< how the scale was found, what was left out
    std::vector<UnitScale> scales; ///< by metric: server's unit to the answer's
};

struct MeaningAnswer {
    std::string meaning, title, unit, source;
    models::MetricAnswer answer; ///< normalised; label "engine" says whose, where engines differ
    std::vector<MeaningUse> used;
    std::size_t dropped = 0; ///< samples that were sentinels or out of bounds

    /// "vllm 0.11 and newer: histogram_quantile(…)", one line per engine.
    std::string usedText() const;
};

class MeaningResolver {
public:
    explicit MeaningResolver(const Catalogue& catalogue = Catalogue::builtIn())
        : m_catalogue(catalogue)
    {
    }

    /// Never adds two spellings: within an engine the newer one wins where both exist for a series.
    /// An empty answer means that the metrics exist and nothing matches. Errors: NotFound (no such
    /// meaning, or "not available: none of these metrics exist: …"), InvalidInput, and the
    /// source's.
    models::Result<MeaningAnswer> resolve(const MeaningRequest& request, MetricSource& source,
                                          std::stop_token stop);

private:
    struct Plan;
    models::Result<Plan> plan(const MeaningRequest& request) const;
    models::Result<void> askEngine(const Plan& plan, const MeaningEngine& engine,
                                   const std::vector<std::string>& names, MetricSource& source,
                                   std::stop_token stop, MeaningAnswer& into);

    const Catalogue& m_catalogue;
    ScaleMemory m_scales;
};

} // namespace binnacle::services
