// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/logs/kubernetes_logs.h"

#include "plugins/kubernetes/logs/log_lines.h"
#include "plugins/kubernetes/objects/kubernetes_objects.h"
#include "plugins/kubernetes/objects/resource.h"
#include "plugins/kubernetes/watch/backoff.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace binnacle::plugins::kubernetes {

using models::Document;
using models::Error;
using models::ErrorCode;
using models::fail;
using models::Result;
using services::LogContainer;
using services::LogRequest;
using services::LogSink;
using std::chrono::milliseconds;

namespace {

const Resource kPodLogs{"Pod", "", "v1", "pods/log", true};
constexpr milliseconds kQuickAnswer{10000};

std::string stateWords(const Document* state)
{
    if (state == nullptr)
        return "not started";
    if (state->find("running") != nullptr)
        return "running";
    if (const Document* waiting = state->find("waiting"))
        return "waiting: " + std::string(waiting->textAt({"reason"}));
    if (const Document* ended = state->find("terminated"))
        return "ended: " + std::string(ended->textAt({"reason"})) + " (" +
               std::string(ended->textAt({"exitCode"})) + ")";
    return "not started";
}

const Document* statusOf(const Document& pod, const char* list, std::string_view name)
{
    const Document* statuses = pod.at({"status", list});
    if (statuses == nullptr)
        return nullptr;
    for (const Document& status : statuses->items) {
        if (status.textAt({"name"}) == name)
            return &status;
    }
    return nullptr;
}

void addContainers(std::vector<LogContainer>& out, const Document& pod, const char* list,
                   const char* statuses, bool init)
{
    const Document* specs = pod.at({"spec", list});
    if (specs == nullptr)
        return;
    for (const Document& spec : specs->items) {
        LogContainer container;
        container.name = spec.textAt({"name"});
        container.init = init;
        const Document* status = statusOf(pod, statuses, container.name);
        container.state = stateWords(status ? status->find("state") : nullptr);
        const auto restarts = status ? status->textAt({"restartCount"}) : std::string_view{};
        (void)std::from_chars(restarts.data(), restarts.data() + restarts.size(),
                              container.restarts);
        out.push_back(std::move(container));
    }
}

ApiCall callFor(const LogRequest& request, models::UtcTime since)
{
    ApiCall call;
    call.path =
        "/api/v1/namespaces/" + pathPart(request.ns) + "/pods/" + pathPart(request.pod) + "/log";
    call.accept = "*/*";
    call.query.emplace_back("timestamps", "true");
    if (!request.container.empty())
        call.query.emplace_back("container", request.container);
    if (request.follow)
        call.query.emplace_back("follow", "true");
    if (request.previous)
        call.query.emplace_back("previous", "true");
    if (since.known()) // of whole seconds: the rest is dropped by LogLines
        call.query.emplace_back("sinceTime",
                                toRfc3339(models::UtcTime::fromSeconds(since.ns / 1'000'000'000)));
    else if (request.tailLines)
        call.query.emplace_back("tailLines", std::to_string(*request.tailLines));
    call.deadline = milliseconds(0);
    call.idleTimeout = request.follow ? milliseconds(0) : milliseconds(30000);
    call.maxBodyBytes = 0;
    return call;
}

bool isWorthAnotherTry(const Error& error)
{
    return error.code == ErrorCode::Unreachable || error.code == ErrorCode::Timeout ||
           error.code == ErrorCode::RateLimited || error.code == ErrorCode::DataCorrupt ||
           error.code == ErrorCode::Internal;
}

} // namespace

Error explainedLog(Error error, const LogRequest& request)
{
    const auto says = [&](std::string_view words) {
        return error.message.find(words) != std::string::npos;
    };
    if (says("waiting to start") || says("is not available") || says("PodInitializing")) {
        error.code = ErrorCode::Conflict;
        error.remedy = "It has written nothing yet: look at its events, or wait until it starts.";
    } else if (says("previous terminated container")) {
        error.code = ErrorCode::NotFound;
        error.remedy = "It has not been restarted on this node, or what it wrote was removed.";
    } else if (says("must be specified")) {
        error.code = ErrorCode::InvalidInput;
        error.remedy = "Choose one of its containers.";
    } else if (says("dial tcp") || says("connection refused") || says("no route to host") ||
               says("i/o timeout")) {
        error.code = ErrorCode::Unreachable;
        error.remedy = "The API server does not reach the kubelet of the pod's node: look at the "
                       "node's state.";
    }
    return explained(std::move(error), "get", kPodLogs, {"Pod", request.ns, request.pod});
}

Result<std::vector<LogContainer>> KubernetesLogs::containers(const std::string& ns,
                                                             const std::string& pod,
                                                             milliseconds deadline,
                                                             std::stop_token stop)
{
    const auto object =
        KubernetesObjects(m_connection).object({"Pod", ns, pod}, deadline, std::move(stop));
    if (!object)
        return fail(object.error());
    std::vector<LogContainer> out;
    addContainers(out, object->document, "initContainers", "initContainerStatuses", true);
    addContainers(out, object->document, "containers", "containerStatuses", false);
    addContainers(out, object->document, "ephemeralContainers", "ephemeralContainerStatuses",
                  false);
    return out;
}

Result<void> KubernetesLogs::stream(const LogRequest& request, LogSink& sink, std::stop_token stop)
{
    LogLines lines;
    Backoff backoff(m_options.firstPause, m_options.longestPause);
    bool began = false;
    bool broken = false;
    std::optional<Error> refusedBySink;
    while (true) {
        const auto call =
            callFor(request, lines.lastTime().known() ? lines.lastTime() : request.since);
        auto done = m_connection.api->stream(
            call,
            [&](const services::HttpResponse&) -> Result<void> {
                began = true;
                if (std::exchange(broken, false))
                    sink.resumed();
                return {};
            },
            [&](std::span<const std::byte> bytes) -> Result<void> {
                backoff.reset();
                auto taken =
                    lines.push({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, sink);
                if (!taken)
                    refusedBySink = taken.error();
                return taken;
            },
            stop);
        if (stop.stop_requested())
            return fail(ErrorCode::Cancelled, "the log was closed");
        if (refusedBySink)
            return fail(std::move(*refusedBySink));
        if (done) {
            // A server that ends a long connection looks like a container that ended: its state
            // tells them apart.
            if (!request.follow)
                return lines.finish(sink);
            const auto now = containers(request.ns, request.pod, kQuickAnswer, stop);
            const bool runs =
                now && std::any_of(now->begin(), now->end(), [&](const auto& c) {
                    return (request.container.empty() || c.name == request.container) &&
                           c.state == "running";
                });
            if (!runs && (now || now.error().code == ErrorCode::NotFound))
                return lines.finish(sink);
        } else if (!began || !request.follow || !isWorthAnotherTry(done.error())) {
            return fail(explainedLog(std::move(done.error()), request));
        } else if (!std::exchange(broken, true)) {
            sink.interrupted(done.error());
        }
        lines.reconnect();
        if (!pauseFor(backoff.next(), stop))
            return fail(ErrorCode::Cancelled, "the log was closed");
    }
}

namespace {

class OnDemandLogs final : public services::LogSource {
public:
    explicit OnDemandLogs(OnDemand& connections) : m_connections(connections) {}

    Result<std::vector<LogContainer>> containers(const std::string& ns, const std::string& pod,
                                                 milliseconds deadline,
                                                 std::stop_token stop) override
    {
        const auto connection = m_connections.connection();
        if (!connection)
            return fail(connection.error());
        return KubernetesLogs(**connection).containers(ns, pod, deadline, std::move(stop));
    }
    Result<void> stream(const LogRequest& request, LogSink& sink, std::stop_token stop) override
    {
        const auto connection = m_connections.connection();
        if (!connection)
            return fail(connection.error());
        auto done = KubernetesLogs(**connection).stream(request, sink, std::move(stop));
        if (!done && done.error().code == ErrorCode::Unauthenticated)
            m_connections.forget();
        return done;
    }

private:
    OnDemand& m_connections;
};

} // namespace

std::unique_ptr<services::LogSource> makeKubernetesLogs(OnDemand& connections)
{
    return std::make_unique<OnDemandLogs>(connections);
}

} // namespace binnacle::plugins::kubernetes
