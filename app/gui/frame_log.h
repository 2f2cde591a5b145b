// SPDX-License-Identifier: GPL-3.0-or-later
// What a frame report holds: how long each frame took and when the ui thread did not answer, with
// what it was doing. A value without a clock or a thread of its own, so that it can be tested;
// knows no window.
#pragma once

#include <QByteArray>

#include <cstdint>
#include <string>
#include <vector>

namespace binnacle::app {

inline constexpr double kStallMs = 50; ///< longer than this and a person notices

struct Frame {
    std::int64_t at = 0; ///< Units: Unix milliseconds, when it began
    double ms = 0;
};

struct Stall {
    std::int64_t at = 0; ///< Units: Unix milliseconds, when the answer was due
    double ms = 0;
    double cpuMs = 0;  ///< of which the ui thread computed; the rest it waited or had no processor
    std::string cause; ///< "MetaCall of UiMailbox, 61 ms"; empty: nothing of ours ran
};

struct Percentiles {
    std::size_t count = 0;
    double p50 = 0, p95 = 0, p99 = 0, max = 0; ///< Units: milliseconds
};

/// The nearest rank: a value that occurred. Zeros for no value.
Percentiles percentiles(std::vector<double> values);

class FrameLog {
public:
    void addFrame(Frame frame) { m_frames.push_back(frame); }
    /// Keeps the time always, the stall when it is one.
    void addAnswer(Stall answer);
    const std::vector<Frame>& frames() const { return m_frames; }
    const std::vector<Stall>& stalls() const { return m_stalls; }
    /// Over the limit or not.
    const Stall& longestAnswer() const { return m_longest; }
    /// Shape: docs/benchmarks.md names the fields.
    QByteArray toJson(std::int64_t began, std::int64_t ended) const;

private:
    std::vector<Frame> m_frames;
    std::vector<double> m_answers;
    std::vector<Stall> m_stalls;
    Stall m_longest;
};

} // namespace binnacle::app
