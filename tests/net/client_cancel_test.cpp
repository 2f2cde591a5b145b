// SPDX-License-Identifier: GPL-3.0-or-later
// Stopping: on request, in every phase, and when the client itself goes.
#include "tests/net/client_fixture.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <thread>
#include <vector>

using namespace binnacle;
using namespace binnacle::tests;
using models::ErrorCode;

namespace {

LoopbackServer::Handler silence()
{
    return [](Peer& peer, const SeenRequest&) { peer.waitForClient(); };
}

} // namespace

TEST_CASE("a stop is seen within milliseconds on a silent server", "[net]")
{
    LoopbackServer server(silence());
    const auto client = services::makeCurlHttpClient();
    std::vector<double> tookMs;
    for (std::size_t round = 0; round < 20; ++round) {
        std::stop_source stop;
        SteadyClock::time_point asked;
        std::jthread stopper([&] {
            server.waitForRequests(round + 1);
            asked = SteadyClock::now();
            stop.request_stop();
        });
        const auto answer = client->send(get(server.url("/")), stop.get_token());
        stopper.join();
        const std::chrono::duration<double, std::milli> took = SteadyClock::now() - asked;
        tookMs.push_back(took.count());
        REQUIRE_FALSE(answer);
        REQUIRE(answer.error().code == ErrorCode::Cancelled);
    }
    std::sort(tookMs.begin(), tookMs.end());
    std::printf("cancel latency: median %.2f ms, worst %.2f ms of %zu\n", tookMs[tookMs.size() / 2],
                tookMs.back(), tookMs.size());
    CHECK(tookMs.back() < 200);
}

TEST_CASE("a token stopped before asks nobody", "[net]")
{
    LoopbackServer server(silence());
    const auto client = services::makeCurlHttpClient();
    std::stop_source stop;
    stop.request_stop();
    const auto answer = client->send(get(server.url("/")), stop.get_token());
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == ErrorCode::Cancelled);
    CHECK(server.connections() == 0);
}

TEST_CASE("a stop reaches requests that wait for a connection", "[net]")
{
    LoopbackServer server(silence());
    const auto client = services::makeCurlHttpClient();
    std::stop_source stop;
    std::atomic<int> cancelled{0};
    std::vector<std::jthread> callers;
    for (int i = 0; i < 30; ++i)
        callers.emplace_back([&] {
            const auto answer = client->send(get(server.url("/")), stop.get_token());
            cancelled += !answer && answer.error().code == ErrorCode::Cancelled ? 1 : 0;
        });
    server.waitForRequests(8);
    stop.request_stop();
    callers.clear();
    CHECK(cancelled == 30);
    CHECK(server.requests().size() == 8);
}

TEST_CASE("a stop ends a stream between two pieces, and the sink hears nothing more", "[net]")
{
    LoopbackServer server([](Peer& peer, const SeenRequest&) {
        peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        while (peer.chunk("event\n") && peer.sleep(1ms)) {
        }
        peer.close();
    });
    const auto client = services::makeCurlHttpClient();
    std::stop_source stop;
    int after = 0;
    std::size_t bytes = 0;
    HttpRequest request = get(server.url("/"));
    request.deadline = 0ms;
    const auto answer = client->stream(
        request, ignoreHead(),
        [&](std::span<const std::byte> piece) -> models::Result<void> {
            after += stop.stop_requested() ? 1 : 0;
            bytes += piece.size();
            if (bytes > 60)
                stop.request_stop(); // from inside the sink, on the calling thread
            return {};
        },
        stop.get_token());
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == ErrorCode::Cancelled);
    CHECK(after == 0);
}

TEST_CASE("destroying the client ends what is in flight as cancelled", "[net]")
{
    LoopbackServer server([](Peer& peer, const SeenRequest& request) {
        if (request.target == "/stream")
            peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhead\r\n");
        peer.waitForClient();
    });
    auto client = services::makeCurlHttpClient();
    auto* const raw = client.get();
    std::atomic<int> cancelled{0};
    std::vector<std::jthread> callers;
    for (int i = 0; i < 12; ++i)
        callers.emplace_back([&, i] {
            std::string body;
            const auto answer = i % 2 == 0 ? raw->send(get(server.url("/")), {})
                                           : raw->stream(get(server.url("/stream")), ignoreHead(),
                                                         collectInto(body), {});
            cancelled += !answer && answer.error().code == ErrorCode::Cancelled ? 1 : 0;
        });
    REQUIRE(server.waitForRequests(12));
    client.reset();
    callers.clear();
    CHECK(cancelled == 12);
}

TEST_CASE("clients come and go with work in flight and nothing is left behind", "[net]")
{
    LoopbackServer server([](Peer& peer, const SeenRequest&) { peer.respond(200, "x"); });
    for (int round = 0; round < 20; ++round) {
        const auto client = services::makeCurlHttpClient();
        std::stop_source stop;
        std::vector<std::jthread> callers;
        for (int i = 0; i < 8; ++i)
            callers.emplace_back([&] {
                while (client->send(get(server.url("/")), stop.get_token())) {
                }
            });
        server.waitForRequests(static_cast<std::size_t>(round + 1) * 20);
        stop.request_stop();
    }
    CHECK(server.waitUntil([&] { return server.openConnections() == 0; }));
}
