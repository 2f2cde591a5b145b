// SPDX-License-Identifier: GPL-3.0-or-later
// One function for each command; each returns the process's exit code. Contract: docs/cli.md.
// Thread: main.
#pragma once

#include "app/cli/session_wait.h"

namespace binnacle::app {

int connectTest(const Job& job);
int estateSync(const Job& job);
int estateWatch(const Job& job);
int estateShow(const Job& job);
int estateVerify(const Job& job);
int workloads(const Job& job);
int fleet(const Job& job);
int query(const Job& job);
int meaning(const Job& job);
int completion(const Job& job);
int slo(const Job& job);

/// Prints the error and gives its exit code.
int failWith(const Job& job, const models::Error& error);
/// The same, but a time that history does not reach is a failed check, not a slip of the command line.
int failHistoric(const Job& job, const OpenedSession& opened, const models::Error& error);

} // namespace binnacle::app
