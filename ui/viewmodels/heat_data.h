// SPDX-License-Identifier: GPL-3.0-or-later
// The heat map as flat arrays: groups of columns of cells, and one code per cell that says how to
// draw it. Made on a worker from FleetView; drawn by HeatMap. Knows no pixel and no colour. Pure.
#pragma once

#include "services/usecases/fleet.h"

#include <cstdint>
#include <string>
#include <vector>

namespace binnacle::ui {

enum class HeatColour { Utilisation, State, Memory, Power, Temperature };
enum class HeatGroup { Pool, Cluster, Team, Model };

/// One byte per cell. 0 to 5: the ramp. kHeatStates + GpuState: state colours.
using HeatCode = std::uint8_t;
inline constexpr HeatCode kHeatIdle = 6, kHeatUnhealthy = 7, kHeatUnknown = 8, kHeatStale = 9;
inline constexpr HeatCode kHeatStates = 16;

struct HeatSection {
    std::string title;    ///< "h100-a"
    std::string subtitle; ///< "training"; may be empty
    std::size_t nodes = 0;
    std::size_t firstColumn = 0, columnCount = 0;
};

struct HeatData {
    std::vector<HeatSection> sections;
    std::vector<std::uint32_t> columnStart; ///< first cell of each column; one more at the end
    std::vector<std::uint32_t> gpu;         ///< per cell: index into FleetView::gpus
    std::vector<HeatCode> code;             ///< per cell
    bool smActive = false;                  ///< utilisation means SM activity, not "any kernel"
    HeatColour colour = HeatColour::Utilisation;
    double rampLow = 0, rampHigh = 1; ///< what the ramp's ends stand for, in the colour's own unit
};

inline constexpr std::size_t kColumnCells = 8; ///< taller nodes go on in a second column

/// `team` empty: all. Cost: O(gpus log groups).
HeatData makeHeatData(const services::FleetView& view, HeatColour colour, HeatGroup group,
                      const std::string& team);

} // namespace binnacle::ui
