// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/encoding.h"

#include "samples.h"
#include "tests/support/catch.h"

using namespace binnacle::plugins::kubernetes;
using namespace binnacle::tests;

TEST_CASE("base64 goes there and back for every length and byte")
{
    std::string bytes;
    for (int i = 0; i < 300; ++i) {
        const std::string text = encodeBase64(bytes);
        CHECK(text.size() % 4 == 0);
        const auto back = decodeBase64(text);
        REQUIRE(back);
        CHECK(*back == bytes);
        bytes += static_cast<char>(i * 37);
    }
}

TEST_CASE("base64 ignores white space and refuses everything else")
{
    CHECK(decodeBase64("aGVs\nbG8=\n").value() == "hello");
    for (const char* bad :
         {"a", "aG", "aGVsbG8", "aGVsbG8==", "aGV=bG8=", "a*Vs", "aGVsbG8=aGVs", "===="})
        CHECK_FALSE(decodeBase64(bad));
    CHECK(decodeBase64Url("_-8").value() == "\xff\xef");
    CHECK_FALSE(decodeBase64Url("/+8"));
}

TEST_CASE("a PEM block must be whole and of the right kind")
{
    CHECK(hasPemBlock(kCert, "CERTIFICATE"));
    CHECK(hasPemBlock(kKey, "PRIVATE KEY"));
    CHECK_FALSE(hasPemBlock(kCert, "PRIVATE KEY"));
    CHECK_FALSE(hasPemBlock(kCert.substr(0, kCert.size() - 10), "CERTIFICATE"));
    CHECK_FALSE(hasPemBlock("-----BEGIN ", "CERTIFICATE"));
    CHECK(hasPemBlock(kCert + kKey, "PRIVATE KEY"));
    CHECK(hasPemBlock("-----BEGIN CERTIFICATE-----\n" + kCert, "CERTIFICATE"));
    CHECK_FALSE(hasPemBlock("-----BEGIN A CERTIFICATE-----\n" + kKey, "CERTIFICATE"));
}

TEST_CASE("the expiry of a token is read and nonsense is refused")
{
    CHECK(tokenExpiry(jwt(1'790'000'000))->ns == 1'790'000'000'000'000'000);
    CHECK_FALSE(tokenExpiry(""));
    CHECK_FALSE(tokenExpiry("a.b"));
    CHECK_FALSE(tokenExpiry("a.b.c.d"));
    CHECK_FALSE(tokenExpiry("a.!!!.c"));
    CHECK_FALSE(tokenExpiry("a." + encodeBase64("[]") + ".c"));
    CHECK_FALSE(tokenExpiry("a.e30.c")->known());
    CHECK_FALSE(tokenExpiry(jwt(99'999'999'999))->known());
    CHECK_FALSE(tokenExpiry(jwt(-5))->known());
}

TEST_CASE("messages of other programs lose control characters and what looks like a secret")
{
    CHECK(redacted("cannot read /home/jane/.aws/config: no such file") ==
          "cannot read /home/jane/.aws/config: no such file");
    CHECK(redacted("bad token eyJhbGciOi.x.y!") == "bad token [redacted]!");
    CHECK(redacted("key AKIA0123456789ABCDEF0123456789ABCDEF gone") == "key [redacted] gone");
    CHECK(redacted("a\x1b[31mb\nc") == "a [31mb c");
    CHECK(redacted("") == "");
}
