// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/exec_credential.h"

#include "samples.h"
#include "tests/support/catch.h"

using namespace binnacle::plugins::kubernetes;
using namespace binnacle::tests;
using binnacle::models::ErrorCode;

namespace {

const std::string kV1 = "client.authentication.k8s.io/v1";

std::string answer(const std::string& status, const std::string& version = kV1)
{
    return R"({"apiVersion":")" + version + R"(","kind":"ExecCredential","status":)" + status + "}";
}

} // namespace

TEST_CASE("a token, a pair or both are accepted, with or without an expiry")
{
    const auto token = parseExecCredential(
        answer(R"({"token":" t1 \n","expirationTimestamp":"2026-11-23T18:00:00+01:00"})"), kV1);
    REQUIRE(token);
    CHECK(token->token == "t1");
    CHECK(token->expires == *binnacle::models::parseRfc3339("2026-11-23T17:00:00Z"));
    const auto both =
        parseExecCredential(answer(R"({"token":"t","clientCertificateData":")" + oneLine(kCert) +
                                   R"(","clientKeyData":")" + oneLine(kKey) + R"("})"),
                            kV1);
    REQUIRE(both);
    CHECK(both->clientCertPem == kCert);
    CHECK_FALSE(both->expires.known());
}

TEST_CASE("everything else is refused, with a remedy and without quoting the answer")
{
    for (const std::string& text :
         {std::string(), std::string("  \n"), std::string("token-s3cr3t"), std::string("{\"kind\""),
          std::string("[]"),
          std::string(R"({"apiVersion":"client.authentication.k8s.io/v1","kind":"Status"})"),
          answer(R"({"token":"s3cr3t"})", "client.authentication.k8s.io/v1beta1"), answer("null"),
          answer("{}"), answer(R"({"token":7})"), answer(R"({"token":"s3cr3t\nX-Evil: 1"})"),
          answer(R"({"clientKeyData":"s3cr3t"})"),
          answer(R"({"clientCertificateData":"s3cr3t","clientKeyData":"s3cr3t"})"),
          answer(R"({"token":"s3cr3t","expirationTimestamp":"tomorrow"})")}) {
        INFO(text);
        const auto result = parseExecCredential(text, kV1);
        REQUIRE_FALSE(result);
        CHECK(result.error().code == ErrorCode::DataCorrupt);
        CHECK_FALSE(result.error().remedy.empty());
        CHECK(result.error().text().find("s3cr3t") == std::string::npos);
    }
}

TEST_CASE("a plug-in hears of the cluster only when it asked for that")
{
    ExecConfig exec;
    exec.apiVersion = kV1;
    ExecClusterInfo cluster{"https://h",          "sni", kCert, "http://p", true, true,
                            R"({"audience":"x"})"};
    CHECK(
        execInfoJson(exec, cluster) ==
        R"({"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","spec":{"interactive":false}})");
    exec.provideClusterInfo = true;
    const std::string info = execInfoJson(exec, cluster);
    for (const std::string& part :
         {std::string(R"("server":"https://h")"), std::string(R"("tls-server-name":"sni")"),
          "\"certificate-authority-data\":\"" + encodeBase64(kCert) + "\"",
          std::string(R"("proxy-url":"http://p")"),
          std::string(R"("insecure-skip-tls-verify":true)"),
          std::string(R"("disable-compression":true)"),
          std::string(R"("config":{"audience":"x"})")})
        CHECK(info.find(part) != std::string::npos);
}
