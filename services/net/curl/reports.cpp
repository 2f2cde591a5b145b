// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/curl/reports.h"

#include <curl/curl.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace binnacle::services::curl {

using models::Error;
using models::ErrorCode;
using std::chrono::milliseconds;

namespace {

/// For messages: "host:port" of a proxy address, without user and password.
std::string shownProxy(const std::string& proxy)
{
    if (proxy.empty() || proxy == "none")
        return {};
    const std::size_t scheme = proxy.find("://");
    std::string_view rest =
        std::string_view(proxy).substr(scheme == std::string::npos ? 0 : scheme + 3);
    rest = rest.substr(0, std::min(rest.find('/'), rest.size()));
    const std::size_t at = rest.rfind('@');
    return std::string(at == std::string_view::npos ? rest : rest.substr(at + 1));
}

std::string shown(milliseconds time)
{
    if (time.count() % 1000 == 0)
        return std::to_string(time.count() / 1000) + " s";
    return std::to_string(time.count()) + " ms";
}

/// Where a late transfer stood.
std::string standing(const Transfer& transfer, bool connected)
{
    if (transfer.bodyBytes() > 0)
        return "after " + std::to_string(transfer.bodyBytes()) + " bytes of the answer";
    if (!transfer.httpVersion().empty())
        return "after the headers of the answer";
    return connected ? "while waiting for the answer" : "while connecting";
}

} // namespace

Error lateError(const Transfer& transfer, bool connected)
{
    const Ask& ask = transfer.ask();
    return {ErrorCode::Timeout,
            ask.url.hostPort() + " took longer than " + shown(ask.request->deadline) + " (" +
                standing(transfer, connected) + ")",
            "Ask for less at once, or raise the time limit of this source.",
            {}};
}

Error silentError(const Transfer& transfer, bool connected)
{
    const Ask& ask = transfer.ask();
    return {ErrorCode::Timeout,
            ask.url.hostPort() + " was silent for " + shown(ask.request->idleTimeout) + " (" +
                standing(transfer, connected) + ")",
            "The connection may be half open; a new one is made.",
            {}};
}

Failure failureOf(Transfer& transfer, int code, int osError)
{
    const Ask& ask = transfer.ask();
    const std::string_view detail = transfer.errorBuffer();
    std::string proxy = shownProxy(ask.request->proxy);
    // libcurl names whom it could not connect to: when that is not the server, the environment
    // named a proxy.
    const bool elsewhere = code == CURLE_COULDNT_CONNECT && !detail.empty() &&
                           detail.find(ask.url.host) == std::string_view::npos;
    if (ask.request->proxy.empty() && (code == CURLE_COULDNT_RESOLVE_PROXY || elsewhere))
        proxy = "named in the environment";
    return {.code = code,
            .detail = std::string(detail),
            .osError = code == CURLE_COULDNT_CONNECT ? osError : 0, // else of an unrelated call
            .hostPort = ask.url.hostPort(),
            .proxy = std::move(proxy),
            .hasClientCertificate = ask.tls && !ask.tls->clientCertPem.empty(),
            .bodyBytes = transfer.bodyBytes()};
}

} // namespace binnacle::services::curl
