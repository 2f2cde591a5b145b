// SPDX-License-Identifier: GPL-3.0-or-later
// Opens the environment that the arguments name and waits for its initial lists. For the commands.
// Thread: main.
#pragma once

#include "app/cli/arguments.h"
#include "app/cli/output.h"
#include "app/composition/composition.h"

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle::app {

/// What every command works with.
struct Job {
    const Arguments& arguments;
    Output& out;
    Runtime& runtime;
    std::stop_token stop; ///< Ctrl C
};

struct OpenedSession {
    std::unique_ptr<services::EstateSession> session;
    models::Duration timeout{};
    bool historic = false;
    models::UtcTime at; ///< of --at
};

/// Errors: InvalidInput (arguments, configuration), NotFound, and the store's.
models::Result<services::Config> readConfig(const Arguments& arguments);
models::Result<OpenedSession> openFor(const Job& job, bool readOnly = false);

/// How far the sources came. Failed sources were given two seconds to recover when the error may
/// pass.
struct SyncState {
    bool complete = false; ///< every source has either every list or an error
    std::vector<models::SourceStatus> failed;
    std::vector<models::SourceStatus> degraded;
    std::size_t sources = 0;
};

/// Starts the sources that `wanted` picks and waits until each has its initial lists, failed, or
/// time is up.
SyncState syncSources(const Job& job, OpenedSession& opened,
                      const std::function<bool(const models::SourceStatus&)>& wanted);

/// Writes what is missing to standard error. `kinds` are those that the answer is made of, `ns` the
/// only namespace asked for; a source that could not list one of them makes the answer partial.
int reportGaps(const Job& job, const SyncState& state, const std::vector<std::string>& kinds,
               const std::string& ns);

/// The live snapshot after syncing, or the historic one of --at. `exitCode` is set as reportGaps
/// says.
models::Result<services::SnapshotPtr>
snapshotFor(const Job& job, OpenedSession& opened,
            const std::function<bool(const models::SourceStatus&)>& wanted,
            const std::vector<std::string>& kinds, const std::string& ns, int& exitCode);

} // namespace binnacle::app
