// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/oidc_flow.h"

#include "plugins/kubernetes/access/encoding.h"
#include "services/net/http/url.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>
#include <utility>

namespace binnacle::plugins::kubernetes {

using models::ErrorCode;
using models::fail;
using models::Result;
using nlohmann::json;

namespace {

constexpr std::size_t kMaxAnswer = std::size_t{1} << 20;
constexpr const char* kLogin = "Log in again with the program that wrote this kubeconfig.";

struct Issuer {
    std::string tokenEndpoint;
    bool basic = true; ///< how the client names itself; the default of the specification
};

std::string text(const json& object, const char* key)
{
    const auto it = object.find(key);
    return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

/// A refresh token opens the cluster for weeks: it never travels in the clear, except inside this
/// machine.
Result<void> requireSafe(const std::string& address, const char* what)
{
    const auto url = services::parseUrl(address);
    if (!url)
        return fail(models::Error(url.error()).in(what));
    const bool loopback =
        url->host == "localhost" || url->host == "127.0.0.1" || url->host == "[::1]";
    if (url->scheme == "https" || loopback)
        return {};
    return fail(ErrorCode::InvalidInput, std::string(what) + " is not https",
                "Use the issuer's https address.");
}

services::HttpRequest request(const OidcConfig& config, std::string url,
                              std::chrono::milliseconds timeout)
{
    services::HttpRequest out;
    out.url = std::move(url);
    out.headers.push_back({"Accept", "application/json"});
    out.deadline = timeout;
    out.maxBodyBytes = kMaxAnswer;
    out.connectionGroup = "oidc/" + config.issuer;
    auto tls = std::make_shared<services::TlsOptions>();
    tls->caFile = config.caFile;
    tls->caPem = config.caPem;
    out.tls = std::move(tls);
    return out;
}

Result<Issuer> discover(services::HttpClient& http, const OidcConfig& config,
                        std::chrono::milliseconds timeout, const std::stop_token& stop)
{
    if (auto safe = requireSafe(config.issuer, "idp-issuer-url"); !safe)
        return fail(std::move(safe.error()));
    std::string base = config.issuer;
    while (base.ends_with('/'))
        base.pop_back();
    const auto response =
        http.send(request(config, base + "/.well-known/openid-configuration", timeout), stop);
    if (!response)
        return fail(response.error());
    if (response->status != 200)
        return fail(services::toError(*response, "the identity provider's discovery"));
    const json document = json::parse(response->body, nullptr, false);
    if (!document.is_object() || text(document, "token_endpoint").empty())
        return fail(ErrorCode::DataCorrupt,
                    "the identity provider's discovery names no token_endpoint",
                    "Check idp-issuer-url.");
    Issuer out;
    out.tokenEndpoint = text(document, "token_endpoint");
    if (auto safe = requireSafe(out.tokenEndpoint, "token_endpoint"); !safe)
        return fail(std::move(safe.error()));
    const auto methods = document.find("token_endpoint_auth_methods_supported");
    if (methods != document.end() && methods->is_array() && !methods->empty())
        out.basic =
            std::find(methods->begin(), methods->end(), "client_secret_basic") != methods->end();
    return out;
}

Result<services::HttpResponse> grant(services::HttpClient& http, const OidcConfig& config,
                                     const Issuer& issuer, bool basic,
                                     std::chrono::milliseconds timeout, const std::stop_token& stop)
{
    services::HttpRequest post = request(config, issuer.tokenEndpoint, timeout);
    post.method = "POST";
    post.maxRetries = 0; // a rotating refresh token may be used only once
    post.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
    std::vector<std::pair<std::string, std::string>> form{{"grant_type", "refresh_token"},
                                                          {"refresh_token", config.refreshToken}};
    if (basic && !config.clientSecret.empty()) {
        post.credentials.user = services::urlEncode(config.clientId);
        post.credentials.password = services::urlEncode(config.clientSecret);
    } else {
        form.emplace_back("client_id", config.clientId);
        if (!config.clientSecret.empty())
            form.emplace_back("client_secret", config.clientSecret);
    }
    post.body = services::formEncode(form);
    return http.send(post, stop);
}

models::Error refused(const services::HttpResponse& response)
{
    const json document = json::parse(response.body, nullptr, false);
    const std::string code = document.is_object() ? text(document, "error") : std::string();
    if (code.empty())
        return services::toError({response.status, response.headers, {}, {}, {}, {}, {}, 0, 1},
                                 "the identity provider's token endpoint");
    models::Error out{ErrorCode::Unauthenticated,
                      "the identity provider refused to refresh: " + redacted(code),
                      kLogin,
                      {}};
    if (code == "temporarily_unavailable" || code == "server_error")
        out.code = ErrorCode::Unreachable;
    if (const std::string why = text(document, "error_description"); !why.empty())
        out.message += " (" + redacted(why.substr(0, 300)) + ")";
    return out;
}

} // namespace

Result<OidcTokens> refreshOidc(services::HttpClient& http, const OidcConfig& config,
                               std::chrono::milliseconds timeout, std::stop_token stop)
{
    const auto issuer = discover(http, config, timeout, stop);
    if (!issuer)
        return fail(issuer.error());
    auto response = grant(http, config, *issuer, issuer->basic, timeout, stop);
    // Some issuers announce one way and accept only the other; a refused client used up nothing.
    if (response && response->status == 401 && !config.clientSecret.empty())
        response = grant(http, config, *issuer, !issuer->basic, timeout, stop);
    if (!response)
        return fail(response.error());
    if (response->status != 200)
        return fail(refused(*response));
    const json document = json::parse(response->body, nullptr, false);
    OidcTokens out;
    if (document.is_object()) {
        out.idToken = text(document, "id_token");
        out.refreshToken = text(document, "refresh_token");
    }
    if (out.idToken.empty() || !isHeaderSafe(out.idToken))
        return fail(ErrorCode::DataCorrupt, "the identity provider's answer has no usable id_token",
                    "The client must be allowed the scope openid. " + std::string(kLogin));
    if (out.refreshToken.empty())
        out.refreshToken = config.refreshToken;
    return out;
}

} // namespace binnacle::plugins::kubernetes
