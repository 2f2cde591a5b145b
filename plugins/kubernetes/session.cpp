// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/session.h"

#include <algorithm>

namespace binnacle::plugins::kubernetes {

using models::Error;
using models::ErrorCode;
using models::Result;
using std::chrono::milliseconds;
using namespace std::chrono_literals;

Session::Session(const services::SourceConfig& config, Connection& connection,
                 services::FactSink& sink, SourceReport& report, SessionOptions options)
    : m_config(config), m_connection(connection), m_sink(sink), m_report(report),
      m_options(options), m_monitor(hooks(), options.monitor)
{
}

Monitor::Hooks Session::hooks()
{
    Monitor::Hooks hooks;
    hooks.probe = [this](milliseconds deadline, std::stop_token stop) {
        return probe(deadline, std::move(stop));
    };
    hooks.lost = [this](const Error& error) { m_report.lost(error); };
    hooks.back = [this] { m_report.back(); };
    hooks.drop = [this] { m_connection.api->dropConnections(); };
    hooks.tick = [this] { m_report.review(); };
    return hooks;
}

Result<std::uint64_t> Session::probe(milliseconds deadline, std::stop_token stop)
{
    auto answer = m_connection.api->send("/livez", {}, "*/*", deadline, std::move(stop));
    if (!answer) {
        switch (answer.error().code) {
        case ErrorCode::PermissionDenied: // a proxy that shows only part of the server
        case ErrorCode::NotFound:
        case ErrorCode::RateLimited:
        case ErrorCode::Unsupported:
            break;
        default:
            return models::fail(std::move(answer.error()).in("heartbeat"));
        }
    }
    const auto health = m_connection.api->health();
    m_report.probed(static_cast<double>(health.latency.count()) / 1000.0, {}, health.clockSkew);
    for (const auto& warning : health.warnings)
        m_report.note("server warning: " + warning);
    for (const auto& note : m_connection.credentials->notes())
        m_report.note(note);
    return answer ? answer->connection : 0;
}

std::optional<std::string> Session::fallbackScope(const std::string& group,
                                                  const std::string& plural, std::stop_token stop)
{
    const auto scope =
        m_connection.permissions->usableScope("list", group, plural, std::move(stop));
    if (!scope || scope->clusterWide || scope->namespaces.empty())
        return std::nullopt;
    if (scope->namespaces.size() > 1)
        m_report.note("showing namespace " + scope->namespaces.front() + " only, of " +
                      std::to_string(scope->namespaces.size()) + " that could be shown");
    return scope->namespaces.front();
}

namespace {

Reflector::ScopeFallback noFallback()
{
    return {};
}

} // namespace

void Session::start(ReflectorTarget target)
{
    m_report.expect(target.kindName);
    const auto& spec = models::KindRegistry::instance().spec(target.kind);
    Reflector::ScopeFallback fallback = noFallback();
    if (spec.namespaced && m_config.ns.empty())
        fallback = [this, &spec](std::stop_token stop) {
            return fallbackScope(spec.group, spec.plural, std::move(stop));
        };
    m_threads.emplace_back([this, target = std::move(target),
                            fallback = std::move(fallback)](std::stop_token stop) mutable {
        Reflector reflector(*m_connection.api, m_monitor, m_sink, m_report, std::move(target),
                            std::move(fallback), m_options.reflector);
        reflector.run(std::move(stop));
    });
}

void Session::startBuiltIns(const std::stop_token& stop)
{
    auto targets = builtInTargets(m_config.id, m_config.ns);
    for (const auto& target : targets)
        m_report.expect(target.kindName);
    bool waited = false;
    for (auto& target : targets) {
        const bool first = target.kindName == "Pod" || target.kindName == "Node";
        if (!first && !std::exchange(waited, true))
            m_report.waitForRows("Pod", m_options.podsFirst, stop);
        if (stop.stop_requested())
            return;
        start(std::move(target));
    }
}

void Session::startCustom(const ApiResources& resources, const std::stop_token& stop)
{
    std::size_t generic = 0;
    std::size_t left = 0;
    for (const auto& resource : resources.items) {
        const auto kind = classify(resource);
        if (kind == CustomClass::Not || stop.stop_requested())
            continue;
        if (kind == CustomClass::Generic && ++generic > m_options.maxGenericKinds) {
            ++left;
            continue;
        }
        const auto name = resource.qualifiedName();
        if (m_custom.contains(name))
            continue;
        auto target = kind == CustomClass::Known ? knownTarget(resource, m_config.id, m_config.ns)
                                                 : genericTarget(*m_connection.api, resource,
                                                                 m_config.id, m_config.ns, stop);
        const auto id = target.kind;
        const auto kindName = target.kindName;
        start(std::move(target));
        m_custom.emplace(name, Custom{id, kindName, resource.version, std::move(m_threads.back())});
        m_threads.pop_back();
    }
    if (left > 0)
        m_report.note("custom kinds not shown, beyond " +
                          std::to_string(m_options.maxGenericKinds) + ": " + std::to_string(left),
                      "custom kinds not shown");
}

void Session::endVanished(const ApiResources& resources)
{
    // An aggregated server that did not answer has not lost its kinds.
    if (!resources.problems.empty())
        return;
    for (auto it = m_custom.begin(); it != m_custom.end();) {
        const auto served =
            std::find_if(resources.items.begin(), resources.items.end(),
                         [&](const ApiResource& r) { return r.qualifiedName() == it->first; });
        const bool gone = served == resources.items.end();
        if (!gone && served->version == it->second.version) {
            ++it;
            continue;
        }
        it->second.thread.request_stop();
        it->second.thread.join();
        // Through another version the same objects come again, and that list removes what is gone.
        if (gone)
            sweep(it->first, it->second);
        it = m_custom.erase(it);
    }
}

void Session::sweep(const std::string& name, const Custom& custom)
{
    models::FactBatch nothing(m_config.id);
    nothing.mark(models::MarkOp::ListBegan, custom.kind);
    nothing.mark(models::MarkOp::ListComplete, custom.kind);
    if (auto swept = m_sink.apply(std::move(nothing)); !swept)
        m_report.note("rows of " + name + " could not be removed: " + swept.error().text());
    m_report.forget(custom.kindName);
}

bool Session::discover(const std::stop_token& stop)
{
    if (const auto version = serverVersion(*m_connection.api, 10s, stop)) {
        const auto health = m_connection.api->health();
        m_report.probed(static_cast<double>(health.latency.count()) / 1000.0, version->gitVersion,
                        health.clockSkew);
    }
    const auto resources = m_connection.discovery->fetch(30s, stop);
    if (stop.stop_requested())
        return false;
    if (!resources) {
        m_report.note("custom resources are not shown: " + resources.error().text(),
                      "custom resources are not shown");
        return false;
    }
    for (const auto& problem : (*resources)->problems)
        m_report.note("discovery: " + problem);
    endVanished(**resources);
    startCustom(**resources, stop);
    return (*resources)->problems.empty();
}

void Session::watchDefinitions(std::stop_token stop)
{
    while (!stop.stop_requested()) {
        if (!m_monitor.waitHealthy(stop))
            return;
        {
            Monitor::Stream guard(m_monitor, stop);
            ApiCall call;
            call.multiplex = true;
            call.idleTimeout = m_options.reflector.idleTimeout;
            call.path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
            call.query = {{"watch", "true"}};
            call.accept = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
            call.deadline = 0ms;
            call.maxBodyBytes = 0;
            const auto done = m_connection.api->stream(
                call, {},
                [this](std::span<const std::byte>) -> Result<void> {
                    m_report.contact();
                    const std::lock_guard lock(m_mutex);
                    m_definitionsChanged = true;
                    m_wake.notify_all();
                    return {};
                },
                guard.token());
            // Without the right to see definitions there is still the regular look.
            if (!done && done.error().code == ErrorCode::PermissionDenied)
                return;
        }
        pauseFor(jittered(2000ms), stop);
    }
}

void Session::waitForChange(milliseconds atMost, const std::stop_token& stop)
{
    {
        std::unique_lock lock(m_mutex);
        m_wake.wait_for(lock, stop, atMost, [&] { return m_definitionsChanged; });
        m_definitionsChanged = false;
    }
    // Definitions come in groups, and a new one is not served in the same moment.
    pauseFor(500ms, stop);
}

void Session::run(std::stop_token stop)
{
    m_threads.emplace_back([this](std::stop_token own) { m_monitor.run(std::move(own)); });
    startBuiltIns(stop);
    bool whole = discover(stop);
    m_threads.emplace_back([this](std::stop_token own) { watchDefinitions(std::move(own)); });
    while (!stop.stop_requested()) {
        waitForChange(whole ? m_options.rediscover : m_options.rediscoverSoon, stop);
        if (m_monitor.waitHealthy(stop))
            whole = discover(stop);
    }
    // All are told before the first is waited for.
    for (auto& thread : m_threads)
        thread.request_stop();
    for (auto& [name, custom] : m_custom)
        custom.thread.request_stop();
    m_custom.clear();
    m_threads.clear();
}

} // namespace binnacle::plugins::kubernetes
