// SPDX-License-Identifier: GPL-3.0-or-later
// One run of the connector: the monitor, one reflector per kind, and discovery that starts and
// stops the reflectors of custom resources. Lives on the connector's run thread; owns every other
// thread and ends them.
#pragma once

#include "plugins/kubernetes/connection.h"
#include "plugins/kubernetes/targets.h"
#include "plugins/kubernetes/watch/monitor.h"
#include "plugins/kubernetes/watch/reflector.h"
#include "plugins/kubernetes/watch/source_report.h"

#include <map>
#include <string>
#include <thread>
#include <vector>

namespace binnacle::plugins::kubernetes {

struct SessionOptions {
    ReflectorOptions reflector;
    MonitorOptions monitor;
    std::chrono::milliseconds rediscover{std::chrono::minutes(5)};
    std::chrono::milliseconds rediscoverSoon{15000}; ///< after one that failed or was partial
    std::chrono::milliseconds podsFirst{
        250};                         ///< head start of pods and nodes before the other kinds
    std::size_t maxGenericKinds = 64; ///< watches are threads and connections: bounded, and said so
};

class Session {
public:
    Session(const services::SourceConfig& config, Connection& connection, services::FactSink& sink,
            SourceReport& report, SessionOptions options = {});

    /// Blocks until `stop`; every thread is gone when it returns.
    void run(std::stop_token stop);

private:
    struct Custom {
        models::KindId kind = 0;
        std::string kindName;
        std::string version; ///< of the API that it is read through
        std::jthread thread; ///< last: joined before the rest dies
    };
    void start(ReflectorTarget target);
    void startBuiltIns(const std::stop_token& stop);
    /// False: ask again soon.
    bool discover(const std::stop_token& stop);
    void startCustom(const ApiResources& resources, const std::stop_token& stop);
    void endVanished(const ApiResources& resources);
    void sweep(const std::string& name, const Custom& custom);
    void watchDefinitions(std::stop_token stop);
    void waitForChange(std::chrono::milliseconds atMost, const std::stop_token& stop);
    models::Result<std::uint64_t> probe(std::chrono::milliseconds deadline, std::stop_token stop);
    std::optional<std::string> fallbackScope(const std::string& group, const std::string& plural,
                                             std::stop_token stop);
    Monitor::Hooks hooks();

    const services::SourceConfig& m_config;
    Connection& m_connection;
    services::FactSink& m_sink;
    SourceReport& m_report;
    SessionOptions m_options;
    Monitor m_monitor;
    std::vector<std::jthread> m_threads;
    std::map<std::string, Custom> m_custom; ///< by qualified name
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    bool m_definitionsChanged = false;
};

} // namespace binnacle::plugins::kubernetes
