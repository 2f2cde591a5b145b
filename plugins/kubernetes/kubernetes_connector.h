// SPDX-License-Identifier: GPL-3.0-or-later
// The Kubernetes connector: one cluster, seen through one context of a kubeconfig, as facts. For
// the registry of connectors; threads as services::Connector says.
#pragma once

#include "services/config/config.h"
#include "services/net/http_client.h"
#include "services/ports/connector.h"

#include <memory>

namespace binnacle::plugins::kubernetes {

/// Never fails and never connects: a source that cannot work says why in describe(), test() and its
/// status. `http` must outlive the connector.
std::unique_ptr<services::Connector> makeKubernetesConnector(const services::SourceConfig& config,
                                                             services::HttpClient& http);

} // namespace binnacle::plugins::kubernetes
