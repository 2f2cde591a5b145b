// SPDX-License-Identifier: GPL-3.0-or-later
// Texts of HTTP: 'A' an address, 'B' a Location, 'C' Retry-After, 'D' the body of an error answer,
// 'E' a Content-Type, 'F' a body that echoes secrets.
#include "services/net/http/redact.h"
#include "services/net/http/redirect.h"
#include "services/net/http/retry_policy.h"
#include "tests/fuzz/target.h"

#include <algorithm>
#include <string>

using namespace binnacle;

namespace {

using fuzz::require;

constexpr const char* kSecret = "s3cr3t-bearer";

void address(std::string_view text)
{
    (void)services::redactUrl(text);
    const auto url = services::parseUrl(text);
    if (!url)
        return;
    require(url->scheme == "http" || url->scheme == "https", "only http and https");
    require(!url->host.empty() && url->port != 0, "an address has a host and a port");
    require(url->target.starts_with('/'), "a target is a path");
    const auto again = services::parseUrl(url->text);
    require(again && again->text == url->text && again->origin() == url->origin() &&
                again->target == url->target,
            "an address is read back the same");
    require(again->user.empty() && again->password.empty(), "its text holds no credentials");
}

void location(std::string_view text)
{
    services::HttpRequest request;
    request.url = "https://here.example.org/api";
    request.credentials.bearer = kSecret;
    request.headers = {{"X-Own-Key", kSecret}, {"Accept", "application/json"}};
    const auto asked = services::parseUrl(request.url);
    for (const int status : {301, 302, 303, 307, 308}) {
        services::HttpResponse response;
        response.status = status;
        response.headers = {{"Location", std::string(text)}};
        const auto next = services::redirectOf(request, *asked, response);
        if (!next)
            continue;
        const auto target = services::parseUrl(next->url);
        require(target.has_value(), "a redirect leads to an address");
        if (target->origin() == asked->origin())
            continue;
        require(next->credentials.empty(), "another origin gets no credentials");
        require(std::none_of(next->headers.begin(), next->headers.end(),
                             [](const auto& header) { return header.value == kSecret; }),
                "another origin gets no unknown headers");
    }
}

void retryAfter(std::string_view text)
{
    const auto wait =
        services::parseRetryAfter(text, models::UtcTime::fromSeconds(std::int64_t{1'790'000'000}));
    require(!wait || wait->count() >= 0, "a wait is not negative");
}

void errorBody(std::string_view text)
{
    for (const char* type : {"application/json", "text/html", ""}) {
        services::HttpResponse response;
        response.status = 500;
        response.headers = {{"Content-Type", type}};
        response.body = text;
        const auto error = services::toError(response, "fuzz");
        require(error.message.size() <= 300, "a message quotes 200 bytes at most");
        require(std::none_of(error.message.begin(), error.message.end(),
                             [](char c) { return static_cast<unsigned char>(c) < ' '; }),
                "a message has no control characters");
    }
}

void contentType(std::string_view text)
{
    const auto type = services::mediaType(text);
    require(type.find(';') == std::string_view::npos, "a media type has no parameters");
    const std::string encoded = services::urlEncode(text);
    require(encoded.size() <= 3 * text.size(), "a byte is at most three");
    require(std::all_of(encoded.begin(), encoded.end(),
                        [](char c) { return c > ' ' && c < 0x7f && c != '&' && c != '='; }),
            "an encoded text is one component");
}

void echo(std::string_view text)
{
    services::HttpRequest request;
    request.url = "https://here.example.org/";
    request.credentials.bearer = kSecret;
    const services::Redactor redactor(request);
    for (const std::string& body :
         {std::string(text), std::string(text) + kSecret, kSecret + std::string(text)})
        require(redactor.body(body).find(kSecret) == std::string::npos, "a secret is taken out");
    (void)redactor.target(text);
    std::vector<services::HttpHeader> headers{{"Location", std::string(text)}};
    redactor.headers(headers);
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto [which, text] = fuzz::choose(fuzz::textOf(data, size), 6);
    constexpr void (*kReaders[])(std::string_view){address,   location,    retryAfter,
                                                   errorBody, contentType, echo};
    kReaders[which](text);
    return 0;
}
