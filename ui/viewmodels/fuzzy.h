// SPDX-License-Identifier: GPL-3.0-or-later
// Finding a command by a few of its letters: every letter in order, word starts and runs count
// more. For the command palette. Pure; any thread.
#pragma once

#include <QList>
#include <QStringView>

#include <optional>

namespace binnacle::ui {

struct FuzzyMatch {
    int score = 0;
    QList<int> positions; ///< of the matched characters, for emphasis
};

/// Nothing when a letter is missing. An empty pattern matches everything with score 0. Case and
/// spaces of the pattern do not matter. Cost: O(pattern × text).
std::optional<FuzzyMatch> fuzzyMatch(QStringView pattern, QStringView text);

} // namespace binnacle::ui
