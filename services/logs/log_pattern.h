// SPDX-License-Identifier: GPL-3.0-or-later
// What a person looks for in a log: a text in any case, or an expression between slashes, which is
// matched in linear time whatever it is. Immutable; any thread.
#pragma once

#include "models/base/result.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::services {

class LogPattern {
public:
    struct Span {
        std::size_t at = 0, size = 0; ///< Units: bytes
    };

    /// "timeout", or "/time.*out/" ("/…/i" for any case). Errors: InvalidInput, with what the
    /// expression lacks. An empty text matches every line and marks nothing.
    static models::Result<LogPattern> make(std::string_view text);

    bool matches(std::string_view line) const;
    /// All places in a line, up to a hundred.
    std::vector<Span> spans(std::string_view line) const;
    bool empty() const { return !m_expression; }

private:
    struct Expression;
    std::shared_ptr<const Expression> m_expression;
};

} // namespace binnacle::services
