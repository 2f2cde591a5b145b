// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/credentials.h"

#include "fake_http.h"
#include "samples.h"
#include "scratch.h"
#include "tests/support/catch.h"

#include <atomic>
#include <thread>

using namespace binnacle::plugins::kubernetes;
using namespace binnacle::tests;
using binnacle::models::ErrorCode;
using binnacle::models::ManualClock;
using binnacle::models::UtcTime;
using binnacle::services::HttpRequest;

namespace {

constexpr std::int64_t kNow = 1'790'000'000;

/// An identity provider that rotates refresh tokens: each is good for one use.
struct Idp {
    Scratch dir;
    ManualClock clock{UtcTime::fromSeconds(kNow)};
    std::string valid = "r0";
    std::atomic<int> grants{0};
    std::string methods, override;
    int overrideStatus = 200;
    std::int64_t lifetime = 3600;
    FakeHttp http{[this](const HttpRequest& r) { return answer(r); }};

    FakeHttp::Answer answer(const HttpRequest& r)
    {
        if (r.url == "https://idp/.well-known/openid-configuration")
            return reply(200, R"({"issuer":"https://idp","token_endpoint":"https://idp/token")" +
                                  methods + "}");
        if (r.url != "https://idp/token")
            return reply(404, "");
        ++grants;
        if (!override.empty())
            return reply(overrideStatus, override);
        if (r.body.find("refresh_token=" + valid) == std::string::npos)
            return reply(
                400,
                R"({"error":"invalid_grant","error_description":"Token eyJhbGciOiJSUzI1NiJ9 is used"})");
        valid = "r" + std::to_string(grants.load());
        return reply(200, R"({"id_token":")" +
                              jwt(clock.now().ns / 1'000'000'000 + lifetime, grants) +
                              R"(","refresh_token":")" + valid + R"("})");
    }

    std::unique_ptr<CredentialProvider> provider(const std::string& idToken,
                                                 const std::string& more = "refresh-token: r0")
    {
        dir.write("config", oneContext("auth-provider: {name: oidc, config: {idp-issuer-url: "
                                       "'https://idp/', client-id: cli, "
                                       "client-secret: 'se/cret', id-token: '" +
                                       idToken + "', " + more + "}}"));
        KubeconfigRequest request;
        request.path = dir.path("config");
        CredentialOptions options;
        options.clock = &clock;
        return makeCredentialProvider(*loadKubeconfig(request)->resolve("c"), http, options);
    }
};

} // namespace

TEST_CASE_METHOD(Idp, "a fresh id token is sent without any request")
{
    const auto source = provider(jwt(kNow + 11));
    CHECK(source->current({})->credentials.bearer == jwt(kNow + 11));
    CHECK(http.requests().empty());
}

TEST_CASE_METHOD(Idp, "ten seconds before expiry it is refreshed, rotated and written back")
{
    const auto source = provider(jwt(kNow + 10));
    const auto material = source->current({});
    REQUIRE(material);
    CHECK(material->credentials.bearer == jwt(kNow + 3600, 1));
    CHECK(material->expires == UtcTime::fromSeconds(kNow + 3600));
    const auto post = http.requests().at(1);
    CHECK(post.credentials.user == "cli");
    CHECK(post.credentials.password == "se%2Fcret");
    CHECK(post.maxRetries == 0);
    CHECK(post.body == "grant_type=refresh_token&refresh_token=r0");
    CHECK(dir.read("config").find("refresh-token: \"r1\"") != std::string::npos);
    CHECK(source->notes().empty());
    CHECK(source->current({})->generation == material->generation);
    CHECK(grants == 1);
    clock.advance(std::chrono::seconds(3595));
    CHECK(source->current({})->generation > material->generation);
    CHECK(grants == 2);
}

TEST_CASE_METHOD(Idp, "tokens that another program refreshed meanwhile are taken from the file")
{
    const auto source = provider(jwt(kNow - 5));
    (void)provider(jwt(kNow + 500, 77)); // writes the same file anew
    CHECK(source->current({})->credentials.bearer == jwt(kNow + 500, 77));
    CHECK(grants == 0);
}

TEST_CASE_METHOD(Idp, "a refused refresh says to log in and quotes no token")
{
    const auto source = provider(jwt(kNow - 5), "refresh-token: used-up");
    const auto error = source->current({}).error();
    CHECK(error.code == ErrorCode::Unauthenticated);
    CHECK(error.message.find("invalid_grant") != std::string::npos);
    CHECK(error.text().find("eyJ") == std::string::npos);
    CHECK(error.text().find("used-up") == std::string::npos);
    CHECK(error.remedy.find("Log in") != std::string::npos);
}

TEST_CASE_METHOD(Idp, "without a refresh token an expired id token is an error before any request")
{
    const auto source = provider(jwt(kNow - 5), "x: y");
    CHECK(source->current({}).error().code == ErrorCode::Unauthenticated);
    CHECK(http.requests().empty());
}

TEST_CASE_METHOD(Idp, "a 401 of the API server causes one refresh and a second one soon after none")
{
    const auto source = provider(jwt(kNow + 1000));
    const auto first = source->current({});
    source->rejected(first->generation);
    const auto second = source->current({});
    REQUIRE(second);
    CHECK(second->generation > first->generation);
    source->rejected(second->generation);
    CHECK(source->current({})->generation == second->generation);
    CHECK(grants == 1);
}

TEST_CASE_METHOD(
    Idp, "client credentials go into the form when the issuer wants that, or after a refusal")
{
    methods = R"(,"token_endpoint_auth_methods_supported":["client_secret_post"])";
    REQUIRE(provider(jwt(kNow))->current({}));
    CHECK(http.requests().back().body.find("client_secret=se%2Fcret") != std::string::npos);
    CHECK(http.requests().back().credentials.empty());
}

TEST_CASE_METHOD(Idp, "answers without an id token, of HTML, or expired already are errors")
{
    for (const auto& [status, text, code] : std::vector<std::tuple<int, std::string, ErrorCode>>{
             {200, R"({"access_token":"a"})", ErrorCode::DataCorrupt},
             {200, "<html>", ErrorCode::DataCorrupt},
             {200, R"({"id_token":"a\nb.c.d"})", ErrorCode::DataCorrupt},
             {200, R"({"id_token":")" + jwt(kNow - 1) + R"("})", ErrorCode::Unauthenticated},
             {503, "<html>", ErrorCode::Unreachable},
             {400, R"({"error":"temporarily_unavailable"})", ErrorCode::Unreachable}}) {
        override = text;
        overrideStatus = status;
        const auto result = provider(jwt(kNow))->current({});
        REQUIRE_FALSE(result);
        CHECK(result.error().code == code);
        CHECK(result.error().text().find("user \"u\"") != std::string::npos);
    }
}

TEST_CASE_METHOD(Idp, "an issuer that is not https is refused before a secret leaves")
{
    dir.write("plain", oneContext("auth-provider: {name: oidc, config: {idp-issuer-url: "
                                  "'http://idp', client-id: c, refresh-token: r}}"));
    KubeconfigRequest request;
    request.path = dir.path("plain");
    const auto source = makeCredentialProvider(*loadKubeconfig(request)->resolve("c"), http);
    CHECK(source->current({}).error().code == ErrorCode::InvalidInput);
    CHECK(http.requests().empty());
}

TEST_CASE_METHOD(Idp, "tokens that cannot be written back still work and leave a note")
{
    const auto source = provider(jwt(kNow));
    dir.write("config.lock", "");
    REQUIRE(source->current({}));
    REQUIRE(source->notes().size() == 1);
    CHECK(source->notes()[0].find("not written back") != std::string::npos);
    CHECK(source->notes()[0].find("r1") == std::string::npos);
}

TEST_CASE_METHOD(Idp, "many callers share one refresh")
{
    const auto source = provider(jwt(kNow));
    std::atomic<int> good{0};
    {
        std::vector<std::jthread> callers;
        for (int i = 0; i < 8; ++i)
            callers.emplace_back([&] { good += source->current({}) ? 1 : 0; });
    }
    CHECK(good == 8);
    CHECK(grants == 1);
}
