// SPDX-License-Identifier: GPL-3.0-or-later
// A LogSink that keeps what it is given. For tests; one stream's thread.
#pragma once

#include "services/ports/log_source.h"

#include <functional>
#include <limits>

namespace binnacle::tests {

struct Collector final : services::LogSink {
    models::Result<void> lines(std::span<const services::LogLine> lines) override
    {
        if (texts.size() >= refuseAfter)
            return models::fail(models::ErrorCode::ResourceExhausted, "full");
        for (const auto& line : lines) {
            texts.emplace_back(line.text);
            times.push_back(line.time);
            cuts.push_back(line.cut);
        }
        if (onLines)
            onLines();
        return {};
    }
    void interrupted(const models::Error& error) override { breaks.push_back(error.text()); }
    void resumed() override { ++resumes; }

    std::vector<std::string> texts, breaks;
    std::vector<models::UtcTime> times;
    std::vector<bool> cuts;
    int resumes = 0;
    std::size_t refuseAfter = std::numeric_limits<std::size_t>::max();
    std::function<void()> onLines;
};

} // namespace binnacle::tests
