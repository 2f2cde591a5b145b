// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/http/ascii.h"
#include "services/net/http/retry_policy.h"
#include "services/net/http_client.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace binnacle::services {

using models::Error;
using models::ErrorCode;

namespace {

constexpr std::size_t kMostQuoted = 200;
constexpr std::size_t kMostParsed = 64 * 1024;

/// One line: control characters and runs of space become one space.
std::string collapse(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        const bool space = static_cast<unsigned char>(c) <= ' ' || c == 0x7f;
        if (!space)
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    while (!out.empty() && out.back() == ' ')
        out.pop_back();
    return out;
}

std::string withoutTags(std::string_view html)
{
    std::string out;
    bool inside = false;
    for (const char c : html) {
        if (c == '<') {
            inside = true;
            out += ' ';
        } else if (c == '>') {
            inside = false;
        } else if (!inside) {
            out += c;
        }
    }
    return out;
}

/// Never cuts inside a UTF-8 sequence.
std::string quoted(std::string text)
{
    if (text.size() <= kMostQuoted)
        return text;
    std::size_t end = kMostQuoted - 3;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    text.resize(end);
    return text + "...";
}

std::string stringAt(const nlohmann::json& object, const char* key)
{
    const auto it = object.find(key);
    return it != object.end() && it->is_string() ? it->get<std::string>() : std::string{};
}

/// The message of Kubernetes Status, Prometheus, OAuth and the usual {"error": {"message": ""}}.
std::string messageInJson(std::string_view body)
{
    const auto json = nlohmann::json::parse(body, nullptr, false);
    if (!json.is_object())
        return {};
    for (const char* key : {"message", "error_description", "error", "detail", "title"}) {
        if (std::string text = stringAt(json, key); !text.empty())
            return text;
        const auto nested = json.find(key);
        if (nested == json.end() || !nested->is_object())
            continue;
        if (std::string text = stringAt(*nested, "message"); !text.empty())
            return text;
    }
    return {};
}

/// What the body says, on one line of at most 200 bytes; empty when it is not text.
std::string saidBy(const HttpResponse& response)
{
    const std::string_view body = std::string_view(response.body).substr(0, kMostParsed);
    const std::string_view start =
        body.substr(0, std::min(body.size(), body.find_first_not_of(" \t\r\n")));
    const std::string_view trimmed = body.substr(start.size());
    if (trimmed.starts_with('{') && response.body.size() <= kMostParsed) {
        if (const std::string text = messageInJson(trimmed); !text.empty())
            return quoted(collapse(text));
    }
    if (body.substr(0, 512).find('\0') != std::string_view::npos)
        return {};
    if (trimmed.starts_with('<'))
        return quoted(collapse(withoutTags(trimmed.substr(0, 16 * kMostQuoted))));
    const std::string type(mediaType(response.header("content-type")));
    const bool text =
        type.empty() || type.starts_with("text/") || type.find("json") != std::string::npos;
    return text ? quoted(collapse(trimmed.substr(0, 16 * kMostQuoted))) : std::string{};
}

struct StatusMeaning {
    int status;
    ErrorCode code;
    const char* text;
    const char* remedy;
};

constexpr const char* kRenew = "Renew the credentials of this source.";
constexpr const char* kWait = "Wait a moment; it is tried again.";
constexpr const char* kAddress = "Check the address and the path of this source.";
constexpr const char* kVersion = "Check that the server's version offers this.";

constexpr std::array kMeanings = {
    StatusMeaning{400, ErrorCode::InvalidInput, "the server refused the request as invalid", ""},
    StatusMeaning{401, ErrorCode::Unauthenticated, "the server does not accept the credentials",
                  kRenew},
    StatusMeaning{403, ErrorCode::PermissionDenied, "not permitted",
                  "Ask for the permission named in the message."},
    StatusMeaning{404, ErrorCode::NotFound, "not found", kAddress},
    StatusMeaning{405, ErrorCode::Unsupported, "the server does not offer this method", kVersion},
    StatusMeaning{406, ErrorCode::Unsupported, "the server does not offer this format", kVersion},
    StatusMeaning{407, ErrorCode::Unauthenticated, "the proxy asks for credentials",
                  "Give the proxy's user and password in its address."},
    StatusMeaning{408, ErrorCode::Timeout, "the server gave up waiting", kWait},
    StatusMeaning{409, ErrorCode::Conflict, "somebody else changed it meanwhile",
                  "Look again, then repeat."},
    StatusMeaning{410, ErrorCode::Expired, "that state is gone", ""},
    StatusMeaning{412, ErrorCode::Conflict, "somebody else changed it meanwhile",
                  "Look again, then repeat."},
    StatusMeaning{413, ErrorCode::ResourceExhausted, "too large for the server",
                  "Ask for less at once."},
    StatusMeaning{415, ErrorCode::Unsupported, "the server does not read this format", kVersion},
    StatusMeaning{422, ErrorCode::InvalidInput, "the server refused the request as invalid", ""},
    StatusMeaning{429, ErrorCode::RateLimited, "the server asks for fewer requests", kWait},
    StatusMeaning{501, ErrorCode::Unsupported, "the server does not offer this", kVersion},
    StatusMeaning{502, ErrorCode::Unreachable, "a gateway got no answer from the server", kWait},
    StatusMeaning{503, ErrorCode::Unreachable, "the server is not available", kWait},
    StatusMeaning{504, ErrorCode::Timeout, "a gateway waited in vain for the server", kWait},
};

StatusMeaning meaningOf(int status)
{
    for (const StatusMeaning& meaning : kMeanings)
        if (meaning.status == status)
            return meaning;
    if (status >= 300 && status < 400)
        return {status, ErrorCode::Unsupported, "the server sends us elsewhere",
                "Use the address it names, when you trust it."};
    if (status >= 400 && status < 500)
        return {status, ErrorCode::InvalidInput, "the server refused the request", ""};
    if (status >= 500)
        return {status, ErrorCode::Internal, "the server failed", "Look into the server's log."};
    return {status, ErrorCode::Internal, "an unexpected answer", ""};
}

bool isUnreserved(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '~';
}

} // namespace

std::string_view HttpResponse::header(std::string_view name) const
{
    for (const HttpHeader& each : headers)
        if (equalsIgnoringCase(each.name, name))
            return each.value;
    return {};
}

Error toError(const HttpResponse& response, std::string_view what)
{
    const StatusMeaning meaning = meaningOf(response.status);
    std::string message = "HTTP " + std::to_string(response.status) + ", " + meaning.text;
    if (const std::string said = saidBy(response); !said.empty())
        message += ": " + said;
    Error error{meaning.code, std::move(message), meaning.remedy, {}};
    if (const auto after = response.header("Retry-After"); !after.empty())
        error.retryAfter =
            parseRetryAfter(after, models::Clock::system().now()).value_or(error.retryAfter);
    if (!what.empty())
        error.context.emplace_back(what);
    return error;
}

std::string_view mediaType(std::string_view contentType)
{
    // A view cannot be made lower case, so the types we decide by are answered from here.
    static constexpr std::array<std::string_view, 12> kKnown = {
        "application/json",
        "application/yaml",
        "application/x-www-form-urlencoded",
        "application/openmetrics-text",
        "application/vnd.kubernetes.protobuf",
        "application/octet-stream",
        "application/x-ndjson",
        "application/problem+json",
        "text/plain",
        "text/html",
        "text/event-stream",
        "multipart/form-data"};
    const auto type = trimmed(contentType.substr(0, contentType.find(';')));
    for (const std::string_view known : kKnown)
        if (equalsIgnoringCase(known, type))
            return known;
    return type;
}

std::string urlEncode(std::string_view text)
{
    static constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        if (isUnreserved(c)) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += kHex[byte >> 4];
        out += kHex[byte & 0xF];
    }
    return out;
}

std::string formEncode(std::span<const std::pair<std::string, std::string>> fields)
{
    std::string out;
    for (const auto& [name, value] : fields) {
        if (!out.empty())
            out += '&';
        out += urlEncode(name) + "=" + urlEncode(value);
    }
    return out;
}

} // namespace binnacle::services
