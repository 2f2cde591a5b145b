// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/http/redirect.h"
#include "services/net/http/ascii.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace binnacle::services {

namespace {

/// Anything else may be a key under a name we do not know.
bool isHarmless(std::string_view header)
{
    static constexpr std::array<std::string_view, 8> kHarmless = {
        "accept",        "accept-encoding", "accept-language", "content-type",
        "cache-control", "range",           "user-agent",      "if-none-match"};
    return std::find(kHarmless.begin(), kHarmless.end(), toLower(header)) != kHarmless.end();
}

bool isAbout(std::string_view header, std::string_view prefix)
{
    return toLower(header).starts_with(prefix);
}

void becomeGet(HttpRequest& request)
{
    request.method = "GET";
    request.body.clear();
    std::erase_if(request.headers,
                  [](const HttpHeader& header) { return isAbout(header.name, "content-"); });
}

void forgetSecrets(HttpRequest& request)
{
    request.credentials = {};
    std::erase_if(request.headers,
                  [](const HttpHeader& header) { return !isHarmless(header.name); });
    if (!request.tls)
        return;
    auto tls = std::make_shared<TlsOptions>(*request.tls);
    tls->clientCertPem.clear();
    tls->clientKeyPem.clear();
    tls->serverName.clear();
    request.tls = std::move(tls);
}

} // namespace

std::optional<HttpRequest> redirectOf(const HttpRequest& request, const Url& asked,
                                      const HttpResponse& response)
{
    const int status = response.status;
    if (status != 301 && status != 302 && status != 303 && status != 307 && status != 308)
        return std::nullopt;
    const std::string_view location = response.header("location");
    auto target = location.empty()
                      ? models::Result<Url>(models::fail(models::ErrorCode::InvalidInput, ""))
                      : resolveUrl(asked, location);
    if (!target)
        return std::nullopt;
    HttpRequest next = request;
    next.url = target->text; // without a user and password the server may have put in
    const bool toGet =
        status == 303 || ((status == 301 || status == 302) && request.method == "POST");
    if (toGet && request.method != "HEAD")
        becomeGet(next);
    if (target->origin() == asked.origin())
        return next;
    if (!next.body.empty() || !request.unixSocket.empty())
        return std::nullopt;
    forgetSecrets(next);
    return next;
}

} // namespace binnacle::services
