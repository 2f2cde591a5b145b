// SPDX-License-Identifier: GPL-3.0-or-later
// Impersonation as request headers. Pure; any thread.
#pragma once

#include "plugins/kubernetes/access/auth_info.h"
#include "services/net/http_client.h"

#include <vector>

namespace binnacle::plugins::kubernetes {

/// Shape: user, uid, groups, then extra keys in order; empty when nobody is impersonated.
/// Source: client-go impersonatingRoundTripper (extra keys are lower case and percent-encoded).
std::vector<services::HttpHeader> impersonationHeaders(const Impersonation& as);

} // namespace binnacle::plugins::kubernetes
