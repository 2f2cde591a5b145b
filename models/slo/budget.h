// SPDX-License-Identifier: GPL-3.0-or-later
// The arithmetic of objectives: attainment, budget, burn rates, the four window pairs, time to
// exhaustion. Pure functions of counted events; for the evaluation and the pages. Unknown is NaN
// and stays unknown: nothing over nothing is not 100 %. Source: definition of the burn rate, E(w) /
// (1 - objective).
#pragma once

#include "models/base/time.h"

#include <array>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

namespace binnacle::models {

inline constexpr double kUnknownNumber = std::numeric_limits<double>::quiet_NaN();

/// Events of one window. `bad` and `total` are NaN when not known. Fractions are allowed: servers
/// extrapolate to a window's edges.
struct EventCounts {
    double bad = kUnknownNumber, total = kUnknownNumber;
    double badShare() const; ///< NaN for 0/0
};

inline constexpr std::array<std::string_view, 7> kBurnWindows = {"5m", "30m", "1h", "2h",
                                                                 "6h", "1d",  "3d"};
inline constexpr std::array<int, 7> kBurnSeconds = {300, 1800, 3600, 7200, 21600, 86400, 259200};

struct BurnPair {
    std::string_view name;             ///< "1h/5m"
    std::size_t longIndex, shortIndex; ///< into kBurnWindows
    double budgetShare;                ///< of the whole budget that goes in the long window
    bool page;                         ///< else a ticket
};
inline constexpr std::array<BurnPair, 4> kBurnPairs = {{{"1h/5m", 2, 0, 0.02, true},
                                                        {"6h/30m", 4, 1, 0.05, true},
                                                        {"1d/2h", 5, 3, 0.10, false},
                                                        {"3d/6h", 6, 4, 0.10, false}}};

using BurnCounts = std::array<EventCounts, 7>;

/// share of the budget × period / long window.
double burnFactor(const BurnPair& pair, Duration period);
double attainment(const EventCounts& counts);
double burnRate(const EventCounts& counts, double target);
/// 1 - E(P) / (1 - target); below 0 when more than the budget is gone.
double budgetRemaining(const EventCounts& window, double target);

struct NearestPair {
    std::string_view name;           ///< empty: not known
    double firesIn = kUnknownNumber; ///< seconds; 0: fires; NaN: never if the last minutes go on
    bool fires = false, page = false;
};
/// Which pair fires first if traffic and errors go on as in the last minutes; else the one that is
/// nearest to its factor. Rings between nested windows are taken as even. Cost: O(hours in P).
NearestPair nearestPair(const BurnCounts& burns, double target, Duration period);

/// Of one pair now. nullopt: one of its windows is not known.
std::optional<bool> fires(const BurnPair& pair, const BurnCounts& burns, double target,
                          Duration period);

} // namespace binnacle::models
