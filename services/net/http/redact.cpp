// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/http/redact.h"
#include "services/net/http/ascii.h"
#include "services/net/http/url.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace binnacle::services {

/// Sorts the names of what it changes: the ordered kind costs the square of their number.
using Json = nlohmann::json;

namespace {

constexpr std::string_view kRedacted = "REDACTED";
constexpr std::size_t kMostParsed = std::size_t{8} << 20;

/// Exact names only: a pod's "secretName" or a selector's "key" is no secret.
bool isSecretField(std::string_view name)
{
    static constexpr std::array<std::string_view, 12> kFields = {
        "token",  "accesstoken", "refreshtoken",  "idtoken",       "clientsecret", "password",
        "passwd", "apikey",      "authorization", "clientkeydata", "secret",       "sessiontoken"};
    std::string plain = toLower(name);
    std::erase_if(plain, [](char c) { return c == '_' || c == '-'; });
    return std::find(kFields.begin(), kFields.end(), plain) != kFields.end();
}

/// No answer of a server is nested so deep; what is, would end the stack here and when written.
constexpr int kMaxDepth = 512;

bool isDeeperThan(std::string_view json, int most)
{
    int depth = 0;
    bool inText = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (inText && c == '\\')
            ++i;
        else if (c == '"')
            inText = !inText;
        else if (!inText && (c == '[' || c == '{') && ++depth > most)
            return true;
        else if (!inText && (c == ']' || c == '}'))
            --depth;
    }
    return false;
}

/// True when something was replaced.
bool redactJson(Json& value)
{
    bool changed = false;
    if (value.is_array()) {
        for (Json& item : value)
            changed = redactJson(item) || changed;
        return changed;
    }
    if (!value.is_object())
        return false;
    for (auto it = value.begin(); it != value.end(); ++it) {
        if (it->is_string() && isSecretField(it.key())) {
            *it = kRedacted;
            changed = true;
        } else {
            changed = redactJson(*it) || changed;
        }
    }
    return changed;
}

/// "a=1&token=x" with the secret values replaced.
std::string redactFields(std::string_view fields)
{
    std::string out;
    while (!fields.empty()) {
        const std::size_t end = std::min(fields.find('&'), fields.size());
        const std::string_view field = fields.substr(0, end);
        const std::size_t equals = field.find('=');
        if (equals != std::string_view::npos && isSecretName(field.substr(0, equals)))
            out.append(field.substr(0, equals + 1)).append(kRedacted);
        else
            out.append(field);
        if (end < fields.size())
            out += '&';
        fields.remove_prefix(std::min(end + 1, fields.size()));
    }
    return out;
}

bool looksLikeForm(std::string_view body)
{
    const std::string_view start = body.substr(0, 4096);
    return start.find('=') != std::string_view::npos &&
           std::none_of(start.begin(), start.end(), [](char c) {
               return static_cast<unsigned char>(c) <= ' ' || c == '{' || c == '<';
           });
}

} // namespace

bool isSecretName(std::string_view name)
{
    static constexpr std::array<std::string_view, 11> kWords = {
        "token",   "password",      "passwd", "secret",    "apikey",    "api-key",
        "api_key", "authorization", "cookie", "signature", "credential"};
    const std::string lower = toLower(name);
    if (lower == "key" || lower == "sig" || lower == "code" || lower == "assertion")
        return true;
    return std::any_of(kWords.begin(), kWords.end(), [&](std::string_view word) {
        return lower.find(word) != std::string::npos;
    });
}

std::string redactUrl(std::string_view text)
{
    const auto url = parseUrl(text);
    if (!url)
        return {};
    const std::size_t question = std::min(url->text.find('?'), url->text.size());
    if (question == url->text.size())
        return url->text;
    return url->text.substr(0, question + 1) +
           redactFields(std::string_view(url->text).substr(question + 1));
}

Redactor::Redactor(const HttpRequest& request)
{
    const Credentials& who = request.credentials;
    m_secrets = {who.bearer, who.password};
    if (!who.user.empty())
        m_secrets.push_back(toBase64(who.user + ":" + who.password));
    if (const auto url = parseUrl(request.url))
        m_secrets.push_back(url->password);
    for (const HttpHeader& header : request.headers)
        if (isSecretName(header.name))
            m_secrets.push_back(header.value);
    if (request.tls)
        m_secrets.push_back(request.tls->clientKeyPem);
    std::erase_if(m_secrets, [](const std::string& secret) { return secret.size() < 4; });
}

std::string Redactor::target(std::string_view url) const
{
    const auto parsed = parseUrl(url);
    if (!parsed)
        return {};
    const std::size_t question = std::min(parsed->target.find('?'), parsed->target.size());
    std::string out = parsed->target.substr(0, question);
    if (question < parsed->target.size())
        out += "?" + redactFields(std::string_view(parsed->target).substr(question + 1));
    return text(std::move(out));
}

std::string Redactor::body(std::string_view bytes) const
{
    const std::size_t start = std::min(bytes.find_first_not_of(" \t\r\n"), bytes.size());
    const bool json = start < bytes.size() && (bytes[start] == '{' || bytes[start] == '[');
    if (json && bytes.size() <= kMostParsed) {
        if (isDeeperThan(bytes, kMaxDepth))
            return std::string(kRedacted);
        Json value = Json::parse(bytes, nullptr, false);
        if (!value.is_discarded() && redactJson(value))
            return text(value.dump(-1, ' ', false, Json::error_handler_t::replace));
    }
    return text(looksLikeForm(bytes) ? redactFields(bytes) : std::string(bytes));
}

std::string Redactor::text(std::string words) const
{
    for (const std::string& secret : m_secrets) {
        std::string out;
        std::size_t from = 0;
        for (std::size_t at = words.find(secret); at != std::string::npos;
             at = words.find(secret, from)) {
            out.append(words, from, at - from).append(kRedacted);
            from = at + secret.size();
        }
        if (from > 0)
            words = out.append(words, from);
    }
    return words;
}

void Redactor::headers(std::vector<HttpHeader>& headers) const
{
    std::erase_if(headers, [](const HttpHeader& header) { return isSecretName(header.name); });
    for (HttpHeader& header : headers) {
        if (toLower(header.name) == "location")
            header.value = header.value.starts_with('/') ? target("http://x" + header.value)
                                                         : redactUrl(header.value);
        header.value = text(std::move(header.value));
    }
}

bool Redactor::isSecretPath(std::string_view target)
{
    const std::string_view path = target.substr(0, std::min(target.find('?'), target.size()));
    return path.ends_with("/secrets") || path.find("/secrets/") != std::string_view::npos ||
           path.ends_with("/token");
}

} // namespace binnacle::services
