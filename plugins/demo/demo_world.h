// SPDX-License-Identifier: GPL-3.0-or-later
// One simulated company: its layout and its life, shared by the feed and the metrics. Immutable;
// any thread.
#pragma once

#include "plugins/demo/demo_life.h"

namespace binnacle::plugins::demo {

struct DemoWorld {
    /// Units: `day` is a storyDay().
    DemoWorld(std::uint64_t seed, const DemoSize& size, std::int64_t day)
        : layout(seed, size), life(layout, day)
    {
    }
    DemoWorld(const DemoWorld&) = delete;
    DemoWorld& operator=(const DemoWorld&) = delete;

    const DemoLayout layout;
    const DemoLife life;
};

} // namespace binnacle::plugins::demo
