// SPDX-License-Identifier: GPL-3.0-or-later
// The connection for what people ask for one at a time (objects, logs), made at the first question
// and kept: apart from the watches, so that neither waits for the other. Any thread.
#pragma once

#include "plugins/kubernetes/connection.h"

#include <memory>
#include <mutex>

namespace binnacle::plugins::kubernetes {

class OnDemand {
public:
    OnDemand(const services::SourceConfig& config, services::HttpClient& http)
        : m_config(config), m_http(http)
    {
    }

    /// Errors: those of openConnection, each time it is asked: somebody may mend the kubeconfig.
    models::Result<std::shared_ptr<Connection>> connection();
    /// After an Unauthenticated: the kubeconfig is read again at the next question.
    void forget();

private:
    const services::SourceConfig m_config;
    services::HttpClient& m_http;
    std::mutex m_mutex;
    std::shared_ptr<Connection> m_connection;
};

} // namespace binnacle::plugins::kubernetes
