// SPDX-License-Identifier: GPL-3.0-or-later
// Runs one helper program without a shell, without a terminal and without our file descriptors, and
// collects what it prints. Blocks; call it on a thread of its own. Knows nothing of credentials.
#pragma once

#include "models/base/result.h"

#include <chrono>
#include <cstddef>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle::plugins::kubernetes {

struct ProcessRequest {
    std::vector<std::string> argv; ///< the first one is the path of the program
    std::vector<std::string> env;  ///< "NAME=value", the whole environment
    std::size_t stdoutLimit = std::size_t{1} << 20;
    std::size_t stderrTail = 4096;
    std::chrono::milliseconds timeout{30000};
    std::chrono::milliseconds killGrace{2000}; ///< between SIGTERM and SIGKILL
};

struct ProcessOutcome {
    int exitCode = -1; ///< -1 when a signal ended it
    int signal = 0;
    std::string out;
    std::string errTail; ///< as printed: pass it through redacted() before showing it
};

/// Standard input is empty. Whoever keeps the pipes open after the program ended (a browser it
/// started) is left alone. Errors: NotFound, PermissionDenied (cannot be started), Timeout,
/// Cancelled and ResourceExhausted (printed too much): then its whole process group has been ended;
/// the error's message carries the redacted end of stderr.
models::Result<ProcessOutcome> runProcess(const ProcessRequest& request, std::stop_token stop);

} // namespace binnacle::plugins::kubernetes
