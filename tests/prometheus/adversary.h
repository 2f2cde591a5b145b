// SPDX-License-Identifier: GPL-3.0-or-later
// Short words for the tests with lying servers: one client of one loopback server, and answers of a
// Prometheus as text.
#pragma once

#include "plugins/prometheus/client/prometheus_client.h"
#include "services/net/curl_http_client.h"
#include "tests/net/server/loopback_server.h"

#include <functional>
#include <memory>
#include <string>

namespace binnacle::tests {

inline const std::string kJson = "Content-Type: application/json\r\n";

inline std::string vectorOf(const std::string& result, const std::string& more = {})
{
    return R"({"status":"success",)" + more + R"("data":{"resultType":"vector","result":[)" +
           result + "]}}";
}

inline const std::string kOne =
    vectorOf(R"({"metric":{"__name__":"up"},"value":[1700000000,"1"]})");

struct Asked {
    std::unique_ptr<services::HttpClient> http = services::makeCurlHttpClient();
    services::SourceConfig config;
    std::unique_ptr<plugins::prometheus::PrometheusClient> client;

    explicit Asked(const std::string& url, std::function<void(services::SourceConfig&)> edit = {})
    {
        config.id = "prom";
        config.url = url;
        config.proxy = "none";
        if (edit)
            edit(config);
        client = std::make_unique<plugins::prometheus::PrometheusClient>(config, *http, nullptr);
    }
    models::Result<models::MetricAnswer>
    instant(std::chrono::milliseconds deadline = std::chrono::seconds(20))
    {
        return client->instant({"up", {}, deadline}, {});
    }
};

/// One answer for every request.
inline models::Result<models::MetricAnswer> answerTo(int status, const std::string& body,
                                                     const std::string& headers = kJson)
{
    LoopbackServer server(
        [&](Peer& peer, const SeenRequest&) { (void)peer.respond(status, body, headers); });
    return Asked(server.url("")).instant();
}

} // namespace binnacle::tests
