// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/config/config_fixture.h"

#include <fstream>

using namespace binnacle;
using namespace binnacle::tests;

TEST_CASE("a whole configuration is read field by field")
{
    const auto config = good(R"(environments:
  - name: prod
    production: true
    sources:
      - {id: kube, type: kubernetes, kubeconfig: /etc/kube/config, context: eu, namespace: ml}
      - id: prom
        type: prometheus
        url: https://prometheus.example:9090/prometheus
        tenant: team-a
        headers: {X-One: "1", X-Two: two}
        bearerToken: {secret: prom/token}
        bearerTokenFile: token
        basic: {user: ann, secret: prom/password}
        tls: {ca: ca.pem, cert: me.pem, key: me.key, serverName: prom.internal, insecure: true}
        proxy: socks5://127.0.0.1:1080
        unixSocket: /run/prom.sock
  - name: demo
    sources: [{id: d, type: demo, seed: 18446744073709551615, size: "pods=150000,gpus=40000"}]
)",
                             "/etc/binnacle/c.yaml");
    REQUIRE(config.environments.size() == 2);
    const auto& prod = config.environments[0];
    CHECK(prod.production);
    CHECK(prod.sources[0].kubeconfig == "/etc/kube/config");
    CHECK(prod.sources[0].context == "eu");
    CHECK(prod.sources[0].ns == "ml");
    const auto& prom = prod.sources[1];
    CHECK(prom.url == "https://prometheus.example:9090/prometheus");
    CHECK(prom.tenant == "team-a");
    CHECK(prom.headers == std::map<std::string, std::string>{{"X-One", "1"}, {"X-Two", "two"}});
    CHECK(prom.bearerSecret == "prom/token");
    CHECK(prom.bearerFile == "/etc/binnacle/token"); // beside the configuration
    CHECK(prom.user == "ann");
    CHECK(prom.passwordSecret == "prom/password");
    CHECK(prom.caFile == "/etc/binnacle/ca.pem");
    CHECK(prom.keyFile == "/etc/binnacle/me.key");
    CHECK(prom.serverName == "prom.internal");
    CHECK(prom.insecure);
    CHECK(prom.proxy == "socks5://127.0.0.1:1080");
    CHECK(prom.unixSocket == "/run/prom.sock");
    CHECK_FALSE(config.environments[1].production);
    CHECK(config.environments[1].sources[0].seed == 18446744073709551615ull);
}

TEST_CASE("what is not said has its default")
{
    const auto config = good(
        "environments: [{name: e, sources: [{id: d, type: demo}, {id: k, type: kubernetes}]}]");
    const auto& sources = config.environments[0].sources;
    CHECK(sources[0].seed == 1);
    CHECK(sources[0].size == "default");
    CHECK(sources[1].kubeconfig.empty());
    CHECK_FALSE(config.environments[0].production);
    CHECK_FALSE(sources[1].insecure);
}

TEST_CASE("an environment may have no sources yet")
{
    CHECK(good("environments: [{name: e}]").environments[0].sources.empty());
    CHECK(good("environments: [{name: e, sources: }]").environments[0].sources.empty());
    CHECK(good("environments: [{name: e, sources: []}]").environments[0].sources.empty());
}

TEST_CASE("paths are relative to the file, and a tilde is the home folder")
{
    const auto kubeconfigOf = [](const std::string& path) {
        return good(withSource("id: k, type: kubernetes, kubeconfig: \"" + path + "\""),
                    "/etc/binnacle/c.yaml")
            .environments[0]
            .sources[0]
            .kubeconfig;
    };
    CHECK(kubeconfigOf("kube/config") == "/etc/binnacle/kube/config");
    CHECK(kubeconfigOf("../kube") == "/etc/kube");
    CHECK(kubeconfigOf("/x") == "/x");
    CHECK(kubeconfigOf("~/kube") ==
          std::string(std::getenv("HOME") ? std::getenv("HOME") : "~") + "/kube");
    CHECK(kubeconfigOf("~other/kube") == "/etc/binnacle/~other/kube");
}

TEST_CASE("an environment is chosen by name, the first one by default")
{
    const auto config = good("environments: [{name: one}, {name: two}]");
    CHECK(config.environment("")->name == "one");
    CHECK(config.environment("two")->name == "two");
    const auto missing = config.environment("three");
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == models::ErrorCode::NotFound);
    CHECK(missing.error().remedy == "known environments: one, two");
    CHECK_FALSE(services::Config{}.environment(""));
}

TEST_CASE("a file is read from disk, a missing one names the way out")
{
    const ScratchFolder folder;
    std::ofstream(folder / "c.yaml") << "environments: [{name: e}]\n";
    CHECK(services::loadConfig(folder / "c.yaml")->file == folder / "c.yaml");
    const auto missing = services::loadConfig(folder / "none.yaml");
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == models::ErrorCode::NotFound);
    CHECK(missing.error().message.find((folder / "none.yaml").string()) != std::string::npos);
    CHECK(missing.error().remedy.find("--config") != std::string::npos);
}

TEST_CASE("folders, oversized files and unreadable files are refused with a reason")
{
    const ScratchFolder folder;
    std::filesystem::create_directory(folder / "dir");
    CHECK(services::loadConfig(folder / "dir").error().code == models::ErrorCode::InvalidInput);
    std::ofstream(folder / "big.yaml") << std::string((4u << 20) + 1, '#');
    CHECK(services::loadConfig(folder / "big.yaml").error().code ==
          models::ErrorCode::ResourceExhausted);
    std::ofstream(folder / "secret.yaml") << "environments: [{name: e}]\n";
    std::filesystem::permissions(folder / "secret.yaml", std::filesystem::perms::none);
    if (::geteuid() != 0) // root reads everything
        CHECK(services::loadConfig(folder / "secret.yaml").error().code ==
              models::ErrorCode::PermissionDenied);
}

TEST_CASE("the demo configuration is one simulated source")
{
    const auto config = services::demoConfig();
    REQUIRE(config.environments.size() == 1);
    CHECK(config.environments[0].sources[0].type == "demo");
}
