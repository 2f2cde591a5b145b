// SPDX-License-Identifier: GPL-3.0-or-later
// Cuts a PromQL text into tokens. For demo_query.cpp only.
#pragma once

#include "models/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace binnacle::plugins::demo {

struct Token {
    enum class Kind { Name, Number, Text, Range, Symbol, End } kind = Kind::End;
    std::string text; ///< decoded for Text; what is between the brackets for Range
    std::size_t at = 0;
};

/// Shape: ends with an End token. Errors: InvalidInput with the position.
models::Result<std::vector<Token>> tokenise(std::string_view text);

} // namespace binnacle::plugins::demo
