// SPDX-License-Identifier: GPL-3.0-or-later
// A table column as data: what it is called, what it shows, how it sorts and filters. Tables have
// no switch over columns. Used by view-models on any thread; texts are views into the immutable
// row.
#pragma once

#include "models/filter/filter.h"
#include "ui/viewmodels/tone.h"

#include <QString>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::ui {

template <class Row> struct TableColumn {
    std::string id; ///< filter field: "pool:h100-a"
    QString title;  ///< translated
    QString hint;   ///< header tool tip: unit, meaning
    int width = 120;
    bool mono = false;
    /// Exactly one of the two is set: a text column or a number column (right aligned; NaN:
    /// unknown).
    std::function<std::string_view(const Row&)> text;
    std::function<double(const Row&)> number;
    /// How a number, or a text that is not shown as it is, reads.
    std::function<QString(const Row&)> format;
    std::function<QString(const Row&)> tip;
    std::function<Tone(const Row&)> tone;                     ///< empty: no shape
    models::FilterType filterType = models::FilterType::Text; ///< of `id` as a field
    std::vector<std::string> filterAliases; ///< what the command line calls it: "smActive"
};

/// "sort by this column"; an empty column keeps the order of the source.
struct TableSort {
    std::string column;
    bool descending = false;
    friend bool operator==(const TableSort&, const TableSort&) = default;
};

} // namespace binnacle::ui
