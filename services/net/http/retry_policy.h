// SPDX-License-Identifier: GPL-3.0-or-later
// When an exchange may be tried again and how long to wait before: only what is safe, with full
// jitter, honouring Retry-After. Pure; any thread. Used by CurlHttpClient.
#pragma once

#include "models/base/time.h"
#include "services/net/http_client.h"

#include <chrono>
#include <optional>
#include <string_view>

namespace binnacle::services {

/// GET, HEAD, or the caller vouched for it.
bool mayRepeat(const HttpRequest& request);

/// 429, 502, 503, 504: the server says "not now".
bool isRetryableStatus(int status);

/// Units: `random` is in [0, 1). A wait between 0 and 100 ms, 200 ms, 400 ms ... (at most 5 s) for
/// attempt 1, 2, 3. Source: "Exponential Backoff And Jitter" (AWS Architecture Blog), full jitter.
std::chrono::milliseconds jitteredWait(int attempt, double random);

/// Seconds or an HTTP date; never negative; empty when absent or unreadable. Source: RFC
/// 9110, 10.2.3.
std::optional<std::chrono::milliseconds> parseRetryAfter(std::string_view value,
                                                         models::UtcTime now);

} // namespace binnacle::services
