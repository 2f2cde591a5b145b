// SPDX-License-Identifier: GPL-3.0-or-later
// An HttpClient that answers from a function and remembers what it was asked. For the tests of this
// folder; safe for several threads.
#pragma once

#include "services/net/http_client.h"

#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace binnacle::tests {

class FakeHttp final : public services::HttpClient {
public:
    using Answer = models::Result<services::HttpResponse>;
    using Handler = std::function<Answer(const services::HttpRequest&)>;

    explicit FakeHttp(Handler handler) : m_handler(std::move(handler)) {}

    Answer send(const services::HttpRequest& request, std::stop_token stop) override
    {
        {
            const std::lock_guard lock(m_mutex);
            m_requests.push_back(request);
        }
        if (stop.stop_requested())
            return models::fail(models::ErrorCode::Cancelled, "stopped");
        return m_handler(request);
    }

    /// Hands the body over in pieces of seven bytes.
    Answer stream(const services::HttpRequest& request, const services::HeadSink& head,
                  const services::BodySink& body, std::stop_token stop) override
    {
        auto answer = send(request, std::move(stop));
        if (!answer)
            return answer;
        const std::string bytes = std::exchange(answer->body, {});
        if (auto done = head(*answer); !done)
            return models::fail(done.error());
        for (std::size_t at = 0; at < bytes.size(); at += 7) {
            const auto piece = std::string_view(bytes).substr(at, 7);
            if (auto done = body(std::as_bytes(std::span(piece))); !done)
                return models::fail(done.error());
        }
        return answer;
    }

    void dropConnections(const std::string& group) override
    {
        const std::lock_guard lock(m_mutex);
        m_dropped.push_back(group);
    }

    std::vector<services::HttpRequest> requests() const
    {
        const std::lock_guard lock(m_mutex);
        return m_requests;
    }
    std::vector<std::string> dropped() const
    {
        const std::lock_guard lock(m_mutex);
        return m_dropped;
    }

private:
    Handler m_handler;
    mutable std::mutex m_mutex;
    std::vector<services::HttpRequest> m_requests;
    std::vector<std::string> m_dropped;
};

inline services::HttpResponse reply(int status, std::string body,
                                    std::string type = "application/json",
                                    std::vector<services::HttpHeader> more = {})
{
    services::HttpResponse out;
    out.status = status;
    out.body = std::move(body);
    out.headers = std::move(more);
    out.headers.push_back({"Content-Type", std::move(type)});
    out.total = out.firstByte = std::chrono::microseconds(1500);
    return out;
}

inline std::string headerOf(const services::HttpRequest& request, const std::string& name)
{
    for (const auto& header : request.headers) {
        if (header.name == name)
            return header.value;
    }
    return {};
}

} // namespace binnacle::tests
