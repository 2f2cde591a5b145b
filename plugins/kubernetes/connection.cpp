// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/connection.h"

namespace binnacle::plugins::kubernetes {

using models::fail;
using models::Result;

Result<ResolvedContext> resolveContext(const services::SourceConfig& config)
{
    KubeconfigRequest request;
    request.path = config.kubeconfig;
    const auto kubeconfig = loadKubeconfig(request);
    if (!kubeconfig)
        return fail(kubeconfig.error());
    return kubeconfig->resolve(config.context);
}

Result<std::unique_ptr<Connection>> openConnection(const services::SourceConfig& config,
                                                   services::HttpClient& http)
{
    auto context = resolveContext(config);
    if (!context)
        return fail(std::move(context.error()));
    auto connection = std::make_unique<Connection>();
    connection->credentials = makeCredentialProvider(*context, http);
    connection->api =
        std::make_unique<ApiClient>(http, std::move(*context), *connection->credentials);
    connection->permissions = std::make_unique<Permissions>(*connection->api);
    connection->discovery = std::make_unique<Discovery>(*connection->api);
    return connection;
}

} // namespace binnacle::plugins::kubernetes
