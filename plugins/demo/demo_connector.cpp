// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/demo/demo_connector.h"

#include "plugins/demo/demo_feed.h"
#include "plugins/demo/demo_metrics.h"
#include "plugins/demo/demo_story_times.h"
#include "plugins/demo/demo_world.h"
#include "plugins/demo/objects/demo_logs.h"
#include "plugins/demo/objects/demo_objects.h"

#include <condition_variable>
#include <mutex>

namespace binnacle::plugins {

namespace {

using models::Result;
using models::SourcePhase;
using models::SourceStatus;

constexpr std::chrono::seconds kInterval{demo::kSampleEvery};

std::int64_t stepOf(models::UtcTime t)
{
    // Values exist on the grid of the demo's own interval, whenever somebody looks.
    const std::int64_t seconds = t.ns / 1'000'000'000;
    return seconds - seconds % demo::kSampleEvery;
}

class DemoConnector final : public services::Connector {
public:
    DemoConnector(const services::SourceConfig& config, const models::Clock& clock)
        : m_config(config), m_clock(clock), m_size(demo::parseSize(config.size))
    {
    }

    SourceStatus describe() const override
    {
        SourceStatus status;
        status.id = m_config.id;
        status.type = "demo";
        status.address = "Demo estate, simulated";
        status.simulated = true;
        status.interval = kInterval;
        status.version = "simulated";
        return status;
    }

    SourceStatus test(std::chrono::milliseconds, std::stop_token) override
    {
        SourceStatus status = describe();
        status.since = m_clock.now();
        status.phase = m_size ? SourcePhase::Ready : SourcePhase::Failed;
        if (!m_size) {
            status.error = m_size.error();
            return status;
        }
        status.latencyMs = 0; // inside this process
        status.lastContact = status.since;
        return status;
    }

    void run(services::FactSink& sink, std::stop_token stop) override;

    services::MetricSource* metrics() override
    {
        if (!m_size)
            return nullptr;
        const std::lock_guard lock(m_worldMutex);
        if (!m_metrics)
            m_metrics = demo::makeDemoMetrics(worldLocked(), m_config.id, m_clock);
        return m_metrics.get();
    }

    services::ObjectSource* objects() override
    {
        if (!m_size)
            return nullptr;
        const std::lock_guard lock(m_worldMutex);
        if (!m_objects)
            m_objects = demo::makeDemoObjects(worldLocked(), m_clock);
        return m_objects.get();
    }

    services::LogSource* logs() override
    {
        if (!m_size)
            return nullptr;
        const std::lock_guard lock(m_worldMutex);
        if (!m_logs)
            m_logs = demo::makeDemoLogs(worldLocked(), m_clock);
        return m_logs.get();
    }

private:
    std::shared_ptr<const demo::DemoWorld> worldLocked();
    Result<void> writeLists(services::FactSink& sink, demo::DemoFeed& feed, std::int64_t t,
                            std::stop_token stop);
    void setPhase(services::FactSink& sink, SourcePhase phase);
    void proof(services::FactSink& sink);
    void failed(services::FactSink& sink, const models::Error& error);
    /// False when told to stop.
    bool pause(std::stop_token stop);

    services::SourceConfig m_config;
    const models::Clock& m_clock;
    Result<demo::DemoSize> m_size;
    std::mutex m_worldMutex;
    std::shared_ptr<const demo::DemoWorld> m_world;
    std::unique_ptr<services::MetricSource> m_metrics;
    std::unique_ptr<services::ObjectSource> m_objects;
    std::unique_ptr<services::LogSource> m_logs;
    std::mutex m_waitMutex;
    std::condition_variable_any m_wait;
};

std::shared_ptr<const demo::DemoWorld> DemoConnector::worldLocked()
{
    if (!m_world)
        m_world = std::make_shared<const demo::DemoWorld>(m_config.seed, *m_size,
                                                          demo::storyDay(stepOf(m_clock.now())));
    return m_world;
}

void DemoConnector::setPhase(services::FactSink& sink, SourcePhase phase)
{
    const models::UtcTime now = m_clock.now();
    sink.updateStatus([&](SourceStatus& status) {
        if (status.phase != phase || !status.since.known())
            status.since = now;
        SourceStatus fresh = describe();
        status.type = fresh.type;
        status.address = fresh.address;
        status.simulated = true;
        status.interval = fresh.interval;
        status.version = fresh.version;
        status.phase = phase;
        status.latencyMs = 0;
    });
}

void DemoConnector::proof(services::FactSink& sink)
{
    const models::UtcTime now = m_clock.now();
    sink.updateStatus([&](SourceStatus& status) {
        status.lastContact = now;
        status.error.reset();
    });
}

void DemoConnector::failed(services::FactSink& sink, const models::Error& error)
{
    setPhase(sink, SourcePhase::Failed);
    sink.updateStatus([&](SourceStatus& status) { status.error = error; });
}

Result<void> DemoConnector::writeLists(services::FactSink& sink, demo::DemoFeed& feed,
                                       std::int64_t t, std::stop_token stop)
{
    setPhase(sink, SourcePhase::Syncing);
    auto written = feed.lists(
        t, [&](models::FactBatch&& batch) { return sink.apply(std::move(batch)); },
        [&](models::BuiltIn kind, std::size_t rows) {
            const std::string& name =
                models::KindRegistry::instance().spec(models::kind(kind)).name;
            sink.updateStatus([&](SourceStatus& status) {
                status.kinds[name].rows = rows;
                status.kinds[name].complete = true;
            });
        },
        stop);
    if (written)
        setPhase(sink, SourcePhase::Ready);
    return written;
}

bool DemoConnector::pause(std::stop_token stop)
{
    std::unique_lock lock(m_waitMutex);
    m_wait.wait_for(lock, stop, kInterval, [] { return false; });
    return !stop.stop_requested();
}

void DemoConnector::run(services::FactSink& sink, std::stop_token stop)
{
    setPhase(sink, SourcePhase::Connecting);
    if (!m_size) {
        failed(sink, m_size.error());
        return;
    }
    std::shared_ptr<const demo::DemoWorld> world;
    {
        const std::lock_guard lock(m_worldMutex);
        world = worldLocked();
    }
    demo::DemoFeed feed(world->life, m_config.id);
    bool listed = false;
    std::int64_t written = 0;
    do {
        const std::int64_t t = stepOf(m_clock.now());
        const auto apply = [&](models::FactBatch&& batch) { return sink.apply(std::move(batch)); };
        const Result<void> done =
            listed ? feed.changes(written, t, apply, stop) : writeLists(sink, feed, t, stop);
        if (done) {
            proof(sink);
        } else if (!stop.stop_requested()) {
            // A batch that was not taken leaves a hole: the next round starts again with full
            // lists.
            failed(sink, done.error());
        }
        listed = done.has_value();
        written = t;
    } while (pause(stop));
    setPhase(sink, SourcePhase::Stopped);
}

} // namespace

std::unique_ptr<services::Connector> makeDemoConnector(const services::SourceConfig& config,
                                                       const models::Clock* clock)
{
    return std::make_unique<DemoConnector>(config, clock ? *clock : models::Clock::system());
}

} // namespace binnacle::plugins
