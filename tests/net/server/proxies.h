// SPDX-License-Identifier: GPL-3.0-or-later
// Tiny proxies for tests: HTTP (absolute form and CONNECT) and SOCKS 5. What they were asked is in
// the server's requests(). Handlers for LoopbackServer.
#pragma once

#include "tests/net/server/loopback_server.h"

namespace binnacle::tests {

/// Forwards to the target's real host. `refuse` answers every request with that status instead.
LoopbackServer::Handler httpProxy(int refuse = 0);

LoopbackServer::RawHandler socksProxy();

} // namespace binnacle::tests
