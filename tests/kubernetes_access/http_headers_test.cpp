// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/http_headers.h"

#include "fake_http.h"
#include "tests/support/catch.h"

using namespace binnacle::plugins::kubernetes;
using namespace binnacle::tests;
using binnacle::models::Duration;
using binnacle::models::parseRfc3339;
using std::chrono::seconds;

TEST_CASE("HTTP dates are read and nonsense is refused")
{
    CHECK(*parseHttpDate("Mon, 23 Nov 2026 18:14:59 GMT") == *parseRfc3339("2026-11-23T18:14:59Z"));
    CHECK(*parseHttpDate("Thu, 01 Jan 2026 00:00:00 GMT") == *parseRfc3339("2026-01-01T00:00:00Z"));
    CHECK(*parseHttpDate("Thu, 01 Oct 2026 00:00:00 GMT") == *parseRfc3339("2026-10-01T00:00:00Z"));
    for (const char* bad : {"", "Mon, 23 Nov 2026 18:14:59 UTC", "Mon, 23 ovD 2026 18:14:59 GMT",
                            "Mon, 99 Nov 2026 18:14:59 GMT", "Monday, 23-Nov-26 18:14:59 GMT"})
        CHECK_FALSE(parseHttpDate(bad));
}

TEST_CASE("clock skew is zero within the second and otherwise within half a second of the truth")
{
    auto response = reply(200, "", "application/json", {{"Date", "Mon, 23 Nov 2026 18:15:00 GMT"}});
    const auto now = *parseRfc3339("2026-11-23T18:15:00.400Z");
    CHECK(clockSkew(response, now)->count() == 0);
    CHECK(clockSkew(response, now + std::chrono::milliseconds(600))->count() == 0);
    const auto behind = *clockSkew(response, now + seconds(90));
    CHECK(behind < -seconds(89));
    CHECK(behind > -seconds(91));
    const auto ahead = *clockSkew(response, now - seconds(7));
    CHECK(ahead > seconds(6));
    CHECK(ahead < seconds(8));
    response.headers.clear();
    CHECK_FALSE(clockSkew(response, now));
}

TEST_CASE("texts of deprecation warnings are unquoted")
{
    const auto response = reply(200, "", "application/json",
                                {{"warning", "299 - \"policy/v1beta1 is \\\"old\\\"\""},
                                 {"Warning", "299 - \"a\", 299 - \"b\""},
                                 {"Warning", "199 - \"not ours\""},
                                 {"Warning", "299 - \"open"}});
    CHECK(warningTexts(response) ==
          std::vector<std::string>{"policy/v1beta1 is \"old\"", "a", "b", "open"});
}

TEST_CASE("parameters of a content type are found in any order and case")
{
    const char* type = "application/json;g=apidiscovery.k8s.io; V=v2 ;as=APIGroupDiscoveryList";
    CHECK(hasParameter(type, "g=apidiscovery.k8s.io"));
    CHECK(hasParameter(type, "v=v2"));
    CHECK_FALSE(hasParameter("application/json", "g=apidiscovery.k8s.io"));
    CHECK_FALSE(hasParameter("", "v=v2"));
}
