// SPDX-License-Identifier: GPL-3.0-or-later
// One aligned block of a range answer as compact bytes: label sets, which grid points exist, values
// as XOR with their predecessor. Pure; any thread. Compression on top is the store's business.
#pragma once

#include "models/metrics/metric.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::services {

inline constexpr std::int64_t kBlockPoints = 240; ///< an hour at 15 s, four at 60 s

/// Points of a block lie on startMs + i * stepMs, i in [0, kBlockPoints).
struct BlockGrid {
    std::int64_t startMs = 0, stepMs = 0;
    double time(std::int64_t i) const { return static_cast<double>(startMs + i * stepMs) / 1000.0; }
    /// -1 when the time is not on the grid.
    std::int64_t index(double time) const;
};

/// nullopt when a point is off the grid, doubled or a histogram: such an answer is not kept.
std::optional<std::string> encodeBlock(const std::vector<models::MetricSeries>& series,
                                       const BlockGrid& grid);
/// nullopt for damaged bytes or another grid.
std::optional<std::vector<models::MetricSeries>> decodeBlock(std::string_view bytes,
                                                             const BlockGrid& grid);

} // namespace binnacle::services
