// SPDX-License-Identifier: GPL-3.0-or-later
// An object without what the server fills in: bookkeeping fields, defaults, assigned addresses.
// Pure; for the semantic diff. Source: Kubernetes API defaults (pkg/apis/*/v1/defaults.go).
#pragma once

#include "models/diff/semantic_diff.h"

namespace binnacle::models {

/// What is left is what somebody asked for.
Document withoutNoise(const Document& object, const DiffOptions& options);

} // namespace binnacle::models
