// SPDX-License-Identifier: GPL-3.0-or-later
// The value types a column of the estate can have, and how each spells "unknown". For store,
// connectors and view-models, on any thread. Unknown is never zero: every type keeps one bit
// pattern for it.
#pragma once

#include "models/base/time.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <string_view>

namespace binnacle::models {

enum class CellType : std::uint8_t {
    Text,   ///< interned; unknown is the null text (not the same as an empty one)
    Int,    ///< 64 bit; unknown is kUnknownInt
    Real,   ///< double; unknown is NaN
    Time,   ///< UtcTime; unknown is UtcTime::kUnknown
    Flag,   ///< false, true or unknown
    Labels, ///< interned text made by encodeLabels(): sorted "key\x1fvalue\x1e" pairs
};

inline constexpr std::int64_t kUnknownInt = std::numeric_limits<std::int64_t>::min();

enum class Flag : std::uint8_t { False = 0, True = 1, Unknown = 2 };

/// One cell on its way into the store. Text is a view into the FactBatch that owns it.
struct Cell {
    CellType type = CellType::Int;
    bool set = false; ///< false: leave the stored value as it is (patch) or unknown (upsert)
    std::int64_t integer = kUnknownInt; ///< Int, Time (ns), Flag
    double real = std::numeric_limits<double>::quiet_NaN();
    std::uint32_t textAt = 0; ///< offset and size in the batch's arena
    std::uint32_t textSize = kNullText;

    static constexpr std::uint32_t kNullText = 0xffffffffu;
};

} // namespace binnacle::models
