// SPDX-License-Identifier: GPL-3.0-or-later
// The parts that touch no network: addresses, retries, redirects, gates, the byte queue.
#include "services/net/byte_queue.h"
#include "services/net/curl/host_gate.h"
#include "services/net/http/redirect.h"
#include "services/net/http/retry_policy.h"
#include "services/net/http/url.h"
#include "tests/support/catch.h"

#include <thread>

using namespace binnacle;
using namespace binnacle::services;
using namespace std::chrono_literals;
using curl::HostGate;

TEST_CASE("an address is split into what connections and headers need", "[net]")
{
    const auto url = parseUrl("HTTPS://ann:p%40w@Example.ORG/a%20b?x=1&y=2#part");
    REQUIRE(url);
    CHECK(url->scheme == "https");
    CHECK(url->host == "example.org");
    CHECK(url->port == 443);
    CHECK(url->target == "/a%20b?x=1&y=2");
    CHECK(url->user == "ann");
    CHECK(url->password == "p@w");
    CHECK(url->authority() == "example.org");
    CHECK(url->hostPort() == "example.org:443");
    CHECK(url->origin() == "https://example.org:443");
    CHECK(url->text.find("ann") == std::string::npos);
    CHECK(url->text.find("part") == std::string::npos);
    CHECK(parseUrl("http://[::1]:8080")->authority() == "[::1]:8080");
    CHECK(parseUrl("http://[::1]:8080")->target == "/");
    CHECK(parseUrl("http://h:80/")->authority() == "h");
    CHECK(parseUrl("http://h:443/")->authority() == "h:443");
}

TEST_CASE("what is no http address is refused without quoting it", "[net]")
{
    for (const char* text : {"", "ftp://h/", "h/path", "http://", "https://se cret/",
                             "http://h:99999/", "http://h\n/"}) {
        INFO(text);
        const auto url = parseUrl(text);
        REQUIRE_FALSE(url);
        CHECK(url.error().code == models::ErrorCode::InvalidInput);
        CHECK(url.error().message.find("se cret") == std::string::npos);
    }
}

TEST_CASE("a location is read against the address that was asked", "[net]")
{
    const auto base = parseUrl("https://h:8443/a/b?x=1");
    REQUIRE(base);
    CHECK(resolveUrl(*base, "/c")->text == "https://h:8443/c");
    CHECK(resolveUrl(*base, "c?d")->target == "/a/c?d");
    CHECK(resolveUrl(*base, "//other/x")->origin() == "https://other:443");
    CHECK(resolveUrl(*base, "http://h:8443/")->origin() != base->origin());
    CHECK_FALSE(resolveUrl(*base, "javascript:alert(1)"));
}

TEST_CASE("retry-after is read as seconds or as a date", "[net]")
{
    const auto now = models::parseRfc3339("2026-01-02T03:04:05Z").value();
    CHECK(parseRetryAfter("7", now) == 7000ms);
    CHECK(parseRetryAfter("0", now) == 0ms);
    CHECK(parseRetryAfter("-5", now) == 0ms);
    CHECK(parseRetryAfter("Fri, 02 Jan 2026 03:04:15 GMT", now) == 10000ms);
    CHECK(parseRetryAfter("Fri, 02 Jan 2026 03:00:00 GMT", now) == 0ms);
    CHECK_FALSE(parseRetryAfter("", now));
    CHECK_FALSE(parseRetryAfter("soon", now));
    CHECK_FALSE(parseRetryAfter("99999999999999999999", now));
}

TEST_CASE("waits grow to a bound and are spread over all of it", "[net]")
{
    CHECK(jitteredWait(1, 0.0) == 0ms);
    CHECK(jitteredWait(1, 0.999) == 99ms);
    CHECK(jitteredWait(2, 0.5) == 100ms);
    CHECK(jitteredWait(3, 0.5) == 200ms);
    CHECK(jitteredWait(50, 0.5) == 2500ms);
}

TEST_CASE("a redirect turns post into get where clients do, and nothing else", "[net]")
{
    const auto asked = parseUrl("http://h/a").value();
    HttpRequest request;
    request.method = "POST";
    request.body = "b";
    request.headers = {{"Content-Type", "x"}, {"Accept", "y"}};
    HttpResponse response;
    response.headers = {{"Location", "/b"}};
    for (const auto& [status, method] : std::vector<std::pair<int, std::string>>{
             {301, "GET"}, {302, "GET"}, {303, "GET"}, {307, "POST"}, {308, "POST"}}) {
        response.status = status;
        const auto next = redirectOf(request, asked, response);
        REQUIRE(next);
        CHECK(next->method == method);
        CHECK(next->body.empty() == (method == "GET"));
        CHECK(next->headers.size() == (method == "GET" ? 1U : 2U));
        CHECK(next->url == "http://h/b");
    }
    for (const int status : {200, 300, 304, 305}) {
        response.status = status;
        CHECK_FALSE(redirectOf(request, asked, response));
    }
}

TEST_CASE("a gate lets one connect while the protocol is unknown, then as many as it allows",
          "[net]")
{
    HostGate gate(HostGate::Protocol::Unknown);
    CHECK(gate.mayStart(false));
    gate.started(false);
    CHECK_FALSE(gate.mayStart(false));
    CHECK(gate.mayStart(true)); // streams have connections of their own
    gate.connected(false, 1001);
    for (int i = 1; i < HostGate::kMostSends; ++i) {
        REQUIRE(gate.mayStart(false));
        gate.started(false);
        gate.connected(false, 2000 + i);
    }
    CHECK_FALSE(gate.mayStart(false));
    gate.learn(HostGate::Protocol::Http2);
    CHECK(gate.mayStart(false));
    gate.ended(false, true, 1001);
    for (int i = 1; i < HostGate::kMostSends; ++i)
        gate.ended(false, true, 2000 + i);
    CHECK(gate.idle());
    gate.started(false);
    CHECK_FALSE(gate.mayStart(false)); // none is connected any more: one goes ahead again
}

TEST_CASE("a gate sees multiplexing when two requests share a connection", "[net]")
{
    HostGate gate(HostGate::Protocol::Unknown);
    int second = 0;
    bool expected = false;
    SECTION("another connection proves nothing")
    {
        second = 1002;
    }
    SECTION("the same connection does")
    {
        second = 1001;
        expected = true;
    }
    gate.started(false);
    gate.connected(false, 1001);
    gate.started(false);
    gate.connected(false, second);
    for (int i = 2; i < HostGate::kMostSends; ++i) {
        REQUIRE(gate.mayStart(false));
        gate.started(false);
        gate.connected(false, 0); // a port that is not known proves nothing either
    }
    CHECK(gate.mayStart(false) == expected);
}

TEST_CASE("a byte queue refuses when full, keeps order and says whom to resume", "[net]")
{
    ByteQueue queue(10);
    CHECK(queue.tryPush("12345"));
    CHECK(queue.tryPush("67890"));
    CHECK_FALSE(queue.tryPush("x"));
    std::string bytes;
    auto taken = queue.take(bytes);
    CHECK(taken.state == ByteQueue::State::Bytes);
    CHECK(taken.producerWaits);
    CHECK(bytes == "1234567890");
    CHECK(queue.tryPush("larger than the capacity")); // else it could never pass
    taken = queue.take(bytes);
    CHECK_FALSE(taken.producerWaits);
    queue.wake();
    CHECK(queue.take(bytes).state == ByteQueue::State::Woken);
    queue.tryPush("last");
    queue.close();
    CHECK(queue.take(bytes).state == ByteQueue::State::Bytes);
    CHECK(bytes == "last");
    CHECK(queue.take(bytes).state == ByteQueue::State::Closed);
    CHECK(queue.take(bytes).state == ByteQueue::State::Closed);
}

TEST_CASE("a byte queue passes everything between two threads", "[net]")
{
    ByteQueue queue(1000);
    std::string sent;
    std::string got;
    {
        std::jthread producer([&] {
            for (int i = 0; i < 20000; ++i) {
                const std::string piece = std::to_string(i) + ",";
                while (!queue.tryPush(piece))
                    std::this_thread::yield();
                sent += piece;
            }
            queue.close();
        });
        std::string bytes;
        while (queue.take(bytes).state == ByteQueue::State::Bytes) {
            REQUIRE(bytes.size() <= 1000);
            got += bytes;
        }
    }
    CHECK(got == sent);
}
