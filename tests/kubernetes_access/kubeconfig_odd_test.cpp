// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/kubeconfig.h"

#include "samples.h"
#include "scratch.h"
#include "tests/support/catch.h"

#include <sys/stat.h>
#include <unistd.h>

using namespace binnacle::plugins::kubernetes;
using namespace binnacle::tests;
using binnacle::models::ErrorCode;

namespace {

/// The error of a text that must not be accepted.
binnacle::models::Error errorOf(const std::string& text)
{
    const auto config = parseKubeconfig(text, "/x/config");
    REQUIRE_FALSE(config);
    return config.error();
}

} // namespace

TEST_CASE("an empty kubeconfig has no contexts and says so")
{
    for (const std::string text : {"", "\n\n", "# only a comment\n", "---\n", "~"}) {
        const auto config = parseKubeconfig(text, "/x/config");
        REQUIRE(config);
        CHECK(config->contexts().empty());
        REQUIRE(config->warnings().size() == 1);
        CHECK(config->resolve("").error().code == ErrorCode::NotFound);
    }
}

TEST_CASE("a list, a word or another Kubernetes object is not a kubeconfig")
{
    CHECK(errorOf("- a\n- b\n").message.find("/x/config: line 1: expected a mapping") == 0);
    CHECK(errorOf("hello").message.find("found a single value") != std::string::npos);
    CHECK(errorOf("apiVersion: v1\nkind: Pod\n").message.find("Kubernetes Pod") !=
          std::string::npos);
    CHECK(errorOf("kind: Config\nclusters:\n  k: {server: x}\n").message ==
          "/x/config: line 3: clusters must be a list of {name, cluster}, found a mapping");
}

TEST_CASE("tabs, binary data and half a file are errors with a place and a remedy")
{
    const auto tabs = errorOf("clusters:\n\t- name: k\n");
    CHECK(tabs.code == ErrorCode::InvalidInput);
    CHECK(tabs.message.find("line 2") != std::string::npos);
    CHECK(tabs.remedy.find("tabs") != std::string::npos);
    CHECK(errorOf(std::string("\x7f"
                              "ELF\0\0\1",
                              7))
              .message.find("NUL") != std::string::npos);
    CHECK(errorOf("users:\n- name: u\n  user: {token: \"abc").message.find("line ") !=
          std::string::npos);
    CHECK(errorOf("a: \x01\x02\xff\xfe: b: c").code == ErrorCode::InvalidInput);
}

TEST_CASE("broken YAML never quotes a secret")
{
    const auto error = errorOf("users:\n- name: u\n  user:\n    token: s3cr3t-token: oops: [\n");
    CHECK(error.text().find("s3cr3t") == std::string::npos);
}

TEST_CASE("deep nesting and self-references end in an error or a value, not in a crash")
{
    CHECK(errorOf(std::string(100000, '[')).code == ErrorCode::InvalidInput);
    CHECK(errorOf(std::string(100000, '{')).code == ErrorCode::InvalidInput);
    const auto config = parseKubeconfig(
        "clusters: &c\n- name: k\n  cluster:\n    server: https://h\n    extensions:\n"
        "    - name: client.authentication.k8s.io/exec\n      extension: &e [*e, *e]\n"
        "contexts:\n- name: c\n  context: {cluster: k}\n",
        "/x/config");
    if (config)
        CHECK_FALSE(config->resolve("c"));
    else
        CHECK(config.error().code == ErrorCode::InvalidInput);
}

TEST_CASE("a kubeconfig as JSON, with a byte order mark, CRLF or unknown fields is read")
{
    const std::string json = "{\n\t\"kind\": \"Config\", \"clusters\": [{\"name\": \"k\", "
                             "\"cluster\":\n\t\t{\"server\": "
                             "\"https://h:1\"}}],\n\t\"contexts\": [{\"name\": \"c\", \"context\": "
                             "{\"cluster\": \"k\"}}]\n}";
    for (const std::string& text :
         {json, "\xef\xbb\xbf" + oneContext("token: t"),
          std::string("preferences: {}\r\nx-mine: [1, {a: b}]\r\nclusters:\r\n- name: k\r\n  "
                      "cluster: {server: https://h, "
                      "later-field: 3}\r\ncontexts:\r\n- name: c\r\n  context: {cluster: k, "
                      "extensions: []}\r\n")}) {
        const auto config = parseKubeconfig(text, "/x/config");
        REQUIRE(config);
        CHECK(config->resolve("c"));
    }
}

TEST_CASE("names that are twice in one file keep the first entry and warn")
{
    const auto config = parseKubeconfig(
        "clusters:\n- name: k\n  cluster: {server: https://one}\n- name: k\n  cluster: "
        "{server: https://two}\ncontexts:\n- name: c\n  context: {cluster: k}\n- context: {}\n",
        "/x/config");
    REQUIRE(config);
    CHECK(config->resolve("c")->server == "https://one");
    REQUIRE(config->warnings().size() == 2);
    CHECK(config->warnings()[0] ==
          "/x/config: line 4: \"k\" is twice in clusters; the first one is used");
}

TEST_CASE("a field of the wrong type spoils its own entry and no other")
{
    const auto config = parseKubeconfig(
        "clusters:\n- name: k\n  cluster: {server: https://one}\n- name: bad\n  cluster: "
        "{server: [a, b]}\n- name: worse\n  cluster: 7\ncontexts:\n- name: c\n  context: "
        "{cluster: k}\n- name: d\n  context: {cluster: bad}\n- name: e\n  context: {cluster: "
        "worse}\n",
        "/x/config");
    REQUIRE(config);
    CHECK(config->resolve("c"));
    CHECK(config->resolve("d").error().message.find(
              "line 5: clusters[].cluster.server must be text, found a list") != std::string::npos);
    CHECK(config->resolve("e").error().message.find("must be a mapping") != std::string::npos);
}

TEST_CASE("folders, unreadable files, silent pipes and huge files are told apart")
{
    const Scratch dir;
    KubeconfigRequest request;
    request.path = dir.path("");
    CHECK(loadKubeconfig(request).error().code == ErrorCode::InvalidInput);
    if (::geteuid() != 0) {
        request.path = dir.write("secret", "clusters: []");
        ::chmod(request.path.c_str(), 0);
        CHECK(loadKubeconfig(request).error().code == ErrorCode::PermissionDenied);
    }
    request.path = dir.write("huge", std::string((std::size_t{16} << 20) + 1, '#'));
    CHECK(loadKubeconfig(request).error().code == ErrorCode::ResourceExhausted);
}

TEST_CASE("a large but honest kubeconfig is read in reasonable time")
{
    std::string text = "users:\n";
    for (int i = 0; i < 400; ++i)
        text += "- name: u" + std::to_string(i) +
                "\n  user: {client-certificate-data: " + std::string(4000, 'A') + "}\n";
    const auto config = parseKubeconfig(text, "/x/config"); // 1.6 MB
    CHECK(config);
}
