// SPDX-License-Identifier: GPL-3.0-or-later
// Result<T>: what can fail returns this. An alias of tl::expected, which has std::expected's shape
// on a compiler that offers that only in C++23 mode; moving over later is an edit here.
#pragma once

#include "models/base/error.h"

#include <tl/expected.hpp>

#include <string>
#include <utility>

namespace binnacle::models {

template <class T> using Result = tl::expected<T, Error>;

/// `return fail(ErrorCode::NotFound, "no context named x", "binnacle-cli connect test lists
/// them");`
[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string message,
                                                std::string remedy = {})
{
    return tl::unexpected<Error>(Error{code, std::move(message), std::move(remedy), {}});
}

/// Passes an error on: `if (!r) return fail(std::move(r.error()).in("reading x"));`
[[nodiscard]] inline tl::unexpected<Error> fail(Error error)
{
    return tl::unexpected<Error>(std::move(error));
}

} // namespace binnacle::models
