// SPDX-License-Identifier: GPL-3.0-or-later
// How the simulated company moves: which pod generation runs at a moment, which node is away, which
// job waits, what each device does. Every answer is a pure function of (layout, story day, moment),
// so any moment can be asked for in any order and history needs no storage. Any thread.
#pragma once

#include "plugins/demo/demo_layout.h"

#include <cstdint>
#include <optional>

namespace binnacle::plugins::demo {

/// The story day is the latest midnight (UTC) whose night, up to 04:10, is over. Units: Unix
/// seconds.
std::int64_t storyDay(std::int64_t now);

enum class PodPhase : std::uint8_t { Starting, Running, CrashLoop };

struct PodLife {
    std::int64_t generation = 0; ///< a new generation is a new pod under a new name
    std::int64_t created = 0;
    std::int64_t restarts = 0;
    std::int64_t lastRestart = 0;
    PodPhase phase = PodPhase::Running;
    friend bool operator==(const PodLife&, const PodLife&) = default;
};

/// A job that waits for the devices its predecessor holds.
struct QueuedJob {
    std::int64_t generation = 0;
    std::int64_t since = 0;
};

/// One sample of one device; NaN is not used: a device without metrics has no sample.
struct GpuSample {
    double utilisation = 0, smActive = 0, tensorActive = 0, dramActive = 0;
    double power = 0, powerLimit = 0, temperature = 0, smClock = 0, nvlinkErrors = 0;
    std::int64_t memoryUsed = 0, throttleReasons = 0;
};

struct GpuXid {
    std::int64_t code = 0;
    std::int64_t at = 0;
    friend bool operator==(const GpuXid&, const GpuXid&) = default;
};

class DemoLife {
public:
    /// The layout must outlive this. Units: `day` is a storyDay().
    DemoLife(const DemoLayout& layout, std::int64_t day) : m_l(layout), m_day(day) {}

    const DemoLayout& layout() const { return m_l; }
    std::int64_t day() const { return m_day; }

    /// Of a job from the queue: which run of the slot holds the devices. 0 for everything else.
    std::int64_t jobGeneration(std::uint32_t workload, std::int64_t t) const;
    std::int64_t jobStart(std::uint32_t workload, std::int64_t generation) const;
    std::int64_t workloadCreated(std::uint32_t workload, std::int64_t t) const;
    PodLife pod(std::uint32_t pod, std::int64_t t) const;
    /// The next run of a slot, once its team has begun to queue for it.
    std::optional<QueuedJob> waiting(std::uint32_t workload, std::int64_t t) const;

    /// The node that is away at t, of all of them at most one.
    struct Away {
        std::uint32_t node = 0;
        std::int64_t since = 0;
        friend bool operator==(const Away&, const Away&) = default;
    };
    std::optional<Away> away(std::int64_t t) const;
    /// Since when the node has been away; nullopt while it is there.
    std::optional<std::int64_t> nodeDownSince(std::uint32_t node, std::int64_t t) const;

    /// The moment of the newest sample at t: earlier while the node is away or the device is gone.
    std::int64_t sampleTime(std::uint32_t gpu, std::int64_t t) const;
    bool offBus(std::uint32_t gpu, std::int64_t t) const;
    GpuSample sample(std::uint32_t gpu, std::int64_t t) const;
    GpuXid xid(std::uint32_t gpu, std::int64_t t) const;
    std::int64_t busySince(std::uint32_t gpu, std::int64_t t) const;
    /// The limit the board enforces. Units: W.
    double powerLimit(std::uint32_t gpu, std::int64_t t) const;

private:
    std::int64_t podPeriod(std::uint32_t pod) const;
    bool powerCapped(std::uint32_t node, std::int64_t t) const;
    Profile profileOf(std::uint32_t gpu, std::int64_t t) const;
    bool docsBusy(std::uint32_t pod) const;

    const DemoLayout& m_l;
    std::int64_t m_day;
};

} // namespace binnacle::plugins::demo
