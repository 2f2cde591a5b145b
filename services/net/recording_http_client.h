// SPDX-License-Identifier: GPL-3.0-or-later
// Passes every exchange on to another client and writes it into a folder, one file each, for
// ReplayHttpClient. For fixtures and bug reports. Secrets are never written: see Redactor. Thread:
// as the client inside.
#pragma once

#include "services/net/http_client.h"

#include <atomic>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

namespace binnacle::services {

class RecordingHttpClient final : public HttpClient {
public:
    /// A stream's body beyond this is not written; the exchange is then recorded as cut. Units:
    /// bytes.
    static constexpr std::size_t kMostRecorded = std::size_t{64} << 20;

    /// The folder is made when missing. `inner` must outlive this.
    RecordingHttpClient(HttpClient& inner, std::filesystem::path folder);

    models::Result<HttpResponse> send(const HttpRequest& request, std::stop_token stop) override;
    models::Result<HttpResponse> stream(const HttpRequest& request, const HeadSink& head,
                                        const BodySink& body, std::stop_token stop) override;
    void dropConnections(const std::string& group) override;

    /// How many exchanges could not be written; an exchange itself never fails because of that.
    int failedWrites() const { return m_failedWrites.load(); }

private:
    void write(const HttpRequest& request, HttpResponse response, const models::Error* error);

    HttpClient& m_inner;
    const std::filesystem::path m_folder;
    std::atomic<int> m_next{1};
    std::atomic<int> m_failedWrites{0};
};

} // namespace binnacle::services
