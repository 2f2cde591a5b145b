// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kubernetes/scripted_http.h"

namespace binnacle::tests::kubernetes {

using models::ErrorCode;
using models::fail;
using models::Result;
using services::HttpRequest;
using services::HttpResponse;

namespace {

std::string pathOf(const std::string& url)
{
    const auto host = url.find("://");
    const auto slash = url.find('/', host == std::string::npos ? 0 : host + 3);
    const auto end = url.find('?');
    return url.substr(slash, end == std::string::npos ? std::string::npos : end - slash);
}

} // namespace

void ScriptedHttp::then(const std::string& path, Reply reply)
{
    const std::lock_guard lock(m_mutex);
    m_script[path].push_back(std::move(reply));
}

void ScriptedHttp::always(const std::string& path, Reply reply)
{
    const std::lock_guard lock(m_mutex);
    m_always[path] = std::move(reply);
}

std::vector<std::string> ScriptedHttp::urls(const std::string& path) const
{
    const std::lock_guard lock(m_mutex);
    const auto it = m_urls.find(path);
    return it == m_urls.end() ? std::vector<std::string>{} : it->second;
}

std::vector<bool> ScriptedHttp::shared(const std::string& path) const
{
    const std::lock_guard lock(m_mutex);
    const auto it = m_shared.find(path);
    return it == m_shared.end() ? std::vector<bool>{} : it->second;
}

int ScriptedHttp::drops() const
{
    const std::lock_guard lock(m_mutex);
    return m_drops;
}

Reply ScriptedHttp::next(const HttpRequest& request)
{
    const std::lock_guard lock(m_mutex);
    const auto path = pathOf(request.url);
    m_urls[path].push_back(request.url);
    m_shared[path].push_back(request.multiplex);
    auto& queue = m_script[path];
    if (!queue.empty()) {
        Reply reply = std::move(queue.front());
        queue.pop_front();
        return reply;
    }
    const auto fixed = m_always.find(path);
    if (fixed != m_always.end())
        return fixed->second;
    Reply quiet;
    quiet.end = Reply::End::Hang;
    return quiet;
}

Result<void> ScriptedHttp::hang(const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    m_never.wait(lock, stop, [] { return false; });
    return fail(ErrorCode::Cancelled, "cancelled");
}

Result<HttpResponse> ScriptedHttp::stream(const HttpRequest& request,
                                          const services::HeadSink& head,
                                          const services::BodySink& body, std::stop_token stop)
{
    const Reply reply = next(request);
    if (stop.stop_requested())
        return fail(ErrorCode::Cancelled, "cancelled");
    if (reply.end == Reply::End::Refused)
        return fail(ErrorCode::Unreachable, "connection refused");
    if (reply.end == Reply::End::Stalled)
        return fail(hang(stop).error());
    HttpResponse response;
    response.status = reply.status;
    response.connection = reply.connection;
    response.headers = reply.headers;
    response.headers.push_back({"Content-Type", reply.type});
    if (auto ok = head(response); !ok)
        return fail(ok.error());
    for (const auto& chunk : reply.chunks) {
        if (auto ok = body(std::as_bytes(std::span(chunk))); !ok)
            return fail(ok.error());
    }
    if (reply.end == Reply::End::Cut)
        return fail(ErrorCode::DataCorrupt, "the answer was cut");
    if (reply.end == Reply::End::Overrun)
        return fail(ErrorCode::ResourceExhausted, "fell behind");
    if (reply.end == Reply::End::Hang) {
        if (auto ended = hang(stop); !ended)
            return fail(ended.error());
    }
    return response;
}

Result<HttpResponse> ScriptedHttp::send(const HttpRequest& request, std::stop_token stop)
{
    std::string text;
    auto response = stream(
        request, [](const HttpResponse&) -> Result<void> { return {}; },
        [&](std::span<const std::byte> bytes) -> Result<void> {
            text.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
            return {};
        },
        std::move(stop));
    if (response)
        response->body = std::move(text);
    return response;
}

void ScriptedHttp::dropConnections(const std::string&)
{
    const std::lock_guard lock(m_mutex);
    ++m_drops;
}

} // namespace binnacle::tests::kubernetes
