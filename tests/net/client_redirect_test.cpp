// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/net/client_fixture.h"
#include "tests/support/catch.h"

using namespace binnacle;
using namespace binnacle::tests;

namespace {

HttpRequest withSecrets(std::string url)
{
    HttpRequest request = get(std::move(url));
    request.credentials.bearer = "very-secret-token";
    request.headers = {
        {"X-Api-Key", "very-secret-key"}, {"Accept", "text/plain"}, {"Cookie", "a=b"}};
    request.maxRedirects = 3;
    return request;
}

bool carriesSecret(const SeenRequest& request)
{
    for (const auto& [name, value] : request.headers)
        if (value.find("very-secret") != std::string::npos || name == "cookie")
            return true;
    return request.body.find("very-secret") != std::string::npos;
}

} // namespace

TEST_CASE("a redirect is a value unless following was asked for", "[net]")
{
    LoopbackServer server(
        [](Peer& peer, const SeenRequest&) { peer.respond(302, "", "Location: /other\r\n"); });
    const auto client = services::makeCurlHttpClient();
    const auto answer = client->send(get(server.url("/")), {});
    REQUIRE(answer);
    CHECK(answer->status == 302);
    CHECK(answer->header("location") == "/other");
    CHECK(server.requests().size() == 1);
}

TEST_CASE("a redirect within the origin keeps credentials and headers", "[net]")
{
    LoopbackServer server([](Peer& peer, const SeenRequest& request) {
        if (request.target == "/a/b?x=1")
            peer.respond(307, "gone", "Location: ../c?y=2\r\n");
        else
            peer.respond(200, "here");
    });
    const auto client = services::makeCurlHttpClient();
    HttpRequest request = withSecrets(server.url("/a/b?x=1"));
    SECTION("send")
    {
        const auto answer = client->send(request, {});
        REQUIRE(answer);
        CHECK(answer->body == "here");
        CHECK(answer->effectiveUrl == server.url("/c?y=2"));
        CHECK(answer->attempts == 2);
    }
    SECTION("stream: the head is that of the last answer")
    {
        std::string body;
        const auto answer = client->stream(request, ignoreHead(), collectInto(body), {});
        REQUIRE(answer);
        CHECK(body == "here");
    }
    const auto seen = server.requests();
    REQUIRE(seen.size() == 2);
    CHECK(seen[1].target == "/c?y=2");
    CHECK(seen[1].header("authorization") == "Bearer very-secret-token");
    CHECK(seen[1].header("x-api-key") == "very-secret-key");
}

TEST_CASE("a redirect to another port or host carries no secret, nor does the way back", "[net]")
{
    LoopbackServer* first = nullptr;
    LoopbackServer other([&](Peer& peer, const SeenRequest& request) {
        if (request.target == "/back")
            peer.respond(302, "", "Location: " + first->url("/end") + "\r\n");
        else
            peer.respond(200, "other");
    });
    const bool back = GENERATE(false, true);
    const std::string host = GENERATE(as<std::string>(), "127.0.0.1", "user:pw@localhost");
    LoopbackServer server([&](Peer& peer, const SeenRequest& request) {
        const std::string target =
            "http://" + host + ":" + std::to_string(other.port()) + (back ? "/back" : "/x");
        if (request.target == "/end")
            peer.respond(200, "end");
        else
            peer.respond(302, "", "Location: " + target + "\r\n");
    });
    first = &server;
    const auto client = services::makeCurlHttpClient();
    const auto answer = client->send(withSecrets(server.url("/")), {});
    REQUIRE(answer);
    CHECK(answer->body == (back ? "end" : "other"));
    const auto seen = other.requests();
    REQUIRE(seen.size() == 1);
    CHECK_FALSE(carriesSecret(seen[0]));
    CHECK(seen[0].header("authorization").empty());
    CHECK(seen[0].header("accept") == "text/plain");
    if (back)
        CHECK_FALSE(carriesSecret(server.requests().back()));
}

TEST_CASE("a body goes again to the same origin only", "[net]")
{
    LoopbackServer other([](Peer& peer, const SeenRequest&) { peer.respond(200, "other"); });
    LoopbackServer server([&](Peer& peer, const SeenRequest& request) {
        if (request.target == "/same")
            peer.respond(308, "", "Location: /end\r\n");
        else if (request.target == "/other")
            peer.respond(307, "", "Location: " + other.url("/end") + "\r\n");
        else if (request.target == "/see")
            peer.respond(303, "", "Location: " + other.url("/end") + "\r\n");
        else
            peer.respond(200, "end");
    });
    const auto client = services::makeCurlHttpClient();
    HttpRequest request = post(server.url("/same"), "refresh=very-secret");
    request.maxRedirects = 3;
    const auto same = client->send(request, {});
    REQUIRE(same);
    CHECK(same->body == "end");
    CHECK(server.requests().back().body == "refresh=very-secret");
    request.url = server.url("/other");
    const auto refused = client->send(request, {});
    REQUIRE(refused);
    CHECK(refused->status == 307);
    CHECK(other.requests().empty());
    request.url = server.url("/see");
    REQUIRE(client->send(request, {}));
    REQUIRE(other.requests().size() == 1);
    CHECK(other.requests()[0].method == "GET");
    CHECK_FALSE(carriesSecret(other.requests()[0]));
}

TEST_CASE("a redirect loop ends with the last redirect as the answer", "[net]")
{
    LoopbackServer server(
        [](Peer& peer, const SeenRequest&) { peer.respond(302, "", "Location: /\r\n"); });
    const auto client = services::makeCurlHttpClient();
    HttpRequest request = get(server.url("/"));
    request.maxRedirects = 4;
    const auto answer = client->send(request, {});
    REQUIRE(answer);
    CHECK(answer->status == 302);
    CHECK(server.requests().size() == 5);
}

TEST_CASE("a redirect to another scheme or to nothing is not followed", "[net]")
{
    const auto* location = GENERATE("file:///etc/passwd", "gopher://127.0.0.1/", "http://[bad", "");
    LoopbackServer server([&](Peer& peer, const SeenRequest&) {
        peer.respond(302, "", std::string("Location: ") + location + "\r\n");
    });
    const auto client = services::makeCurlHttpClient();
    HttpRequest request = get(server.url("/"));
    request.maxRedirects = 4;
    const auto answer = client->send(request, {});
    REQUIRE(answer);
    CHECK(answer->status == 302);
    CHECK(server.requests().size() == 1);
}
