// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/curl/errors.h"

#include <curl/curl.h>

#include <array>
#include <string_view>
#include <system_error>

namespace binnacle::services::curl {

using models::Error;
using models::ErrorCode;

namespace {

constexpr const char* kCheckAddress = "Check the address and that the server is running.";
constexpr const char* kCheckTrust = "Give this source the CA that signed the server's certificate, "
                                    "or the name the certificate carries.";
constexpr const char* kCheckCertificate =
    "Give this source a valid client certificate with its key.";

bool contains(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

/// TLS alerts by which a server refuses our certificate or the lack of one. They arrive while
/// connecting (TLS 1.2) or with the first read (TLS 1.3). Source: RFC 8446, 6.2.
bool refusesCertificate(std::string_view detail)
{
    static constexpr std::array<std::string_view, 8> kAlerts = {
        "alert certificate required", "alert bad certificate",        "alert unknown ca",
        "alert certificate unknown",  "alert certificate expired",    "alert certificate revoked",
        "alert access denied",        "alert unsupported certificate"};
    for (const std::string_view alert : kAlerts)
        if (contains(detail, alert))
            return true;
    return false;
}

std::string reason(const Failure& failure)
{
    if (failure.osError != 0)
        return std::generic_category().message(failure.osError);
    if (!failure.detail.empty())
        return failure.detail;
    return curl_easy_strerror(static_cast<CURLcode>(failure.code));
}

Error connectError(const Failure& failure)
{
    if (!failure.proxy.empty())
        return {ErrorCode::Unreachable,
                "cannot reach " + failure.hostPort + " through the proxy " + failure.proxy + ": " +
                    reason(failure),
                "Check the proxy's address, or set the proxy to \"none\".",
                {}};
    return {ErrorCode::Unreachable,
            "cannot connect to " + failure.hostPort + ": " + reason(failure),
            kCheckAddress,
            {}};
}

Error proxyAnswer(const Failure& failure)
{
    if (contains(failure.detail, " 407"))
        return {ErrorCode::Unauthenticated,
                "the proxy " + failure.proxy + " asks for credentials",
                "Give the proxy's user and password in its address.",
                {}};
    return {ErrorCode::Unreachable,
            "the proxy " + failure.proxy + " does not connect us to " + failure.hostPort + ": " +
                failure.detail,
            "Check the proxy, or set it to \"none\".",
            {}};
}

Error notHttp(const Failure& failure)
{
    return {ErrorCode::DataCorrupt,
            "the answer of " + failure.hostPort + " is not proper HTTP: " + reason(failure),
            "Check that the address is that of an HTTP server.",
            {}};
}

Error noTls(const Failure& failure)
{
    return {ErrorCode::Unreachable,
            failure.hostPort + " does not speak TLS",
            "Begin the address with http:// when this server is meant to be asked in the clear.",
            {}};
}

Error cutAnswer(const Failure& failure)
{
    return {ErrorCode::DataCorrupt,
            "the answer of " + failure.hostPort + " was cut after " +
                std::to_string(failure.bodyBytes) + " bytes: " + reason(failure),
            "Try again; look at proxies between here and the server when it stays so.",
            {}};
}

Error brokenConnection(const Failure& failure)
{
    if (contains(failure.detail, "wrong version number"))
        return noTls(failure);
    if (refusesCertificate(failure.detail))
        return {ErrorCode::Unauthenticated,
                failure.hostPort +
                    (failure.hasClientCertificate ? " refused our client certificate: "
                                                  : " asks for a client certificate: ") +
                    failure.detail,
                kCheckCertificate,
                {}};
    if (contains(failure.detail, "from proxy after CONNECT") ||
        contains(failure.detail, "CONNECT tunnel"))
        return proxyAnswer(failure);
    const std::string after =
        failure.bodyBytes == 0 ? "" : " after " + std::to_string(failure.bodyBytes) + " bytes";
    return {ErrorCode::Unreachable,
            "the connection to " + failure.hostPort + " broke" + after + ": " + reason(failure),
            "It is tried again; look at the network and the server's log when it stays so.",
            {}};
}

Error trustError(const Failure& failure)
{
    return {ErrorCode::Unauthenticated,
            "the certificate of " + failure.hostPort + " is not trusted: " + reason(failure),
            kCheckTrust,
            {}};
}

} // namespace

bool isConnectFailure(int code)
{
    switch (code) {
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PROXY:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
        return true;
    default:
        return false;
    }
}

Error toError(const Failure& failure)
{
    switch (failure.code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return {ErrorCode::Unreachable,
                "no host of the name in " + failure.hostPort + " was found",
                "Check the host name and the name server.",
                {}};
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_PROXY:
        return connectError(failure);
    case CURLE_OPERATION_TIMEDOUT:
        return {ErrorCode::Timeout,
                "no connection to " + failure.hostPort + " in time",
                kCheckAddress,
                {}};
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
        return trustError(failure);
    case CURLE_SSL_CERTPROBLEM:
        return {ErrorCode::Unauthenticated,
                "our client certificate cannot be used: " + reason(failure),
                kCheckCertificate,
                {}};
    case CURLE_SSL_CACERT_BADFILE:
        return {ErrorCode::InvalidInput,
                "the CA of this source cannot be used: " + reason(failure),
                "Give it as PEM text (\"-----BEGIN CERTIFICATE-----\").",
                {}};
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
        return brokenConnection(failure);
    case CURLE_RECV_ERROR:
        return contains(failure.detail, "chunked-encoding") ? notHttp(failure)
                                                            : brokenConnection(failure);
    case CURLE_PARTIAL_FILE:
        return cutAnswer(failure);
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL: // HTTP/0.9, that is no HTTP at all: the scheme was checked
                                     // before
        return notHttp(failure);
    case CURLE_URL_MALFORMAT:
        return {
            ErrorCode::InvalidInput, "not a usable address: " + reason(failure), kCheckAddress, {}};
    case CURLE_OUT_OF_MEMORY:
        return {ErrorCode::ResourceExhausted, "out of memory", "", {}};
    default:
        return {ErrorCode::Internal,
                "asking " + failure.hostPort + " failed: " + reason(failure) + " (curl " +
                    std::to_string(failure.code) + ")",
                "",
                {}};
    }
}

} // namespace binnacle::services::curl
