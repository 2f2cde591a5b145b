// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/kubeconfig.h"

#include "samples.h"
#include "scratch.h"
#include "tests/support/catch.h"

using namespace binnacle::plugins::kubernetes;
using namespace binnacle::tests;
using binnacle::models::ErrorCode;

namespace {

binnacle::models::Result<ResolvedContext>
resolved(const std::string& user, const std::string& cluster, const std::string& file = "/x/config")
{
    const auto config = parseKubeconfig(oneContext(user, cluster), file);
    REQUIRE(config);
    return config->resolve("");
}

const std::string kServer = "server: https://h:6443";

} // namespace

TEST_CASE("a server keeps its path prefix and loses the slash at the end")
{
    CHECK(resolved("", "server: 'https://h:6443/k8s/clusters/c-1/'")->server ==
          "https://h:6443/k8s/clusters/c-1");
    CHECK(resolved("", "server: 'https://[::1]:6443'")->server == "https://[::1]:6443");
}

TEST_CASE("addresses that cannot work are refused without quoting secrets")
{
    for (const std::string server :
         {"", "ftp://h", "https://", "https://u:s3cr3t@h", "https://h?x=1", "https://h#f"}) {
        const auto context = resolved("", "server: '" + server + "'");
        REQUIRE_FALSE(context);
        CHECK(context.error().code == ErrorCode::InvalidInput);
        CHECK(context.error().text().find("s3cr3t") == std::string::npos);
        CHECK_FALSE(context.error().remedy.empty());
    }
}

TEST_CASE("certificate authority data wins over the file and both are checked")
{
    const std::string data = "certificate-authority-data: " + encodeBase64(kCert);
    const auto context = resolved(
        "", kServer + ", certificate-authority: /nowhere, tls-server-name: api.k, " + data);
    REQUIRE(context);
    CHECK(context->tls.caPem == kCert);
    CHECK(context->tls.caFile.empty());
    CHECK(context->tls.serverName == "api.k");
    CHECK_FALSE(resolved("", kServer + ", certificate-authority-data: '%%%'"));
    CHECK_FALSE(resolved("", kServer + ", certificate-authority-data: " + encodeBase64("hello")));
    CHECK(resolved("", kServer + ", certificate-authority: /nowhere/ca").error().code ==
          ErrorCode::NotFound);
}

TEST_CASE("relative paths belong to the folder of their own file")
{
    const Scratch dir;
    dir.write("pki/ca.pem", kCert);
    const auto context =
        resolved("client-certificate: pki/c.pem, client-key: pki/c.key, tokenFile: ../t",
                 kServer + ", certificate-authority: pki/ca.pem", dir.path("config"));
    REQUIRE(context);
    CHECK(context->tls.caFile == dir.path("pki/ca.pem"));
    CHECK(context->auth.certFile == dir.path("pki/c.pem"));
    const auto exec =
        resolved("exec: {command: ./bin/login, apiVersion: client.authentication.k8s.io/v1beta1}",
                 kServer, dir.path("config"));
    REQUIRE(exec);
    CHECK(exec->auth.exec.command == dir.path("bin/login"));
    CHECK(resolved("exec: {command: login, apiVersion: client.authentication.k8s.io/v1beta1}",
                   kServer)
              ->auth.exec.command == "login");
}

TEST_CASE("verification is off only when the file says so, and then it is marked")
{
    CHECK_FALSE(resolved("", kServer)->insecure);
    const auto context = resolved("", kServer + ", insecure-skip-tls-verify: true");
    REQUIRE(context);
    CHECK(context->insecure);
    CHECK(context->tls.insecureSkipVerify);
    REQUIRE(context->warnings.size() == 1);
    CHECK(context->warnings[0].find("not verified") != std::string::npos);
    CHECK_FALSE(
        resolved("", kServer + ", insecure-skip-tls-verify: true, certificate-authority: /x"));
    CHECK_FALSE(resolved("", kServer + ", insecure-skip-tls-verify: maybe"));
    const auto config =
        parseKubeconfig(oneContext("", kServer + ", insecure-skip-tls-verify: true"), "/x/config");
    CHECK(config->contexts()[0].insecure);
}

TEST_CASE("proxies, compression and namespaces come through")
{
    const auto context =
        resolved("", kServer + ", proxy-url: 'socks5://p:1', disable-compression: true");
    REQUIRE(context);
    CHECK(context->proxy == "socks5://p:1");
    CHECK(context->disableCompression);
    CHECK(context->ns == "team-a");
    CHECK(context->nsGiven);
    CHECK_FALSE(resolved("", kServer + ", proxy-url: 'ftp://p'"));
    CHECK_FALSE(resolved("", kServer + ", proxy-url: 'http://'"));
}

TEST_CASE("every form of credentials is recognised")
{
    const auto form = [](const std::string& user) { return resolved(user, kServer)->auth.form; };
    CHECK(form("") == AuthForm::None);
    CHECK(form("token: t") == AuthForm::Token);
    CHECK(form("token: t, tokenFile: /t") == AuthForm::TokenFile);
    CHECK(form("username: a, password: b") == AuthForm::Basic);
    CHECK(form("client-certificate: /c, client-key: /k") == AuthForm::ClientCertificate);
    CHECK(form("exec: {command: x, apiVersion: client.authentication.k8s.io/v1, interactiveMode: "
               "Never}") == AuthForm::Exec);
    CHECK(
        form("auth-provider: {name: oidc, config: {idp-issuer-url: 'https://i', client-id: c}}") ==
        AuthForm::Oidc);
}

TEST_CASE("contradicting or unusable credentials are refused with a remedy")
{
    const std::string v1 = "apiVersion: client.authentication.k8s.io/v1";
    for (const std::string& user :
         {std::string("token: t, username: a"), std::string("client-certificate: /c"),
          std::string("client-key: /k"), std::string("as-groups: [g]"),
          std::string("auth-provider: {name: gcp}"), std::string("auth-provider: {name: oidc}"),
          "exec: {" + v1 + "}", "exec: {command: x, " + v1 + "}",
          "exec: {command: x, interactiveMode: Always, " + v1 + "}",
          "exec: {command: x, interactiveMode: Sometimes, " + v1 + "}",
          std::string("exec: {command: x}"),
          std::string("exec: {command: x, apiVersion: client.authentication.k8s.io/v1alpha1}"),
          "exec: {command: x, interactiveMode: Never, env: [{value: v}], " + v1 + "}",
          std::string("client-certificate-data: AAAA, client-key-data: AAAA"),
          std::string("token: \"a\\nb\"")}) {
        INFO(user);
        const auto context = resolved(user, kServer);
        REQUIRE_FALSE(context);
        CHECK_FALSE(context.error().remedy.empty());
    }
}

TEST_CASE("an unknown context names the nearest ones")
{
    std::string text = "contexts:\n";
    for (const char* name : {"prod-eu", "prod-us", "dev", "staging", "lab", "old"})
        text += std::string("- name: ") + name + "\n  context: {cluster: k}\n";
    const auto config = parseKubeconfig(text, "/x/config");
    const auto context = config->resolve("prod-uk");
    REQUIRE_FALSE(context);
    CHECK(context.error().code == ErrorCode::NotFound);
    CHECK(context.error().remedy.find("Choose one of: prod-us, prod-eu") == 0);
    CHECK(context.error().remedy.find("and 1 more") != std::string::npos);
    CHECK(config->resolve("").error().message.find("current-context") != std::string::npos);
}

TEST_CASE("credentials over plain http are announced as not sent")
{
    const auto context = resolved("token: t", "server: http://h:8080");
    REQUIRE(context);
    CHECK(context->plainHttp);
    REQUIRE(context->warnings.size() == 1);
    CHECK(context->warnings[0].find("not sent") != std::string::npos);
}

TEST_CASE("namespaces of other contexts of the same cluster and user are remembered")
{
    const auto config = parseKubeconfig(oneContext("token: t") + "", "/x/config");
    CHECK(config->resolve("c")->otherSpaces.empty());
    std::string text = oneContext("token: t");
    text.insert(text.find("users:"),
                "- name: d\n  context: {cluster: k, user: u, namespace: team-b}\n"
                "- name: e\n  context: {cluster: k, user: v, namespace: team-c}\n");
    CHECK(parseKubeconfig(text, "/x/config")->resolve("c")->otherSpaces ==
          std::vector<std::string>{"team-b"});
}
