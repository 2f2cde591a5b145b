// SPDX-License-Identifier: GPL-3.0-or-later
// Puts sorted rows under the groups that they share a text with, and adds each group up. Private to
// ui/viewmodels/workloads_*.cpp; for a worker.
#pragma once

#include "ui/viewmodels/workloads_view.h"

namespace binnacle::ui {

/// Fills view.groups and view.lines from `slots`, which keep their order within a group.
void makeLines(WorkloadsView& view, const std::vector<std::uint32_t>& slots);

} // namespace binnacle::ui
