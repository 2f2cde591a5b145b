// SPDX-License-Identifier: GPL-3.0-or-later
// TLS options: files read early on the caller's thread, then handed to libcurl as blobs, so that
// two transfers share a connection exactly when they mean the same trust and the same identity.
// Private to services/net.
#pragma once

#include "models/base/result.h"
#include "services/net/curl/handles.h"
#include "services/net/http_client.h"

#include <memory>

namespace binnacle::services::curl {

/// The same options with caFile read into caPem. Reading it each time makes a rotated file count at
/// once. Errors: InvalidInput (unreadable or empty caFile, certificate without key). Thread: any;
/// reads a file.
models::Result<std::shared_ptr<const TlsOptions>> resolveTls(std::shared_ptr<const TlsOptions> tls);

/// `tls` must outlive the transfer: blobs are not copied. False when libcurl refuses an option.
bool applyTls(CURL* easy, const TlsOptions& tls);

} // namespace binnacle::services::curl
