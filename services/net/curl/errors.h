// SPDX-License-Identifier: GPL-3.0-or-later
// The one mapping of libcurl's failures to ours. Pure; used by the net thread's transfers and by a
// table test.
#pragma once

#include "models/base/error.h"

#include <cstddef>
#include <string>

namespace binnacle::services::curl {

struct Failure {
    int code = 0;           ///< a CURLcode
    std::string detail{};   ///< libcurl's own sentence, may be empty
    int osError = 0;        ///< errno of the failed connect, 0 when none
    std::string hostPort{}; ///< of the server
    std::string proxy{};    ///< "host:port" of the proxy, without user and password; may be empty
    bool hasClientCertificate = false;
    std::size_t bodyBytes = 0; ///< received before it failed
};

/// Errors: as HttpClient::send lists them. Connect failures say who was asked and why; a cut body
/// is DataCorrupt.
models::Error toError(const Failure& failure);

/// True when nothing of the request can have been acted upon or answered: safe to repeat for GET
/// and HEAD.
bool isConnectFailure(int code);

} // namespace binnacle::services::curl
