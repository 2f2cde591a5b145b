// SPDX-License-Identifier: GPL-3.0-or-later
// The real HttpClient: libcurl behind one thread. One per program is enough: it keeps the
// connections of all sources apart by itself. Destroying it ends what is in flight as Cancelled.
// Sends use HTTP/2 where the server offers it, many requests on one connection, at most 8 at once
// over HTTP/1.1. Streams always use HTTP/1.1 and a connection each: in libcurl 7.88 a slow sink
// would else hold back every other request on the same HTTP/2 connection.
#pragma once

#include "services/net/http_client.h"

#include <memory>

namespace binnacle::services {

/// Cost: one thread. Thread: any.
std::unique_ptr<HttpClient> makeCurlHttpClient();

} // namespace binnacle::services
