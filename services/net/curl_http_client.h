// SPDX-License-Identifier: GPL-3.0-or-later
// The real HttpClient: libcurl behind one thread. One per program is enough: it keeps the
// connections of all sources apart by itself. Destroying it ends what is in flight as Cancelled.
// Sends use HTTP/2 where the server offers it, many requests on one connection, at most 8 at once
// over HTTP/1.1. A stream uses HTTP/1.1 and a connection of its own, because in libcurl 7.88 a slow
// sink would hold back every other request on the same HTTP/2 connection; a `multiplex` one shares.
#pragma once

#include "services/net/http_client.h"

#include <memory>

namespace binnacle::services {

/// Cost: one thread. Thread: any.
std::unique_ptr<HttpClient> makeCurlHttpClient();

} // namespace binnacle::services
