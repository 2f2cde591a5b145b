// SPDX-License-Identifier: GPL-3.0-or-later
// The refresh grant of OpenID Connect. Blocks on the network; any thread but ui. Knows nothing of
// files. Tokens and secrets are never in its errors.
#pragma once

#include "models/base/result.h"
#include "plugins/kubernetes/access/auth_info.h"
#include "services/net/http_client.h"

#include <chrono>
#include <stop_token>
#include <string>

namespace binnacle::plugins::kubernetes {

struct OidcTokens {
    std::string idToken, refreshToken; ///< the refresh token may have been replaced by the issuer
};

/// Discovery, then one refresh. Errors: Unauthenticated (refused: log in again), Unreachable,
/// Timeout, InvalidInput (an address that is not https), DataCorrupt (malformed answer, no
/// id_token), Cancelled. Source: OpenID Connect Discovery 1.0; RFC 6749 sections 2.3.1 and 6.
models::Result<OidcTokens> refreshOidc(services::HttpClient& http, const OidcConfig& config,
                                       std::chrono::milliseconds timeout, std::stop_token stop);

} // namespace binnacle::plugins::kubernetes
