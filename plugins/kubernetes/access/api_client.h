// SPDX-License-Identifier: GPL-3.0-or-later
// Requests to one API server as one person: adds address, credentials, impersonation and
// User-Agent, renews credentials once after a 401, and turns the server's failures into Errors. One
// per source; any thread but ui, several at once. Knows nothing of kinds or decoding.
#pragma once

#include "models/base/result.h"
#include "models/base/time.h"
#include "plugins/kubernetes/access/credentials.h"
#include "plugins/kubernetes/access/kubeconfig.h"
#include "services/net/http_client.h"

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace binnacle::plugins::kubernetes {

using Query = std::vector<std::pair<std::string, std::string>>;

inline constexpr const char* kJson = "application/json";
inline constexpr const char* kProtobuf = "application/vnd.kubernetes.protobuf, application/json";

struct ApiCall {
    std::string method = "GET";
    std::string path; ///< from the server's root: "/api/v1/pods"; a prefix of the server is added
    Query query;
    std::string accept = kJson;
    std::string contentType = kJson; ///< of the body, when there is one
    std::string body;
    std::vector<services::HttpHeader> headers;
    std::chrono::milliseconds deadline{10000}; ///< 0: none (watches)
    std::chrono::milliseconds idleTimeout{0};  ///< no byte for so long: Timeout
    std::size_t maxBodyBytes = std::size_t{1} << 30;
    bool idempotent = false; ///< repeating this POST does no harm (access reviews)
    bool multiplex = false;  ///< see HttpRequest: for watches, not for lists
};

/// What the answers tell by the way.
struct ApiHealth {
    std::chrono::microseconds latency{-1}; ///< to the first byte of the last answer; -1: none yet
    models::Duration clockSkew{0};         ///< server minus ours; 0 when within the Date's second
    bool http2 = false;                    ///< how the last answer came
    models::UtcTime lastContact;           ///< last answer of any status from the API server
    std::vector<std::string> warnings;     ///< texts of Warning: 299 headers, each once
};

class ApiClient {
public:
    /// All three must outlive the client.
    ApiClient(services::HttpClient& http, ResolvedContext context, CredentialProvider& credentials,
              const models::Clock& clock = models::Clock::system());

    /// Any 2xx or 304 is a value. Errors: those of HttpClient and CredentialProvider, and the
    /// mapping of api_status.h; the context names method and path, never the query.
    models::Result<services::HttpResponse> perform(const ApiCall& call, std::stop_token stop);

    models::Result<services::HttpResponse> send(const std::string& path, const Query& query,
                                                const std::string& accept,
                                                std::chrono::milliseconds deadline,
                                                std::stop_token stop);

    /// Only a 2xx reaches `head` and `body`; the body of any other answer becomes the Error. Asks
    /// for an uncompressed body unless `call.headers` says otherwise: a compressed streaming list
    /// is many gzip members with pauses between them.
    models::Result<services::HttpResponse> stream(const ApiCall& call,
                                                  const services::HeadSink& head,
                                                  const services::BodySink& body,
                                                  std::stop_token stop);

    models::Result<services::HttpResponse> postJson(const std::string& path, std::string body,
                                                    std::chrono::milliseconds deadline,
                                                    std::stop_token stop, bool idempotent = false);

    const ResolvedContext& context() const { return m_context; }
    CredentialProvider& credentials() { return m_credentials; }
    ApiHealth health() const;
    /// After a suspected half-open connection: later requests open new ones.
    void dropConnections();

private:
    using Exchange =
        std::function<models::Result<services::HttpResponse>(const services::HttpRequest&)>;
    models::Result<services::HttpResponse>
    withCredentials(const ApiCall& call, const std::stop_token& stop, const Exchange& exchange);
    services::HttpRequest request(const ApiCall& call, const AuthMaterial& who);
    std::shared_ptr<const services::TlsOptions> tlsFor(const AuthMaterial& who);
    void observe(const services::HttpResponse& response);

    services::HttpClient& m_http;
    const ResolvedContext m_context;
    CredentialProvider& m_credentials;
    const models::Clock& m_clock;
    mutable std::mutex m_mutex;
    std::shared_ptr<const services::TlsOptions> m_tls;
    ApiHealth m_health;
};

/// Percent-encodes a name for use inside a path.
std::string pathPart(std::string_view name);

} // namespace binnacle::plugins::kubernetes
