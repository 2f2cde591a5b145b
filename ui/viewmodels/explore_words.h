// SPDX-License-Identifier: GPL-3.0-or-later
// What a run of Explore's queries says, in words: the page's title, why nothing is drawn, and how
// true the picture is. Pure but for translation; any thread.
#pragma once

#include "ui/viewmodels/explore_run.h"

namespace binnacle::ui {

/// "h100-a is highest of 8 at 0.93; a10-b fell most in 6 h, from 0.81 to 0.56".
QString exploreTitle(const ExploreResult& result);
/// In place of a chart without series.
QString exploreNothing(const ExploreResult& result);
/// The time that a chart shows: "Fri 20 Nov, 03:30 to 09:30".
QString exploreRange(const ChartData& chart);
/// Warnings of the server first, then what the numbers cannot show.
std::vector<ExploreNote> exploreNotes(const ExploreResult& result);

/// "none", "1, 6 min 30 s", "3, longest 15 min".
QString gapText(const ExploreRow& row);

} // namespace binnacle::ui
