// SPDX-License-Identifier: GPL-3.0-or-later
// Where each cell of the heat map lies: the largest cells that fit, wrapped by width, and back from
// a point to a cell. Pure functions over flat arrays; no widget, no colour. Units:
// device-independent pixels.
#pragma once

#include "ui/viewmodels/heat_data.h"

#include <QRect>

#include <vector>

namespace binnacle::ui {

struct HeatCellSize {
    int width = 13, height = 9, gap = 2;
    friend bool operator==(const HeatCellSize&, const HeatCellSize&) = default;
};

struct HeatLayout {
    struct Section {
        int titleTop = 0;           ///< of its heading line
        int top = 0;                ///< of its first cell
        int bandHeight = 0;         ///< of one band of columns, with the space below
        int left = 0;               ///< sections that fit share a line
        std::size_t perBand = 1;    ///< columns side by side
        std::size_t columnFrom = 0; ///< into HeatData::columnStart
        std::size_t columnTo = 0;
    };
    HeatCellSize cell;
    int width = 0, height = 0; ///< of everything
    std::vector<Section> sections;
    friend bool operator==(const HeatLayout&, const HeatLayout&);
};

inline constexpr int kHeatTitle = 22; ///< height of a heading line

/// The largest cells with which everything fits into `height`; with the smallest it may be taller
/// and scrolls. Cost: O(columns + sections), some hundred times at worst.
HeatLayout layoutHeat(const HeatData& data, int width, int height);

/// The rectangle of cell `index` (into HeatData::gpu). Cost: O(log columns).
QRect heatCellRect(const HeatLayout& layout, const HeatData& data, std::size_t index);

/// The rectangles of `cells`, which ascend. Cost: O(cells + columns).
std::vector<QRect> heatCellRects(const HeatLayout& layout, const HeatData& data,
                                 const std::vector<std::size_t>& cells);

/// The cell at (x, y), its gap included; -1 where there is none. Cost: O(log sections).
std::ptrdiff_t heatCellAt(const HeatLayout& layout, const HeatData& data, int x, int y);

enum class HeatMove { Left, Right, Up, Down };
/// The neighbour of `index`; at an edge on to the next band or section, or `index` itself at the
/// very end.
std::size_t heatNeighbour(const HeatLayout& layout, const HeatData& data, std::size_t index,
                          HeatMove move);

} // namespace binnacle::ui
