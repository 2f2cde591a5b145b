// SPDX-License-Identifier: GPL-3.0-or-later
// Blocking HTTP for connectors: `send` returns a whole answer, `stream` hands the body over as it
// arrives. Called from workers and stream threads, never from the ui thread. Knows nothing of
// Kubernetes or Prometheus. Implementations: CurlHttpClient (one multi loop), RecordingHttpClient,
// ReplayHttpClient, FailingHttpClient.
#pragma once

#include "models/base/result.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace binnacle::services {

/// How to trust the server and who we are to it. Requests with equal options share connections.
struct TlsOptions {
    std::string caFile;              ///< PEM file; empty: see caPem, then the system's bundle
    std::string caPem;               ///< PEM text, wins over caFile
    std::string clientCertPem;       ///< PEM text; with clientKeyPem
    std::string clientKeyPem;        ///< PEM text; never logged
    std::string serverName;          ///< SNI and verification name, when not the URL's host
    bool insecureSkipVerify = false; ///< only when the person asked for it
    friend bool operator==(const TlsOptions&, const TlsOptions&) = default;
};

/// Secrets travel here and not in `headers`, so that recorders, logs and redirects never have them.
struct Credentials {
    std::string bearer;
    std::string user; ///< basic
    std::string password;
    bool empty() const { return bearer.empty() && user.empty(); }
};

struct HttpHeader {
    std::string name;
    std::string value;
};

enum class HttpVersion { Any, Http1 };

struct HttpRequest {
    std::string method = "GET";
    std::string url; ///< user:password@ in it count as credentials and are shown nowhere
    std::vector<HttpHeader> headers;
    std::string body;
    std::shared_ptr<const TlsOptions> tls; ///< null: system trust, no client certificate
    Credentials credentials;
    std::string proxy;      ///< http://, https://, socks5://; empty: environment; "none": no proxy
    std::string unixSocket; ///< path; the URL then only gives Host and path
    HttpVersion version = HttpVersion::Any;
    std::chrono::milliseconds connectTimeout{3000};
    std::chrono::milliseconds deadline{10000}; ///< whole exchange, retries included; 0: none
    std::chrono::milliseconds idleTimeout{0};  ///< no byte for so long: Timeout; 0: none
    /// Beyond: ResourceExhausted, never a cut answer. 0: no limit, as endless streams want it.
    std::size_t maxBodyBytes = std::size_t{256} << 20;
    int maxRedirects = 0;    ///< another origin never gets credentials, certificate or body
    int maxRetries = 2;      ///< only GET and HEAD, or `idempotent`; jittered; honours Retry-After
    bool idempotent = false; ///< the caller vouches that repeating this POST is harmless
    /// Of a stream: may be one of many on an HTTP/2 connection, so that an answer to any of them
    /// proves the way of all. There a sink that falls behind is not waited for: ResourceExhausted.
    bool multiplex = false;
    std::string connectionGroup; ///< only within a group are connections shared
};

struct HttpResponse {
    int status = 0;
    std::vector<HttpHeader> headers;
    std::string body; ///< empty for `stream`
    std::string effectiveUrl;
    std::string httpVersion;            ///< "1.1", "2"
    std::chrono::microseconds total{0}; ///< from send to last byte
    std::chrono::microseconds firstByte{0};
    std::size_t bodyBytes = 0; ///< as decoded
    int attempts = 1;
    std::uint64_t connection = 0; ///< equal: went over the same connection; 0: not known

    /// First header of that name, any case; empty when absent.
    std::string_view header(std::string_view name) const;
};

/// Called on the thread that called `stream`, in order.
/// An error stops the transfer and is returned by `stream`.
using BodySink = std::function<models::Result<void>(std::span<const std::byte>)>;
/// Called once, before the first body byte, with status and headers. An error stops the transfer.
using HeadSink = std::function<models::Result<void>(const HttpResponse&)>;

class HttpClient {
public:
    virtual ~HttpClient() = default;

    /// Blocks; a stop is seen within 10 ms. Any HTTP status is a value, no error: see toError().
    /// Asks for gzip and undoes it; with an Accept-Encoding in `headers`, for that instead.
    /// Errors: Cancelled, Timeout, Unreachable (DNS, refused, reset), Unauthenticated (server not
    /// trusted, client certificate refused), ResourceExhausted (body limit), InvalidInput (URL,
    /// header, CA), DataCorrupt (cut or malformed answer).
    /// Thread: any but ui.
    virtual models::Result<HttpResponse> send(const HttpRequest& request, std::stop_token stop) = 0;

    /// Like send, but hands bytes over as they arrive; a slow sink slows the server down, nothing
    /// is dropped. Never retries once the head was given. Compressed only when `headers` ask so.
    virtual models::Result<HttpResponse> stream(const HttpRequest& request, const HeadSink& head,
                                                const BodySink& body, std::stop_token stop) = 0;

    /// Closes idle connections of a group and makes later requests open new ones: after a changed
    /// client certificate, or when a connection is suspected half open. What is at work goes on.
    virtual void dropConnections(const std::string& group) = 0;
};

/// The one mapping of HTTP statuses: 401 Unauthenticated, 403 PermissionDenied, 404 NotFound,
/// 409 and 412 Conflict, 410 Expired, 408 and 504 Timeout, 429 RateLimited, 405, 406, 415, 501 and
/// 3xx Unsupported, 413 ResourceExhausted, 502 and 503 Unreachable, other 4xx InvalidInput, other
/// 5xx Internal. The message quotes at most 200 bytes of what the body says; `what` is its context.
models::Error toError(const HttpResponse& response, std::string_view what);

/// "application/json" of "Application/JSON; charset=utf-8". Types not known here keep their case.
std::string_view mediaType(std::string_view contentType);

/// Percent-encodes one query or path component.
std::string urlEncode(std::string_view text);
/// "a=1&b=x%20y" in the order given, both sides encoded.
std::string formEncode(std::span<const std::pair<std::string, std::string>> fields);

} // namespace binnacle::services
