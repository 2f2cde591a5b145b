// SPDX-License-Identifier: GPL-3.0-or-later
// Which lines of a YAML text can be folded under which: by indentation, as kubectl writes it. Pure.
#pragma once

#include <QStringList>

#include <vector>

namespace binnacle::ui {

/// For each line the last line that belongs under it; its own number when nothing does.
std::vector<int> yamlFolds(const QStringList& lines);

} // namespace binnacle::ui
