// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/fake_estate.h"

#include <cmath>

namespace binnacle::ui::test {

using models::BuiltIn;
using models::col;
using models::Common;
using models::GpuColumn;
using models::NodeColumn;

namespace {

/// A deployment of four pods, one of which crashes; none asks for a device.
void addWorkload(models::FactBatch& batch)
{
    using models::PodColumn;
    using models::WorkloadColumn;
    batch.upsert(kind(BuiltIn::Deployment), models::makeKey("fixture", "deployment-web"))
        .text(col(Common::Name), "web")
        .text(col(Common::Namespace), "chat")
        .integer(col(WorkloadColumn::Desired), 4)
        .integer(col(WorkloadColumn::ReadyReplicas), 3);
    for (int i = 0; i < 4; ++i) {
        const std::string name = "web-" + std::to_string(i);
        batch.upsert(kind(BuiltIn::Pod), models::makeKey("fixture", "pod-" + name))
            .text(col(Common::Name), name)
            .text(col(Common::Namespace), "chat")
            .text(col(Common::Owner), "web")
            .text(col(Common::OwnerKind), "Deployment")
            .text(col(Common::OwnerUid), "deployment-web")
            .text(col(PodColumn::Status), i == 3 ? "CrashLoopBackOff" : "Running")
            .text(col(PodColumn::Phase), "Running")
            .integer(col(PodColumn::Ready), i == 3 ? 0 : 1)
            .integer(col(PodColumn::Containers), 1)
            .integer(col(PodColumn::Restarts), i == 3 ? 11 : 0)
            .integer(col(PodColumn::Gpus), 0);
    }
}

} // namespace

std::shared_ptr<FakeEstate> FakeEstate::make(int nodes, services::StoreOptions options)
{
    auto estate = std::make_shared<FakeEstate>();
    estate->m_store = std::move(*services::EstateStore::open(std::move(options)));
    estate->m_nodes = nodes;
    models::FactBatch batch("fixture");
    for (int n = 0; n < nodes; ++n) {
        const std::string name = "gpu-" + std::to_string(100 + n);
        batch.upsert(kind(BuiltIn::Node), models::makeKey("fixture", "node-" + name))
            .text(col(Common::Name), name)
            .text(col(NodeColumn::Ready), "True")
            .text(col(NodeColumn::Status), "Ready")
            .text(col(NodeColumn::Pool), n % 2 ? "l4-c" : "h100-a")
            .text(col(NodeColumn::GpuResource), "nvidia.com/gpu")
            .integer(col(NodeColumn::GpuCapacity), 8)
            .integer(col(NodeColumn::GpuAllocatable), 8);
    }
    addWorkload(batch);
    (void)estate->m_store->apply(std::move(batch));
    estate->setStatus([](models::SourceStatus& status) {
        status.type = "demo";
        status.simulated = true;
        status.phase = models::SourcePhase::Ready;
        status.interval = std::chrono::seconds(10);
    });
    estate->beat(0);
    return estate;
}

void FakeEstate::beat(int number)
{
    const models::UtcTime now = models::Clock::system().now();
    models::FactBatch batch("fixture");
    for (int n = 0; n < m_nodes; ++n) {
        const std::string node = "gpu-" + std::to_string(100 + n);
        for (int i = 0; i < 8; ++i) {
            const std::string uuid = "GPU-" + node + "-" + std::to_string(i);
            const double busy = std::fmod(0.137 * (n * 8 + i) + 0.03 * number, 1.0);
            batch.upsert(kind(BuiltIn::Gpu), models::makeKey("fixture", uuid))
                .text(col(Common::Name), uuid)
                .text(col(GpuColumn::Uuid), uuid)
                .text(col(GpuColumn::Node), node)
                .integer(col(GpuColumn::Index), i)
                .text(col(GpuColumn::Model), "NVIDIA H100 80GB HBM3")
                .real(col(GpuColumn::Utilisation), busy)
                .real(col(GpuColumn::SmActive), busy)
                .time(col(GpuColumn::SampleTime), now);
        }
    }
    (void)m_store->apply(std::move(batch));
    setStatus([now](models::SourceStatus& status) { status.lastContact = now; });
}

void FakeEstate::setStatus(const std::function<void(models::SourceStatus&)>& edit)
{
    m_store->updateStatus("fixture", edit);
}

models::Result<models::MetricAnswer>
FakeEstate::rangeOfMeaning(const std::string& meaning, const models::LabelList&,
                           const services::MetricRangeQuery& range, std::stop_token)
{
    if (meaning == "gpu.power")
        return models::fail(models::ErrorCode::Unreachable, "the metrics server is down");
    models::MetricAnswer answer;
    answer.shape = models::MetricShape::Matrix;
    models::MetricSeries series;
    for (double t = range.start.seconds(); t <= range.end.seconds(); t += 10) {
        series.times.push_back(t);
        series.values.push_back(0.5 + 0.4 * std::sin(t / 300));
    }
    answer.series.push_back(std::move(series));
    answer.text = "fixture: " + meaning;
    return answer;
}

services::Config fakeConfig()
{
    services::Config config;
    services::SourceConfig source;
    source.id = "fixture";
    source.type = "demo";
    config.environments = {{"test", false, {source}}, {"prod", true, {source}}};
    return config;
}

std::vector<std::string>& removedSecrets()
{
    static std::vector<std::string> names;
    return names;
}

EstateFactory fakeFactory(std::function<models::Result<EstatePtr>()> open)
{
    EstateFactory factory;
    factory.open = [open = std::move(open)](const services::EnvironmentConfig&) { return open(); };
    factory.test = [](const services::SourceConfig& source, const TypedSecrets& typed,
                      std::stop_token) {
        models::SourceStatus status;
        if (!source.bearerSecret.empty() && !typed.contains(source.bearerSecret))
            status.error = models::Error{models::ErrorCode::NotFound, "no such secret", "", {}};
        status.id = source.id;
        status.latencyMs = 7;
        status.version = "1.0";
        return status;
    };
    factory.contexts = []() -> models::Result<std::vector<std::string>> {
        return std::vector<std::string>{"kind-dev", "prod-eu"};
    };
    factory.writeSecret = [](const std::string&, const std::string&,
                             const std::function<void(models::Result<void>)>& done) { done({}); };
    factory.removeSecret = [](const std::string& name,
                              const std::function<void(models::Result<void>)>& done) {
        removedSecrets().push_back(name);
        done({});
    };
    return factory;
}

} // namespace binnacle::ui::test
