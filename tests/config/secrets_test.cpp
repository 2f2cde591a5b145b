// SPDX-License-Identifier: GPL-3.0-or-later
// Secrets in the configuration are refused, and the refusal does not repeat them.
#include "tests/config/config_fixture.h"

using namespace binnacle;
using namespace binnacle::tests;

namespace {

const std::string kSecret = "hunter2-hunter2";

} // namespace

TEST_CASE("a secret in the configuration is refused, unrepeated, with where it belongs")
{
    const std::string base = "id: p, type: prometheus, ";
    const std::string url = "url: \"http://h\", ";
    for (const std::string& fields :
         {base + url + "bearerToken: " + kSecret,
          base + url + "basic: {user: ann, password: " + kSecret + "}",
          base + "url: \"http://ann:" + kSecret + "@h\"",
          base + url + "headers: {Authorization: \"Bearer " + kSecret + "\"}",
          base + url + "headers: {AUTHORIZATION: \"Bearer " + kSecret + "\"}"}) {
        const auto error = bad(withSource(fields));
        INFO(fields << "\n" << error.text());
        CHECK(error.code == models::ErrorCode::InvalidInput);
        CHECK(error.message.starts_with("c.yaml:4:"));
        CHECK(error.text().find(kSecret) == std::string::npos);
        CHECK(error.remedy.find(kSecret) == std::string::npos);
        CHECK(error.remedy.find("secret") != std::string::npos);
    }
}

TEST_CASE("names of secrets are kept, written and read back")
{
    const ScratchFolder folder;
    const auto config = good(
        withSource("id: p, type: prometheus, url: \"http://h\", bearerToken: {secret: prom/token}, "
                   "basic: {user: ann, secret: prom/password}"));
    REQUIRE(services::saveConfig(config, folder / "c.yaml"));
    const auto again = services::loadConfig(folder / "c.yaml");
    REQUIRE(again);
    CHECK(again->environments[0].sources[0].bearerSecret == "prom/token");
    CHECK(again->environments[0].sources[0].passwordSecret == "prom/password");
}
