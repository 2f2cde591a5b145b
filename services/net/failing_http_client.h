// SPDX-License-Identifier: GPL-3.0-or-later
// Fails as told, call by call, and passes the other calls on to a client inside (if any). For tests
// of how connectors behave when servers misbehave. Thread: any.
#pragma once

#include "services/net/http_client.h"

#include <chrono>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <string>

namespace binnacle::services {

struct PlannedFailure {
    enum class Kind {
        Pass,         ///< none: ask the client inside
        ConnectError, ///< Unreachable, at once
        Timeout,      ///< Timeout, at once
        Status,       ///< an answer with `status`, `headers` and `body`
        Truncate,     ///< the answer inside, cut after `bytes` of its body: DataCorrupt
        Slow,         ///< waits for `delay`, then asks the client inside
        Hang          ///< waits until cancelled, or the request's deadline: Timeout
    };
    Kind kind = Kind::Pass;
    int status = 503;
    std::string body{};
    std::vector<HttpHeader> headers{};
    std::size_t bytes = 0;
    std::chrono::milliseconds delay{0};
};

class FailingHttpClient final : public HttpClient {
public:
    /// `inner` may be null: a passed call is then answered by 200 with an empty body.
    explicit FailingHttpClient(HttpClient* inner = nullptr) : m_inner(inner) {}

    /// For the next calls, in order.
    void then(PlannedFailure failure, int times = 1);
    /// For every call after those; empty: pass.
    void always(std::optional<PlannedFailure> failure);
    int calls() const;

    models::Result<HttpResponse> send(const HttpRequest& request, std::stop_token stop) override;
    models::Result<HttpResponse> stream(const HttpRequest& request, const HeadSink& head,
                                        const BodySink& body, std::stop_token stop) override;
    void dropConnections(const std::string& group) override;

private:
    PlannedFailure next();

    HttpClient* const m_inner;
    mutable std::mutex m_mutex;
    std::deque<PlannedFailure> m_plan;
    std::optional<PlannedFailure> m_always;
    int m_calls = 0;
};

} // namespace binnacle::services
