// SPDX-License-Identifier: GPL-3.0-or-later
// The transport half of PrometheusClient: who we are, how the server is trusted, and what its
// refusals mean.
#include "plugins/prometheus/client/prometheus_client.h"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace binnacle::plugins::prometheus {

using models::ErrorCode;
using models::fail;
using models::Result;
using services::HttpRequest;
using services::HttpResponse;

namespace {

using Steady = std::chrono::steady_clock;

Result<std::string> readFile(const std::string& path, const char* what)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return fail(ErrorCode::NotFound, std::string("cannot read the ") + what + " " + path,
                    "Check the path and the permissions in the source's configuration.");
    std::string text{std::istreambuf_iterator<char>(file), {}};
    if (text.empty() || text.size() > (std::size_t{1} << 20))
        return fail(ErrorCode::InvalidInput,
                    std::string("the ") + what + " " + path + " is empty or too large");
    return text;
}

std::string trimmed(std::string text)
{
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' '))
        text.pop_back();
    return text;
}

std::int64_t stampOf(const std::string& path)
{
    std::error_code error;
    const auto at = std::filesystem::last_write_time(path, error);
    return error ? 0 : at.time_since_epoch().count();
}

/// Position and length of "user:password@" in a URL; length 0 when there is none.
std::pair<std::size_t, std::size_t> userInfo(std::string_view url)
{
    const auto scheme = url.find("://");
    if (scheme == std::string_view::npos)
        return {0, 0};
    const auto begin = scheme + 3;
    const auto at = url.substr(begin, url.find_first_of("/?#", begin) - begin).rfind('@');
    return at == std::string_view::npos ? std::pair{begin, std::size_t{0}}
                                        : std::pair{begin, at + 1};
}

std::string percentDecoded(std::string_view text)
{
    const auto digit = [](char c) {
        return c >= '0' && c <= '9'   ? c - '0'
               : c >= 'a' && c <= 'f' ? c - 'a' + 10
               : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                      : -1;
    };
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 &&
            digit(text[i + 2]) >= 0) {
            out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

} // namespace

std::string publicUrl(std::string_view url)
{
    const auto [begin, size] = userInfo(url);
    std::string out(url);
    out.erase(begin, size);
    out.erase(std::min(out.find_first_of("?#"), out.size()));
    while (!out.empty() && out.back() == '/')
        out.pop_back();
    return out;
}

PrometheusClient::PrometheusClient(services::SourceConfig config, services::HttpClient& http,
                                   services::SecretSource* secrets)
    : m_config(std::move(config)), m_http(http), m_secrets(secrets), m_base(publicUrl(m_config.url))
{
    const auto [begin, size] = userInfo(m_config.url);
    if (size > 0) {
        const std::string info = m_config.url.substr(begin, size - 1);
        const auto colon = info.find(':');
        m_user = percentDecoded(info.substr(0, colon));
        if (colon != std::string::npos)
            m_password = percentDecoded(info.substr(colon + 1));
    }
}

std::string PrometheusClient::base() const
{
    const std::lock_guard guard(m_lock);
    return m_base;
}

void PrometheusClient::setBase(std::string url)
{
    const std::lock_guard guard(m_lock);
    m_base = publicUrl(url);
}

Result<void> PrometheusClient::authorise(HttpRequest& request)
{
    auto& to = request.credentials;
    if (!m_config.bearerFile.empty()) {
        auto token = readFile(m_config.bearerFile, "token file"); // re-read: tokens rotate
        if (!token)
            return fail(std::move(token.error()));
        to.bearer = trimmed(std::move(*token));
        return {};
    }
    const bool bearer = !m_config.bearerSecret.empty();
    const std::string& name = bearer ? m_config.bearerSecret : m_config.passwordSecret;
    std::string secret;
    if (!name.empty()) {
        if (!m_secrets)
            return fail(ErrorCode::Unauthenticated, "there is no store to read the secret " + name,
                        "Put the token into a file and name it as bearerTokenFile.");
        {
            const std::lock_guard guard(m_lock);
            secret = m_secret;
        }
        if (secret.empty()) {
            auto read = m_secrets->read(name);
            if (!read)
                return fail(std::move(read.error()));
            secret = trimmed(std::move(*read));
            const std::lock_guard guard(m_lock);
            m_secret = secret;
        }
    }
    if (bearer) {
        to.bearer = std::move(secret);
        return {};
    }
    to.user = m_config.user.empty() ? m_user : m_config.user;
    to.password = name.empty() ? m_password : std::move(secret);
    return {};
}

Result<std::shared_ptr<const services::TlsOptions>> PrometheusClient::tls()
{
    const auto& c = m_config;
    if (c.caFile.empty() && c.certFile.empty() && c.serverName.empty() && !c.insecure)
        return nullptr;
    const std::int64_t stamp =
        c.certFile.empty() ? 1 : stampOf(c.certFile) ^ (stampOf(c.keyFile) << 1);
    {
        const std::lock_guard guard(m_lock);
        if (m_tls && m_tlsStamp == stamp)
            return m_tls;
    }
    auto options = std::make_shared<services::TlsOptions>();
    options->caFile = c.caFile;
    options->serverName = c.serverName;
    options->insecureSkipVerify = c.insecure;
    if (!c.certFile.empty()) {
        auto cert = readFile(c.certFile, "client certificate");
        auto key = readFile(c.keyFile.empty() ? c.certFile : c.keyFile, "client key");
        if (!cert || !key)
            return fail(std::move(!cert ? cert.error() : key.error()));
        options->clientCertPem = std::move(*cert);
        options->clientKeyPem = std::move(*key);
    }
    std::unique_lock guard(m_lock);
    const bool changed = m_tls != nullptr;
    m_tls = options;
    m_tlsStamp = stamp;
    guard.unlock();
    if (changed)
        m_http.dropConnections("prometheus:" + c.id);
    return options;
}

Result<HttpRequest> PrometheusClient::request(const std::string& url, Millis deadline)
{
    HttpRequest request;
    request.url = url;
    request.deadline = deadline;
    request.proxy = m_config.proxy;
    request.unixSocket = m_config.unixSocket;
    request.connectionGroup = "prometheus:" + m_config.id;
    request.headers.push_back({"Accept", "application/json"});
    if (!m_config.tenant.empty())
        request.headers.push_back({"X-Scope-OrgID", m_config.tenant});
    for (const auto& [name, value] : m_config.headers)
        request.headers.push_back({name, value});
    auto trust = tls();
    if (!trust)
        return fail(std::move(trust.error()));
    request.tls = *trust;
    if (auto ok = authorise(request); !ok)
        return fail(std::move(ok.error()));
    return request;
}

Result<HttpResponse> PrometheusClient::exchange(const Call& call, bool post, std::stop_token stop)
{
    std::string url = base() + "/api/v1" + call.path;
    std::string form = services::formEncode(call.fields);
    if (!post && !form.empty())
        url += '?' + form;
    auto made = request(url, call.deadline);
    if (!made)
        return fail(std::move(made.error()));
    made->maxBodyBytes = call.maxBytes;
    if (post) {
        made->method = "POST";
        made->headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
        made->body = std::move(form);
        made->idempotent = true; // a query changes nothing
    }
    const auto began = Steady::now();
    auto response = m_http.send(*made, std::move(stop));
    const double ms = std::chrono::duration<double, std::milli>(Steady::now() - began).count();
    m_gate.count(response ? response->bodyBytes : 0, ms, !response || response->status / 100 != 2);
    return response;
}

models::Error PrometheusClient::failure(const HttpResponse& response) const
{
    if (response.status / 100 == 3) {
        const std::string to(response.header("Location"));
        return {ErrorCode::InvalidInput,
                "the server redirects to " + publicUrl(to),
                "Set the source's url to where the API really is; redirects are not followed with "
                "credentials.",
                {}};
    }
    auto error = decodeFailure(response.body, response.status,
                               services::toError(response, "the metric server"));
    // VictoriaMetrics answers 400 for endpoints it has not, where others answer 404.
    if (response.status == 400 &&
        response.body.find("unsupported path requested") != std::string::npos)
        return {ErrorCode::Unsupported, "the server has no such endpoint", "", {}};
    if (!error.remedy.empty())
        return error;
    if (error.code == ErrorCode::Unauthenticated)
        error.remedy = "Set bearerToken, bearerTokenFile or basic for this source; multi-tenant "
                       "servers also need tenant (X-Scope-OrgID).";
    else if (error.code == ErrorCode::PermissionDenied)
        error.remedy = "Ask for the right to query metrics with this identity or tenant.";
    else if (error.code == ErrorCode::NotFound)
        error.remedy =
            "Check the path of the address: Mimir and VictoriaMetrics serve the API below "
            "/prometheus.";
    return error;
}

Result<std::string> PrometheusClient::ask(const Call& call, std::stop_token stop)
{
    // Queries come with a place of their own, taken by the gate; lists take one here.
    std::optional<QueryGate::Slot> slot;
    if (call.path != "/query" && call.path != "/query_range") {
        auto place = m_gate.enter(call.deadline, stop);
        if (!place)
            return fail(std::move(place.error()));
        slot.emplace(std::move(*place));
    }
    const bool post = call.form && !m_getOnly;
    auto response = exchange(call, post, stop);
    if (response && post && (response->status == 405 || response->status == 501)) {
        m_getOnly = true;
        response = exchange(call, false, stop);
    }
    if (response && response->status == 401 && m_secrets) {
        const std::lock_guard guard(m_lock);
        m_secret.clear(); // a changed secret is read again next time
    }
    if (!response)
        return fail(std::move(response.error()));
    if (response->status / 100 != 2)
        return fail(failure(*response));
    return std::move(response->body);
}

Result<HttpResponse> PrometheusClient::probe(const std::string& url, Millis deadline,
                                             std::stop_token stop)
{
    auto made = request(url, deadline);
    if (!made)
        return fail(std::move(made.error()));
    made->maxBodyBytes = std::size_t{4} << 20;
    made->maxRetries = 0;
    return m_http.send(*made, std::move(stop));
}

} // namespace binnacle::plugins::prometheus
