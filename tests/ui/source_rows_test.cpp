// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/catch.h"
#include "tests/ui/fleet_fixture.h"
#include "ui/viewmodels/source_form_data.h"
#include "ui/viewmodels/source_rows.h"

using namespace binnacle;
using namespace binnacle::ui;

namespace {

const models::UtcTime kNow = models::UtcTime::fromSeconds(std::int64_t{1'790'000'000});

services::SourceConfig source(const std::string& id)
{
    services::SourceConfig config;
    config.id = id;
    config.type = "prometheus";
    config.url = "https://prom.example.com";
    return config;
}

FormValues good()
{
    return {{QStringLiteral("id"), QStringLiteral("prom")},
            {QStringLiteral("url"), QStringLiteral("https://prom.example.com:9090/x")}};
}

} // namespace

TEST_CASE("a source that is configured but unknown to the store still has a row")
{
    const auto snapshot = test::makeSnapshot({test::liveSource("a", kNow)});
    const auto rows = sourceRows({"prod", true, {source("a"), source("b")}}, snapshot.get(), kNow);
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].tone == Tone::Ok);
    CHECK(rows[0].latency == u"12 ms");
    CHECK(rows[1].tone == Tone::Unknown);
    CHECK(rows[1].latency == u"–");
    CHECK(sourcesTitle(rows).contains(u"1 of 2 sources live"));
}

TEST_CASE("a ready source whose last proof is old is not called live")
{
    auto old = test::liveSource("a", kNow - std::chrono::minutes(10));
    CHECK(sourceRow(source("a"), &old, kNow).word == u"Stale");
    old.kinds["Pod"].error =
        models::Error{models::ErrorCode::PermissionDenied, "forbidden", "", {}};
    old.missing = {"list pods"};
    const SourceRow row = sourceRow(source("a"), &old, kNow);
    CHECK(row.kinds[0].tone == Tone::Warning);
    CHECK(row.missing == QStringList{QStringLiteral("list pods")});
}

TEST_CASE("the form names what is wrong and keeps what it does not show")
{
    const QString type = QStringLiteral("prometheus");
    CHECK(checkForm(type, good(), {}).isEmpty());
    CHECK(checkForm(type, good(), {QStringLiteral("prom")}).contains(QStringLiteral("id")));
    for (const char* url : {"", "prom", "ftp://x", "http://", "https://me:secret@host"}) {
        auto values = good();
        values[QStringLiteral("url")] = QString::fromLatin1(url);
        CHECK(checkForm(type, values, {}).contains(QStringLiteral("url")));
    }
    auto values = good();
    values[QStringLiteral("id")] = QStringLiteral("a b");
    CHECK(checkForm(type, values, {}).contains(QStringLiteral("id")));
    auto base = source("old");
    base.headers = {{"X-A", "1"}};
    const auto config = fromForm(type, good(), base);
    CHECK(config.headers.size() == 1);
    CHECK(config.id == "prom");
    auto secret = good();
    secret[QStringLiteral("token")] = QStringLiteral("s3cret");
    CHECK(fromForm(type, secret, {}).bearerSecret.empty());
}
