// SPDX-License-Identifier: GPL-3.0-or-later
// A real Prometheus (Debian's) on a free loopback port with history made by promtool, for one test
// program; ended by its own process id. One idea: a server that answers like production does.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace binnacle::tests {

class LocalPrometheus {
public:
    /// nullptr when Debian's prometheus or promtool is not installed. Throws when it does not
    /// start.
    static std::unique_ptr<LocalPrometheus> start(const std::string& openMetrics);
    static bool installed();
    ~LocalPrometheus();
    LocalPrometheus(const LocalPrometheus&) = delete;
    LocalPrometheus& operator=(const LocalPrometheus&) = delete;

    const std::string& url() const { return m_url; }
    /// Prometheus lists its targets some seconds after it is ready. Throws after 20 s.
    void waitForTargets() const;
    /// Output of a command line; throws when it fails.
    static std::string output(const std::string& command);

private:
    LocalPrometheus() = default;
    std::filesystem::path m_folder;
    std::string m_url;
    int m_pid = -1;
};

/// Half an hour of samples, every 15 s, up to `end` (Unix seconds): DCGM classic and new names with
/// blanks and MIG, two vLLM generations, Triton, and a ramp.
std::string sampleMetrics(long end);

} // namespace binnacle::tests
