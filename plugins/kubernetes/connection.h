// SPDX-License-Identifier: GPL-3.0-or-later
// A configured source turned into the objects that talk to its API server. For the session and the
// test; making one reads the kubeconfig and connects nowhere. Any thread but ui.
#pragma once

#include "plugins/kubernetes/access/api_client.h"
#include "plugins/kubernetes/access/credentials.h"
#include "plugins/kubernetes/access/discovery.h"
#include "plugins/kubernetes/access/permissions.h"
#include "services/config/config.h"

#include <memory>

namespace binnacle::plugins::kubernetes {

struct Connection {
    std::unique_ptr<CredentialProvider> credentials;
    std::unique_ptr<ApiClient> api;
    std::unique_ptr<Permissions> permissions;
    std::unique_ptr<Discovery> discovery;
};

/// Errors: those of loadKubeconfig and Kubeconfig::resolve.
models::Result<ResolvedContext> resolveContext(const services::SourceConfig& config);
models::Result<std::unique_ptr<Connection>> openConnection(const services::SourceConfig& config,
                                                           services::HttpClient& http);

} // namespace binnacle::plugins::kubernetes
