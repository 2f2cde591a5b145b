// SPDX-License-Identifier: GPL-3.0-or-later
// Which connections are shared: groups, dropping, HTTP/2.
#include "tests/net/client_fixture.h"
#include "tests/net/server/http2_server.h"
#include "tests/net/server/pki.h"
#include "tests/support/catch.h"

#include <atomic>
#include <thread>
#include <vector>

using namespace binnacle;
using namespace binnacle::tests;
using models::ErrorCode;
using services::TlsOptions;

namespace {

const TestAuthority& authority()
{
    static const TestAuthority it("Binnacle test authority");
    return it;
}

ServerTls serverTls()
{
    const KeyPair pair = authority().issue("server", {"IP:127.0.0.1"});
    return ServerTls{pair.certificatePem, pair.keyPem, {}, true};
}

HttpRequest inGroup(std::string url, std::string group)
{
    HttpRequest request = get(std::move(url));
    request.connectionGroup = std::move(group);
    return request;
}

HttpRequest trusting(std::string url)
{
    HttpRequest request = get(std::move(url));
    auto tls = std::make_shared<TlsOptions>();
    tls->caPem = authority().pem();
    request.tls = tls;
    return request;
}

Http2Server::Plan holding(int streams)
{
    Http2Server::Plan plan;
    plan.holdUntil = streams;
    return plan;
}

/// `count` callers at once; how many got the expected body.
int sendTogether(services::HttpClient& client, const HttpRequest& request, int count,
                 const std::string& body)
{
    std::atomic<int> good{0};
    {
        std::vector<std::jthread> callers;
        for (int i = 0; i < count; ++i)
            callers.emplace_back([&] {
                const auto answer = client.send(request, {});
                good += answer && answer->body == body && answer->httpVersion == "2" ? 1 : 0;
            });
    }
    return good;
}

} // namespace

TEST_CASE("requests of a group share a connection, groups do not meet", "[net]")
{
    LoopbackServer server([](Peer& peer, const SeenRequest&) { peer.respond(200, ""); });
    const auto client = services::makeCurlHttpClient();
    for (int i = 0; i < 3; ++i) {
        REQUIRE(client->send(inGroup(server.url("/"), "a"), {}));
        REQUIRE(client->send(inGroup(server.url("/"), "b"), {}));
    }
    CHECK(server.connections() == 2);
}

TEST_CASE("dropping a group closes its idle connections and no others", "[net]")
{
    LoopbackServer server([](Peer& peer, const SeenRequest&) { peer.respond(200, ""); });
    const auto client = services::makeCurlHttpClient();
    REQUIRE(client->send(inGroup(server.url("/"), "a"), {}));
    REQUIRE(client->send(inGroup(server.url("/"), "b"), {}));
    REQUIRE(server.openConnections() == 2);
    client->dropConnections("a");
    CHECK(server.waitUntil([&] { return server.openConnections() == 1; }));
    REQUIRE(client->send(inGroup(server.url("/"), "b"), {}));
    CHECK(server.connections() == 2);
    REQUIRE(client->send(inGroup(server.url("/"), "a"), {}));
    REQUIRE(client->send(inGroup(server.url("/"), "a"), {}));
    CHECK(server.connections() == 3);
}

TEST_CASE(
    "what is at work when its group is dropped goes on; what comes later is on a new connection",
    "[net]")
{
    std::atomic<bool> go{false};
    LoopbackServer server([&](Peer& peer, const SeenRequest& request) {
        while (request.target == "/slow" && !go && peer.sleep(1ms)) {
        }
        peer.respond(200, request.target);
    });
    const auto client = services::makeCurlHttpClient();
    bool good = false;
    {
        std::jthread slow([&] {
            const auto answer = client->send(inGroup(server.url("/slow"), "a"), {});
            good = answer && answer->body == "/slow";
        });
        REQUIRE(server.waitForRequests(1));
        client->dropConnections("a");
        REQUIRE(client->send(inGroup(server.url("/new"), "a"), {}));
        CHECK(server.connections() == 2);
        go = true;
    }
    CHECK(good);
    REQUIRE(client->send(inGroup(server.url("/new"), "a"), {}));
    CHECK(server.connections() == 2);
    CHECK(server.waitUntil([&] { return server.openConnections() == 1; }));
}

TEST_CASE("requests that waited when their group was dropped move to new connections", "[net]")
{
    LoopbackServer server([&](Peer& peer, const SeenRequest& request) {
        if (request.connection <= 8)
            peer.waitForClient(); // the old connections hang: half open
        else
            peer.respond(200, "fresh");
    });
    const auto client = services::makeCurlHttpClient();
    std::stop_source stop;
    std::atomic<int> fresh{0};
    std::vector<std::jthread> callers;
    for (int i = 0; i < 12; ++i)
        callers.emplace_back([&] {
            const auto answer = client->send(inGroup(server.url("/"), "a"), stop.get_token());
            fresh += answer && answer->body == "fresh" ? 1 : 0;
            server.notify();
        });
    REQUIRE(server.waitForRequests(8));
    // The four others may still be on their way to the loop; both orders must end well.
    client->dropConnections("a");
    CHECK(server.waitUntil([&] { return fresh == 4; }));
    stop.request_stop();
    callers.clear();
    CHECK(fresh == 4);
}

TEST_CASE("HTTP/2: many requests share one connection, even when all begin at once", "[net]")
{
    Http2Server server(serverTls(), holding(50));
    const auto client = services::makeCurlHttpClient();
    CHECK(sendTogether(*client, trusting(server.url("/")), 50, "two") == 50);
    CHECK(server.connections() == 1);
    CHECK(server.mostAtOnce() == 50);
    CHECK(sendTogether(*client, trusting(server.url("/")), 50, "two") == 50);
    CHECK(server.connections() == 1);
}

TEST_CASE("HTTP/2: more requests than the server's streams take few further connections", "[net]")
{
    Http2Server::Plan plan;
    plan.maxStreams = 10;
    plan.delay = 10ms;
    Http2Server server(serverTls(), plan);
    const auto client = services::makeCurlHttpClient();
    CHECK(sendTogether(*client, trusting(server.url("/")), 40, "two") == 40);
    CHECK(server.connections() <= 5);
}

TEST_CASE("HTTP/2: a stream that may share uses the connection of the sends, and says so", "[net]")
{
    Http2Server server(serverTls(), holding(1));
    const auto client = services::makeCurlHttpClient();
    HttpRequest request = trusting(server.url("/"));
    const auto sent = client->send(request, {});
    REQUIRE(sent);
    REQUIRE(sent->connection != 0);
    request.multiplex = true;
    std::string body;
    std::uint64_t atHead = 0;
    const auto streamed =
        client->stream(request,
                       [&](const services::HttpResponse& head) -> models::Result<void> {
                           atHead = head.connection;
                           return {};
                       },
                       collectInto(body), {});
    REQUIRE(streamed);
    CHECK(body == "two");
    CHECK(streamed->httpVersion == "2");
    CHECK(atHead == sent->connection);
    CHECK(server.connections() == 1);
    request.multiplex = false;
    const auto again = client->send(request, {});
    REQUIRE(again);
    CHECK(again->connection == sent->connection);
}

TEST_CASE("many streams that may share leave room for sends on a server without HTTP/2", "[net]")
{
    std::atomic<int> open{0};
    LoopbackServer server([&](Peer& peer, const SeenRequest& seen) {
        if (seen.target != "/watch") {
            peer.respond(200, "one");
            return;
        }
        peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        ++open;
        peer.waitForClient();
    });
    const auto client = services::makeCurlHttpClient();
    std::stop_source stop;
    {
        std::vector<std::jthread> watches;
        for (int i = 0; i < 20; ++i)
            watches.emplace_back([&] {
                HttpRequest request = get(server.url("/watch"));
                request.multiplex = true;
                request.deadline = 0ms;
                std::string body;
                (void)client->stream(request, ignoreHead(), collectInto(body), stop.get_token());
            });
        CHECK(server.waitUntil([&] { return open == 20; }));
        CHECK(client->send(get(server.url("/query")), {}));
        stop.request_stop();
    }
}

TEST_CASE("HTTP/2: a stop reaches the server, alone or beside others", "[net]")
{
    Http2Server server(serverTls(), holding(3));
    const auto client = services::makeCurlHttpClient();
    const HttpRequest request = trusting(server.url("/"));
    std::stop_source stop;
    SECTION("alone: the connection is closed")
    {
        std::jthread stopper([&] {
            server.waitUntil([&] { return server.streams() == 1; });
            stop.request_stop();
        });
        const auto answer = client->send(request, stop.get_token());
        REQUIRE_FALSE(answer);
        CHECK(answer.error().code == ErrorCode::Cancelled);
        CHECK(server.waitUntil([&] { return server.openConnections() == 0; }));
    }
    SECTION("beside another: only its stream is reset")
    {
        std::atomic<int> good{0};
        std::jthread other([&] { good += client->send(request, {}) ? 1 : 0; });
        REQUIRE(server.waitUntil([&] { return server.streams() == 1; }));
        std::jthread stopper([&] {
            server.waitUntil([&] { return server.streams() == 2; });
            stop.request_stop();
        });
        CHECK_FALSE(client->send(request, stop.get_token()));
        CHECK(sendTogether(*client, request, 2, "two") ==
              2); // with these the other is answered too
        other.join();
        CHECK(good == 1);
        CHECK(server.resets() >= 1);
        CHECK(server.connections() == 1);
    }
}

TEST_CASE(
    "HTTP/2: after a time-out with no byte from the server, later requests avoid that connection",
    "[net]")
{
    Http2Server server(serverTls(), holding(3));
    const auto client = services::makeCurlHttpClient();
    HttpRequest request = trusting(server.url("/"));
    std::stop_source stop;
    std::jthread patient([&] { static_cast<void>(client->send(request, stop.get_token())); });
    REQUIRE(server.waitUntil([&] { return server.streams() == 1; }));
    request.deadline = 100ms;
    const auto late = client->send(request, {});
    REQUIRE_FALSE(late);
    CHECK(late.error().code == ErrorCode::Timeout);
    CHECK(server.connections() == 1);
    request.deadline = 10s;
    CHECK(sendTogether(*client, request, 3, "two") == 3);
    CHECK(server.connections() == 2);
    stop.request_stop();
}

TEST_CASE("HTTP/2 is used when offered, HTTP/1.1 when asked for and for streams", "[net]")
{
    LoopbackServer::Setup setup;
    setup.tls = serverTls();
    setup.tls->http2 = false; // offers only HTTP/1.1
    LoopbackServer old([](Peer& peer, const SeenRequest&) { peer.respond(200, "one"); }, setup);
    const auto client = services::makeCurlHttpClient();
    const auto answer = client->send(trusting(old.url("/")), {});
    REQUIRE(answer);
    CHECK(answer->httpVersion == "1.1");

    setup.tls->http2 = true; // offers both, speaks only HTTP/1.1 here
    LoopbackServer both([](Peer& peer, const SeenRequest&) { peer.respond(200, "one"); }, setup);
    HttpRequest request = trusting(both.url("/"));
    std::string body;
    const auto streamed = client->stream(request, ignoreHead(), collectInto(body), {});
    REQUIRE(streamed);
    CHECK(body == "one");
    request.version = services::HttpVersion::Http1;
    REQUIRE(client->send(request, {}));
}

TEST_CASE("a dead server fails the waiting with the first, not one after the other", "[net]")
{
    // Listens, but never completes a TLS handshake.
    LoopbackServer server([](Peer& peer, const SeenRequest&) { peer.waitForClient(); });
    const auto client = services::makeCurlHttpClient();
    HttpRequest request = trusting("https://127.0.0.1:" + std::to_string(server.port()) + "/");
    request.connectTimeout = 300ms;
    request.maxRetries = 0;
    std::atomic<int> failed{0};
    const auto start = SteadyClock::now();
    {
        std::vector<std::jthread> callers;
        for (int i = 0; i < 20; ++i)
            callers.emplace_back([&] { failed += client->send(request, {}) ? 0 : 1; });
    }
    CHECK(failed == 20);
    CHECK(since(start) < 2000ms);
}

TEST_CASE("sends, streams, stops and drops from many threads at once all end well", "[net]")
{
    LoopbackServer server([](Peer& peer, const SeenRequest& request) {
        if (request.target == "/hang")
            peer.waitForClient();
        else
            peer.respond(200, request.target);
    });
    const auto client = services::makeCurlHttpClient();
    std::atomic<int> good{0};
    constexpr int kThreads = 6;
    constexpr int kRounds = 40;
    {
        std::vector<std::jthread> callers;
        for (int t = 0; t < kThreads; ++t)
            callers.emplace_back([&, t] {
                for (int i = 0; i < kRounds; ++i) {
                    const std::string group = std::to_string(i % 2);
                    std::string body;
                    good += client->send(inGroup(server.url("/a"), group), {}) ? 1 : 0;
                    good += client->stream(inGroup(server.url("/b"), group), ignoreHead(),
                                           collectInto(body), {})
                                ? 1
                                : 0;
                    std::stop_source stop;
                    std::jthread stopper([&] { stop.request_stop(); });
                    const auto hung =
                        client->send(inGroup(server.url("/hang"), group), stop.get_token());
                    good += !hung && hung.error().code == ErrorCode::Cancelled ? 1 : 0;
                    if (i % 5 == t % 5)
                        client->dropConnections(group);
                }
            });
    }
    CHECK(good == kThreads * kRounds * 3);
}
