// SPDX-License-Identifier: GPL-3.0-or-later
// The list of connectors that are compiled in. For the composition roots only.
#pragma once

#include "services/config/config.h"
#include "services/net/http_client.h"
#include "services/ports/connector.h"
#include "services/ports/secret_source.h"

#include <memory>

namespace binnacle::plugins {

/// Reads files (kubeconfig, CA) but connects nowhere. `http` and `secrets` must outlive the
/// connector. Errors: InvalidInput, NotFound, PermissionDenied of those files; Unsupported for an
/// unknown type.
models::Result<std::unique_ptr<services::Connector>>
makeConnector(const services::SourceConfig& source, services::HttpClient& http,
              services::SecretSource& secrets);

} // namespace binnacle::plugins
