// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kubernetes/watch_bench.h"

#include "tests/kubernetes/support.h"

#include "core.pb.h"

#include <algorithm>

namespace binnacle::tests::kubernetes {

using namespace plugins::kubernetes;
using namespace std::chrono_literals;

std::string podBytes(const std::string& name, const std::string& version, const std::string& phase)
{
    pb::Pod pod;
    pod.mutable_metadata()->set_name(name);
    pod.mutable_metadata()->set_namespace_("ns");
    pod.mutable_metadata()->set_uid("uid-" + name);
    pod.mutable_metadata()->set_resourceversion(version);
    pod.mutable_spec()->add_containers()->set_name("main");
    pod.mutable_status()->set_phase(phase);
    return pod.SerializeAsString();
}

std::string podFrame(const std::string& type, const std::string& name, const std::string& version,
                     const std::string& phase)
{
    return watchFrame(type, "Pod", podBytes(name, version, phase));
}

std::string bookmark(const std::string& version, bool initialEnd)
{
    pb::AnyObject object;
    object.mutable_metadata()->set_resourceversion(version);
    if (initialEnd) {
        auto* const end = object.mutable_metadata()->add_annotations();
        end->set_key("k8s.io/initial-events-end");
        end->set_value("true");
    }
    return watchFrame("BOOKMARK", "Pod", object.SerializeAsString());
}

std::string errorFrame(int code, const std::string& reason, const std::string& cause,
                       int retryAfter)
{
    pb::Status status;
    status.set_code(code);
    status.set_reason(reason);
    status.set_message(reason + " in the stream");
    if (!cause.empty())
        status.mutable_details()->add_causes()->set_reason(cause);
    if (retryAfter > 0)
        status.mutable_details()->set_retryafterseconds(retryAfter);
    return watchFrame("ERROR", "Status", status.SerializeAsString());
}

std::string podList(const std::vector<std::string>& names, const std::string& version,
                    const std::string& token)
{
    std::string list = wireField(1, wireField(2, version) + wireField(3, token));
    for (const auto& name : names)
        list += wireField(2, podBytes(name, version));
    return envelope("PodList", list);
}

std::string initialList(const std::vector<std::string>& names, const std::string& version)
{
    std::string body;
    for (const auto& name : names)
        body += podFrame("ADDED", name, version);
    return body + bookmark(version, true);
}

Reply quietAfter(std::string body)
{
    Reply reply;
    reply.chunks = {std::move(body)};
    reply.end = Reply::End::Hang;
    return reply;
}

Reply listReply(std::string body)
{
    Reply reply;
    reply.type = "application/vnd.kubernetes.protobuf";
    reply.chunks = {std::move(body)};
    return reply;
}

Reply statusReply(int code, const std::string& reason)
{
    Reply reply;
    reply.status = code;
    reply.type = "application/json";
    reply.chunks = {R"({"kind":"Status","apiVersion":"v1","status":"Failure","message":")" +
                    reason + R"( from the server","reason":")" + reason + R"(","code":)" +
                    std::to_string(code) + "}"};
    return reply;
}

ReflectorOptions WatchBench::fastOptions()
{
    ReflectorOptions options;
    options.backoffMin = 1ms;
    options.backoffMax = 4ms;
    options.refusedPause = options.refusedAgain = 20ms;
    options.believeRefusal = 1500ms;
    return options;
}

WatchBench::WatchBench(ReflectorOptions options) : m_options(options)
{
    target = builtInTargets("kube", "").front();
    Reply healthy;
    healthy.type = "text/plain";
    healthy.chunks = {"ok"};
    http.always(kHealth, healthy);
}

WatchBench::~WatchBench()
{
    stop();
}

void WatchBench::start(models::Duration interval)
{
    ResolvedContext context;
    context.server = "http://server";
    context.plainHttp = true;
    m_credentials = makeCredentialProvider(context, http);
    m_api = std::make_unique<ApiClient>(http, context, *m_credentials);
    models::SourceStatus status;
    status.id = "kube";
    status.interval = interval;
    m_report = std::make_unique<SourceReport>(sink, status);
    m_report->expect(target.kindName);
    Monitor::Hooks hooks;
    hooks.probe = [this](std::chrono::milliseconds deadline,
                         std::stop_token stop) -> models::Result<std::uint64_t> {
        auto answer = m_api->send(kHealth, {}, "*/*", deadline, std::move(stop));
        if (!answer)
            return models::fail(answer.error());
        m_report->probed(1, "", {});
        return answer->connection;
    };
    hooks.lost = [this](const models::Error& e) { m_report->lost(e); };
    hooks.back = [this] { m_report->back(); };
    hooks.drop = [this] { m_api->dropConnections(); };
    hooks.tick = [this] { m_report->review(); };
    MonitorOptions fast;
    fast.interval = 50ms;
    fast.tick = 20ms;
    fast.renewAfter = 400ms;
    fast.backoffMin = 2ms;
    fast.backoffMax = 8ms;
    m_monitor = std::make_unique<Monitor>(std::move(hooks), fast);
    m_threads.emplace_back([this](std::stop_token stop) { m_monitor->run(std::move(stop)); });
    m_threads.emplace_back([this](std::stop_token stop) {
        Reflector reflector(*m_api, *m_monitor, sink, *m_report, target, fallback, m_options);
        reflector.run(std::move(stop));
    });
}

double WatchBench::stop()
{
    const auto started = std::chrono::steady_clock::now();
    for (auto& thread : m_threads)
        thread.request_stop();
    m_threads.clear();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - started)
        .count();
}

std::vector<std::string> WatchBench::names() const
{
    std::vector<std::string> found;
    for (const auto& row : sink.rows("Pod"))
        found.push_back(row.at("name"));
    std::sort(found.begin(), found.end());
    return found;
}

bool WatchBench::sees(const std::vector<std::string>& expected,
                      std::chrono::milliseconds atMost) const
{
    return sink.waitFor([&](const MemorySink&) { return names() == expected; }, atMost);
}

models::KindSync WatchBench::kind() const
{
    return sink.status().kinds.at("Pod");
}

} // namespace binnacle::tests::kubernetes
