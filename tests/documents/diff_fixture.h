// SPDX-License-Identifier: GPL-3.0-or-later
// Pairs of objects for the tests of the semantic diff: a deployment as its author wrote it, the
// same as a server gives it back, and edits of either.
#pragma once

#include "models/diff/semantic_diff.h"

#include <string>
#include <utility>
#include <vector>

namespace binnacle::tests {

/// What somebody applied.
const std::string& writtenDeployment();
/// The same after a server filled in defaults, bookkeeping and a status.
const std::string& servedDeployment();

/// `text` with each `first` (which must be there, once) replaced by its `second`.
std::string edited(std::string text, const std::vector<std::pair<std::string, std::string>>& edits);

/// One line a change: "changed image spec….image: a -> b".
std::vector<std::string> changes(const std::string& before, const std::string& after,
                                 const models::DiffOptions& options = {});

} // namespace binnacle::tests
