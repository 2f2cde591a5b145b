// SPDX-License-Identifier: GPL-3.0-or-later
// The descriptions of the built-in kinds, in the order of BuiltIn. For KindRegistry only.
#pragma once

#include "models/estate/kinds.h"

#include <vector>

namespace binnacle::models {

std::vector<KindSpec> builtInKinds();

} // namespace binnacle::models
