// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/kubeconfig.h"

#include "samples.h"
#include "scratch.h"
#include "tests/support/catch.h"

#include <chrono>

using namespace binnacle::plugins::kubernetes;
using namespace binnacle::tests;
using binnacle::models::ErrorCode;

namespace {

std::string file(const std::string& current, const std::string& context, const std::string& server)
{
    return "current-context: " + current +
           "\nclusters:\n- name: shared\n  cluster: {server: https://" + server +
           "}\ncontexts:\n- name: " + context + "\n  context: {cluster: shared}\n";
}

KubeconfigRequest listed(const std::string& list, const Scratch& home)
{
    return {"", environment({{"KUBECONFIG", list}, {"HOME", home.path("")}}),
            home.path("no-account")};
}

} // namespace

TEST_CASE("the first file of KUBECONFIG that defines a name wins and later files add theirs")
{
    const Scratch dir;
    const std::string one = dir.write("one", file("a", "a", "first:1"));
    const std::string two = dir.write("two", file("b", "b", "second:2"));
    const auto config = loadKubeconfig(listed(one + ":" + two + "::" + one, dir));
    REQUIRE(config);
    CHECK(config->currentContext() == "a");
    CHECK(config->files() == std::vector<std::string>{one, two});
    const auto contexts = config->contexts();
    REQUIRE(contexts.size() == 2);
    CHECK(contexts[0].current);
    CHECK_FALSE(contexts[1].current);
    CHECK(contexts[1].file == two);
    REQUIRE(config->resolve("b"));
    CHECK(config->resolve("b")->server == "https://first:1");
}

TEST_CASE("current-context comes from the first file that sets it")
{
    const Scratch dir;
    const std::string one = dir.write("one", "clusters: []\n");
    const std::string two = dir.write("two", file("b", "b", "second:2"));
    const auto config = loadKubeconfig(listed(one + ":" + two, dir));
    REQUIRE(config);
    CHECK(config->currentContext() == "b");
}

TEST_CASE("missing and broken files of a list are warnings while another one can be read")
{
    const Scratch dir;
    const std::string broken = dir.write("broken", "clusters: [\n");
    const std::string good = dir.write("good", file("b", "b", "second:2"));
    const auto config = loadKubeconfig(listed(dir.path("gone") + ":" + broken + ":" + good, dir));
    REQUIRE(config);
    REQUIRE(config->warnings().size() == 2);
    CHECK(config->warnings()[0].find("gone does not exist") != std::string::npos);
    CHECK(config->warnings()[1].find("broken: line ") != std::string::npos);
    CHECK(config->resolve(""));
}

TEST_CASE("a list of nothing but broken files is an error that names file and line")
{
    const Scratch dir;
    const std::string broken = dir.write("broken", "clusters:\n  - {\n");
    const auto config = loadKubeconfig(listed(dir.path("gone") + ":" + broken, dir));
    REQUIRE_FALSE(config);
    CHECK(config.error().code == ErrorCode::InvalidInput);
    CHECK(config.error().message.find("broken: line ") != std::string::npos);
    CHECK_FALSE(config.error().remedy.empty());
}

TEST_CASE("an explicit path is used alone and must exist")
{
    const Scratch dir;
    const std::string other = dir.write("other", file("x", "x", "other:9"));
    KubeconfigRequest request = listed(other, dir);
    request.path = dir.write("mine", file("a", "a", "mine:1"));
    const auto config = loadKubeconfig(request);
    REQUIRE(config);
    CHECK(config->contexts().size() == 1);
    request.path = dir.path("absent");
    const auto missing = loadKubeconfig(request);
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == ErrorCode::NotFound);
    request.path = "~/mine";
    CHECK(loadKubeconfig(request));
}

TEST_CASE("without KUBECONFIG the file in the home folder is read")
{
    const Scratch dir;
    dir.write(".kube/config", file("a", "a", "home:1"));
    const auto config =
        loadKubeconfig({"", environment({{"HOME", dir.path("")}}), dir.path("none")});
    REQUIRE(config);
    CHECK(config->resolve("")->server == "https://home:1");
}

TEST_CASE("inside a pod the service account is the one context")
{
    const Scratch dir;
    dir.write("account/token", "t");
    dir.write("account/ca.crt", kCert);
    dir.write("account/namespace", "serving\n");
    const auto config = loadKubeconfig({"",
                                        environment({{"HOME", dir.path("home")},
                                                     {"KUBERNETES_SERVICE_HOST", "fd00::1"},
                                                     {"KUBERNETES_SERVICE_PORT", "6443"}}),
                                        dir.path("account")});
    REQUIRE(config);
    const auto context = config->resolve("");
    REQUIRE(context);
    CHECK(context->server == "https://[fd00::1]:6443");
    CHECK(context->ns == "serving");
    CHECK(context->auth.form == AuthForm::TokenFile);
    CHECK(context->tls.caFile == dir.path("account/ca.crt"));
}

TEST_CASE("nothing at all to read says where a kubeconfig is looked for")
{
    const Scratch dir;
    const auto config =
        loadKubeconfig({"", environment({{"HOME", dir.path("home")}}), dir.path("none")});
    REQUIRE_FALSE(config);
    CHECK(config.error().code == ErrorCode::NotFound);
    CHECK(config.error().remedy.find(".kube/config") != std::string::npos);
}

TEST_CASE("a hundred contexts are listed quickly and each says what is wrong with it")
{
    std::string text = "clusters:\n- name: k\n  cluster: {server: https://127.0.0.1:1}\nusers:\n"
                       "- name: ok\n  user: {token: t}\n- name: gone\n  user: {tokenFile: "
                       "/nowhere/t}\ncontexts:\n";
    for (int i = 0; i < 100; ++i)
        text += "- name: c" + std::to_string(i) +
                "\n  context: {cluster: " + (i == 7 ? "absent" : "k") +
                ", user: " + (i == 9 ? "gone" : "ok") + "}\n";
    const auto start = std::chrono::steady_clock::now();
    const auto config = parseKubeconfig(text, "/x/config");
    REQUIRE(config);
    const auto contexts = config->contexts();
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(1));
    REQUIRE(contexts.size() == 100);
    CHECK(contexts[0].problems.empty());
    REQUIRE(contexts[7].problems.size() == 1);
    CHECK(contexts[7].problems[0].find("no cluster named \"absent\"") != std::string::npos);
    REQUIRE(contexts[9].problems.size() == 1);
    CHECK(contexts[9].problems[0].find("/nowhere/t") != std::string::npos);
    CHECK(contexts[9].auth == AuthForm::TokenFile);
}
