// SPDX-License-Identifier: GPL-3.0-or-later
// Takes secrets out of what is about to be written to a file. Used by the recordings; any thread,
// pure.
#pragma once

#include "services/net/http_client.h"

#include <string>
#include <string_view>
#include <vector>

namespace binnacle::services {

/// For files and messages: without user and password, with "REDACTED" for the values of query
/// fields that are named like secrets (token, password, key, signature ...).
std::string redactUrl(std::string_view text);

/// True for names like "access_token", "X-Api-Key", "password".
bool isSecretName(std::string_view name);

class Redactor {
public:
    /// Remembers the request's own secrets, to find them wherever they are echoed.
    explicit Redactor(const HttpRequest& request);

    /// Path and query of an address.
    std::string target(std::string_view url) const;
    /// Tokens in forms and JSON replaced; anything else byte for byte but for the request's own
    /// secrets.
    std::string body(std::string_view bytes) const;
    std::string text(std::string words) const;
    /// Cookies and headers named like secrets go; Location is redacted.
    void headers(std::vector<HttpHeader>& headers) const;
    /// Kubernetes Secrets and token requests: their bodies are nothing but secrets.
    static bool isSecretPath(std::string_view target);

private:
    std::vector<std::string> m_secrets;
};

} // namespace binnacle::services
