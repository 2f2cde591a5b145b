// SPDX-License-Identifier: GPL-3.0-or-later
// When the budget will be gone, as an interval: from the burn of the last hours, how much it moved
// between them, and how few events it was counted from. Pure; for evaluation and pages.
#pragma once

#include "models/slo/budget.h"

namespace binnacle::models {

/// Seconds from now; NaN: not known, or never at this burn. All 0: it is gone.
struct Exhaustion {
    double low = kUnknownNumber, mid = kUnknownNumber, high = kUnknownNumber;
};

/// Meant as an 80 % interval. Its least width was fitted to simulated burns whose level wanders by
/// the hour, and holds on others of that kind (tests/slo/forecast_test.cpp); how real burns move
/// has not been measured. `remaining` is a share of the budget of `period`.
Exhaustion exhaustion(const BurnCounts& burns, double remaining, double target, Duration period);

} // namespace binnacle::models
