// SPDX-License-Identifier: GPL-3.0-or-later
// Lines that containers wrote, as they come. Implemented by the Kubernetes connector and the demo;
// for services/logs. A stream blocks its thread until the log ends or the stop token is asked;
// several may run at once. Knows no view and keeps nothing.
#pragma once

#include "models/base/result.h"
#include "models/base/time.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::services {

struct LogRequest {
    std::string ns, pod;
    std::string container;                 ///< empty: the pod's only one
    bool follow = false;                   ///< goes on until the container ends
    bool previous = false;                 ///< of the instance before the last restart
    models::UtcTime since;                 ///< unknown: from the beginning
    std::optional<std::int64_t> tailLines; ///< of what is there already; nullopt: all
};

struct LogLine {
    models::UtcTime time;  ///< when the runtime took the line; unknown: it did not say
    std::string_view text; ///< without its end of line; may not be UTF-8; lives as long as the call
    bool cut = false;      ///< longer than 64 KiB: this is its beginning
};

/// Takes what a stream brings. A slow sink slows the server down; nothing is dropped on the way.
/// Thread: the stream's.
class LogSink {
public:
    virtual ~LogSink() = default;
    /// An error ends the stream and is returned by it.
    virtual models::Result<void> lines(std::span<const LogLine> lines) = 0;
    /// The connection broke and is being made again; no line is given twice.
    virtual void interrupted(const models::Error& error) = 0;
    virtual void resumed() = 0;
};

struct LogContainer {
    std::string name;
    bool init = false;
    std::string state;         ///< "running", "waiting: CrashLoopBackOff", "ended: Completed (0)"
    std::int64_t restarts = 0; ///< above 0 there may be a previous log
};

class LogSource {
public:
    virtual ~LogSource() = default;
    /// The demo's lines are made up, and say so.
    virtual bool simulated() const { return false; }

    /// In the order of the pod's specification. Errors: those of ObjectSource::object.
    virtual models::Result<std::vector<LogContainer>> containers(const std::string& ns,
                                                                 const std::string& pod,
                                                                 std::chrono::milliseconds deadline,
                                                                 std::stop_token stop) = 0;

    /// Returns when the log has ended: at once without `follow`. While following it connects again
    /// by itself and goes on after the last line. Errors: PermissionDenied (names verb and
    /// resource), NotFound (pod, or there is no previous instance), Conflict (container not
    /// started yet), InvalidInput (several containers and none named), Timeout, Unreachable,
    /// Cancelled, and what the sink returned.
    virtual models::Result<void> stream(const LogRequest& request, LogSink& sink,
                                        std::stop_token stop) = 0;
};

} // namespace binnacle::services
