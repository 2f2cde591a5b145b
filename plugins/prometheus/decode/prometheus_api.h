// SPDX-License-Identifier: GPL-3.0-or-later
// What the other endpoints of the HTTP API tell: targets, rules, alerts, exemplars, build facts.
// Values made by prometheus_api_decode, handed out by PrometheusClient; any thread.
// Source: Prometheus HTTP API v1.
#pragma once

#include "models/base/time.h"
#include "models/metrics/metric.h"

#include <map>
#include <string>
#include <vector>

namespace binnacle::plugins::prometheus {

/// Which server speaks; decides about prefixes, warnings and what it cannot do.
enum class Flavour { Prometheus, Thanos, Mimir, VictoriaMetrics, Unknown };
std::string_view toString(Flavour flavour);

struct BuildInfo {
    std::string version, revision, goVersion, application; ///< application: Mimir says what it is
};

struct Target {
    models::LabelList labels;
    std::string pool, url, lastError, health; ///< health: "up", "down", "unknown"
    models::UtcTime lastScrape;
    double lastScrapeSeconds = 0;
    models::Duration interval{0}; ///< zero: older servers do not say

    /// Empty when absent.
    std::string_view label(std::string_view name) const;
};

struct Alert {
    models::LabelList labels, annotations;
    std::string state; ///< "pending", "firing"
    models::UtcTime activeAt;
    double value = 0;
};

struct Rule {
    bool alerting = false;
    std::string name, query, health, lastError, state;
    double durationSeconds = 0, evaluationSeconds = 0;
    models::LabelList labels, annotations;
    models::UtcTime lastEvaluation;
    std::vector<Alert> alerts;
};

struct RuleGroup {
    std::string name, file;
    double intervalSeconds = 0;
    std::vector<Rule> rules;
};

struct Exemplar {
    models::LabelList labels; ///< "trace_id" and the like
    double time = 0, value = 0;
};

struct ExemplarSeries {
    models::LabelList labels;
    std::vector<Exemplar> exemplars;
};

} // namespace binnacle::plugins::prometheus
