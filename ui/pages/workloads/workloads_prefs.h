// SPDX-License-Identifier: GPL-3.0-or-later
// What a person chose for a kind's table, kept by kind: columns with widths, sorting, grouping. Ui
// thread.
#pragma once

#include "ui/viewmodels/workloads_view.h"

#include <optional>

namespace binnacle::ui {

class UiState;

struct KindPrefs {
    std::vector<std::pair<std::string, int>> columns; ///< empty: the default set
    std::vector<TableSort> sort;
    std::optional<GroupBy> group; ///< never chosen: the page's default
};

KindPrefs loadPrefs(const UiState& state, const std::string& kind);
void savePrefs(UiState& state, const std::string& kind, const KindPrefs& prefs);

} // namespace binnacle::ui
