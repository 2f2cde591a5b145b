// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/http/retry_policy.h"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <string>

namespace binnacle::services {

using std::chrono::milliseconds;

bool mayRepeat(const HttpRequest& request)
{
    return request.idempotent || request.method == "GET" || request.method == "HEAD";
}

bool isRetryableStatus(int status)
{
    return status == 429 || status == 502 || status == 503 || status == 504;
}

milliseconds jitteredWait(int attempt, double random)
{
    constexpr std::int64_t kFirstMs = 100;
    constexpr std::int64_t kMostMs = 5000;
    const int doublings = std::clamp(attempt - 1, 0, 10);
    const std::int64_t bound = std::min(kMostMs, kFirstMs << doublings);
    return milliseconds(static_cast<std::int64_t>(static_cast<double>(bound) * random));
}

std::optional<milliseconds> parseRetryAfter(std::string_view value, models::UtcTime now)
{
    if (value.empty())
        return std::nullopt;
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
    if (error == std::errc{} && end == value.data() + value.size()) {
        constexpr std::int64_t kMostSeconds = 1'000'000'000;
        return milliseconds(std::clamp<std::int64_t>(seconds, 0, kMostSeconds) * 1000);
    }
    const std::time_t date = curl_getdate(std::string(value).c_str(), nullptr);
    if (date < 0)
        return std::nullopt;
    const models::Duration wait = models::UtcTime::fromSeconds(std::int64_t{date}) - now;
    return std::max(milliseconds(0), std::chrono::duration_cast<milliseconds>(wait));
}

} // namespace binnacle::services
