// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes of the small endpoints to values: pure, any thread, no HTTP. Missing fields of older
// servers are left empty; wrong types are DataCorrupt and name the field.
#pragma once

#include "models/base/result.h"
#include "plugins/prometheus/decode/prometheus_api.h"
#include "services/ports/metric_source.h"

namespace binnacle::plugins::prometheus {

/// What the envelope of a list told besides the data.
struct ListFacts {
    bool partial = false;              ///< VictoriaMetrics: "isPartial"
    std::vector<std::string> warnings; ///< Thanos: a store did not answer
};

/// /labels, /label/<n>/values. Shape: as sent.
models::Result<std::vector<std::string>> decodeStrings(std::string body,
                                                       ListFacts* facts = nullptr);
/// /series. Shape: labels sorted by name.
models::Result<std::vector<models::LabelList>> decodeSeries(std::string body);
/// /metadata. Shape: sorted by metric; a metric may have several entries.
models::Result<std::vector<services::MetricMetadata>> decodeMetadata(std::string body);
models::Result<std::vector<ExemplarSeries>> decodeExemplars(std::string body);
models::Result<std::vector<RuleGroup>> decodeRules(std::string body);
models::Result<std::vector<Alert>> decodeAlerts(std::string body);
/// Active targets only.
models::Result<std::vector<Target>> decodeTargets(std::string body);
models::Result<BuildInfo> decodeBuildInfo(std::string body);
/// /status/flags
models::Result<std::map<std::string, std::string>> decodeFlags(std::string body);
/// The YAML text of /status/config.
models::Result<std::string> decodeConfigText(std::string body);

/// How long samples are kept, by the flags of Prometheus. nullopt: it does not say.
/// Source: cmd/prometheus/main.go (15 d when neither time nor size is set).
std::optional<models::Duration> retentionOf(const std::map<std::string, std::string>& flags);
/// "v1.79.0" out of VictoriaMetrics' own /metrics page; empty when it does not say.
std::string versionOfVictoria(std::string_view metricsPage);
/// The same for VictoriaMetrics' /flags page (-retentionPeriod="1": months without a suffix).
std::optional<models::Duration> retentionOfVictoria(std::string_view flagsPage);
/// scrape_interval by job_name of a configuration text; the global one where a job has none of its
/// own (servers write their defaults out), and by "" where there is no job at all.
std::map<std::string, models::Duration> poolIntervals(std::string_view configText);

} // namespace binnacle::plugins::prometheus
