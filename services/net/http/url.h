// SPDX-License-Identifier: GPL-3.0-or-later
// A parsed http or https address: origins to compare, authorities to send, secrets kept out of
// texts. Used inside services/net, on any thread. Pure.
#pragma once

#include "models/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace binnacle::services {

struct Url {
    std::string text;       ///< the whole address without user, password and fragment
    std::string scheme;     ///< "http" or "https"
    std::string host;       ///< lower case; IPv6 in brackets
    std::uint16_t port = 0; ///< the scheme's own when not given
    std::string target;     ///< path and query, "/api?x=1"
    std::string user;       ///< decoded; from user:password@
    std::string password;

    /// "host" or "host:port" when the port is not the scheme's: what the Host header says.
    std::string authority() const;
    /// "host:port", always with the port: for messages and CONNECT.
    std::string hostPort() const;
    /// "https://host:port": credentials belong to one of these.
    std::string origin() const;
};

/// Errors: InvalidInput (not http or https, malformed); the message never quotes user and password.
models::Result<Url> parseUrl(std::string_view text);

/// What a Location header means when `base` was asked. Errors: InvalidInput.
models::Result<Url> resolveUrl(const Url& base, std::string_view location);

} // namespace binnacle::services
