// SPDX-License-Identifier: GPL-3.0-or-later
// The connector's ObjectSource: requests to the API server, one at a time. For the connector.
#pragma once

#include "plugins/kubernetes/on_demand.h"
#include "services/ports/object_source.h"

#include <memory>

namespace binnacle::plugins::kubernetes {

/// `connections` must outlive the result.
std::unique_ptr<services::ObjectSource> makeKubernetesObjects(OnDemand& connections);

/// The same over a connection that is open: for tests.
class KubernetesObjects {
public:
    explicit KubernetesObjects(Connection& connection,
                               const models::Clock& clock = models::Clock::system())
        : m_connection(connection), m_clock(clock)
    {
    }
    models::Result<services::WholeObject> object(const services::ObjectRef& ref,
                                                 std::chrono::milliseconds deadline,
                                                 std::stop_token stop);
    models::Result<services::Revisions> revisions(const services::ObjectRef& ref,
                                                  std::chrono::milliseconds deadline,
                                                  std::stop_token stop);
    models::Result<services::Rehearsal> rehearse(const services::ObjectRef& ref,
                                                 const services::HarmlessChange& change,
                                                 std::chrono::milliseconds deadline,
                                                 std::stop_token stop);

private:
    Connection& m_connection;
    const models::Clock& m_clock;
};

} // namespace binnacle::plugins::kubernetes
