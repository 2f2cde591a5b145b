// SPDX-License-Identifier: GPL-3.0-or-later
// One short exchange with a server: does it answer PromQL, who is it, and if not, what is wrong
// with the address or the credentials. For PrometheusConnector::test and its heartbeat. Any thread.
#pragma once

#include "models/estate/source.h"
#include "plugins/prometheus/client/prometheus_client.h"

namespace binnacle::plugins::prometheus {

struct Heartbeat {
    double latencyMs = -1;
    models::Duration clockSkew{0}; ///< server minus ours
};

/// Asks for time(). Errors: as MetricSource::instant.
models::Result<Heartbeat> heartbeat(PrometheusClient& client, const models::Clock& clock,
                                    std::chrono::milliseconds deadline, std::stop_token stop);

/// Fills phase, latency, version, notes, skew, error and lastContact; finds Mimir's prefix and says
/// where the API seems to be when it is elsewhere.
void checkConnection(PrometheusClient& client, const models::Clock& clock,
                     std::chrono::milliseconds deadline, std::stop_token stop,
                     models::SourceStatus& status);

} // namespace binnacle::plugins::prometheus
