// SPDX-License-Identifier: GPL-3.0-or-later
// When the planted faults happen, in seconds after the midnight of the story day. For plugins/demo.
#pragma once

#include <cstdint>

namespace binnacle::plugins::demo {

inline constexpr std::int64_t kSampleEvery = 5; ///< the demo's own interval

inline constexpr std::int64_t kRemapAt = 1 * 3600 + 5 * 60;
inline constexpr std::int64_t kHungAt = 1 * 3600 + 30 * 60;
inline constexpr std::int64_t kFalloutAt = 2 * 3600 + 20 * 60;
inline constexpr std::int64_t kFalloutEvery = 9 * 3600;
inline constexpr std::int64_t kCappedAt = 2 * 3600 + 50 * 60;
inline constexpr std::int64_t kRolloutAt = 3 * 3600 + 10 * 60; ///< fraud-scorer v41 to v42
inline constexpr std::int64_t kOffBusAt = 3 * 3600 + 41 * 60;
inline constexpr std::int64_t kNvlinkAt = -5 * 3600;
/// Every story of the night has happened by now.
inline constexpr std::int64_t kNightOver = 4 * 3600 + 10 * 60;

} // namespace binnacle::plugins::demo
