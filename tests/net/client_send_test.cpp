// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/net/client_fixture.h"
#include "tests/support/catch.h"

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <thread>
#include <vector>

using namespace binnacle;
using namespace binnacle::tests;
using models::ErrorCode;

namespace {

/// gzip of "zipped zipped zipped zipped"
const std::string
    kZipped("\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xab\xca\x2c\x28\x48\x4d\x51\xa8\xc2\x42"
            "\x01\x00\xe5\xc7\x01\x78\x1b\x00\x00\x00",
            30);

} // namespace

TEST_CASE("a get returns status, headers, body and where it came from", "[net]")
{
    LoopbackServer server([](Peer& peer, const SeenRequest&) {
        peer.respond(200, "hello", "Content-Type: text/plain\r\nX-Twice: a\r\nX-Twice: b\r\n");
    });
    const auto client = services::makeCurlHttpClient();
    const auto answer = client->send(get(server.url("/a/b?c=d")), {});
    REQUIRE(answer);
    CHECK(answer->status == 200);
    CHECK(answer->body == "hello");
    CHECK(answer->bodyBytes == 5);
    CHECK(answer->header("content-TYPE") == "text/plain");
    CHECK(answer->header("x-twice") == "a");
    CHECK(answer->header("missing").empty());
    CHECK(answer->effectiveUrl == server.url("/a/b?c=d"));
    CHECK(answer->httpVersion == "1.1");
    CHECK(answer->attempts == 1);
    CHECK(answer->total >= answer->firstByte);
    CHECK(answer->firstByte.count() > 0);
    const auto seen = server.requests();
    REQUIRE(seen.size() == 1);
    CHECK(seen[0].method == "GET");
    CHECK(seen[0].target == "/a/b?c=d");
    CHECK(seen[0].header("user-agent") == "Binnacle/0.1");
    CHECK(seen[0].header("accept-encoding") == "gzip");
}

TEST_CASE("any status is a value", "[net]")
{
    const int status = GENERATE(204, 301, 401, 404, 410, 500);
    LoopbackServer server([status](Peer& peer, const SeenRequest&) { peer.respond(status, ""); });
    const auto client = services::makeCurlHttpClient();
    const auto answer = client->send(get(server.url("/")), {});
    REQUIRE(answer);
    CHECK(answer->status == status);
}

TEST_CASE("methods, bodies and headers arrive as given", "[net]")
{
    LoopbackServer server([](Peer& peer, const SeenRequest&) { peer.respond(200, ""); });
    const auto client = services::makeCurlHttpClient();
    HttpRequest request = post(server.url("/x"), std::string("a\0b", 3));
    request.method = GENERATE(as<std::string>(), "POST", "PUT", "PATCH", "DELETE");
    request.headers = {
        {"Content-Type", "application/json"}, {"X-Empty", ""}, {"X-Tenant", "team a"}};
    REQUIRE(client->send(request, {}));
    const auto seen = server.requests();
    REQUIRE(seen.size() == 1);
    CHECK(seen[0].method == request.method);
    CHECK(seen[0].body == std::string("a\0b", 3));
    CHECK(seen[0].header("content-type") == "application/json");
    CHECK(seen[0].header("x-tenant") == "team a");
    CHECK(seen[0].header("expect").empty());
}

TEST_CASE("a body without a stated type gets none invented", "[net]")
{
    LoopbackServer server([](Peer& peer, const SeenRequest&) { peer.respond(200, ""); });
    const auto client = services::makeCurlHttpClient();
    REQUIRE(client->send(post(server.url("/"), "a=1"), {}));
    REQUIRE(client->send(post(server.url("/"), ""), {}));
    const auto seen = server.requests();
    REQUIRE(seen.size() == 2);
    CHECK(seen[0].header("content-type").empty());
    CHECK(seen[1].header("content-length") == "0");
}

TEST_CASE("head asks for no body and waits for none", "[net]")
{
    LoopbackServer server([](Peer& peer, const SeenRequest&) {
        peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
    });
    const auto client = services::makeCurlHttpClient();
    HttpRequest request = get(server.url("/"));
    request.method = "HEAD";
    const auto answer = client->send(request, {});
    REQUIRE(answer);
    CHECK(answer->header("content-length") == "1000");
    CHECK(answer->body.empty());
}

TEST_CASE("credentials travel as headers: bearer, basic and from the address", "[net]")
{
    LoopbackServer server([](Peer& peer, const SeenRequest&) { peer.respond(200, ""); });
    const auto client = services::makeCurlHttpClient();
    HttpRequest request = get(server.url("/"));
    request.credentials.bearer = "tok";
    request.headers = {{"Authorization", "Bearer other"}};
    REQUIRE(client->send(request, {}));
    request.credentials = {{}, "ann", "p:w"};
    REQUIRE(client->send(request, {}));
    HttpRequest inUrl =
        get("http://ann:p%3Aw@127.0.0.1:" + std::to_string(server.port()) + "/x#part");
    const auto answer = client->send(inUrl, {});
    REQUIRE(answer);
    CHECK(answer->effectiveUrl == server.url("/x"));
    const auto seen = server.requests();
    CHECK(seen[0].header("authorization") == "Bearer tok");
    CHECK(seen[1].header("authorization") == "Basic YW5uOnA6dw==");
    CHECK(seen[2].header("authorization") == "Basic YW5uOnA6dw==");
}

TEST_CASE("gzip is undone for a send", "[net]")
{
    LoopbackServer server([](Peer& peer, const SeenRequest&) {
        peer.respond(200, kZipped, "Content-Encoding: gzip\r\n");
    });
    const auto client = services::makeCurlHttpClient();
    HttpRequest request = get(server.url("/"));
    SECTION("asked for by the client") {}
    SECTION("asked for by the caller")
    {
        request.headers = {{"Accept-Encoding", "gzip"}};
    }
    const auto answer = client->send(request, {});
    REQUIRE(answer);
    CHECK(answer->body == "zipped zipped zipped zipped");
    CHECK(answer->bodyBytes == 27);
    CHECK(server.requests()[0].header("accept-encoding") == "gzip");
}

TEST_CASE("a request that cannot be sent is refused before any network", "[net]")
{
    const auto client = services::makeCurlHttpClient();
    HttpRequest request = get("http://127.0.0.1:9/");
    SECTION("scheme")
    {
        request.url = "ftp://127.0.0.1/";
    }
    SECTION("no address")
    {
        request.url = "not an address";
    }
    SECTION("line break in a header")
    {
        request.headers = {{"X-A", "b\r\nX-Evil: 1"}};
    }
    SECTION("header name")
    {
        request.headers = {{"X A", "b"}};
    }
    SECTION("line break in a token")
    {
        request.credentials.bearer = "abc\n";
    }
    SECTION("method")
    {
        request.method = "GET /x";
    }
    SECTION("proxy")
    {
        request.proxy = "gopher://127.0.0.1:1";
    }
    SECTION("CA file")
    {
        auto tls = std::make_shared<services::TlsOptions>();
        tls->caFile = "/nonexistent/ca.pem";
        request.tls = tls;
    }
    const auto answer = client->send(request, {});
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == ErrorCode::InvalidInput);
}

TEST_CASE("a hundred concurrent gets all succeed over few connections", "[net]")
{
    std::atomic<int> atOnce{0};
    std::atomic<int> most{0};
    LoopbackServer server([&](Peer& peer, const SeenRequest& request) {
        const int now = ++atOnce;
        for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
        }
        peer.sleep(5ms);
        --atOnce;
        peer.respond(200, request.target);
    });
    const auto client = services::makeCurlHttpClient();
    std::atomic<int> good{0};
    const auto start = SteadyClock::now();
    {
        std::vector<std::jthread> callers;
        for (int i = 0; i < 100; ++i)
            callers.emplace_back([&, i] {
                const std::string path = "/" + std::to_string(i);
                const auto answer = client->send(get(server.url(path)), {});
                good += answer && answer->body == path ? 1 : 0;
            });
    }
    INFO("took " << since(start).count() << " ms");
    CHECK(good == 100);
    CHECK(most <= 8);
    CHECK(server.connections() <= 8);
}

TEST_CASE("a large body arrives whole", "[net]")
{
    const std::string body(20'000'000, 'x');
    LoopbackServer server([&](Peer& peer, const SeenRequest& request) {
        if (request.target == "/length") {
            peer.respond(200, body);
            return;
        }
        peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (std::size_t at = 0; at < body.size(); at += 100'000)
            peer.chunk(std::string_view(body).substr(at, 100'000));
        peer.write("0\r\nX-Trailer: 1\r\n\r\n");
    });
    const auto client = services::makeCurlHttpClient();
    for (const char* path : {"/length", "/chunked"}) {
        const auto answer = client->send(get(server.url(path)), {});
        REQUIRE(answer);
        CHECK(answer->body == body);
        CHECK(answer->header("x-trailer").empty());
    }
    CHECK(server.connections() == 1);
}

TEST_CASE("a provisional answer is not taken for the answer", "[net]")
{
    LoopbackServer server([](Peer& peer, const SeenRequest&) {
        peer.write("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n");
        peer.respond(200, "late");
    });
    const auto client = services::makeCurlHttpClient();
    const auto answer = client->send(get(server.url("/")), {});
    REQUIRE(answer);
    CHECK(answer->status == 200);
    CHECK(answer->body == "late");
    CHECK(answer->header("x-early").empty());
}

TEST_CASE("a unix socket serves the address's path and host", "[net]")
{
    const std::string path =
        (std::filesystem::temp_directory_path() / ("bn-net-" + std::to_string(::getpid())))
            .string();
    LoopbackServer::Setup setup;
    setup.unixPath = path;
    LoopbackServer server([](Peer& peer, const SeenRequest&) { peer.respond(200, "unix"); }, setup);
    const auto client = services::makeCurlHttpClient();
    HttpRequest request = get("http://docker/v1/info");
    request.proxy = "http://127.0.0.1:1"; // does not concern a unix socket
    request.unixSocket = path;
    const auto answer = client->send(request, {});
    REQUIRE(answer);
    CHECK(answer->body == "unix");
    CHECK(server.requests()[0].header("host") == "docker");
    CHECK(server.requests()[0].target == "/v1/info");
    request.unixSocket = path + "-missing";
    request.maxRetries = 0;
    const auto missing = client->send(request, {});
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == ErrorCode::Unreachable);
}
