// SPDX-License-Identifier: GPL-3.0-or-later
// Turns an Ask into a configured libcurl handle: address, method, headers, credentials, proxy, TLS.
// Touches no network. Private to services/net; the handle then belongs to the net thread.
#pragma once

#include "models/base/result.h"
#include "services/net/curl/handles.h"
#include "services/net/curl/transfer.h"

namespace binnacle::services::curl {

/// A handle with the lists libcurl only points to. Destroyed in this order: handle, then lists.
struct Configured {
    List headers;
    List connectTo;
    Easy easy;
};

/// Errors: InvalidInput (method, header or proxy that cannot be sent), ResourceExhausted. `share`
/// may be null.
models::Result<Configured> configure(const Ask& ask, CURLSH* share);

/// The server's host to show and verify: serverName when set, in brackets when it is an IPv6
/// address.
std::string verifiedHost(const Ask& ask);

} // namespace binnacle::services::curl
