// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/net/client_fixture.h"
#include "tests/net/server/pki.h"
#include "tests/support/catch.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>

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

LoopbackServer::Setup tlsSetup(const std::vector<std::string>& names, std::string clientCa = {})
{
    const KeyPair pair = authority().issue("server", names);
    LoopbackServer::Setup setup;
    setup.tls = ServerTls{pair.certificatePem, pair.keyPem, std::move(clientCa), false};
    return setup;
}

LoopbackServer::Handler answering(std::string body)
{
    return [body](Peer& peer, const SeenRequest&) { peer.respond(200, body); };
}

HttpRequest getWith(std::string url, TlsOptions tls)
{
    HttpRequest request = get(std::move(url));
    request.tls = std::make_shared<TlsOptions>(std::move(tls));
    request.maxRetries = 0;
    return request;
}

TlsOptions trusting()
{
    TlsOptions tls;
    tls.caPem = authority().pem();
    return tls;
}

std::string portOf(const LoopbackServer& server)
{
    return std::to_string(server.port());
}

} // namespace

TEST_CASE("a server is trusted by its authority, from text and from a file", "[net]")
{
    LoopbackServer server(answering("tls"), tlsSetup({"IP:127.0.0.1"}));
    const auto client = services::makeCurlHttpClient();
    const auto answer = client->send(getWith(server.url("/"), trusting()), {});
    REQUIRE(answer);
    CHECK(answer->body == "tls");

    const auto file =
        std::filesystem::temp_directory_path() / ("bn-ca-" + std::to_string(::getpid()) + ".pem");
    std::ofstream(file) << authority().pem();
    TlsOptions tls;
    tls.caFile = file.string();
    CHECK(client->send(getWith(server.url("/"), tls), {}));
    CHECK(server.connections() == 1); // the same trust, said differently
    std::filesystem::remove(file);
    const auto gone = client->send(getWith(server.url("/"), tls), {});
    REQUIRE_FALSE(gone);
    CHECK(gone.error().code == ErrorCode::InvalidInput);
    CHECK(gone.error().message.find(file.string()) != std::string::npos);
}

TEST_CASE("a server of an unknown authority or another name is not trusted", "[net]")
{
    const TestAuthority stranger("Somebody else");
    LoopbackServer server(answering("never"), tlsSetup({"IP:127.0.0.2", "DNS:cluster.example"}));
    const auto client = services::makeCurlHttpClient();
    TlsOptions tls = trusting();
    std::string expected;
    SECTION("system trust")
    {
        tls = {};
    }
    SECTION("another authority")
    {
        tls.caPem = stranger.pem();
    }
    SECTION("the name does not match")
    {
        expected = "127.0.0.1";
    }
    SECTION("the other name does not match either")
    {
        tls.serverName = "cluster.other";
    }
    const auto answer = client->send(getWith(server.url("/"), tls), {});
    REQUIRE_FALSE(answer);
    INFO(answer.error().text());
    CHECK(answer.error().code == ErrorCode::Unauthenticated);
    CHECK(answer.error().message.find("not trusted") != std::string::npos);
    CHECK(answer.error().message.find(expected) != std::string::npos);
    CHECK_FALSE(answer.error().remedy.empty());
    CHECK(server.requests().empty());
}

TEST_CASE("skipping verification is only done when asked", "[net]")
{
    LoopbackServer server(answering("insecure"), tlsSetup({"DNS:elsewhere"}));
    const auto client = services::makeCurlHttpClient();
    TlsOptions tls;
    tls.insecureSkipVerify = true;
    REQUIRE(client->send(getWith(server.url("/"), tls), {}));
    // The open connection must not serve a request that wants verification.
    const auto strict = client->send(getWith(server.url("/"), trusting()), {});
    REQUIRE_FALSE(strict);
    CHECK(strict.error().code == ErrorCode::Unauthenticated);
}

TEST_CASE("another server name is announced and verified, while Host stays what was asked", "[net]")
{
    LoopbackServer server(answering("named"), tlsSetup({"DNS:cluster.example"}));
    const auto client = services::makeCurlHttpClient();
    TlsOptions tls = trusting();
    tls.serverName = "cluster.example";
    const auto answer = client->send(getWith(server.url("/x?y=1"), tls), {});
    REQUIRE(answer);
    CHECK(answer->effectiveUrl == server.url("/x?y=1"));
    const auto seen = server.requests();
    REQUIRE(seen.size() == 1);
    CHECK(seen[0].serverName == "cluster.example");
    CHECK(seen[0].header("host") == "127.0.0.1:" + portOf(server));
    CHECK(seen[0].target == "/x?y=1");
    REQUIRE(client->send(getWith(server.url("/again"), tls), {}));
    CHECK(server.connections() == 1);
}

TEST_CASE("another server name may be an address", "[net]")
{
    const std::string name = GENERATE(as<std::string>(), "10.1.2.3", "fd00::1");
    LoopbackServer server(answering("named"), tlsSetup({"IP:10.1.2.3", "IP:fd00::1"}));
    const auto client = services::makeCurlHttpClient();
    TlsOptions tls = trusting();
    tls.serverName = name;
    const auto answer = client->send(getWith(server.url("/"), tls), {});
    INFO((answer ? "" : answer.error().text()));
    REQUIRE(answer);
    CHECK(server.requests()[0].serverName.empty());
}

TEST_CASE("a client certificate is shown when given and asked for when missing", "[net]")
{
    const TestAuthority stranger("Somebody else");
    LoopbackServer server(answering("mutual"), tlsSetup({"IP:127.0.0.1"}, authority().pem()));
    const auto client = services::makeCurlHttpClient();
    TlsOptions tls = trusting();
    SECTION("given")
    {
        const KeyPair pair = authority().issue("ann");
        tls.clientCertPem = pair.certificatePem;
        tls.clientKeyPem = pair.keyPem;
        const auto answer = client->send(getWith(server.url("/"), tls), {});
        INFO((answer ? "" : answer.error().text()));
        REQUIRE(answer);
        CHECK(answer->body == "mutual");
        return;
    }
    SECTION("missing") {}
    SECTION("of another authority")
    {
        const KeyPair pair = stranger.issue("ann");
        tls.clientCertPem = pair.certificatePem;
        tls.clientKeyPem = pair.keyPem;
    }
    SECTION("unusable")
    {
        tls.clientCertPem = "-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----\n";
        tls.clientKeyPem = "no key";
    }
    SECTION("of another key")
    {
        tls.clientCertPem = authority().issue("ann").certificatePem;
        tls.clientKeyPem = authority().issue("bob").keyPem;
    }
    const auto answer = client->send(getWith(server.url("/"), tls), {});
    REQUIRE_FALSE(answer);
    INFO(answer.error().text());
    CHECK(answer.error().code == ErrorCode::Unauthenticated);
    CHECK(answer.error().message.find("certificate") != std::string::npos);
}

TEST_CASE("unusable trust is invalid input", "[net]")
{
    LoopbackServer server(answering("never"), tlsSetup({"IP:127.0.0.1"}));
    const auto client = services::makeCurlHttpClient();
    TlsOptions tls;
    tls.caPem = "this is no PEM";
    const auto answer = client->send(getWith(server.url("/"), tls), {});
    REQUIRE_FALSE(answer);
    INFO(answer.error().text());
    CHECK(answer.error().code == ErrorCode::InvalidInput);
}

TEST_CASE("TLS spoken to a plain server fails with a plain word", "[net]")
{
    LoopbackServer::Setup setup;
    setup.raw = [](Peer& peer, int) {
        peer.channel().readSome();
        peer.write("HTTP/1.1 400 Bad Request\r\n\r\n");
        peer.close();
    };
    LoopbackServer plain(nullptr, setup);
    const auto client = services::makeCurlHttpClient();
    const auto answer =
        client->send(getWith("https://127.0.0.1:" + portOf(plain) + "/", trusting()), {});
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == ErrorCode::Unreachable);
    CHECK(answer.error().message.find("does not speak TLS") != std::string::npos);
}

TEST_CASE("a redirect to another host takes no client certificate along", "[net]")
{
    // The second server asks for one and must not get it.
    LoopbackServer other(answering("other"), tlsSetup({"IP:127.0.0.1"}, authority().pem()));
    LoopbackServer server(
        [&](Peer& peer, const SeenRequest&) {
            peer.respond(302, "", "Location: " + other.url("/") + "\r\n");
        },
        tlsSetup({"IP:127.0.0.1"}));
    const auto client = services::makeCurlHttpClient();
    const KeyPair pair = authority().issue("ann");
    TlsOptions tls = trusting();
    tls.clientCertPem = pair.certificatePem;
    tls.clientKeyPem = pair.keyPem;
    HttpRequest request = getWith(server.url("/"), tls);
    request.maxRedirects = 1;
    const auto answer = client->send(request, {});
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == ErrorCode::Unauthenticated);
    CHECK(other.requests().empty());
}

TEST_CASE("equal TLS options share a connection, different ones never", "[net]")
{
    LoopbackServer server(answering("x"), tlsSetup({"IP:127.0.0.1"}));
    const auto client = services::makeCurlHttpClient();
    const KeyPair ann = authority().issue("ann");
    REQUIRE(client->send(getWith(server.url("/"), trusting()), {}));
    REQUIRE(client->send(getWith(server.url("/"), trusting()), {}));
    CHECK(server.connections() == 1);
    TlsOptions asAnn = trusting();
    asAnn.clientCertPem = ann.certificatePem;
    asAnn.clientKeyPem = ann.keyPem;
    REQUIRE(client->send(getWith(server.url("/"), asAnn), {}));
    CHECK(server.connections() == 2);
    TlsOptions wider = trusting();
    wider.caPem += TestAuthority("Another").pem();
    REQUIRE(client->send(getWith(server.url("/"), wider), {}));
    CHECK(server.connections() == 3);
    REQUIRE(client->send(getWith(server.url("/"), asAnn), {}));
    CHECK(server.connections() == 3);
}
