// SPDX-License-Identifier: GPL-3.0-or-later
// A replay server in this process and plain requests to it. For tests/replay.
#pragma once

#include "services/net/curl_http_client.h"
#include "tests/support/catch.h"
#include "tests/support/replay/replay_server.h"

namespace binnacle::tests::replay {

inline ReplayOptions smallEstate(std::uint32_t pods = 1000, std::uint32_t nodes = 40)
{
    ReplayOptions options;
    options.estate.pods = pods;
    options.estate.nodes = nodes;
    options.estate.namespaces = 4;
    options.bookmarkEvery = std::chrono::milliseconds(200);
    return options;
}

class RunningServer {
public:
    explicit RunningServer(ReplayOptions options = smallEstate()) : m_server(options)
    {
        const auto port = m_server.start();
        REQUIRE(port);
        m_url = "http://127.0.0.1:" + std::to_string(*port);
    }
    ReplayServer& operator*() { return m_server; }
    ReplayServer* operator->() { return &m_server; }
    const std::string& url() const { return m_url; }

    services::HttpResponse get(const std::string& path,
                               const std::string& accept = "application/json")
    {
        services::HttpRequest request;
        request.url = m_url + path;
        request.headers = {{"Accept", accept}};
        request.proxy = "none";
        auto response = m_http->send(request, {});
        REQUIRE(response);
        return *response;
    }
    services::HttpResponse post(const std::string& path, const std::string& body)
    {
        services::HttpRequest request;
        request.method = "POST";
        request.url = m_url + path;
        request.headers = {{"Content-Type", "application/json"}};
        request.body = body;
        request.proxy = "none";
        auto response = m_http->send(request, {});
        REQUIRE(response);
        return *response;
    }

private:
    ReplayServer m_server;
    std::string m_url;
    std::unique_ptr<services::HttpClient> m_http = services::makeCurlHttpClient();
};

} // namespace binnacle::tests::replay
