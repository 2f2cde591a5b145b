// SPDX-License-Identifier: GPL-3.0-or-later
// What a device measures at a moment: the part of DemoLife that draws the curves.
#include "plugins/demo/demo_life.h"
#include "plugins/demo/demo_random.h"
#include "plugins/demo/demo_story_times.h"

#include <algorithm>
#include <cmath>

namespace binnacle::plugins::demo {

namespace {

constexpr std::int64_t kHour = 3600, kDay = 86400;
constexpr std::int64_t kGib = std::int64_t{1} << 30;
constexpr std::int64_t kIdleBit = 1, kSoftwarePowerCap = 4; // DCGM clock event reasons
constexpr double kCappedShare = 0.7;                        // of the board's normal limit

/// People work by day: 0 at night, 1 in the early afternoon. A parabola, so that every libm agrees.
double daylight(double seconds)
{
    const double hour = (seconds - std::floor(seconds / 86400.0) * 86400.0) / 3600.0;
    const double distance = std::min(std::abs(hour - 14.0), 24.0 - std::abs(hour - 14.0)) / 12.0;
    return 1.0 - distance * distance * (3 - 2 * distance);
}

/// How busy the streaming multiprocessors and the kernel queue of a device are.
struct Activity {
    double sm = 0, utilisation = 0, tensor = 0, memoryShare = 0;
};

Activity activity(Profile profile, std::uint64_t seed, std::uint64_t group, std::uint64_t device,
                  double t)
{
    const double job = noise(hash(seed, topic("group-curve"), group), t, 1500);
    const double own = noise(hash(seed, topic("device-curve"), device), t, 40);
    const double level = unit(hash(seed, topic("group-level"), group));
    const double sun = daylight(t);
    switch (profile) {
    case Profile::Train: {
        const double sm = 0.70 + 0.18 * level + 0.08 * job + 0.04 * (own - 0.5);
        return {sm, std::min(1.0, sm + 0.12), sm * 0.62, 0.86 + 0.1 * level};
    }
    case Profile::Slow: {
        const double sm = 0.09 + 0.06 * level + 0.05 * own;
        return {sm, 0.30 + 0.25 * own, sm * 0.5, 0.6 + 0.2 * level};
    }
    case Profile::Serve: {
        const double sm = 0.34 + 0.22 * level + 0.14 * sun + 0.06 * job + 0.04 * (own - 0.5);
        return {sm, std::min(1.0, sm + 0.2), sm * 0.45, 0.75 + 0.1 * level};
    }
    case Profile::Light: {
        const double sm = 0.07 + 0.06 * level + 0.05 * sun + 0.04 * own;
        return {sm, sm + 0.1, sm * 0.3, 0.4 + 0.2 * level};
    }
    case Profile::Hung:
        // The kernel of the collective spins: "100 % utilised", nothing computed.
        return {0.012 + 0.008 * own, 1.0, 0.0, 0.9};
    case Profile::MostlyIdle:
    case Profile::Notebook:
        return {0.004 * own, 0.01 * own, 0.0, 0.3 + 0.4 * level};
    case Profile::NoGpu:
        break;
    }
    return {0.0, 0.0, 0.0, 0.006};
}

} // namespace

bool DemoLife::powerCapped(std::uint32_t node, std::int64_t t) const
{
    const DemoStories& s = m_l.stories();
    return s.cappedFirstNode != kNone && node >= s.cappedFirstNode &&
           node < s.cappedFirstNode + s.cappedNodes && t >= m_day + kCappedAt;
}

double DemoLife::powerLimit(std::uint32_t gpu, std::int64_t t) const
{
    const std::uint32_t node = m_l.nodeOfGpu(gpu);
    const double usual = m_l.model(m_l.nodes()[node].pool).powerLimit;
    return powerCapped(node, t) ? std::round(usual * kCappedShare) : usual;
}

bool DemoLife::docsBusy(std::uint32_t pod) const
{
    // 11 of 64 have work: every sixth pod of the team, counted over its services.
    return (pod - m_l.stories().docsFirstPod) % 6 == 0;
}

Profile DemoLife::profileOf(std::uint32_t gpu, std::int64_t t) const
{
    const std::uint32_t pod = m_l.podOfGpu(gpu);
    if (pod == kNone)
        return Profile::NoGpu;
    const Profile profile = m_l.workloads()[m_l.pods()[pod].workload].profile;
    if (profile == Profile::Hung && t < m_day + kHungAt)
        return Profile::Train;
    if (profile == Profile::MostlyIdle && (docsBusy(pod) || t < busySince(gpu, t)))
        return Profile::Serve;
    return profile;
}

std::int64_t DemoLife::busySince(std::uint32_t gpu, std::int64_t t) const
{
    const std::uint64_t h = hash(m_l.seed(), topic("spell"), gpu);
    const std::uint32_t pod = m_l.podOfGpu(gpu);
    if (pod == kNone)
        return m_day - between(h, kHour, 20 * kHour);
    const DemoWorkload& w = m_l.workloads()[m_l.pods()[pod].workload];
    const std::int64_t created = this->pod(pod, t).created;
    if (w.profile == Profile::Hung && t >= m_day + kHungAt)
        return m_day + kHungAt;
    if (w.profile == Profile::MostlyIdle && !docsBusy(pod))
        return m_day - 3 * kDay - between(h, kHour, 30 * kHour);
    if (w.profile == Profile::Notebook) {
        // Somebody tries something twice a day: notebooks are idle for hours, not for days.
        const std::int64_t period = between(h, 9 * kHour, 16 * kHour);
        const std::int64_t shift = between(mix(h), 0, period - 1);
        return std::max(created, floorDiv(t - shift, period) * period + shift);
    }
    return created + 30;
}

GpuSample DemoLife::sample(std::uint32_t gpu, std::int64_t t) const
{
    const std::uint32_t node = m_l.nodeOfGpu(gpu);
    const GpuModelSpec& model = m_l.model(m_l.nodes()[node].pool);
    const std::uint32_t pod = m_l.podOfGpu(gpu);
    const std::uint64_t group = pod == kNone ? 0x10000ull + gpu : m_l.pods()[pod].workload;
    const auto now = static_cast<double>(t);
    const Activity a = activity(profileOf(gpu, t), m_l.seed(), group, gpu, now);
    const bool capped = powerCapped(node, t);

    GpuSample s;
    s.powerLimit = powerLimit(gpu, t);
    s.smActive = a.sm;
    s.utilisation = a.utilisation;
    s.tensorActive = a.tensor;
    s.dramActive = std::min(1.0, a.sm * 0.55);
    s.memoryUsed =
        static_cast<std::int64_t>(a.memoryShare * static_cast<double>(model.memoryGib * kGib));
    const double wanted = model.powerLimit * (0.14 + 0.86 * (0.6 * a.sm + 0.4 * a.tensor) +
                                              (a.utilisation > 0.5 ? 0.06 : 0.0));
    s.power = capped ? std::min(s.powerLimit, wanted + model.powerLimit * 0.3)
                     : std::min(wanted, model.powerLimit * 0.97);
    s.temperature = 29 + 46 * s.power / model.powerLimit +
                    3 * noise(hash(m_l.seed(), topic("heat"), gpu), now, 300);
    const bool idle = a.utilisation < 0.05;
    s.smClock = model.maxClock * (idle ? 0.17 : capped ? 0.56 : 0.93 + 0.05 * a.sm);
    s.throttleReasons = idle ? kIdleBit : capped ? kSoftwarePowerCap : 0;
    if (node == m_l.stories().nvlinkNode && t >= m_day + kNvlinkAt &&
        gpu - m_l.nodes()[node].firstGpu < 2) {
        const double hours = static_cast<double>(t - m_day - kNvlinkAt) / 3600.0;
        s.nvlinkErrors = std::min(40.0, 1.5 + 1.4 * hours) *
                         (0.8 + 0.4 * noise(hash(m_l.seed(), topic("nvlink"), gpu), now, 120));
    }
    return s;
}

} // namespace binnacle::plugins::demo
