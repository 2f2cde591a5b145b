// SPDX-License-Identifier: GPL-3.0-or-later
// One environment at work: its store, its connectors, a thread for each. For the composition roots
// of console and command line. Opening connects nowhere; start() does. Knows connectors only
// through their port.
#pragma once

#include "services/config/config.h"
#include "services/ports/connector.h"
#include "services/store/estate_store.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace binnacle::services {

class LogSource;
class MetricSource;
class ObjectSource;

using ConnectorFactory =
    std::function<models::Result<std::unique_ptr<Connector>>(const SourceConfig& source)>;

struct SessionOptions {
    StoreOptions store;
    ConnectorFactory makeConnector;
};

class EstateSession {
public:
    /// A source that cannot be made (bad kubeconfig, unknown context) is in the estate as failed,
    /// with its remedy; the others work. Errors: those of EstateStore::open.
    static models::Result<std::unique_ptr<EstateSession>> open(const EnvironmentConfig& environment,
                                                               SessionOptions options);
    ~EstateSession();
    EstateSession(const EstateSession&) = delete;
    EstateSession& operator=(const EstateSession&) = delete;

    const EnvironmentConfig& environment() const;
    EstateStore& store();

    /// Starts every source, or the one named, that is not running. Does not wait.
    void start();
    void start(const std::string& sourceId);
    /// Stops and joins all threads. Cost: as long as the slowest connector takes to notice, some 10
    /// ms.
    void stop();
    void stop(const std::string& sourceId);

    /// From start() to the first row of a source that lists objects; nullopt while none has come.
    std::optional<std::chrono::microseconds> firstRow() const;

    /// Shape: in the order of the configuration.
    std::vector<std::string> sourceIds() const;
    /// Null when the source has no metrics, could not be made, or does not exist.
    MetricSource* metrics(const std::string& sourceId);
    std::vector<MetricSource*> metricSources();
    /// Null likewise, for sources without whole objects or logs.
    ObjectSource* objects(const std::string& sourceId);
    LogSource* logs(const std::string& sourceId);

    /// One short exchange with one source; does not touch the store. Errors are in the status.
    /// Thread: any but ui.
    models::SourceStatus test(const std::string& sourceId, std::chrono::milliseconds deadline,
                              std::stop_token stop);

private:
    struct State;
    explicit EstateSession(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace binnacle::services
