// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/net/client_fixture.h"
#include "tests/support/catch.h"

#include <atomic>
#include <thread>
#include <vector>

using namespace binnacle;
using namespace binnacle::tests;
using models::ErrorCode;
using models::Result;

TEST_CASE("a stream hands over the head first, on the calling thread, then bytes as they come",
          "[net]")
{
    std::atomic<bool> headSeen{false};
    LoopbackServer server([&](Peer& peer, const SeenRequest&) {
        peer.write("HTTP/1.1 200 OK\r\nX-A: b\r\nTransfer-Encoding: chunked\r\n\r\n");
        while (!headSeen && peer.sleep(1ms)) { // no byte of the body before the head was taken
        }
        peer.chunk("one");
        peer.chunk("two");
        peer.write("0\r\n\r\n");
    });
    const auto client = services::makeCurlHttpClient();
    const auto caller = std::this_thread::get_id();
    std::string body;
    bool sameThread = true;
    const auto answer = client->stream(
        get(server.url("/")),
        [&](const HttpResponse& head) -> Result<void> {
            sameThread = sameThread && std::this_thread::get_id() == caller && body.empty();
            CHECK(head.status == 200);
            CHECK(head.header("x-a") == "b");
            headSeen = true;
            return {};
        },
        [&](std::span<const std::byte> bytes) -> Result<void> {
            sameThread = sameThread && std::this_thread::get_id() == caller;
            return collectInto(body)(bytes);
        },
        {});
    REQUIRE(answer);
    CHECK(sameThread);
    CHECK(body == "onetwo");
    CHECK(answer->body.empty());
    CHECK(answer->bodyBytes == 6);
    CHECK(server.requests()[0].header("accept-encoding").empty());
}

TEST_CASE("a stream is compressed only when the caller asks, and then undone", "[net]")
{
    LoopbackServer server([](Peer& peer, const SeenRequest&) { peer.respond(200, ""); });
    const auto client = services::makeCurlHttpClient();
    HttpRequest request = get(server.url("/"));
    request.headers = {{"Accept-Encoding", "gzip"}};
    std::string body;
    REQUIRE(client->stream(request, ignoreHead(), collectInto(body), {}));
    CHECK(server.requests()[0].header("accept-encoding") == "gzip");
}

TEST_CASE("a slow sink holds the server back: memory stays bounded", "[net]")
{
    constexpr std::size_t kTotal = 64 << 20;
    std::atomic<std::size_t> sent{0};
    LoopbackServer::Setup setup;
    setup.sendBuffer = 64 * 1024;
    LoopbackServer server(
        [&](Peer& peer, const SeenRequest&) {
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(kTotal) + "\r\n\r\n");
            const std::string piece(64 * 1024, 'x');
            while (sent < kTotal && peer.write(piece))
                sent += piece.size();
        },
        setup);
    const auto client = services::makeCurlHttpClient();
    std::size_t taken = 0;
    std::size_t mostAhead = 0;
    std::size_t largestPiece = 0;
    HttpRequest request = get(server.url("/"));
    request.idleTimeout = 100ms; // must not fire: it is we who are slow
    request.deadline = 0ms;
    const auto answer = client->stream(
        request, ignoreHead(),
        [&](std::span<const std::byte> bytes) -> Result<void> {
            taken += bytes.size();
            largestPiece = std::max(largestPiece, bytes.size());
            if (taken < (8 << 20)) {
                server.sleep(20ms); // the sink at work; the server runs ahead as far as it can
                const std::size_t now = sent;
                mostAhead = std::max(mostAhead, now > taken ? now - taken : 0);
            }
            return {};
        },
        {});
    REQUIRE(answer);
    CHECK(taken == kTotal);
    CHECK(largestPiece <= 600 * 1024);
    INFO("server was ahead by " << mostAhead << " bytes, kernel buffers included");
    CHECK(mostAhead < (12 << 20));
    CHECK(mostAhead > 0);
}

TEST_CASE("one slow sink does not slow another request down", "[net]")
{
    LoopbackServer server([&](Peer& peer, const SeenRequest& request) {
        if (request.target == "/quick") {
            peer.respond(200, "quick");
            return;
        }
        peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        const std::string piece(64 * 1024, 'x');
        while (peer.chunk(piece)) {
        }
        peer.close();
    });
    const auto client = services::makeCurlHttpClient();
    HttpRequest request = get(server.url("/flood"));
    request.maxBodyBytes = 0;
    request.deadline = 0ms;
    int good = 0;
    const auto answer = client->stream(request, ignoreHead(),
                                       [&](std::span<const std::byte>) -> Result<void> {
                                           // The sink asks the same server: must neither wait for
                                           // nor be held up by the paused stream.
                                           const auto quick =
                                               client->send(get(server.url("/quick")), {});
                                           good += quick && quick->body == "quick" ? 1 : 0;
                                           if (good == 5)
                                               return models::fail(ErrorCode::Conflict, "enough");
                                           return {};
                                       },
                                       {});
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == ErrorCode::Conflict);
    CHECK(good == 5);
}

TEST_CASE("an error of a sink stops the transfer and is returned", "[net]")
{
    LoopbackServer server([](Peer& peer, const SeenRequest&) {
        peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        while (peer.chunk("data")) {
        }
        peer.close();
    });
    const auto client = services::makeCurlHttpClient();
    HttpRequest request = get(server.url("/"));
    request.deadline = 0ms;
    int bodies = 0;
    const bool inHead = GENERATE(true, false);
    const auto answer = client->stream(
        request,
        [&](const HttpResponse&) -> Result<void> {
            if (inHead)
                return models::fail(ErrorCode::Unsupported, "not this head");
            return {};
        },
        [&](std::span<const std::byte>) -> Result<void> {
            ++bodies;
            return models::fail(ErrorCode::DataCorrupt, "not this body");
        },
        {});
    REQUIRE_FALSE(answer);
    CHECK(answer.error().message == (inHead ? "not this head" : "not this body"));
    CHECK(bodies == (inHead ? 0 : 1));
    CHECK(server.waitUntil([&] { return server.openConnections() == 0; }));
}

TEST_CASE("a stream that broke is not begun again once its head was given", "[net]")
{
    LoopbackServer server([](Peer& peer, const SeenRequest&) {
        peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
        peer.close();
    });
    const auto client = services::makeCurlHttpClient();
    std::string body;
    const auto answer = client->stream(get(server.url("/")), ignoreHead(), collectInto(body), {});
    REQUIRE_FALSE(answer);
    CHECK(body == "half");
    CHECK(server.requests().size() == 1);
}

TEST_CASE("a dozen streams leave room for sends", "[net]")
{
    LoopbackServer server([](Peer& peer, const SeenRequest& request) {
        if (request.target == "/send") {
            peer.respond(200, "ok");
            return;
        }
        peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        peer.waitForClient();
    });
    const auto client = services::makeCurlHttpClient();
    std::stop_source stop;
    std::vector<std::jthread> watches;
    for (int i = 0; i < 20; ++i)
        watches.emplace_back([&] {
            std::string body;
            HttpRequest request = get(server.url("/watch"));
            request.deadline = 0ms;
            static_cast<void>(
                client->stream(request, ignoreHead(), collectInto(body), stop.get_token()));
        });
    CHECK(server.waitForRequests(20));
    const auto answer = client->send(get(server.url("/send")), {});
    stop.request_stop();
    REQUIRE(answer);
    CHECK(answer->body == "ok");
}
