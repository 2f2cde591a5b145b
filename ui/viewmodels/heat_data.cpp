// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/heat_data.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace binnacle::ui {

namespace {

using services::FleetGpu;
using services::FleetView;
using services::GpuState;

constexpr double kIdleBelow = 0.01;
constexpr double kColdest = 30, kHottest = 90; ///< Units: celsius

HeatCode ramp(double value)
{
    if (!std::isfinite(value))
        return kHeatUnknown;
    return static_cast<HeatCode>(std::clamp(static_cast<int>(value * 6.0), 0, 5));
}

double share(std::int64_t part, std::int64_t whole)
{
    if (part == models::kUnknownInt || whole == models::kUnknownInt || whole <= 0)
        return std::nan("");
    return static_cast<double>(part) / static_cast<double>(whole);
}

HeatCode codeOf(const FleetGpu& gpu, HeatColour colour)
{
    if (gpu.state == GpuState::Unhealthy && colour != HeatColour::State)
        return kHeatUnhealthy;
    if (gpu.freshness == models::Freshness::Stale)
        return kHeatStale;
    switch (colour) {
    case HeatColour::State:
        return gpu.state == GpuState::Unknown
                   ? kHeatUnknown
                   : static_cast<HeatCode>(kHeatStates + static_cast<int>(gpu.state));
    case HeatColour::Memory:
        return ramp(share(gpu.memoryUsed, gpu.memoryTotal));
    case HeatColour::Power:
        return ramp(gpu.powerLimit > 0 ? gpu.power / gpu.powerLimit : std::nan(""));
    case HeatColour::Temperature:
        return ramp((gpu.temperature - kColdest) / (kHottest - kColdest));
    case HeatColour::Utilisation:
        break;
    }
    const double busy = std::isfinite(gpu.smActive) ? gpu.smActive : gpu.utilisation;
    return busy < kIdleBelow ? kHeatIdle : ramp(busy);
}

/// Group name → indices of its devices, in the view's order (by node, index).
struct Grouped {
    std::string title, subtitle;
    std::vector<std::uint32_t> gpus;
};

std::vector<Grouped> byPool(const FleetView& view)
{
    std::vector<Grouped> groups;
    const bool manyClusters =
        std::any_of(view.pools.begin(), view.pools.end(), [&view](const auto& pool) {
            return pool.cluster != view.pools.front().cluster;
        });
    for (const auto& pool : view.pools) {
        Grouped group{pool.name.empty() ? "no pool" : pool.name, pool.purpose, {}};
        if (manyClusters)
            group.subtitle += (group.subtitle.empty() ? "" : " · ") + pool.cluster;
        for (const std::size_t node : pool.nodes) {
            for (std::size_t i = 0; i < view.nodes[node].gpuCount; ++i)
                group.gpus.push_back(static_cast<std::uint32_t>(view.nodes[node].firstGpu + i));
        }
        groups.push_back(std::move(group));
    }
    return groups;
}

std::vector<Grouped> byName(const FleetView& view, HeatGroup by)
{
    std::map<std::string, Grouped> groups;
    for (std::size_t i = 0; i < view.gpus.size(); ++i) {
        const FleetGpu& gpu = view.gpus[i];
        std::string name = by == HeatGroup::Cluster ? gpu.source
                           : by == HeatGroup::Team  ? gpu.team
                                                    : gpu.model;
        if (name.empty())
            name =
                by == HeatGroup::Team ? (gpu.allocated ? "no team" : "not allocated") : "not known";
        Grouped& group = groups[name];
        group.title = name;
        group.gpus.push_back(static_cast<std::uint32_t>(i));
    }
    std::vector<Grouped> result;
    for (auto& [name, group] : groups)
        result.push_back(std::move(group));
    std::stable_sort(result.begin(), result.end(), [](const Grouped& a, const Grouped& b) {
        return a.gpus.size() > b.gpus.size();
    });
    return result;
}

void addSection(HeatData& data, const FleetView& view, const Grouped& group)
{
    HeatSection section{group.title, group.subtitle, 0, data.columnStart.size(), 0};
    const std::string* node = nullptr;
    std::size_t inColumn = 0;
    for (const std::uint32_t index : group.gpus) {
        const FleetGpu& gpu = view.gpus[index];
        const bool newNode = !node || *node != gpu.node;
        if (newNode || inColumn == kColumnCells) {
            data.columnStart.push_back(static_cast<std::uint32_t>(data.gpu.size()));
            inColumn = 0;
        }
        section.nodes += newNode ? 1 : 0;
        node = &gpu.node;
        ++inColumn;
        data.gpu.push_back(index);
        data.code.push_back(codeOf(gpu, data.colour));
    }
    section.columnCount = data.columnStart.size() - section.firstColumn;
    if (section.columnCount > 0)
        data.sections.push_back(std::move(section));
}

} // namespace

HeatData makeHeatData(const FleetView& view, HeatColour colour, HeatGroup by,
                      const std::string& team)
{
    HeatData data;
    data.colour = colour;
    data.smActive = std::any_of(view.gpus.begin(), view.gpus.end(),
                                [](const FleetGpu& gpu) { return std::isfinite(gpu.smActive); });
    if (colour == HeatColour::Temperature) {
        data.rampLow = kColdest;
        data.rampHigh = kHottest;
    }
    std::vector<Grouped> groups = by == HeatGroup::Pool ? byPool(view) : byName(view, by);
    for (Grouped& group : groups) {
        if (!team.empty())
            std::erase_if(group.gpus, [&](std::uint32_t i) { return view.gpus[i].team != team; });
        addSection(data, view, group);
    }
    data.columnStart.push_back(static_cast<std::uint32_t>(data.gpu.size()));
    return data;
}

} // namespace binnacle::ui
