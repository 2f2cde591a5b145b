// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/error.h"

#include <utility>

namespace binnacle::models {

Error Error::in(std::string where) &&
{
    context.push_back(std::move(where));
    return std::move(*this);
}

Error Error::in(std::string where) const&
{
    Error copy = *this;
    return std::move(copy).in(std::move(where));
}

Error Error::withRemedy(std::string text) &&
{
    remedy = std::move(text);
    return std::move(*this);
}

std::string Error::text() const
{
    std::string out;
    for (auto it = context.rbegin(); it != context.rend(); ++it) {
        out += *it;
        out += ": ";
    }
    return out + message;
}

std::string_view toString(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Cancelled:
        return "cancelled";
    case ErrorCode::Timeout:
        return "timeout";
    case ErrorCode::Unreachable:
        return "unreachable";
    case ErrorCode::Unauthenticated:
        return "unauthenticated";
    case ErrorCode::PermissionDenied:
        return "permission-denied";
    case ErrorCode::NotFound:
        return "not-found";
    case ErrorCode::InvalidInput:
        return "invalid-input";
    case ErrorCode::Unsupported:
        return "unsupported";
    case ErrorCode::RateLimited:
        return "rate-limited";
    case ErrorCode::Conflict:
        return "conflict";
    case ErrorCode::Expired:
        return "expired";
    case ErrorCode::DataCorrupt:
        return "data-corrupt";
    case ErrorCode::ResourceExhausted:
        return "resource-exhausted";
    case ErrorCode::Internal:
        return "internal";
    }
    return "internal";
}

bool isRetryable(ErrorCode code)
{
    return code == ErrorCode::Timeout || code == ErrorCode::Unreachable ||
           code == ErrorCode::RateLimited;
}

} // namespace binnacle::models
