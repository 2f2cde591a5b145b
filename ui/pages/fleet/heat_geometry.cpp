// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/fleet/heat_geometry.h"

#include <algorithm>

namespace binnacle::ui {

namespace {

constexpr int kSectionGap = 12;
constexpr int kSideGap = 28;    ///< between sections that share a line
constexpr int kTitleRoom = 190; ///< a heading needs that much, however few its nodes
constexpr int kBandGap = 5;

/// Cells are wider than high, as in a rack seen from the front; large ones first.
const std::vector<HeatCellSize>& cellSizes()
{
    static const std::vector<HeatCellSize> sizes = [] {
        std::vector<HeatCellSize> all;
        for (int height = 3; height <= 21; ++height) {
            for (int width = height + height / 4; width <= height * 2; ++width)
                all.push_back({width, height, height >= 14 ? 3 : height >= 8 ? 2 : 1});
        }
        std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
            return a.width * a.height > b.width * b.height;
        });
        return all;
    }();
    return sizes;
}

std::size_t cellsIn(const HeatData& data, std::size_t column)
{
    return data.columnStart[column + 1] - data.columnStart[column];
}

std::vector<std::size_t> tallestColumns(const HeatData& data)
{
    std::vector<std::size_t> tallest;
    for (const HeatSection& section : data.sections) {
        std::size_t most = 1;
        for (std::size_t c = 0; c < section.columnCount; ++c)
            most = std::max(most, cellsIn(data, section.firstColumn + c));
        tallest.push_back(most);
    }
    return tallest;
}

HeatLayout layoutWith(const HeatData& data, const std::vector<std::size_t>& tallest, int width,
                      HeatCellSize cell)
{
    HeatLayout layout;
    layout.cell = cell;
    layout.width = width;
    const int pitch = cell.width + cell.gap;
    const auto perBand = static_cast<std::size_t>(std::max(1, (width + cell.gap) / pitch));
    int x = 0, y = 0, shelf = 0; // of the present line of sections
    for (std::size_t i = 0; i < data.sections.size(); ++i) {
        const HeatSection& section = data.sections[i];
        HeatLayout::Section place;
        place.bandHeight =
            static_cast<int>(tallest[i]) * (cell.height + cell.gap) - cell.gap + kBandGap;
        const auto bands = static_cast<int>((section.columnCount + perBand - 1) / perBand);
        const int across =
            std::max(kTitleRoom, static_cast<int>(std::min(section.columnCount, perBand)) * pitch);
        if (x > 0 && (bands > 1 || x + across - cell.gap > width)) {
            x = 0;
            y += shelf + kSectionGap;
            shelf = 0;
        }
        place.left = x;
        place.titleTop = y;
        place.top = y + kHeatTitle;
        place.perBand = std::min(perBand, std::max<std::size_t>(1, section.columnCount));
        place.columnFrom = section.firstColumn;
        place.columnTo = section.firstColumn + section.columnCount;
        shelf = std::max(shelf, kHeatTitle + bands * place.bandHeight - kBandGap);
        x += bands > 1 ? width : across + kSideGap;
        layout.sections.push_back(place);
    }
    layout.height = y + shelf;
    return layout;
}

std::size_t columnOf(const HeatData& data, std::size_t index)
{
    const auto after = std::upper_bound(data.columnStart.begin(), data.columnStart.end(),
                                        static_cast<std::uint32_t>(index));
    return static_cast<std::size_t>(after - data.columnStart.begin()) - 1;
}

const HeatLayout::Section& sectionOf(const HeatLayout& layout, std::size_t column)
{
    const auto after = std::upper_bound(
        layout.sections.begin(), layout.sections.end(), column,
        [](std::size_t c, const HeatLayout::Section& section) { return c < section.columnFrom; });
    return *(after - 1);
}

QRect rectIn(const HeatLayout& layout, const HeatData& data, const HeatLayout::Section& section,
             std::size_t column, std::size_t index)
{
    const std::size_t inSection = column - section.columnFrom;
    const auto x = static_cast<int>(inSection % section.perBand);
    const auto band = static_cast<int>(inSection / section.perBand);
    const auto row = static_cast<int>(index - data.columnStart[column]);
    const HeatCellSize& cell = layout.cell;
    return {section.left + x * (cell.width + cell.gap),
            section.top + band * section.bandHeight + row * (cell.height + cell.gap), cell.width,
            cell.height};
}

} // namespace

bool operator==(const HeatLayout& a, const HeatLayout& b)
{
    const auto same = [](const HeatLayout::Section& x, const HeatLayout::Section& y) {
        return x.titleTop == y.titleTop && x.bandHeight == y.bandHeight && x.left == y.left &&
               x.perBand == y.perBand && x.columnFrom == y.columnFrom && x.columnTo == y.columnTo;
    };
    return a.cell == b.cell && a.width == b.width && a.height == b.height &&
           std::equal(a.sections.begin(), a.sections.end(), b.sections.begin(), b.sections.end(),
                      same);
}

HeatLayout layoutHeat(const HeatData& data, int width, int height)
{
    const auto tallest = tallestColumns(data);
    HeatLayout layout;
    for (const HeatCellSize& cell : cellSizes()) {
        layout = layoutWith(data, tallest, width, cell);
        if (layout.height <= height)
            break;
    }
    return layout;
}

QRect heatCellRect(const HeatLayout& layout, const HeatData& data, std::size_t index)
{
    const std::size_t column = columnOf(data, index);
    return rectIn(layout, data, sectionOf(layout, column), column, index);
}

std::vector<QRect> heatCellRects(const HeatLayout& layout, const HeatData& data,
                                 const std::vector<std::size_t>& cells)
{
    std::vector<QRect> rects;
    rects.reserve(cells.size());
    std::size_t column = 0;
    std::size_t section = 0;
    for (const std::size_t cell : cells) {
        while (data.columnStart[column + 1] <= cell)
            ++column;
        while (layout.sections[section].columnTo <= column)
            ++section;
        rects.push_back(rectIn(layout, data, layout.sections[section], column, cell));
    }
    return rects;
}

std::ptrdiff_t heatCellAt(const HeatLayout& layout, const HeatData& data, int x, int y)
{
    if (x < 0 || y < 0)
        return -1;
    // A fleet has tens of sections: looking at each is as quick as keeping them in a tree.
    for (const HeatLayout::Section& section : layout.sections) {
        if (y < section.top || x < section.left)
            continue;
        const auto column =
            static_cast<std::size_t>((x - section.left) / (layout.cell.width + layout.cell.gap));
        const auto band = static_cast<std::size_t>((y - section.top) / section.bandHeight);
        const int inBand = (y - section.top) % section.bandHeight;
        if (column >= section.perBand || inBand >= section.bandHeight - kBandGap + layout.cell.gap)
            continue;
        const std::size_t at = section.columnFrom + band * section.perBand + column;
        const auto row = static_cast<std::size_t>(inBand / (layout.cell.height + layout.cell.gap));
        if (at < section.columnTo && row < cellsIn(data, at))
            return static_cast<std::ptrdiff_t>(data.columnStart[at] + row);
    }
    return -1;
}

std::size_t heatNeighbour(const HeatLayout& layout, const HeatData& data, std::size_t index,
                          HeatMove move)
{
    if (data.gpu.empty())
        return 0;
    const std::size_t column = columnOf(data, index);
    const std::size_t row = index - data.columnStart[column];
    const std::size_t columns = data.columnStart.size() - 1;
    const auto cellOf = [&](std::size_t c) {
        return data.columnStart[c] + std::min(row, cellsIn(data, c) - 1);
    };
    switch (move) {
    case HeatMove::Left:
        return column > 0 ? cellOf(column - 1) : index;
    case HeatMove::Right:
        return column + 1 < columns ? cellOf(column + 1) : index;
    case HeatMove::Up:
        if (row > 0)
            return index - 1;
        break;
    case HeatMove::Down:
        if (row + 1 < cellsIn(data, column))
            return index + 1;
        break;
    }
    // Over the edge of a band: look for the nearest cell straight above or below.
    const QRect here = heatCellRect(layout, data, index);
    const int step = layout.cell.height + layout.cell.gap;
    const int direction = move == HeatMove::Up ? -1 : 1;
    for (int y = here.center().y() + direction * step; y >= 0 && y < layout.height;
         y += direction * step) {
        for (int x = here.center().x(); x >= 0; x -= layout.cell.width + layout.cell.gap) {
            const std::ptrdiff_t hit = heatCellAt(layout, data, x, y);
            if (hit >= 0)
                return static_cast<std::size_t>(hit);
        }
    }
    return index;
}

} // namespace binnacle::ui
