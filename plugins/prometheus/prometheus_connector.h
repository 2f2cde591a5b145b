// SPDX-License-Identifier: GPL-3.0-or-later
// A Prometheus-compatible server as a connector: answers queries of everyone (MetricSource) and,
// while it runs, keeps the GPU devices of the estate up to date. Made by the registry of plugins.
// Thread: run on one of its own, everything else on any. Knows no store and no view.
#pragma once

#include "services/config/config.h"
#include "services/net/http_client.h"
#include "services/ports/connector.h"
#include "services/ports/metric_source.h"
#include "services/ports/secret_source.h"

#include <memory>

namespace binnacle::plugins::prometheus {

/// `http` (and `secrets` and `clock`, when given) outlive the connector. Never fails: what is wrong
/// with the configuration shows in test() and run(). Null clock: the system's.
std::unique_ptr<services::Connector> makePrometheusConnector(const services::SourceConfig& config,
                                                             services::HttpClient& http,
                                                             services::SecretSource* secrets,
                                                             const models::Clock* clock = nullptr);

} // namespace binnacle::plugins::prometheus
