// SPDX-License-Identifier: GPL-3.0-or-later
// What went wrong, as a value: a code to decide by, a message to read, a remedy, and a trail of
// contexts. Used by every ring, on any thread. Knows nothing of transports: each foreign error
// space has one mapping function beside the code that talks to it.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::models {

/// Named after the canonical RPC codes, so that gRPC's sixteen fold onto them in one small table.
enum class ErrorCode {
    Cancelled,
    Timeout,
    Unreachable,
    Unauthenticated,
    PermissionDenied,
    NotFound,
    InvalidInput,
    Unsupported,
    RateLimited,
    Conflict,
    Expired, ///< what we asked to resume from is gone (HTTP 410): start again from the beginning
    DataCorrupt,
    ResourceExhausted, ///< disk full, memory bound, body limit
    Internal,
};

struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string message; ///< English, one sentence: what happened.
    std::string remedy;  ///< English, one sentence: what the person can do; may be empty.
    std::vector<std::string> context;        ///< innermost first: "listing pods of kube"
    std::chrono::milliseconds retryAfter{0}; ///< the server's wish before another try; 0: none

    /// Adds where we were, while returning: `return std::unexpected(std::move(e).in("listing
    /// pods"))`.
    Error in(std::string where) &&;
    Error in(std::string where) const&;
    Error withRemedy(std::string text) &&;
    /// "listing pods of kube: connection refused"
    std::string text() const;
};

/// Stable lower-case word for logs, JSON ("unreachable", "permission-denied").
std::string_view toString(ErrorCode code);

/// True when the same request may succeed later without anybody changing anything.
bool isRetryable(ErrorCode code);

} // namespace binnacle::models
