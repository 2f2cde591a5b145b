// SPDX-License-Identifier: GPL-3.0-or-later
// What misbehaving servers turn into, and when it is tried again.
#include "tests/net/client_fixture.h"
#include "tests/support/catch.h"

#include <atomic>

using namespace binnacle;
using namespace binnacle::tests;
using models::ErrorCode;

TEST_CASE("a cut answer is never a success", "[net]")
{
    struct Case {
        const char* name;
        std::string bytes;
        bool reset;
    };
    const Case each = GENERATE(
        Case{"content-length", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", false},
        Case{"content-length, reset", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", true},
        Case{"chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nA\r\nhalf", false},
        Case{"between chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
             false},
        Case{"head", "HTTP/1.1 200 OK\r\nContent-Le", false}, Case{"before a byte", "", false},
        Case{"before a byte, reset", "", true});
    const bool stream = GENERATE(false, true);
    INFO(each.name << (stream ? ", stream" : ", send"));
    LoopbackServer server([&](Peer& peer, const SeenRequest&) {
        peer.write(each.bytes);
        each.reset ? peer.reset() : peer.close();
    });
    const auto client = services::makeCurlHttpClient();
    HttpRequest request = get(server.url("/"));
    request.maxRetries = 0;
    std::string body;
    const auto answer = stream ? client->stream(request, ignoreHead(), collectInto(body), {})
                               : client->send(request, {});
    REQUIRE_FALSE(answer);
    const ErrorCode code = answer.error().code;
    INFO(answer.error().text());
    CHECK((code == ErrorCode::DataCorrupt || code == ErrorCode::Unreachable));
    CHECK(server.requests().size() == 1);
}

TEST_CASE("what is not HTTP is data corrupt", "[net]")
{
    const auto* bytes = GENERATE("SSH-2.0-OpenSSH_9.2\r\n", "\x15\x03\x01", "HTTP/1.1 OK\r\n\r\n",
                                 "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
    LoopbackServer server([&](Peer& peer, const SeenRequest&) {
        peer.write(bytes);
        peer.close();
    });
    const auto client = services::makeCurlHttpClient();
    const auto answer = client->send(get(server.url("/")), {});
    INFO(bytes);
    REQUIRE_FALSE(answer);
    INFO(answer.error().text());
    CHECK(answer.error().code == ErrorCode::DataCorrupt);
}

TEST_CASE("gzip that is none is data corrupt", "[net]")
{
    LoopbackServer server([](Peer& peer, const SeenRequest&) {
        peer.respond(200, "plain after all", "Content-Encoding: gzip\r\n");
    });
    const auto client = services::makeCurlHttpClient();
    const auto answer = client->send(get(server.url("/")), {});
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == ErrorCode::DataCorrupt);
}

TEST_CASE("the deadline ends a silent, a slow and a dripping server", "[net]")
{
    const int kind = GENERATE(0, 1, 2);
    LoopbackServer server([kind](Peer& peer, const SeenRequest&) {
        if (kind > 0)
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
        while (kind == 2 && peer.write("x") && peer.sleep(5ms)) {
        }
        peer.waitForClient();
    });
    const auto client = services::makeCurlHttpClient();
    HttpRequest request = get(server.url("/"));
    request.deadline = 150ms;
    const auto start = SteadyClock::now();
    const auto answer = client->send(request, {});
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == ErrorCode::Timeout);
    CHECK(answer.error().message.find("150 ms") != std::string::npos);
    CHECK(since(start) >= 150ms);
    CHECK(since(start) < 1000ms);
    CHECK(server.requests().size() == 1);
}

TEST_CASE("silence ends a stream by its idle timeout, bytes keep it alive", "[net]")
{
    LoopbackServer server([](Peer& peer, const SeenRequest&) {
        peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < 6 && peer.sleep(60ms); ++i)
            peer.chunk("tick");
        peer.waitForClient();
    });
    const auto client = services::makeCurlHttpClient();
    HttpRequest request = get(server.url("/"));
    request.deadline = 0ms;
    request.idleTimeout = 250ms;
    std::string body;
    const auto start = SteadyClock::now();
    const auto answer = client->stream(request, ignoreHead(), collectInto(body), {});
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == ErrorCode::Timeout);
    CHECK(answer.error().message.find("silent for 250 ms") != std::string::npos);
    CHECK(body == "ticktickticktickticktick");
    CHECK(since(start) >= 600ms);
}

TEST_CASE("a body over the limit is refused, by its length or as it comes", "[net]")
{
    const bool stated = GENERATE(true, false);
    LoopbackServer server([stated](Peer& peer, const SeenRequest&) {
        const std::string body(5000, 'x');
        if (stated) {
            peer.respond(200, body);
            return;
        }
        peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        while (peer.chunk(body)) {
        }
        peer.close();
    });
    const auto client = services::makeCurlHttpClient();
    HttpRequest request = get(server.url("/"));
    request.maxBodyBytes = 4999;
    const auto answer = client->send(request, {});
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == ErrorCode::ResourceExhausted);
    CHECK(answer.error().message.find("4999") != std::string::npos);
    request.maxBodyBytes = 5000;
    if (stated)
        CHECK(client->send(request, {}));
}

TEST_CASE("endless headers are refused", "[net]")
{
    LoopbackServer server([](Peer& peer, const SeenRequest&) {
        peer.write("HTTP/1.1 200 OK\r\n");
        while (peer.write("X-More: " + std::string(1000, 'x') + "\r\n")) {
        }
        peer.close();
    });
    const auto client = services::makeCurlHttpClient();
    const auto answer = client->send(get(server.url("/")), {});
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == ErrorCode::ResourceExhausted);
}

TEST_CASE("only what is safe is tried again, and only so often", "[net]")
{
    struct Case {
        const char* method;
        bool idempotent;
        int status;
        int maxRetries;
        std::size_t asked;
    };
    const Case each = GENERATE(Case{"GET", false, 503, 2, 3}, Case{"HEAD", false, 502, 1, 2},
                               Case{"GET", false, 429, 2, 3}, Case{"GET", false, 504, 0, 1},
                               Case{"GET", false, 500, 2, 1}, Case{"GET", false, 404, 2, 1},
                               Case{"POST", false, 503, 2, 1}, Case{"POST", true, 503, 2, 3},
                               Case{"PUT", false, 503, 2, 1}, Case{"DELETE", false, 503, 2, 1});
    INFO(each.method << " " << each.status);
    LoopbackServer server([&](Peer& peer, const SeenRequest&) {
        peer.write("HTTP/1.1 " + std::to_string(each.status) + " No\r\nContent-Length: 0\r\n\r\n");
    });
    const auto client = services::makeCurlHttpClient();
    HttpRequest request = get(server.url("/"));
    request.method = each.method;
    request.idempotent = each.idempotent;
    request.maxRetries = each.maxRetries;
    const auto answer = client->send(request, {});
    REQUIRE(answer);
    CHECK(answer->status == each.status);
    CHECK(server.requests().size() == each.asked);
    CHECK(answer->attempts == static_cast<int>(each.asked));
}

TEST_CASE("a success after a refusal is a success", "[net]")
{
    std::atomic<int> count{0};
    LoopbackServer server([&](Peer& peer, const SeenRequest&) {
        if (++count < 3)
            peer.respond(503, "busy");
        else
            peer.respond(200, "fine");
    });
    const auto client = services::makeCurlHttpClient();
    SECTION("send")
    {
        const auto answer = client->send(get(server.url("/")), {});
        REQUIRE(answer);
        CHECK(answer->body == "fine");
        CHECK(answer->attempts == 3);
    }
    SECTION("stream: the head is given once, of the last answer")
    {
        int heads = 0;
        std::string body;
        const auto answer = client->stream(get(server.url("/")),
                                           [&](const HttpResponse& head) -> models::Result<void> {
                                               heads += head.status;
                                               return {};
                                           },
                                           collectInto(body), {});
        REQUIRE(answer);
        CHECK(heads == 200);
        CHECK(body == "fine");
    }
}

TEST_CASE("a connection lost before any byte is tried again for a get, never for a post", "[net]")
{
    std::atomic<int> count{0};
    LoopbackServer server([&](Peer& peer, const SeenRequest&) {
        if (++count == 1)
            peer.reset();
        else
            peer.respond(200, "fine");
    });
    const auto client = services::makeCurlHttpClient();
    SECTION("get")
    {
        const auto answer = client->send(get(server.url("/")), {});
        REQUIRE(answer);
        CHECK(answer->attempts == 2);
    }
    SECTION("post")
    {
        const auto answer = client->send(post(server.url("/"), "act"), {});
        REQUIRE_FALSE(answer);
        CHECK(answer.error().code == ErrorCode::Unreachable);
        CHECK(count == 1);
    }
}

TEST_CASE("a post on a kept connection that dies is not sent twice", "[net]")
{
    LoopbackServer server([&](Peer& peer, const SeenRequest& request) {
        if (request.method == "POST")
            peer.reset(); // after reading it: it may have been acted upon
        else
            peer.respond(200, "");
    });
    const auto client = services::makeCurlHttpClient();
    REQUIRE(client->send(get(server.url("/")), {}));
    const auto answer = client->send(post(server.url("/"), "act"), {});
    REQUIRE_FALSE(answer);
    CHECK(server.requests().size() == 2);
}

TEST_CASE("a server's Retry-After is honoured within the deadline", "[net]")
{
    std::atomic<int> count{0};
    LoopbackServer server([&](Peer& peer, const SeenRequest& request) {
        if (++count == 1)
            peer.respond(429, "later",
                         request.target == "/long" ? "Retry-After: 60\r\n" : "Retry-After: 1\r\n");
        else
            peer.respond(200, "fine");
    });
    const auto client = services::makeCurlHttpClient();
    const auto start = SteadyClock::now();
    SECTION("it fits: waited for")
    {
        const auto answer = client->send(get(server.url("/short")), {});
        REQUIRE(answer);
        CHECK(answer->status == 200);
        CHECK(since(start) >= 1000ms);
    }
    SECTION("it does not fit: the answer is returned at once, with its body")
    {
        const auto answer = client->send(get(server.url("/long")), {});
        REQUIRE(answer);
        CHECK(answer->status == 429);
        CHECK(answer->body == "later");
        CHECK(since(start) < 900ms);
    }
    SECTION("a stop ends the wait")
    {
        std::stop_source stop;
        std::jthread stopper([&] {
            server.waitForRequests(1);
            stop.request_stop();
        });
        const auto answer = client->send(get(server.url("/short")), stop.get_token());
        REQUIRE_FALSE(answer);
        CHECK(answer.error().code == ErrorCode::Cancelled);
        CHECK(since(start) < 900ms);
    }
}

TEST_CASE("nobody listening is unreachable, quickly, and says who and why", "[net]")
{
    std::string url;
    {
        LoopbackServer gone([](Peer&, const SeenRequest&) {});
        url = gone.url("/");
    }
    const auto client = services::makeCurlHttpClient();
    const auto answer = client->send(get(url), {});
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == ErrorCode::Unreachable);
    CHECK(answer.error().message.find("127.0.0.1:") != std::string::npos);
    CHECK(answer.error().message.find("refused") != std::string::npos);
    CHECK_FALSE(answer.error().remedy.empty());
}

TEST_CASE("a host that does not exist is unreachable", "[net]")
{
    const auto client = services::makeCurlHttpClient();
    HttpRequest request = get("http://no-such-host.invalid/");
    request.maxRetries = 0;
    request.deadline = 20s;
    request.connectTimeout = 15s;
    const auto answer = client->send(request, {});
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == ErrorCode::Unreachable);
    CHECK(answer.error().message.find("no-such-host.invalid") != std::string::npos);
}

TEST_CASE("no error text carries a secret, even when the server echoes it", "[net]")
{
    LoopbackServer server([](Peer& peer, const SeenRequest& request) {
        peer.write("HTTP/1.1 200 OK\r\n" + request.header("authorization") +
                   "\r\n: \r\nContent-Length: 5\r\n\r\n");
        peer.reset();
    });
    const auto client = services::makeCurlHttpClient();
    HttpRequest request = get("http://ann:hunter-url@127.0.0.1:" + std::to_string(server.port()) +
                              "/x?token=hunter-query");
    const bool basic = GENERATE(false, true);
    if (basic)
        request.credentials = {{}, "ann", "hunter-basic"};
    else
        request.credentials.bearer = "hunter-bearer";
    request.maxRetries = 0;
    SECTION("broken") {}
    SECTION("refused")
    {
        request.url = "http://ann:hunter-url@127.0.0.1:1/x?token=hunter-query";
    }
    SECTION("unusable")
    {
        request.url = "http://ann:hunter-url@:bad/x?token=hunter-query";
    }
    SECTION("no host")
    {
        request.url = "https://ann:hunter-url@no.invalid/x?token=hunter-query";
    }
    const auto answer = client->send(request, {});
    REQUIRE_FALSE(answer);
    INFO(answer.error().text() << " " << answer.error().remedy);
    CHECK((answer.error().text() + answer.error().remedy).find("hunter") == std::string::npos);
}
