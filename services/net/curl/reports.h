// SPDX-License-Identifier: GPL-3.0-or-later
// How a transfer that did not succeed explains itself: who was asked, how far it came, what the
// limit was. Private to services/net; pure, on the net thread.
#pragma once

#include "services/net/curl/errors.h"
#include "services/net/curl/transfer.h"

namespace binnacle::services::curl {

/// The deadline has passed. `connected`: libcurl had a connection for it.
models::Error lateError(const Transfer& transfer, bool connected);

/// Not a byte came for the request's idleTimeout.
models::Error silentError(const Transfer& transfer, bool connected);

/// What errors.h maps. `code` is a CURLcode, `osError` an errno or 0.
Failure failureOf(Transfer& transfer, int code, int osError);

} // namespace binnacle::services::curl
