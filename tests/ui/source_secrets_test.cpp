// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/catch.h"
#include "ui/viewmodels/source_secrets.h"

using namespace binnacle;
using namespace binnacle::ui;

TEST_CASE("only what was typed is taken along, under the source's names")
{
    services::SourceConfig source;
    source.bearerSecret = "prod/prom/token";
    source.passwordSecret = "prod/prom/password";
    const TypedSecrets typed =
        typedSecrets({{QStringLiteral("token"), QStringLiteral("t0p")}}, source);
    CHECK(typed == TypedSecrets{{"prod/prom/token", "t0p"}});
}

TEST_CASE("a secret that another source uses too does not go with one of them")
{
    services::Config config;
    services::SourceConfig a, b, c;
    a.id = "a";
    a.bearerSecret = "own";
    a.passwordSecret = "shared";
    b.id = "b";
    b.passwordSecret = "shared";
    c.id = "a"; // of another environment
    c.bearerSecret = "other";
    config.environments = {{"prod", true, {a, b}}, {"stage", false, {c}}};
    CHECK(ownSecrets(config, "prod", "a") == std::vector<std::string>{"own"});
    CHECK(ownSecrets(config, "prod", "b").empty());
    CHECK(ownSecrets(config, "stage", "a") == std::vector<std::string>{"other"});
}
