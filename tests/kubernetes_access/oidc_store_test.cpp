// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/oidc_store.h"

#include "samples.h"
#include "scratch.h"
#include "tests/support/catch.h"

#include <unistd.h>

using namespace binnacle::plugins::kubernetes;
using namespace binnacle::tests;
using binnacle::models::ErrorCode;

namespace {

const OidcTokens kNew{"new.id.tok", "new-refresh"};

const std::string kBlock =
    "# mine\nusers:\n- name: other\n  user: {token: x}\n- name: jane # a comment\n  user:\n"
    "    x-unknown: [1, 2]\n    auth-provider:\n      name: oidc\n      config:\n"
    "        client-id: c\n        id-token: old.id.tok   # keep me\n        idp-issuer-url: "
    "https://i\n"
    "        refresh-token: 'old''refresh'\n# the end\n";

std::string replaced(std::string text, const std::string& from, const std::string& to)
{
    text.replace(text.find(from), from.size(), to);
    return text;
}

} // namespace

TEST_CASE("only the two tokens change; comments, order and unknown fields stay byte for byte")
{
    const auto text = withTokens(kBlock, "jane", kNew);
    REQUIRE(text);
    CHECK(*text == replaced(replaced(kBlock, "old.id.tok", "\"new.id.tok\""), "'old''refresh'",
                            "\"new-refresh\""));
}

TEST_CASE("tokens that were not there are added in the style of the file")
{
    const std::string block = replaced(kBlock, "        id-token: old.id.tok   # keep me\n", "");
    const auto added = withTokens(block, "jane", kNew);
    REQUIRE(added);
    CHECK(added->find("        \"id-token\": \"new.id.tok\"\n        client-id: c\n") !=
          std::string::npos);
    const auto flow =
        withTokens(oneContext("auth-provider: {name: oidc, config: {client-id: c, id-token: old}}"),
                   "u", kNew);
    REQUIRE(flow);
    CHECK(flow->find(
              "{\"refresh-token\": \"new-refresh\", client-id: c, id-token: \"new.id.tok\"}") !=
          std::string::npos);
}

TEST_CASE("JSON, byte order marks and CRLF survive")
{
    const std::string json =
        R"({"users": [{"name": "jane", "user": {"auth-provider": {"name": "oidc", "config":
        {"id-token": "a\"b", "client-id": "c", "refresh-token": ""}}}}], "z": {"deep": [1, {"x": null}]}})";
    const auto text = withTokens(json, "jane", kNew);
    REQUIRE(text);
    CHECK(*text == replaced(replaced(json, R"("a\"b")", R"("new.id.tok")"),
                            R"("refresh-token": "")", R"("refresh-token": "new-refresh")"));
    const auto marked = withTokens("\xef\xbb\xbf" + kBlock, "jane", kNew);
    REQUIRE(marked);
    CHECK(*marked == "\xef\xbb\xbf" + *withTokens(kBlock, "jane", kNew));
    std::string crlf;
    for (const char c : kBlock)
        crlf += c == '\n' ? "\r\n" : std::string(1, c);
    const auto dos = withTokens(crlf, "jane", kNew);
    REQUIRE(dos);
    CHECK(dos->find("\"new.id.tok\"   # keep me\r\n") != std::string::npos);
}

TEST_CASE("names with characters beyond ASCII before the tokens do not shift the edit")
{
    const std::string text = replaced(kBlock, "# mine", "# müñe 日本語 🚢");
    const auto changed = withTokens(text, "jane", kNew);
    REQUIRE(changed);
    CHECK(changed->find("id-token: \"new.id.tok\"   # keep me") != std::string::npos);
}

TEST_CASE("styles that cannot be edited safely are refused, never damaged")
{
    const auto refusal = [](const std::string& from, const std::string& to) {
        return withTokens(replaced(kBlock, from, to), "jane", kNew);
    };
    CHECK(refusal("old.id.tok   # keep me", "|\n          old.id.tok").error().code ==
          ErrorCode::Unsupported);
    CHECK(refusal("old.id.tok   # keep me", "&a old.id.tok").error().code ==
          ErrorCode::Unsupported);
    CHECK(refusal("old.id.tok   # keep me", "[a, b]").error().code == ErrorCode::Unsupported);
    CHECK(withTokens(kBlock, "nobody", kNew).error().code == ErrorCode::NotFound);
    CHECK(withTokens("users: [", "jane", kNew).error().code == ErrorCode::InvalidInput);
    CHECK(withTokens("", "jane", kNew).error().code == ErrorCode::NotFound);
}

TEST_CASE("anchors inside anchors are refused instead of being followed without end")
{
    std::string bomb = "a0: &a0 [x, x]\n";
    for (int i = 1; i < 40; ++i)
        bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a" +
                std::to_string(i - 1) + ", *a" + std::to_string(i - 1) + "]\n";
    const auto refused = withTokens(bomb + kBlock, "jane", kNew);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::Unsupported);
    // A few anchors, as people use them, are fine.
    CHECK(withTokens("a: &a [x, x]\nb: [*a, *a]\n" + kBlock, "jane", kNew));
}

TEST_CASE(
    "a file is replaced in one step, keeps its mode and its symbolic link, and frees the lock")
{
    const Scratch dir;
    const std::string file = dir.write("real/config", kBlock);
    ::chmod(file.c_str(), 0640);
    REQUIRE(::symlink(file.c_str(), dir.path("config").c_str()) == 0);
    REQUIRE(storeTokens(dir.path("config"), "jane", kNew));
    CHECK(dir.read("real/config") == *withTokens(kBlock, "jane", kNew));
    CHECK(std::filesystem::is_symlink(dir.path("config")));
    struct stat info {};
    REQUIRE(::stat(file.c_str(), &info) == 0);
    CHECK((info.st_mode & 0777) == 0640);
    CHECK_FALSE(std::filesystem::exists(dir.path("config.lock")));
    CHECK(loadTokens(file, "jane")->idToken == "new.id.tok");
    CHECK(std::distance(std::filesystem::directory_iterator(dir.path("real")), {}) == 1);
}

TEST_CASE("a lock of somebody else is respected and left in place")
{
    const Scratch dir;
    const std::string file = dir.write("config", kBlock);
    dir.write("config.lock", "");
    const auto stored = storeTokens(file, "jane", kNew);
    REQUIRE_FALSE(stored);
    CHECK(stored.error().code == ErrorCode::Conflict);
    CHECK(dir.read("config") == kBlock);
    CHECK(std::filesystem::exists(dir.path("config.lock")));
}
