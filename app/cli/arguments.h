// SPDX-License-Identifier: GPL-3.0-or-later
// The parsed command line. For the commands; knows nothing of what they do.
#pragma once

#include "models/base/time.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace binnacle::app {

enum class Command {
    None,
    ConnectTest,
    EstateSync,
    EstateWatch,
    EstateShow,
    EstateVerify,
    Workloads,
    FleetNodes,
    FleetGpus,
    FleetTeams,
    Query,
    Meaning,
    SloList,
    SloStatus,
    SloLint,
    SloRules,
    SloConvert,
    Completion,
};

struct Arguments {
    Command command = Command::None;
    std::string config, environment, at;
    bool json = false, demo = false;
    std::string timeout = "30s";
    std::string store; ///< folder of the estate store; "memory": keep nothing

    std::string kind = "Pod", ns, filter; ///< workloads; filter also of fleet
    std::string watchFor;
    bool gauges = false;
    std::string expression, source, start, end, step; ///< query, meaning
    std::string meaning;
    std::vector<std::string> labels;
    std::string shell;
    std::vector<std::string> files; ///< slo
    std::string format;
    bool tests = false;
};

/// What parsing came to: arguments to run with, or an exit code after help, version or a usage
/// error was printed.
struct ParseOutcome {
    std::optional<Arguments> arguments;
    int exitCode = 0;
};

ParseOutcome parseArguments(int argc, char** argv);

/// Every long option and command word, for completions. Shape: command path ("fleet gpus") → words.
std::vector<std::pair<std::string, std::vector<std::string>>> commandWords();

} // namespace binnacle::app
