// SPDX-License-Identifier: GPL-3.0-or-later
// The API server's own words for a failure: the Status object, as JSON or protobuf. For
// api_client.h and for watch streams, where it comes inside a 200. Pure; any thread.
#pragma once

#include "models/base/result.h"
#include "services/net/http_client.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::plugins::kubernetes {

struct ApiStatus {
    int code = 0;
    std::string reason; ///< "Forbidden", "Expired"; may be empty
    std::string message;
    std::string continueToken;       ///< metadata.continue of an expired list
    int retryAfterSeconds = 0;       ///< 0: not said
    std::vector<std::string> causes; ///< reasons: "ResourceVersionTooLarge", "DisruptionBudget"

    bool hasCause(std::string_view reasonOfCause) const;
};

/// JSON, or protobuf in its envelope, told apart by the bytes and not by a Content-Type that
/// proxies change. None when it is no Status.
std::optional<ApiStatus> parseStatus(std::string_view body);

/// By reason first, then by code. The message is the server's, unchanged; the reason is in the
/// context ("403 Forbidden"). Source: apimachinery metav1.StatusReason.
models::Error toError(const ApiStatus& status, std::string_view what);

/// For any answer outside 2xx: the Status in it, else what HTTP says.
models::Error toApiError(const services::HttpResponse& response, std::string_view what);

} // namespace binnacle::plugins::kubernetes
