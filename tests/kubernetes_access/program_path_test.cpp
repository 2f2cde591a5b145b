// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/program_path.h"

#include "samples.h"
#include "scratch.h"
#include "tests/support/catch.h"

using namespace binnacle::plugins::kubernetes;
using namespace binnacle::tests;
using binnacle::models::ErrorCode;

TEST_CASE("a program on our PATH is found without asking a shell")
{
    const Scratch dir;
    dir.script("bin/binnacle-test-login", "");
    const std::string shell = dir.script("shell", "echo asked >" + dir.path("asked") + "\n");
    const auto found =
        findProgram("binnacle-test-login",
                    environment({{"PATH", "relative::" + dir.path("bin")}, {"SHELL", shell}}));
    REQUIRE(found);
    CHECK(found->path == dir.path("bin/binnacle-test-login"));
    CHECK_FALSE(std::filesystem::exists(dir.path("asked")));
}

TEST_CASE("the login shell's PATH is asked once, greetings or not, and given to the program")
{
    const Scratch dir;
    dir.script("opt/binnacle-test-login", "");
    const std::string shell =
        dir.script("shell", "echo x >>" + dir.path("asked") +
                                "\necho 'Welcome back!'\nPATH=/usr/bin:" + dir.path("opt") +
                                "\n[ \"$1\" = -lc ] && eval \"$2\"\necho bye\n");
    const auto env = environment({{"PATH", "/usr/bin"}, {"SHELL", shell}});
    for (int i = 0; i < 3; ++i) {
        const auto found = findProgram("binnacle-test-login", env);
        REQUIRE(found);
        CHECK(found->path == dir.path("opt/binnacle-test-login"));
        CHECK(found->childPath == "/usr/bin:" + dir.path("opt"));
    }
    CHECK(dir.read("asked") == "x\n");
}

TEST_CASE("a shell that hangs, fails or does not exist only means that nothing is found")
{
    const Scratch dir;
    for (const std::string& shell : {dir.script("fails", "exit 1\n"), std::string("/no/shell"),
                                     std::string("relative"), std::string()})
        CHECK(findProgram("no-such-login", environment({{"SHELL", shell}})).error().code ==
              ErrorCode::NotFound);
    const auto start = std::chrono::steady_clock::now();
    CHECK_FALSE(findProgram("no-such-login",
                            environment({{"SHELL", dir.script("hangs", "exec sleep 300\n")}})));
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
}

TEST_CASE("a path is used as it is and must be a program")
{
    const Scratch dir;
    const auto env = environment({});
    CHECK(findProgram(dir.script("p", ""), env)->path == dir.path("p"));
    CHECK(findProgram(dir.write("plain", ""), env).error().code == ErrorCode::PermissionDenied);
    CHECK(findProgram(dir.path("absent"), env).error().code == ErrorCode::NotFound);
    CHECK(findProgram("", env).error().code == ErrorCode::InvalidInput);
    std::filesystem::create_directory(dir.path("folder"));
    CHECK_FALSE(findProgram(dir.path("folder"), env));
}

TEST_CASE("a hidden program shows up as a problem of its contexts")
{
    const Scratch dir;
    dir.write(
        "config",
        oneContext(
            "exec: {command: no-such-login, apiVersion: client.authentication.k8s.io/v1beta1}"));
    KubeconfigRequest request{dir.path("config"), environment({{"SHELL", "/no/shell"}}), ""};
    const auto config = loadKubeconfig(request);
    REQUIRE(config);
    const auto contexts = config->contexts();
    REQUIRE(contexts.size() == 1);
    REQUIRE(contexts[0].problems.size() == 1);
    CHECK(contexts[0].problems[0].find("exec program no-such-login is neither on PATH") == 0);
}
