// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/credentials.h"

#include "fake_http.h"
#include "samples.h"
#include "scratch.h"
#include "tests/support/catch.h"

using namespace binnacle::plugins::kubernetes;
using namespace binnacle::tests;
using binnacle::models::ErrorCode;
using binnacle::models::ManualClock;
using binnacle::models::UtcTime;

namespace {

struct Fixture {
    Scratch dir;
    FakeHttp http{[](const auto&) { return reply(200, "{}"); }};
    ManualClock clock{UtcTime::fromSeconds(std::int64_t{1'790'000'000})};

    std::unique_ptr<CredentialProvider> provider(const std::string& user)
    {
        const auto config = parseKubeconfig(oneContext(user), dir.path("config"));
        REQUIRE(config);
        const auto context = config->resolve("c");
        REQUIRE(context);
        CredentialOptions options;
        options.clock = &clock;
        return makeCredentialProvider(*context, http, options);
    }
};

} // namespace

TEST_CASE_METHOD(Fixture, "tokens, passwords and nothing are sent as they are")
{
    CHECK(provider("token: ' abc '")->current({})->credentials.bearer == "abc");
    const auto basic = provider("username: a, password: b")->current({});
    CHECK(basic->credentials.user == "a");
    CHECK(basic->credentials.password == "b");
    CHECK(provider("")->current({})->credentials.empty());
}

TEST_CASE_METHOD(Fixture, "a token file is read again after a minute and at once after a refusal")
{
    dir.write("token", "one\n");
    const auto source = provider("tokenFile: token, token: ignored");
    const auto first = source->current({});
    REQUIRE(first);
    CHECK(first->credentials.bearer == "one");
    dir.write("token", "two\n");
    CHECK(source->current({})->credentials.bearer == "one");
    clock.advance(std::chrono::seconds(61));
    const auto second = source->current({});
    CHECK(second->credentials.bearer == "two");
    CHECK(second->generation > first->generation);
    dir.write("token", "three\n");
    source->rejected(first->generation); // an old one: says nothing about the present token
    CHECK(source->current({})->credentials.bearer == "two");
    source->rejected();
    CHECK(source->current({})->credentials.bearer == "three");
    source->rejected();
    CHECK(source->current({})->generation == source->generation());
}

TEST_CASE_METHOD(Fixture, "a refused token that did not change keeps its generation")
{
    dir.write("token", "one\n");
    const auto source = provider("tokenFile: token");
    const auto before = source->current({})->generation;
    source->rejected();
    CHECK(source->current({})->generation == before);
}

TEST_CASE_METHOD(Fixture, "missing, empty and odd token files are clear errors")
{
    CHECK(provider("tokenFile: absent")->current({}).error().code == ErrorCode::NotFound);
    dir.write("token", " \n");
    CHECK(provider("tokenFile: token")->current({}).error().code == ErrorCode::Unauthenticated);
    dir.write("token", "two\nlines");
    const auto odd = provider("tokenFile: token")->current({});
    CHECK(odd.error().code == ErrorCode::InvalidInput);
    CHECK(odd.error().text().find("lines") == odd.error().text().find("lines: "));
}

TEST_CASE_METHOD(Fixture, "certificate files are read again when they change")
{
    dir.write("c.pem", kCert);
    dir.write("c.key", kKey);
    const auto source = provider("client-certificate: c.pem, client-key: c.key");
    const auto first = source->current({});
    REQUIRE(first);
    CHECK(first->clientCertPem == kCert);
    CHECK(first->clientKeyPem == kKey);
    CHECK(source->current({})->generation == first->generation);
    dir.write("c.pem", kOtherCert + kCert);
    const auto second = source->current({});
    CHECK(second->clientCertPem == kOtherCert + kCert);
    CHECK(second->generation == first->generation + 1);
    dir.write("c.pem", "-----BEGIN CERTIFICATE-----\nhalf");
    CHECK(source->current({}).error().code == ErrorCode::InvalidInput);
}

TEST_CASE_METHOD(Fixture, "certificate data is used without any file")
{
    const auto material =
        provider("client-certificate-data: " + encodeBase64(kCert) +
                 ", client-key-data: " + encodeBase64(kKey) + ", client-certificate: /nowhere")
            ->current({});
    REQUIRE(material);
    CHECK(material->clientCertPem == kCert);
    CHECK(material->clientKeyPem == kKey);
}

TEST_CASE_METHOD(Fixture, "impersonation becomes headers in a stable order")
{
    const auto material = provider("token: t, as: jane, as-uid: '7', as-groups: [a, b], "
                                   "as-user-extra: {'Example.com/Scope': [x y], k: ['1', '2']}")
                              ->current({});
    REQUIRE(material);
    std::string all;
    for (const auto& header : material->headers)
        all += header.name + "=" + header.value + ";";
    CHECK(all ==
          "Impersonate-User=jane;Impersonate-Uid=7;Impersonate-Group=a;Impersonate-Group=b;"
          "Impersonate-Extra-example.com%2Fscope=x y;Impersonate-Extra-k=1;Impersonate-Extra-k=2;");
}
