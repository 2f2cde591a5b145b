// SPDX-License-Identifier: GPL-3.0-or-later
// Short words for the tests of the real client: requests without an environment proxy, sinks that
// collect.
#pragma once

#include "services/net/curl_http_client.h"
#include "tests/net/server/loopback_server.h"

#include <chrono>
#include <string>
#include <utility>

namespace binnacle::tests {

using services::HttpRequest;
using services::HttpResponse;
using SteadyClock = std::chrono::steady_clock;
using namespace std::chrono_literals;

inline HttpRequest get(std::string url)
{
    HttpRequest request;
    request.url = std::move(url);
    request.proxy = "none";
    return request;
}

inline HttpRequest post(std::string url, std::string body)
{
    HttpRequest request = get(std::move(url));
    request.method = "POST";
    request.body = std::move(body);
    return request;
}

/// Adds everything to `into`.
inline services::BodySink collectInto(std::string& into)
{
    return [&into](std::span<const std::byte> bytes) -> models::Result<void> {
        into.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        return {};
    };
}

inline services::HeadSink ignoreHead()
{
    return [](const HttpResponse&) -> models::Result<void> { return {}; };
}

inline std::chrono::milliseconds since(SteadyClock::time_point start)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() - start);
}

} // namespace binnacle::tests
