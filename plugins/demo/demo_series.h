// SPDX-License-Identifier: GPL-3.0-or-later
// The series of the demo: which metrics exist, their labels, and any value at any moment. For the
// evaluator. Immutable; any thread.
#pragma once

#include "models/metrics/metric.h"
#include "plugins/demo/demo_names.h"
#include "plugins/demo/demo_world.h"

#include <span>
#include <string_view>

namespace binnacle::plugins::demo {

struct DemoMetric {
    std::string_view name, type, unit, help;
    enum class Of { Gpu, Queue } of = Of::Gpu;
    /// A gauge's value; a counter's increase per second.
    double (*read)(const GpuSample& sample, const GpuXid& xid);
    bool counter = false;
};
std::span<const DemoMetric> demoMetrics(); ///< sorted by name

class DemoSeries {
public:
    explicit DemoSeries(const DemoWorld& world)
        : m_life(world.life), m_l(world.layout), m_names(world.life)
    {
    }

    /// Devices or queues.
    std::uint32_t count(const DemoMetric& metric) const;
    /// Shape: sorted by name, without __name__.
    models::LabelList labels(const DemoMetric& metric, std::uint32_t which) const;
    /// NaN: no sample (the device is gone, its node is away). Units: `t` Unix seconds.
    double value(const DemoMetric& metric, std::uint32_t which, std::int64_t t) const;
    /// How much a counter grew in (from, to].
    double increase(const DemoMetric& metric, std::uint32_t which, double from, double to) const;
    /// When the counter last began at zero: drivers are reloaded once a week.
    double counterStart(std::uint32_t which, double t) const;

private:
    double gpuValue(const DemoMetric& metric, std::uint32_t gpu, std::int64_t t) const;
    double pending(std::uint32_t team, std::int64_t t) const;

    const DemoLife& m_life;
    const DemoLayout& m_l;
    DemoNames m_names;
};

} // namespace binnacle::plugins::demo
