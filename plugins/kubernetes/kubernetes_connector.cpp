// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/kubernetes_connector.h"

#include "plugins/kubernetes/diagnose.h"
#include "plugins/kubernetes/logs/kubernetes_logs.h"
#include "plugins/kubernetes/objects/kubernetes_objects.h"
#include "plugins/kubernetes/session.h"

namespace binnacle::plugins::kubernetes {

using models::SourcePhase;
using models::SourceStatus;
using services::SourceConfig;
using namespace std::chrono_literals;

namespace {

/// A broken kubeconfig is read again this often: somebody is probably mending it.
constexpr auto kReopen = 2000ms;

class KubernetesConnector final : public services::Connector {
public:
    KubernetesConnector(SourceConfig config, services::HttpClient& http)
        : m_config(std::move(config)), m_http(http), m_onDemand(m_config, http),
          m_objects(makeKubernetesObjects(m_onDemand)), m_logs(makeKubernetesLogs(m_onDemand))
    {
    }

    SourceStatus describe() const override
    {
        SourceStatus status;
        status.id = m_config.id;
        status.type = "kubernetes";
        status.interval = 5s;
        if (const auto context = resolveContext(m_config)) {
            status.address = context->server;
            status.insecure = context->insecure;
            status.notes = context->warnings;
        } else {
            status.error = context.error();
        }
        return status;
    }

    SourceStatus test(std::chrono::milliseconds deadline, std::stop_token stop) override
    {
        SourceStatus status = describe();
        auto connection = openConnection(m_config, m_http);
        if (!connection) {
            status.phase = SourcePhase::Failed;
            status.error = std::move(connection.error());
            return status;
        }
        diagnose(**connection, m_config.ns, deadline, std::move(stop), status);
        return status;
    }

    void run(services::FactSink& sink, std::stop_token stop) override
    {
        SourceReport report(sink, describe());
        while (!stop.stop_requested()) {
            auto connection = openConnection(m_config, m_http);
            if (!connection) {
                report.lost(connection.error());
                pauseFor(kReopen, stop);
                continue;
            }
            report.back();
            Session session(m_config, **connection, sink, report);
            session.run(stop);
        }
        report.stopped();
    }

    services::ObjectSource* objects() override { return m_objects.get(); }
    services::LogSource* logs() override { return m_logs.get(); }

private:
    const SourceConfig m_config;
    services::HttpClient& m_http;
    OnDemand m_onDemand;
    std::unique_ptr<services::ObjectSource> m_objects;
    std::unique_ptr<services::LogSource> m_logs;
};

} // namespace

std::unique_ptr<services::Connector> makeKubernetesConnector(const SourceConfig& config,
                                                             services::HttpClient& http)
{
    return std::make_unique<KubernetesConnector>(config, http);
}

} // namespace binnacle::plugins::kubernetes
