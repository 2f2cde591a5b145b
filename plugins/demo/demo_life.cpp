// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/demo/demo_life.h"

#include "plugins/demo/demo_random.h"
#include "plugins/demo/demo_story_times.h"

#include <algorithm>

namespace binnacle::plugins::demo {

namespace {

constexpr std::int64_t kMinute = 60, kHour = 3600, kDay = 86400;
constexpr std::int64_t kStartUp = 25;              // seconds from pod creation to Running
constexpr std::int64_t kCrashEvery = 310;          // kubelet's back-off tops out at five minutes
constexpr std::int64_t kNodeWindow = 20 * kMinute; // one node goes away once per window

} // namespace

std::int64_t storyDay(std::int64_t now)
{
    return floorDiv(now - kNightOver, kDay) * kDay;
}

std::int64_t DemoLife::jobGeneration(std::uint32_t workload, std::int64_t t) const
{
    if (m_l.workloads()[workload].shape != Shape::QueuedJob)
        return 0;
    const std::int64_t period = jobStart(workload, 1) - jobStart(workload, 0);
    return floorDiv(t - jobStart(workload, 0), period);
}

std::int64_t DemoLife::jobStart(std::uint32_t workload, std::int64_t generation) const
{
    const std::uint64_t h = hash(m_l.seed(), topic("job-slot"), workload);
    const std::int64_t period = between(h, 70 * kMinute, 260 * kMinute);
    return generation * period + between(mix(h), 0, period - 1);
}

std::int64_t DemoLife::workloadCreated(std::uint32_t workload, std::int64_t t) const
{
    const DemoWorkload& w = m_l.workloads()[workload];
    const std::uint64_t h = hash(m_l.seed(), topic("workload-age"), workload);
    switch (w.shape) {
    case Shape::QueuedJob:
        return jobStart(workload, jobGeneration(workload, t));
    case Shape::LongJob:
        return m_day - between(h, 4 * kHour, 6 * kDay);
    case Shape::Notebook:
        return m_day - between(h, kDay, 9 * kDay);
    default:
        return m_day - between(h, 20 * kDay, 300 * kDay);
    }
}

std::int64_t DemoLife::podPeriod(std::uint32_t pod) const
{
    return between(hash(m_l.seed(), topic("pod-period"), pod), 4 * kHour, 40 * kHour);
}

PodLife DemoLife::pod(std::uint32_t pod, std::int64_t t) const
{
    const std::uint32_t workload = m_l.pods()[pod].workload;
    const DemoWorkload& w = m_l.workloads()[workload];
    PodLife life;
    if (w.shape == Shape::QueuedJob) {
        life.generation = jobGeneration(workload, t);
        life.created = jobStart(workload, life.generation);
    } else if (w.shape == Shape::LongJob || w.shape == Shape::Notebook) {
        life.created = workloadCreated(workload, t) + 2;
    } else if (w.profile == Profile::MostlyIdle) {
        life.created =
            m_day - between(hash(m_l.seed(), topic("docs-pod"), pod), 5 * kDay, 12 * kDay);
    } else {
        const std::int64_t period = podPeriod(pod);
        const std::int64_t shift =
            between(hash(m_l.seed(), topic("pod-shift"), pod), 0, period - 1);
        life.generation = floorDiv(t - shift, period);
        life.created = life.generation * period + shift;
    }
    if (t - life.created < kStartUp) {
        life.phase = PodPhase::Starting;
    } else if (w.shape == Shape::Cpu &&
               hash(m_l.seed(), topic("crash"), pod, static_cast<std::uint64_t>(life.generation)) %
                       400 ==
                   0) {
        life.phase = PodPhase::CrashLoop;
        life.restarts = 1 + (t - life.created) / kCrashEvery;
        life.lastRestart = life.created + (life.restarts - 1) * kCrashEvery + kStartUp;
    }
    return life;
}

std::optional<QueuedJob> DemoLife::waiting(std::uint32_t workload, std::int64_t t) const
{
    if (m_l.workloads()[workload].shape != Shape::QueuedJob)
        return std::nullopt;
    // The queue grew over the last three days up to this morning: history shows it rising.
    const std::int64_t from =
        m_day - between(hash(m_l.seed(), topic("queue-begin"), workload), 0, 3 * kDay);
    const std::int64_t generation = jobGeneration(workload, t);
    if (t < from)
        return std::nullopt;
    return QueuedJob{generation + 1, std::max(from, jobStart(workload, generation))};
}

std::optional<DemoLife::Away> DemoLife::away(std::int64_t t) const
{
    const std::int64_t window = floorDiv(t, kNodeWindow);
    const std::uint64_t h =
        hash(m_l.seed(), topic("node-away"), static_cast<std::uint64_t>(window));
    const auto node = static_cast<std::uint32_t>(h % m_l.nodes().size());
    const DemoStories& s = m_l.stories();
    const auto of = [&](std::uint32_t gpu) { return gpu == kNone ? kNone : m_l.nodeOfGpu(gpu); };
    if (node == of(s.offBusGpu) || node == of(s.remapGpu) || node == s.nvlinkNode)
        return std::nullopt; // a story must not hide behind another fault
    const std::int64_t from = window * kNodeWindow + between(mix(h), 60, 900);
    const std::int64_t until = from + between(mix(h + 1), 100, 240);
    if (t < from || t >= until)
        return std::nullopt;
    return Away{node, from};
}

std::optional<std::int64_t> DemoLife::nodeDownSince(std::uint32_t node, std::int64_t t) const
{
    const auto gone = away(t);
    if (!gone || gone->node != node)
        return std::nullopt;
    return gone->since;
}

bool DemoLife::offBus(std::uint32_t gpu, std::int64_t t) const
{
    return gpu == m_l.stories().offBusGpu && t >= m_day + kOffBusAt;
}

std::int64_t DemoLife::sampleTime(std::uint32_t gpu, std::int64_t t) const
{
    std::int64_t at = t;
    if (const auto down = nodeDownSince(m_l.nodeOfGpu(gpu), t))
        at = *down;
    if (offBus(gpu, at))
        at = m_day + kOffBusAt;
    return floorDiv(at, kSampleEvery) * kSampleEvery;
}

GpuXid DemoLife::xid(std::uint32_t gpu, std::int64_t t) const
{
    if (offBus(gpu, t))
        return {79, m_day + kOffBusAt};
    const DemoStories& s = m_l.stories();
    if (gpu == s.remapGpu && t >= m_day + kRemapAt)
        return {64, m_day + kRemapAt};
    const std::uint32_t pod = m_l.podOfGpu(gpu);
    if (pod != kNone && m_l.pods()[pod].workload == s.falloutJob) {
        // The job dies and restarts every nine hours; every rank logs its clean-up within seconds.
        const std::int64_t round = floorDiv(t - m_day - kFalloutAt, kFalloutEvery);
        if (round >= 0)
            return {45, m_day + kFalloutAt + round * kFalloutEvery +
                            between(hash(m_l.seed(), topic("fallout"), gpu), 0, 9)};
    }
    return {};
}

} // namespace binnacle::plugins::demo
