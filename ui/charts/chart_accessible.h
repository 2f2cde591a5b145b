// SPDX-License-Identifier: GPL-3.0-or-later
// What assistive technology sees of a ChartView: role, name, and the summary as its value. Ui
// thread.
#pragma once

namespace binnacle::ui {

/// Once per program; further calls do nothing.
void installChartAccessibility();

} // namespace binnacle::ui
