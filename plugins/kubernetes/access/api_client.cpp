// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/api_client.h"

#include "plugins/kubernetes/access/api_status.h"
#include "plugins/kubernetes/access/http_headers.h"

#include <algorithm>
#include <span>
#include <utility>

namespace binnacle::plugins::kubernetes {

using models::ErrorCode;
using models::fail;
using models::Result;
using services::HttpRequest;
using services::HttpResponse;

namespace {

constexpr std::size_t kMaxWarnings = 50;
/// Enough for any Status; a proxy's error page beyond it is cut for the message.
constexpr std::size_t kMaxErrorBody = std::size_t{256} << 10;

bool isGood(int status)
{
    return (status >= 200 && status < 300) || status == 304;
}

} // namespace

ApiClient::ApiClient(services::HttpClient& http, ResolvedContext context,
                     CredentialProvider& credentials, const models::Clock& clock)
    : m_http(http), m_context(std::move(context)), m_credentials(credentials), m_clock(clock)
{
}

std::string pathPart(std::string_view name)
{
    return services::urlEncode(name);
}

std::shared_ptr<const services::TlsOptions> ApiClient::tlsFor(const AuthMaterial& who)
{
    const std::lock_guard lock(m_mutex);
    if (m_tls && m_tls->clientCertPem == who.clientCertPem &&
        m_tls->clientKeyPem == who.clientKeyPem)
        return m_tls;
    auto tls = std::make_shared<services::TlsOptions>(m_context.tls);
    tls->clientCertPem = who.clientCertPem;
    tls->clientKeyPem = who.clientKeyPem;
    // Open connections still speak for the old certificate.
    if (std::exchange(m_tls, std::move(tls)) != nullptr)
        m_http.dropConnections(m_context.connectionGroup);
    return m_tls;
}

HttpRequest ApiClient::request(const ApiCall& call, const AuthMaterial& who)
{
    HttpRequest out;
    out.method = call.method;
    out.url = m_context.server + call.path;
    if (!call.query.empty())
        out.url += (call.path.find('?') == std::string::npos ? "?" : "&") +
                   services::formEncode(call.query);
    out.headers = call.headers;
    out.headers.push_back({"Accept", call.accept});
    out.headers.push_back({"User-Agent", userAgent()});
    if (!call.body.empty())
        out.headers.push_back({"Content-Type", call.contentType});
    if (m_context.disableCompression && findHeader(out.headers, "Accept-Encoding") == nullptr)
        out.headers.push_back({"Accept-Encoding", "identity"});
    out.body = call.body;
    if (!m_context.plainHttp) { // as kubectl: never a credential in the clear
        out.tls = tlsFor(who);
        out.credentials = who.credentials;
        out.headers.insert(out.headers.end(), who.headers.begin(), who.headers.end());
    }
    out.proxy = m_context.proxy;
    out.deadline = call.deadline;
    out.idleTimeout = call.idleTimeout;
    out.maxBodyBytes = call.maxBodyBytes;
    out.idempotent = call.idempotent;
    out.multiplex = call.multiplex;
    out.connectionGroup = m_context.connectionGroup;
    return out;
}

void ApiClient::observe(const HttpResponse& response)
{
    const auto now = m_clock.now();
    const auto skew = clockSkew(response, now);
    const std::lock_guard lock(m_mutex);
    m_health.latency = response.firstByte.count() > 0 ? response.firstByte : response.total;
    m_health.lastContact = now;
    if (skew)
        m_health.clockSkew = *skew;
    for (std::string& text : warningTexts(response)) {
        auto& known = m_health.warnings;
        if (known.size() < kMaxWarnings &&
            std::find(known.begin(), known.end(), text) == known.end())
            known.push_back(std::move(text));
    }
}

Result<HttpResponse> ApiClient::withCredentials(const ApiCall& call, const std::stop_token& stop,
                                                const Exchange& exchange)
{
    const std::string what = call.method + " " + call.path.substr(0, call.path.find('?'));
    auto who =
        m_context.plainHttp ? Result<AuthMaterial>(AuthMaterial{}) : m_credentials.current(stop);
    if (!who)
        return fail(std::move(who.error()).in(what));
    auto response = exchange(request(call, *who));
    if (response && response->status == 401 && !m_context.plainHttp) {
        m_credentials.rejected(who->generation);
        auto renewed = m_credentials.current(stop);
        // Why the credential cannot be renewed helps more than the bare 401.
        if (!renewed)
            return fail(std::move(renewed.error()).in("after a 401").in(what));
        if (renewed->generation != who->generation)
            response = exchange(request(call, *renewed));
    }
    if (!response)
        return fail(std::move(response.error()).in(what));
    if (!isGood(response->status))
        return fail(toApiError(*response, what));
    return response;
}

Result<HttpResponse> ApiClient::perform(const ApiCall& call, std::stop_token stop)
{
    return withCredentials(call, stop, [&](const HttpRequest& request) {
        auto response = m_http.send(request, stop);
        if (response) {
            observe(*response);
            const std::lock_guard lock(m_mutex);
            m_health.http2 = response->httpVersion == "2";
        }
        return response;
    });
}

Result<HttpResponse> ApiClient::send(const std::string& path, const Query& query,
                                     const std::string& accept, std::chrono::milliseconds deadline,
                                     std::stop_token stop)
{
    ApiCall call;
    call.path = path;
    call.query = query;
    call.accept = accept;
    call.deadline = deadline;
    return perform(call, std::move(stop));
}

Result<HttpResponse> ApiClient::postJson(const std::string& path, std::string body,
                                         std::chrono::milliseconds deadline, std::stop_token stop,
                                         bool idempotent)
{
    ApiCall call;
    call.method = "POST";
    call.path = path;
    call.body = std::move(body);
    call.deadline = deadline;
    call.idempotent = idempotent;
    return perform(call, std::move(stop));
}

Result<HttpResponse> ApiClient::stream(const ApiCall& call, const services::HeadSink& head,
                                       const services::BodySink& body, std::stop_token stop)
{
    ApiCall plain = call;
    if (findHeader(plain.headers, "Accept-Encoding") == nullptr)
        plain.headers.push_back({"Accept-Encoding", "identity"});
    const auto exchange = [&](const HttpRequest& request) {
        bool good = false;
        std::string refusal;
        auto response = m_http.stream(
            request,
            [&](const HttpResponse& start) -> Result<void> {
                good = isGood(start.status);
                observe(start); // a watch may end in an hour: its Date and its contact count now
                return good && head ? head(start) : Result<void>();
            },
            [&](std::span<const std::byte> bytes) -> Result<void> {
                if (good)
                    return body(bytes);
                const std::size_t room = kMaxErrorBody - std::min(kMaxErrorBody, refusal.size());
                refusal.append(reinterpret_cast<const char*>(bytes.data()),
                               std::min(room, bytes.size()));
                return {};
            },
            stop);
        if (response && !good)
            response->body = std::move(refusal);
        return response;
    };
    return withCredentials(plain, stop, exchange);
}

ApiHealth ApiClient::health() const
{
    const std::lock_guard lock(m_mutex);
    return m_health;
}

void ApiClient::dropConnections()
{
    m_http.dropConnections(m_context.connectionGroup);
}

} // namespace binnacle::plugins::kubernetes
