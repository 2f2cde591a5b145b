// SPDX-License-Identifier: GPL-3.0-or-later
// What every connector is: it can be tested, and it can run, pushing facts until it is told to
// stop. Capabilities are further small interfaces asked for by query. Implemented in plugins/, used
// by services/sync. A connector does not know the store, views, other connectors, or how often it
// is called.
#pragma once

#include "models/base/time.h"
#include "models/estate/fact.h"
#include "models/estate/source.h"

#include <functional>
#include <memory>
#include <stop_token>
#include <string>

namespace binnacle::services {

class LogSource;
class MetricSource;
class ObjectSource;

/// Where a connector's facts go. Thread: any of the connector's threads; calls are serialised by
/// the sink.
class FactSink {
public:
    virtual ~FactSink() = default;
    /// Blocks while the store applies the batch: this is the back-pressure. Errors:
    /// ResourceExhausted, Internal.
    virtual models::Result<void> apply(models::FactBatch&& batch) = 0;
    /// Changes the source's status; `edit` runs under the sink's lock and must be short.
    virtual void updateStatus(const std::function<void(models::SourceStatus&)>& edit) = 0;
};

class Connector {
public:
    virtual ~Connector() = default;

    /// Id, type, address, simulated, insecure: what is known without any connection.
    virtual models::SourceStatus describe() const = 0;

    /// One short exchange: is it there, which version, what may we do. Fills phase, latencyMs,
    /// version, missing, error (with remedy), lastContact. Never throws and never returns later
    /// than `deadline`. Thread: any but ui.
    virtual models::SourceStatus test(std::chrono::milliseconds deadline, std::stop_token stop) = 0;

    /// Pushes facts until `stop`; reconnects by itself; reports every change of state through the
    /// sink. Blocks. Returns once all of its threads are gone. Thread: one of its own.
    virtual void run(FactSink& sink, std::stop_token stop) = 0;

    /// Null when this source has no metrics. The pointer lives as long as the connector. Thread:
    /// any.
    virtual MetricSource* metrics() { return nullptr; }
    /// Whole objects, and what containers write: null when this source has none. As metrics().
    virtual ObjectSource* objects() { return nullptr; }
    virtual LogSource* logs() { return nullptr; }
};

} // namespace binnacle::services
