// SPDX-License-Identifier: GPL-3.0-or-later
// An HttpClient whose answers a test writes down: for each path a queue of replies, each a status,
// headers, body chunks and how it ends. Unscripted requests hang until cancelled, as a quiet watch
// does. Thread: any; it locks.
#pragma once

#include "services/net/http_client.h"

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace binnacle::tests::kubernetes {

struct Reply {
    /// Stalled: hangs before the head. Overrun: the reader of a shared connection fell behind.
    enum class End { Clean, Cut, Hang, Refused, Stalled, Overrun };
    int status = 200;
    std::string type = "application/vnd.kubernetes.protobuf;stream=watch";
    std::vector<std::string> chunks;
    End end = End::Clean;
    std::vector<services::HttpHeader> headers{};
    std::uint64_t connection = 0; ///< as HttpResponse
};

class ScriptedHttp final : public services::HttpClient {
public:
    /// The next reply for `path` (without query).
    void then(const std::string& path, Reply reply);
    /// What every further request of `path` gets.
    void always(const std::string& path, Reply reply);
    std::vector<std::string> urls(const std::string& path) const;
    /// Which of those might share a connection.
    std::vector<bool> shared(const std::string& path) const;
    int drops() const;

    models::Result<services::HttpResponse> send(const services::HttpRequest& request,
                                                std::stop_token stop) override;
    models::Result<services::HttpResponse> stream(const services::HttpRequest& request,
                                                  const services::HeadSink& head,
                                                  const services::BodySink& body,
                                                  std::stop_token stop) override;
    void dropConnections(const std::string& group) override;

private:
    Reply next(const services::HttpRequest& request);
    models::Result<void> hang(const std::stop_token& stop);

    mutable std::mutex m_mutex;
    std::condition_variable_any m_never;
    std::map<std::string, std::deque<Reply>> m_script;
    std::map<std::string, Reply> m_always;
    std::map<std::string, std::vector<std::string>> m_urls;
    std::map<std::string, std::vector<bool>> m_shared;
    int m_drops = 0;
};

} // namespace binnacle::tests::kubernetes
