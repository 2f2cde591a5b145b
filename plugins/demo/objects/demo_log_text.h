// SPDX-License-Identifier: GPL-3.0-or-later
// What simulated containers write: any line of any pod at any moment as a pure function, so that
// two readers see the same and nothing is stored. Any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace binnacle::plugins::demo {

/// Lines of one container are numbered from the epoch on.
class DemoLogText {
public:
    /// `json`: one object a line, as model servers write; else plain text with a level.
    DemoLogText(std::uint64_t seed, std::string_view pod, std::string_view container, bool json);

    /// The first line that is written at or after `ns`. Units: nanoseconds since the epoch.
    std::int64_t firstFrom(std::int64_t ns) const;
    std::int64_t timeOf(std::int64_t line) const;
    std::string textOf(std::int64_t line) const;

private:
    std::uint64_t m_seed;
    bool m_json;
};

/// The first line of every simulated log.
std::string_view simulatedNote();

} // namespace binnacle::plugins::demo
