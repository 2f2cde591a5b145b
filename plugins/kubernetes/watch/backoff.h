// SPDX-License-Identifier: GPL-3.0-or-later
// How long to wait before trying again: doubling with jitter, so that many watches do not come back
// in step. For the watch engine; one object per thread.
#pragma once

#include <chrono>
#include <stop_token>

namespace binnacle::plugins::kubernetes {

/// Between half and all of `base`. Thread: any.
std::chrono::milliseconds jittered(std::chrono::milliseconds base);

/// False when stopped before the time was over.
bool pauseFor(std::chrono::milliseconds time, const std::stop_token& stop);

class Backoff {
public:
    Backoff(std::chrono::milliseconds first, std::chrono::milliseconds most)
        : m_first(first), m_most(most)
    {
    }
    /// The next pause, jittered.
    std::chrono::milliseconds next();
    void reset() { m_current = std::chrono::milliseconds(0); }

private:
    std::chrono::milliseconds m_first, m_most, m_current{0};
};

} // namespace binnacle::plugins::kubernetes
