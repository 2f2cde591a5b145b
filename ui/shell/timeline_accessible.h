// SPDX-License-Identifier: GPL-3.0-or-later
// What assistive programs see of the timeline strip: a chart with a name, a spoken summary, and the
// moment as its value. Ui thread.
#pragma once

namespace binnacle::ui {

/// Once per process; later calls do nothing.
void installTimelineAccessibility();

} // namespace binnacle::ui
