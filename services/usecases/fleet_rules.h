// SPDX-License-Identifier: GPL-3.0-or-later
// Every threshold of the fleet's states and hints, in one table. Private to services/usecases.
// Source: ../shared/anchors/console.md, section 2, B5, B6 and C.1 (DCGM fields, event reason bits,
// "utilisation 100 % in a deadlocked collective", "reserved but idle" below 0.05 with memory held).
#pragma once

#include "models/base/time.h"

#include <cstdint>

namespace binnacle::services::fleet {

/// Below this share of activity a device does nothing.
inline constexpr double kIdleBelow = 0.05;
/// From this share of SM (or utilisation, where SM activity is not exported) a device computes;
/// between the two a pod holds it and it mostly waits.
inline constexpr double kComputingFromSm = 0.25;
inline constexpr double kComputingFromUtilisation = 0.40;

/// Stuck: kernels run all the time, nothing is computed, little power is drawn, for a while.
inline constexpr double kStuckUtilisation = 0.9;
inline constexpr double kStuckActivity = 0.05;
inline constexpr double kStuckPowerShare = 0.35;
inline constexpr models::Duration kStuckFor = std::chrono::minutes(10);

/// DCGM clock event reasons.
inline constexpr std::int64_t kPowerReasons = 4 | 128; ///< software power cap, power brake
inline constexpr std::int64_t kHeatReasons = 32 | 64;  ///< software, hardware thermal
inline constexpr std::int64_t kHardwareSlowdown = 8;   ///< either of them, as the board says it

/// With more memory than this in use somebody holds the device, even if no pod is known to.
inline constexpr std::int64_t kHeldMemory = std::int64_t{1} << 30;

/// Hints.
inline constexpr models::Duration kLongIdle = std::chrono::hours(24);
inline constexpr std::int64_t kLongIdleDevices = 4;
inline constexpr double kNvlinkErrorsFrom = 1.0; ///< per second
inline constexpr double kQuotaFrom = 0.9;
inline constexpr models::Duration kXidRecent = std::chrono::hours(24);
inline constexpr std::size_t kFaultsOneByOne = 3; ///< of one node; more become one line

} // namespace binnacle::services::fleet
