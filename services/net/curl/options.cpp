// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/curl/options.h"
#include "services/net/curl/tls.h"
#include "services/net/http/ascii.h"
#include "services/net/http/retry_policy.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>

namespace binnacle::services::curl {

using models::ErrorCode;
using models::fail;
using models::Result;

namespace {

/// Collects whether every option was taken, so that the calls read as a list.
class Setter {
public:
    explicit Setter(CURL* easy) : m_easy(easy) {}

    template <class T> Setter& set(CURLoption option, T value)
    {
        m_ok = m_ok && curl_easy_setopt(m_easy, option, value) == CURLE_OK;
        return *this;
    }
    Setter& set(CURLoption option, const std::string& text) { return set(option, text.c_str()); }
    bool ok() const { return m_ok; }

private:
    CURL* m_easy;
    bool m_ok = true;
};

const HttpHeader* findHeader(const HttpRequest& request, std::string_view name)
{
    const auto it =
        std::find_if(request.headers.begin(), request.headers.end(),
                     [&](const auto& header) { return equalsIgnoringCase(header.name, name); });
    return it == request.headers.end() ? nullptr : &*it;
}

/// Source: RFC 9110, 5.6.2.
bool isToken(std::string_view text)
{
    constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               kMarks.find(c) != std::string_view::npos;
    });
}

bool isOneLine(std::string_view text)
{
    return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

/// Half-open peers are found within about half a minute, idle or not.
int onSocket(void* /*context*/, curl_socket_t socket, curlsocktype /*purpose*/)
{
#ifdef TCP_USER_TIMEOUT
    const unsigned unacknowledgedMs = 20'000;
    setsockopt(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &unacknowledgedMs, sizeof unacknowledgedMs);
#endif
#ifdef TCP_KEEPCNT
    const int probes = 3;
    setsockopt(socket, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof probes);
#endif
    return CURL_SOCKOPT_OK;
}

Result<void> addHeaders(const Ask& ask, List& list)
{
    const HttpRequest& request = *ask.request;
    const bool authorized = !request.credentials.empty();
    // No "Expect: 100-continue", which costs a second with servers that ignore it, and no invented
    // type.
    bool ok = append(list, "Expect:");
    if (!request.body.empty() && findHeader(request, "Content-Type") == nullptr)
        ok = ok && append(list, "Content-Type:");
    for (const HttpHeader& header : request.headers) {
        if (!isToken(header.name) || !isOneLine(header.value))
            return fail(ErrorCode::InvalidInput,
                        "a request header cannot be sent: bad name or a line break",
                        "Check the extra headers of this source.");
        const bool ours = equalsIgnoringCase(header.name, "Accept-Encoding") ||
                          equalsIgnoringCase(header.name, "Expect") ||
                          (authorized && equalsIgnoringCase(header.name, "Authorization"));
        const std::string line =
            header.value.empty() ? header.name + ";" : header.name + ": " + header.value;
        ok = ok && (ours || append(list, line.c_str()));
    }
    const Credentials& who = request.credentials;
    if (!isOneLine(who.bearer))
        return fail(ErrorCode::InvalidInput, "the token has a line break in it",
                    "Store the token without the line break.");
    if (!who.bearer.empty())
        ok = ok && append(list, ("Authorization: Bearer " + who.bearer).c_str());
    else if (!who.user.empty())
        ok = ok &&
             append(list,
                    ("Authorization: Basic " + toBase64(who.user + ":" + who.password)).c_str());
    const bool otherName = ask.tls && !ask.tls->serverName.empty();
    if (otherName && findHeader(request, "Host") == nullptr)
        ok = ok && append(list, ("Host: " + ask.url.authority()).c_str());
    if (!ok)
        return fail(ErrorCode::ResourceExhausted, "out of memory");
    return {};
}

void setMethod(Setter& setter, const HttpRequest& request)
{
    const bool hasBody = !request.body.empty() || request.method == "POST" ||
                         request.method == "PUT" || request.method == "PATCH";
    if (hasBody) {
        setter.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()))
            .set(CURLOPT_POSTFIELDS, request.body.data()); // not copied: the caller waits
    } else if (request.method == "HEAD") {
        setter.set(CURLOPT_NOBODY, 1L);
        return;
    }
    setter.set(CURLOPT_CUSTOMREQUEST, request.method);
}

/// libcurl verifies and announces the host of the URL. For another name the URL carries that name,
/// CONNECT_TO leads to the real host, and the Host header (see addHeaders) still says what the
/// caller asked.
bool setAddress(Setter& setter, const Ask& ask, List& connectTo)
{
    const bool otherName = ask.url.scheme == "https" && ask.tls && !ask.tls->serverName.empty();
    if (!otherName) {
        setter.set(CURLOPT_URL, ask.url.text);
        return true;
    }
    const std::string port = std::to_string(ask.url.port);
    setter.set(CURLOPT_URL, "https://" + verifiedHost(ask) + ":" + port + ask.url.target);
    if (!ask.request->unixSocket.empty())
        return true;
    const bool ok = append(connectTo, ("::" + ask.url.hostPort()).c_str());
    setter.set(CURLOPT_CONNECT_TO, connectTo.get());
    return ok;
}

Result<void> setRoute(Setter& setter, const HttpRequest& request)
{
    static constexpr std::array<std::string_view, 6> kSchemes = {
        "http://", "https://", "socks5://", "socks5h://", "socks4://", "socks4a://"};
    if (!request.unixSocket.empty())
        setter.set(CURLOPT_UNIX_SOCKET_PATH, request.unixSocket);
    if (!request.unixSocket.empty() || request.proxy == "none") {
        setter.set(CURLOPT_PROXY, "").set(CURLOPT_NOPROXY, "*");
        return {};
    }
    if (request.proxy.empty())
        return {}; // http_proxy, https_proxy, no_proxy
    const bool known = std::any_of(kSchemes.begin(), kSchemes.end(), [&](std::string_view scheme) {
        return request.proxy.starts_with(scheme);
    });
    if (!known)
        return fail(ErrorCode::InvalidInput, "the proxy's address has no scheme we know",
                    "Begin it with http://, https:// or socks5://, or say \"none\".");
    setter.set(CURLOPT_PROXY, request.proxy).set(CURLOPT_NOPROXY, "");
    return {};
}

void setEncoding(Setter& setter, const Ask& ask)
{
    // A stream is not compressed by itself: a compressing server holds events back in its buffers.
    if (const HttpHeader* wanted = findHeader(*ask.request, "Accept-Encoding"))
        setter.set(CURLOPT_ACCEPT_ENCODING, wanted->value);
    else if (!ask.streaming)
        setter.set(CURLOPT_ACCEPT_ENCODING, "gzip");
}

void setCommon(Setter& setter, const Ask& ask)
{
    const HttpRequest& request = *ask.request;
    const bool http1 = ask.wantsHttp1();
    setter.set(CURLOPT_NOSIGNAL, 1L)
        .set(CURLOPT_QUICK_EXIT, 1L) // removing a handle never waits for a resolver thread
        .set(CURLOPT_PROTOCOLS_STR, "http,https")
        .set(CURLOPT_FOLLOWLOCATION, 0L)
        .set(CURLOPT_HTTP_VERSION,
             static_cast<long>(http1 ? CURL_HTTP_VERSION_1_1 : CURL_HTTP_VERSION_2TLS))
        .set(CURLOPT_USERAGENT, "Binnacle/0.1")
        .set(CURLOPT_BUFFERSIZE, 64L * 1024)
        .set(CURLOPT_CONNECTTIMEOUT_MS,
             static_cast<long>(std::max<std::int64_t>(1, request.connectTimeout.count())))
        .set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L)
        .set(CURLOPT_HEADEROPT,
             static_cast<long>(CURLHEADER_SEPARATE)) // none of ours for the proxy
        .set(CURLOPT_TCP_KEEPALIVE, 1L)
        .set(CURLOPT_TCP_KEEPIDLE, 15L)
        .set(CURLOPT_TCP_KEEPINTVL, 5L)
        .set(CURLOPT_SOCKOPTFUNCTION, &onSocket)
        // On a kept connection that dies libcurl sends the request again by itself, whatever the
        // method.
        .set(CURLOPT_FRESH_CONNECT, mayRepeat(request) ? 0L : 1L);
}

} // namespace

std::string verifiedHost(const Ask& ask)
{
    if (!ask.tls || ask.tls->serverName.empty())
        return ask.url.host;
    const std::string& name = ask.tls->serverName;
    const bool bareIpv6 = name.find(':') != std::string::npos && !name.starts_with('[');
    return bareIpv6 ? "[" + name + "]" : name;
}

Result<Configured> configure(const Ask& ask, CURLSH* share)
{
    if (!isToken(ask.request->method))
        return fail(ErrorCode::InvalidInput, "not an HTTP method");
    Configured out;
    out.easy.reset(curl_easy_init());
    if (!out.easy)
        return fail(ErrorCode::ResourceExhausted, "out of memory");
    if (auto added = addHeaders(ask, out.headers); !added)
        return fail(std::move(added.error()));
    Setter setter(out.easy.get());
    setCommon(setter, ask);
    const bool addressed = setAddress(setter, ask, out.connectTo);
    if (auto routed = setRoute(setter, *ask.request); !routed)
        return fail(std::move(routed.error()));
    setMethod(setter, *ask.request);
    setEncoding(setter, ask);
    setter.set(CURLOPT_HTTPHEADER, out.headers.get());
    if (share != nullptr)
        setter.set(CURLOPT_SHARE, share);
    const bool trusted = !ask.tls || applyTls(out.easy.get(), *ask.tls);
    if (!addressed || !trusted || !setter.ok())
        return fail(ErrorCode::ResourceExhausted, "libcurl did not take an option");
    return out;
}

} // namespace binnacle::services::curl
