// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/http/url.h"
#include "services/net/http/ascii.h"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <memory>

namespace binnacle::services {

using models::ErrorCode;
using models::fail;
using models::Result;

namespace {

struct HandleDeleter {
    void operator()(CURLU* handle) const { curl_url_cleanup(handle); }
};
using Handle = std::unique_ptr<CURLU, HandleDeleter>;

std::string part(CURLU* handle, CURLUPart which, unsigned flags = 0)
{
    char* text = nullptr;
    if (curl_url_get(handle, which, &text, flags) != CURLUE_OK || text == nullptr)
        return {};
    std::string out = text;
    curl_free(text);
    return out;
}

models::Error invalidUrl(CURLUcode code)
{
    return models::Error{ErrorCode::InvalidInput,
                         std::string("not a usable address: ") + curl_url_strerror(code),
                         "Give an address like https://host:port/path.",
                         {}};
}

Result<Url> toUrl(CURLU* handle)
{
    Url url;
    url.scheme = toLower(part(handle, CURLUPART_SCHEME));
    if (url.scheme != "http" && url.scheme != "https")
        return fail(ErrorCode::InvalidInput, "the address is neither http nor https",
                    "Give an address like https://host:port/path.");
    url.host = toLower(part(handle, CURLUPART_HOST));
    const std::string port = part(handle, CURLUPART_PORT, CURLU_DEFAULT_PORT);
    std::from_chars(port.data(), port.data() + port.size(), url.port);
    url.user = part(handle, CURLUPART_USER, CURLU_URLDECODE);
    url.password = part(handle, CURLUPART_PASSWORD, CURLU_URLDECODE);
    curl_url_set(handle, CURLUPART_USER, nullptr, 0);
    curl_url_set(handle, CURLUPART_PASSWORD, nullptr, 0);
    curl_url_set(handle, CURLUPART_FRAGMENT, nullptr, 0);
    url.text = part(handle, CURLUPART_URL);
    url.target = part(handle, CURLUPART_PATH);
    if (const std::string query = part(handle, CURLUPART_QUERY); !query.empty())
        url.target += "?" + query;
    if (url.host.empty() || url.port == 0 || url.text.empty())
        return fail(invalidUrl(CURLUE_NO_HOST));
    return url;
}

} // namespace

std::string Url::authority() const
{
    const bool usual = port == (scheme == "https" ? 443 : 80);
    return usual ? host : hostPort();
}

std::string Url::hostPort() const
{
    return host + ":" + std::to_string(port);
}

std::string Url::origin() const
{
    return scheme + "://" + hostPort();
}

Result<Url> parseUrl(std::string_view text)
{
    const Handle handle(curl_url());
    if (!handle)
        return fail(ErrorCode::ResourceExhausted, "out of memory");
    const std::string copy(text);
    if (copy.size() != copy.find('\0') && copy.find('\0') != std::string::npos)
        return fail(invalidUrl(CURLUE_MALFORMED_INPUT));
    if (const auto rc = curl_url_set(handle.get(), CURLUPART_URL, copy.c_str(), 0); rc != CURLUE_OK)
        return fail(invalidUrl(rc));
    return toUrl(handle.get());
}

Result<Url> resolveUrl(const Url& base, std::string_view location)
{
    const Handle handle(curl_url());
    if (!handle)
        return fail(ErrorCode::ResourceExhausted, "out of memory");
    auto rc = curl_url_set(handle.get(), CURLUPART_URL, base.text.c_str(), 0);
    if (rc == CURLUE_OK)
        rc = curl_url_set(handle.get(), CURLUPART_URL, std::string(location).c_str(),
                          CURLU_URLENCODE);
    if (rc != CURLUE_OK)
        return fail(invalidUrl(rc));
    return toUrl(handle.get());
}

} // namespace binnacle::services
