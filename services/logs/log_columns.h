// SPDX-License-Identifier: GPL-3.0-or-later
// Lines that are JSON objects as rows: which fields they have, and the values of one line. For
// views, which ask for the lines on screen only. Not thread-safe.
#pragma once

#include "models/base/result.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace binnacle::services {

using LogFields = std::vector<std::pair<std::string, std::string>>;

class LogColumns {
public:
    LogColumns();
    ~LogColumns();

    /// Fields of the outer object in the order written, texts without quotes, what is nested as
    /// JSON. None for a line that is no JSON object, or a damaged one.
    std::optional<LogFields> fields(std::string_view line);

    /// The fields of some lines: level and message first, then the most frequent ones, `most` at
    /// most. Empty when fewer than half of the lines are JSON objects.
    std::vector<std::string> columnsOf(std::span<const std::string_view> lines,
                                       std::size_t most = 8);

private:
    struct Parser;
    std::unique_ptr<Parser> m_parser;
};

} // namespace binnacle::services
