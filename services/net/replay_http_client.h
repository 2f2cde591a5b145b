// SPDX-License-Identifier: GPL-3.0-or-later
// Answers from recorded exchanges instead of a network: by method, path and query (fields in any
// order), and by request body where one was recorded. Hosts and credentials do not matter. For
// tests; thread: any.
#pragma once

#include "services/net/exchange_file.h"

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::services {

class ReplayHttpClient final : public HttpClient {
public:
    ReplayHttpClient() = default;
    explicit ReplayHttpClient(std::vector<RecordedExchange> exchanges);

    /// Errors: as loadExchanges.
    static models::Result<std::unique_ptr<ReplayHttpClient>>
    fromFolder(const std::filesystem::path& folder);

    /// Several exchanges for the same question are answered in order; the last one stays.
    void add(RecordedExchange exchange);
    void add(std::string method, std::string target, std::string body,
             std::string contentType = "application/json", int status = 200);

    /// Streams hand the body over in pieces of this size. Units: bytes; at least 1.
    void setChunkBytes(std::size_t bytes) { m_chunkBytes = bytes == 0 ? 1 : bytes; }
    /// Every request seen so far, in order, with its credentials: tests look at headers and bodies.
    std::vector<HttpRequest> asked() const;
    int drops() const { return m_drops.load(); }

    /// Errors: NotFound when nothing was recorded for it, ResourceExhausted (maxBodyBytes),
    /// Cancelled, and what was recorded.
    models::Result<HttpResponse> send(const HttpRequest& request, std::stop_token stop) override;
    models::Result<HttpResponse> stream(const HttpRequest& request, const HeadSink& head,
                                        const BodySink& body, std::stop_token stop) override;
    void dropConnections(const std::string& group) override;

private:
    struct Entry {
        RecordedExchange exchange;
        std::string key; ///< method, path and sorted query
        bool used = false;
    };
    models::Result<RecordedExchange> find(const HttpRequest& request, const std::stop_token& stop);

    mutable std::mutex m_mutex;
    std::vector<Entry> m_entries;
    std::vector<HttpRequest> m_asked;
    std::atomic<std::size_t> m_chunkBytes{64 * 1024};
    std::atomic<int> m_drops{0};
};

} // namespace binnacle::services
