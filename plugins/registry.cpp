// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/registry.h"

#include "plugins/demo/demo_connector.h"
#include "plugins/kubernetes/kubernetes_connector.h"
#include "plugins/prometheus/prometheus_connector.h"

namespace binnacle::plugins {

using models::ErrorCode;
using models::fail;

models::Result<std::unique_ptr<services::Connector>>
makeConnector(const services::SourceConfig& source, services::HttpClient& http,
              services::SecretSource& secrets)
{
    if (source.type == "demo")
        return makeDemoConnector(source);
    if (source.type == "kubernetes")
        return kubernetes::makeKubernetesConnector(source, http);
    if (source.type == "prometheus")
        return prometheus::makePrometheusConnector(source, http, &secrets);
    return fail(ErrorCode::Unsupported, "no connector is called \"" + source.type + "\"",
                "known types: kubernetes, prometheus, demo");
}

} // namespace binnacle::plugins
