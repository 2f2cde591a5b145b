// SPDX-License-Identifier: GPL-3.0-or-later
// The answers of an identity provider: its discovery, a line "%%", the answer to the refresh. The
// first byte chooses the second answer's status. A refresh token goes to https only.
#include "plugins/kubernetes/access/encoding.h"
#include "plugins/kubernetes/access/oidc_flow.h"
#include "services/net/http/url.h"
#include "tests/fuzz/target.h"
#include "tests/kubernetes_access/fake_http.h"

#include <array>
#include <string>

namespace k8s = binnacle::plugins::kubernetes;
using namespace binnacle;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    constexpr std::array<int, 4> kStatuses{200, 400, 401, 503};
    const auto [which, body] = fuzz::choose(fuzz::textOf(data, size), kStatuses.size());
    const auto [discovery, tokens] = fuzz::twoTexts(body);
    tests::FakeHttp http([&, status = kStatuses[which], first = discovery,
                          second = tokens](const services::HttpRequest& request) {
        const auto url = services::parseUrl(request.url);
        fuzz::require(url.has_value(), "every request has an address");
        fuzz::require(request.method != "POST" || url->scheme == "https" ||
                          url->host == "localhost" || url->host == "127.0.0.1" ||
                          url->host == "[::1]",
                      "a refresh token travels by https only");
        const bool asksDiscovery = request.method == "GET";
        return tests::FakeHttp::Answer(tests::reply(asksDiscovery ? 200 : status,
                                                    std::string(asksDiscovery ? first : second)));
    });
    k8s::OidcConfig config;
    config.issuer = "https://issuer.example.org/";
    config.clientId = "binnacle";
    config.clientSecret = "x";
    config.refreshToken = "refresh";
    const auto answer =
        k8s::refreshOidc(http, config, std::chrono::milliseconds(1000), std::stop_token());
    fuzz::require(http.requests().size() <= 3, "one discovery and at most two refreshes");
    if (answer) {
        fuzz::require(!answer->idToken.empty() && k8s::isHeaderSafe(answer->idToken),
                      "a token fits into a header");
        fuzz::require(!answer->refreshToken.empty(), "the refresh token is kept");
    } else {
        fuzz::require(answer.error().text().find("refresh:refresh") == std::string::npos,
                      "no Error holds a token");
    }
    return 0;
}
