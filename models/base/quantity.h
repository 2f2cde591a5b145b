// SPDX-License-Identifier: GPL-3.0-or-later
// Kubernetes quantities ("500m", "1Gi", "8") as exact integers of a chosen unit. Pure; any thread.
#pragma once

#include "models/base/result.h"

#include <cstdint>
#include <string_view>

namespace binnacle::models {

/// Units: thousandths ("500m" is 500, "1Gi" is 1073741824000). Rounds up like the API server;
/// saturates at the 64-bit bounds. Errors: InvalidInput. Source: apimachinery resource.Quantity
/// grammar.
Result<std::int64_t> parseQuantityMilli(std::string_view text);

/// Whole units, rounded up: GPU counts, bytes. Errors: InvalidInput.
Result<std::int64_t> parseQuantity(std::string_view text);

} // namespace binnacle::models
