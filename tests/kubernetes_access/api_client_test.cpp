// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/api_client.h"

#include "fake_http.h"
#include "samples.h"
#include "tests/support/catch.h"

using namespace binnacle::plugins::kubernetes;
using namespace binnacle::tests;
using binnacle::models::ErrorCode;
using binnacle::models::Result;
using binnacle::services::HttpRequest;
using binnacle::services::HttpResponse;

namespace {

constexpr std::chrono::milliseconds kSoon{5000};

/// Gives "token-N"; a rejection of the present generation moves on to the next one.
class CountingCredentials final : public CredentialProvider {
public:
    Result<AuthMaterial> current(std::stop_token) override
    {
        if (m_error)
            return binnacle::models::fail(*m_error);
        AuthMaterial out;
        out.credentials.bearer = "token-" + std::to_string(m_generation);
        out.generation = m_generation;
        out.clientCertPem = m_cert;
        out.clientKeyPem = m_cert.empty() ? "" : kKey;
        out.headers = {{"Impersonate-User", "jane"}};
        return out;
    }
    void rejected(std::uint64_t generation) override
    {
        ++rejections;
        if (generation == m_generation && m_renewable)
            ++m_generation;
        m_error = m_errorAfter;
    }
    std::uint64_t generation() const override { return m_generation; }

    int rejections = 0;
    std::uint64_t m_generation = 1;
    bool m_renewable = true;
    std::string m_cert;
    std::optional<binnacle::models::Error> m_error, m_errorAfter;
};

ResolvedContext context(const std::string& cluster = "server: https://h:1/prefix")
{
    return *parseKubeconfig(oneContext("token: t", cluster), "/x/config")->resolve("c");
}

const char* kForbidden =
    R"({"kind":"Status","code":403,"reason":"Forbidden","message":"pods is forbidden"})";

} // namespace

TEST_CASE("a request carries address, credentials, impersonation and our name")
{
    FakeHttp http([](const HttpRequest&) { return reply(200, "{}"); });
    CountingCredentials who;
    ApiClient api(http, context(), who);
    REQUIRE(api.send("/api/v1/pods", {{"labelSelector", "a in (b,c)"}, {"limit", "5"}}, kProtobuf,
                     kSoon, {}));
    const auto request = http.requests().at(0);
    CHECK(request.url ==
          "https://h:1/prefix/api/v1/pods?labelSelector=a%20in%20%28b%2Cc%29&limit=5");
    CHECK(request.credentials.bearer == "token-1");
    CHECK(headerOf(request, "Impersonate-User") == "jane");
    CHECK(headerOf(request, "Accept") == kProtobuf);
    CHECK(headerOf(request, "User-Agent").starts_with("binnacle/"));
    CHECK(headerOf(request, "Authorization").empty());
    CHECK(request.deadline == kSoon);
    CHECK(request.connectionGroup == api.context().connectionGroup);
    CHECK(request.maxRedirects == 0);
}

TEST_CASE("after a 401 a request is tried once more with renewed credentials")
{
    FakeHttp http([](const HttpRequest& r) {
        return r.credentials.bearer == "token-2" ? reply(200, "ok") : reply(401, "{}");
    });
    CountingCredentials who;
    ApiClient api(http, context(), who);
    CHECK(api.send("/version", {}, kJson, kSoon, {})->body == "ok");
    CHECK(http.requests().size() == 2);
    CHECK(who.rejections == 1);
}

TEST_CASE("a 401 is not repeated when the credentials stay the same, nor more than once")
{
    FakeHttp http([](const HttpRequest&) {
        return reply(
            401,
            R"({"kind":"Status","code":401,"reason":"Unauthorized","message":"Unauthorized"})");
    });
    CountingCredentials who;
    ApiClient api(http, context(), who);
    who.m_renewable = false;
    const auto refused = api.send("/version", {}, kJson, kSoon, {});
    CHECK(refused.error().code == ErrorCode::Unauthenticated);
    CHECK_FALSE(refused.error().remedy.empty());
    CHECK(http.requests().size() == 1);
    who.m_renewable = true;
    CHECK_FALSE(api.send("/version", {}, kJson, kSoon, {}));
    CHECK(http.requests().size() == 3);
}

TEST_CASE("why credentials cannot be renewed is the error after a 401")
{
    FakeHttp http([](const HttpRequest&) { return reply(401, "{}"); });
    CountingCredentials who;
    who.m_errorAfter = binnacle::models::Error{
        ErrorCode::Unauthenticated, "the refresh token is gone", "Log in.", {}};
    ApiClient api(http, context(), who);
    const auto error = api.send("/version", {}, kJson, kSoon, {}).error();
    CHECK(error.text() == "GET /version: after a 401: the refresh token is gone");
    CHECK(error.remedy == "Log in.");
}

TEST_CASE("a refusal keeps the server's words and its query stays out of the context")
{
    FakeHttp http([](const HttpRequest&) { return reply(403, kForbidden); });
    CountingCredentials who;
    ApiClient api(http, context(), who);
    const auto error = api.send("/api/v1/pods", {{"continue", "s3cr3t"}}, kJson, kSoon, {}).error();
    CHECK(error.message == "pods is forbidden");
    CHECK(error.text() == "GET /api/v1/pods: 403 Forbidden: pods is forbidden");
}

TEST_CASE("a stream hands over good bodies and turns refusals into errors")
{
    int status = 200;
    FakeHttp http([&](const HttpRequest&) {
        return reply(status, status == 200 ? "line one\nline two\n" : kForbidden);
    });
    CountingCredentials who;
    ApiClient api(http, context(), who);
    std::string got;
    int heads = 0;
    const auto run = [&] {
        ApiCall call;
        call.path = "/api/v1/pods";
        call.query = {{"watch", "true"}};
        call.deadline = std::chrono::milliseconds(0);
        return api.stream(
            call,
            [&](const HttpResponse&) -> Result<void> {
                ++heads;
                return {};
            },
            [&](std::span<const std::byte> bytes) -> Result<void> {
                got.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
                return {};
            },
            {});
    };
    REQUIRE(run());
    CHECK(got == "line one\nline two\n");
    CHECK(heads == 1);
    CHECK(headerOf(http.requests().at(0), "Accept-Encoding") == "identity");
    status = 403;
    got.clear();
    CHECK(run().error().message == "pods is forbidden");
    CHECK(got.empty());
    CHECK(heads == 1);
    status = 401;
    CHECK_FALSE(run());
    CHECK(who.rejections == 1);
}

TEST_CASE("an error of the sink ends the stream with that error")
{
    FakeHttp http([](const HttpRequest&) { return reply(200, "data"); });
    CountingCredentials who;
    ApiClient api(http, context(), who);
    const auto result = api.stream(
        {}, nullptr,
        [](auto) {
            return Result<void>(binnacle::models::fail(ErrorCode::DataCorrupt, "bad frame"));
        },
        {});
    CHECK(result.error().message == "bad frame");
}

TEST_CASE("no credential leaves over plain http")
{
    FakeHttp http([](const HttpRequest&) { return reply(401, "{}"); });
    CountingCredentials who;
    who.m_cert = kCert;
    ApiClient api(http, context("server: http://h:8080"), who);
    CHECK_FALSE(api.send("/version", {}, kJson, kSoon, {}));
    REQUIRE(http.requests().size() == 1);
    CHECK(http.requests()[0].credentials.empty());
    CHECK(headerOf(http.requests()[0], "Impersonate-User").empty());
    CHECK((!http.requests()[0].tls || http.requests()[0].tls->clientCertPem.empty()));
}

TEST_CASE("a changed client certificate drops the connections of the old one")
{
    FakeHttp http([](const HttpRequest&) { return reply(200, "{}"); });
    CountingCredentials who;
    who.m_cert = kCert;
    ApiClient api(http, context(), who);
    REQUIRE(api.send("/version", {}, kJson, kSoon, {}));
    REQUIRE(api.send("/version", {}, kJson, kSoon, {}));
    CHECK(http.dropped().empty());
    CHECK(http.requests()[0].tls == http.requests()[1].tls);
    who.m_cert = kOtherCert;
    REQUIRE(api.send("/version", {}, kJson, kSoon, {}));
    CHECK(http.dropped() == std::vector<std::string>{api.context().connectionGroup});
    CHECK(http.requests()[2].tls->clientCertPem == kOtherCert);
}

TEST_CASE("trust, proxy and compression of the cluster reach the request")
{
    FakeHttp http([](const HttpRequest&) { return reply(200, "{}"); });
    CountingCredentials who;
    ApiClient api(http,
                  context("server: https://h, tls-server-name: api, proxy-url: 'http://p:3128', "
                          "disable-compression: true, "
                          "certificate-authority-data: " +
                          encodeBase64(kCert)),
                  who);
    REQUIRE(api.postJson("/x", "{}", kSoon, {}, true));
    const auto request = http.requests().at(0);
    CHECK(request.tls->caPem == kCert);
    CHECK(request.tls->serverName == "api");
    CHECK_FALSE(request.tls->insecureSkipVerify);
    CHECK(request.proxy == "http://p:3128");
    CHECK(headerOf(request, "Accept-Encoding") == "identity");
    CHECK(headerOf(request, "Content-Type") == "application/json");
    CHECK(request.idempotent);
    CHECK(request.method == "POST");
}

TEST_CASE("latency, clock skew and each deprecation warning once are remembered")
{
    FakeHttp http([](const HttpRequest&) {
        return reply(200, "{}", "application/json",
                     {{"Date", "Mon, 23 Nov 2026 18:15:00 GMT"}, {"Warning", "299 - \"old API\""}});
    });
    CountingCredentials who;
    const binnacle::models::ManualClock clock(
        *binnacle::models::parseRfc3339("2026-11-23T18:25:00Z"));
    ApiClient api(http, context(), who, clock);
    CHECK(api.health().latency.count() == -1);
    REQUIRE(api.send("/version", {}, kJson, kSoon, {}));
    REQUIRE(api.send("/version", {}, kJson, kSoon, {}));
    const auto health = api.health();
    CHECK(health.latency == std::chrono::microseconds(1500));
    CHECK(health.clockSkew < -std::chrono::minutes(9));
    CHECK(health.warnings == std::vector<std::string>{"old API"});
    CHECK(health.lastContact == clock.now());
}

TEST_CASE("an unreachable server keeps its code and gains the request's name")
{
    FakeHttp http([](const HttpRequest&) -> FakeHttp::Answer {
        return binnacle::models::fail(ErrorCode::Unreachable, "connection refused");
    });
    CountingCredentials who;
    ApiClient api(http, context(), who);
    const auto error = api.send("/version", {}, kJson, kSoon, {}).error();
    CHECK(error.code == ErrorCode::Unreachable);
    CHECK(error.text() == "GET /version: connection refused");
    CHECK(api.health().latency.count() == -1);
}
