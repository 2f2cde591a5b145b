// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/demo/demo_series.h"

#include "plugins/demo/demo_random.h"
#include "plugins/demo/demo_story_times.h"

#include <algorithm>
#include <limits>

namespace binnacle::plugins::demo {

namespace {

using S = const GpuSample&;
using X = const GpuXid&;

constexpr double kMib = 1024.0 * 1024.0;
constexpr double kCounterCell = 600; // seconds: a counter's rate is constant within a cell
constexpr std::int64_t kWeek = 7 * 86400;
constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();

double mib(std::int64_t bytes)
{
    return static_cast<double>(bytes) / kMib;
}

// Units follow the DCGM exporter: percent for the old utilisation, MiB, mJ, ns.
constexpr DemoMetric kMetrics[] = {
    {"DCGM_FI_DEV_CLOCKS_EVENT_REASONS", "gauge", "", "Bit mask of what holds the clocks down",
     DemoMetric::Of::Gpu, [](S s, X) { return static_cast<double>(s.throttleReasons); }, false},
    {"DCGM_FI_DEV_ENFORCED_POWER_LIMIT", "gauge", "W", "Power limit in force", DemoMetric::Of::Gpu,
     [](S s, X) { return s.powerLimit; }, false},
    {"DCGM_FI_DEV_FB_USED", "gauge", "MiB", "Frame buffer used", DemoMetric::Of::Gpu,
     [](S s, X) { return mib(s.memoryUsed); }, false},
    {"DCGM_FI_DEV_GPU_TEMP", "gauge", "C", "Temperature", DemoMetric::Of::Gpu,
     [](S s, X) { return s.temperature; }, false},
    {"DCGM_FI_DEV_GPU_UTIL", "gauge", "%", "Share of time in which any kernel ran, 0 to 100",
     DemoMetric::Of::Gpu, [](S s, X) { return s.utilisation * 100; }, false},
    {"DCGM_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL", "counter", "", "NVLink flit errors",
     DemoMetric::Of::Gpu, [](S s, X) { return s.nvlinkErrors; }, true},
    {"DCGM_FI_DEV_POWER_USAGE", "gauge", "W", "Power drawn", DemoMetric::Of::Gpu,
     [](S s, X) { return s.power; }, false},
    {"DCGM_FI_DEV_POWER_VIOLATION", "counter", "ns", "Time held down by the power limit",
     DemoMetric::Of::Gpu, [](S s, X) { return (s.throttleReasons & 4) != 0 ? 0.8e9 : 0.0; }, true},
    {"DCGM_FI_DEV_SM_CLOCK", "gauge", "MHz", "SM clock", DemoMetric::Of::Gpu,
     [](S s, X) { return s.smClock; }, false},
    {"DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION", "counter", "mJ", "Energy since the driver was loaded",
     DemoMetric::Of::Gpu, [](S s, X) { return s.power * 1000; }, true},
    {"DCGM_FI_DEV_XID_ERRORS", "gauge", "", "Last Xid code, sticky", DemoMetric::Of::Gpu,
     [](S, X x) { return static_cast<double>(x.code); }, false},
    {"DCGM_FI_PROF_DRAM_ACTIVE", "gauge", "ratio", "Share of cycles with memory traffic",
     DemoMetric::Of::Gpu, [](S s, X) { return s.dramActive; }, false},
    {"DCGM_FI_PROF_GR_ENGINE_ACTIVE", "gauge", "ratio",
     "Share of time the graphics engine was active", DemoMetric::Of::Gpu,
     [](S s, X) { return s.utilisation; }, false},
    {"DCGM_FI_PROF_PIPE_TENSOR_ACTIVE", "gauge", "ratio",
     "Share of cycles the tensor pipe was active", DemoMetric::Of::Gpu,
     [](S s, X) { return s.tensorActive; }, false},
    {"DCGM_FI_PROF_SM_ACTIVE", "gauge", "ratio", "Share of cycles an SM had a warp",
     DemoMetric::Of::Gpu, [](S s, X) { return s.smActive; }, false},
    {"kueue_pending_workloads", "gauge", "", "Workloads that wait, by cluster queue",
     DemoMetric::Of::Queue, nullptr, false},
};

} // namespace

std::span<const DemoMetric> demoMetrics()
{
    return kMetrics;
}

std::uint32_t DemoSeries::count(const DemoMetric& metric) const
{
    return metric.of == DemoMetric::Of::Gpu ? m_l.gpuCount() : kTeamCount;
}

models::LabelList DemoSeries::labels(const DemoMetric& metric, std::uint32_t which) const
{
    if (metric.of == DemoMetric::Of::Queue)
        return {{"cluster_queue", std::string(DemoNames::teamNamespace(which))},
                {"job", "kueue"},
                {"status", "active"}};
    const std::uint32_t node = m_l.nodeOfGpu(which), pool = m_l.nodes()[node].pool;
    const std::string index = std::to_string(which - m_l.nodes()[node].firstGpu),
                      host = m_l.nodeName(node);
    models::LabelList list{{"Hostname", host},
                           {"UUID", m_names.gpuUuid(which)},
                           {"device", "nvidia" + index},
                           {"gpu", index},
                           {"instance", host + ":9400"},
                           {"job", "dcgm-exporter"},
                           {"modelName", std::string(m_l.model(pool).product)}};
    if (const std::uint32_t pod = m_l.podOfGpu(which); pod != kNone)
        list.emplace_back("namespace",
                          DemoNames::teamNamespace(m_l.workloads()[m_l.pods()[pod].workload].team));
    list.emplace_back("pool", std::string(m_l.spec(pool).name));
    return list;
}

double DemoSeries::value(const DemoMetric& metric, std::uint32_t which, std::int64_t t) const
{
    if (metric.of == DemoMetric::Of::Queue)
        return pending(which, t);
    const std::int64_t at = floorDiv(t, kSampleEvery) * kSampleEvery;
    if (m_life.sampleTime(which, at) != at)
        return kAbsent;
    if (!metric.counter)
        return gpuValue(metric, which, at);
    const auto now = static_cast<double>(at);
    return increase(metric, which, counterStart(which, now), now);
}

double DemoSeries::gpuValue(const DemoMetric& metric, std::uint32_t gpu, std::int64_t t) const
{
    return metric.read(m_life.sample(gpu, t), m_life.xid(gpu, t));
}

double DemoSeries::pending(std::uint32_t team, std::int64_t t) const
{
    double count = 0;
    for (std::uint32_t w = 0; w < m_l.workloads().size(); ++w) {
        if (m_l.workloads()[w].team == team && m_life.waiting(w, t))
            ++count;
    }
    return count;
}

double DemoSeries::counterStart(std::uint32_t which, double t) const
{
    const auto shift = between(hash(m_l.seed(), topic("driver-load"), which), 0, kWeek - 1);
    return static_cast<double>(floorDiv(static_cast<std::int64_t>(t) - shift, kWeek) * kWeek +
                               shift);
}

double DemoSeries::increase(const DemoMetric& metric, std::uint32_t which, double from,
                            double to) const
{
    double sum = 0;
    for (double at = from; at < to;) {
        const double cell = std::floor(at / kCounterCell) * kCounterCell;
        const double end = std::min(to, cell + kCounterCell);
        const auto middle = static_cast<std::int64_t>(cell + kCounterCell / 2);
        if (m_life.offBus(which, middle))
            break;
        sum += gpuValue(metric, which, middle) * (end - at);
        at = end;
    }
    return sum;
}

} // namespace binnacle::plugins::demo
