// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/net/client_fixture.h"
#include "tests/net/server/pki.h"
#include "tests/net/server/proxies.h"
#include "tests/support/catch.h"

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

LoopbackServer::Setup tlsSetup(const std::vector<std::string>& names)
{
    const KeyPair pair = authority().issue("server", names);
    LoopbackServer::Setup setup;
    setup.tls = ServerTls{pair.certificatePem, pair.keyPem, {}, false};
    return setup;
}

LoopbackServer::Handler answering(std::string body)
{
    return [body](Peer& peer, const SeenRequest&) { peer.respond(200, body); };
}

HttpRequest through(const std::string& proxy, std::string url)
{
    HttpRequest request = get(std::move(url));
    request.proxy = proxy;
    request.maxRetries = 0;
    request.credentials.bearer = "very-secret";
    auto tls = std::make_shared<TlsOptions>();
    tls->caPem = authority().pem();
    request.tls = tls;
    return request;
}

std::string address(const LoopbackServer& server)
{
    return "127.0.0.1:" + std::to_string(server.port());
}

} // namespace

TEST_CASE("plain http goes through an http proxy in absolute form", "[net]")
{
    LoopbackServer server(answering("direct"));
    LoopbackServer proxy(httpProxy());
    const auto client = services::makeCurlHttpClient();
    const auto answer =
        client->send(through("http://ann:pw@" + address(proxy), server.url("/p?q=1")), {});
    REQUIRE(answer);
    CHECK(answer->body == "direct");
    CHECK(proxy.requests()[0].target == server.url("/p?q=1"));
    CHECK(proxy.requests()[0].header("proxy-authorization") == "Basic YW5uOnB3");
    CHECK(server.requests()[0].target == "/p?q=1");
    CHECK(server.requests()[0].header("proxy-authorization").empty());
}

TEST_CASE("https tunnels through an http and an https proxy, which sees no credentials", "[net]")
{
    const bool tlsProxy = GENERATE(false, true);
    LoopbackServer server(answering("tunnel"), tlsSetup({"IP:127.0.0.1"}));
    LoopbackServer proxy(httpProxy(),
                         tlsProxy ? tlsSetup({"IP:127.0.0.1"}) : LoopbackServer::Setup());
    const auto client = services::makeCurlHttpClient();
    const auto answer = client->send(
        through((tlsProxy ? "https://" : "http://") + address(proxy), server.url("/secret-path")),
        {});
    INFO((answer ? "" : answer.error().text()));
    REQUIRE(answer);
    CHECK(answer->body == "tunnel");
    REQUIRE(proxy.requests().size() == 1);
    CHECK(proxy.requests()[0].method == "CONNECT");
    CHECK(proxy.requests()[0].target == address(server));
    CHECK(proxy.requests()[0].header("authorization").empty());
    CHECK(server.requests()[0].header("authorization") == "Bearer very-secret");
}

TEST_CASE("another server name works through a proxy", "[net]")
{
    LoopbackServer server(answering("named"), tlsSetup({"DNS:cluster.example"}));
    LoopbackServer proxy(httpProxy());
    const auto client = services::makeCurlHttpClient();
    HttpRequest request = through("http://" + address(proxy), server.url("/"));
    auto tls = std::make_shared<TlsOptions>(*request.tls);
    tls->serverName = "cluster.example";
    request.tls = tls;
    const auto answer = client->send(request, {});
    INFO((answer ? "" : answer.error().text()));
    REQUIRE(answer);
    CHECK(proxy.requests()[0].target == address(server));
    CHECK(server.requests()[0].serverName == "cluster.example");
    CHECK(server.requests()[0].header("host") == address(server));
}

TEST_CASE("a SOCKS 5 proxy carries http and https", "[net]")
{
    const bool tls = GENERATE(false, true);
    LoopbackServer server(answering("socks"),
                          tls ? tlsSetup({"IP:127.0.0.1"}) : LoopbackServer::Setup());
    LoopbackServer::Setup setup;
    setup.raw = socksProxy();
    LoopbackServer proxy(nullptr, setup);
    const auto client = services::makeCurlHttpClient();
    const auto answer = client->send(through("socks5://" + address(proxy), server.url("/")), {});
    INFO((answer ? "" : answer.error().text()));
    REQUIRE(answer);
    CHECK(answer->body == "socks");
    CHECK(proxy.connections() == 1);
}

TEST_CASE("a proxy that refuses or is not there is named in the error, its password is not",
          "[net]")
{
    LoopbackServer server(answering("never"), tlsSetup({"IP:127.0.0.1"}));
    const auto client = services::makeCurlHttpClient();
    ErrorCode expected = ErrorCode::Unreachable;
    std::string where;
    models::Error error;
    SECTION("asks for credentials")
    {
        LoopbackServer proxy(httpProxy(407));
        where = address(proxy);
        expected = ErrorCode::Unauthenticated;
        error = client->send(through("http://ann:very-secret-pw@" + where, server.url("/")), {})
                    .error();
    }
    SECTION("refuses")
    {
        LoopbackServer proxy(httpProxy(403));
        where = address(proxy);
        error = client->send(through("http://ann:very-secret-pw@" + where, server.url("/")), {})
                    .error();
    }
    SECTION("not there")
    {
        {
            LoopbackServer gone(httpProxy());
            where = address(gone);
        }
        error = client->send(through("http://ann:very-secret-pw@" + where, server.url("/")), {})
                    .error();
    }
    INFO(error.text());
    CHECK(error.code == expected);
    CHECK(error.message.find(where) != std::string::npos);
    CHECK(error.message.find("very-secret") == std::string::npos);
}

TEST_CASE("the environment's proxy is used unless told otherwise", "[net]")
{
    LoopbackServer server(answering("direct"));
    LoopbackServer proxy(httpProxy());
    ::setenv("http_proxy", ("http://" + address(proxy)).c_str(), 1);
    {
        const auto client = services::makeCurlHttpClient();
        CHECK(client->send(through("", server.url("/")), {}));
        CHECK(proxy.requests().size() == 1);
        CHECK(client->send(through("none", server.url("/")), {}));
        CHECK(proxy.requests().size() == 1);
        ::setenv("no_proxy", "127.0.0.1", 1);
        CHECK(client->send(through("", server.url("/")), {}));
        CHECK(proxy.requests().size() == 1);
    }
    ::unsetenv("no_proxy");
    ::setenv("http_proxy", "http://127.0.0.2:1", 1);
    {
        const auto client = services::makeCurlHttpClient();
        const auto answer = client->send(through("", server.url("/")), {});
        REQUIRE_FALSE(answer);
        INFO(answer.error().text());
        CHECK(answer.error().message.find("proxy named in the environment") != std::string::npos);
    }
    ::unsetenv("http_proxy");
}
