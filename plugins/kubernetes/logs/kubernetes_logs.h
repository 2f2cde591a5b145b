// SPDX-License-Identifier: GPL-3.0-or-later
// The connector's LogSource: the pods' log subresource, followed over breaks of the connection. For
// the connector.
#pragma once

#include "plugins/kubernetes/on_demand.h"
#include "services/ports/log_source.h"

#include <memory>

namespace binnacle::plugins::kubernetes {

/// `connections` must outlive the result.
std::unique_ptr<services::LogSource> makeKubernetesLogs(OnDemand& connections);

/// The same over a connection that is open: for tests.
class KubernetesLogs {
public:
    struct Options {
        std::chrono::milliseconds firstPause{500}, longestPause{15000}; ///< before another try
    };
    explicit KubernetesLogs(Connection& connection) : m_connection(connection) {}
    KubernetesLogs(Connection& connection, Options options)
        : m_connection(connection), m_options(options)
    {
    }
    models::Result<std::vector<services::LogContainer>>
    containers(const std::string& ns, const std::string& pod, std::chrono::milliseconds deadline,
               std::stop_token stop);
    models::Result<void> stream(const services::LogRequest& request, services::LogSink& sink,
                                std::stop_token stop);

private:
    Connection& m_connection;
    Options m_options;
};

/// What the API says of a log that it cannot give, in words: the container waits, there was none
/// before, several to choose from, the node does not answer. Pure.
models::Error explainedLog(models::Error error, const services::LogRequest& request);

} // namespace binnacle::plugins::kubernetes
