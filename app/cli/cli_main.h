// SPDX-License-Identifier: GPL-3.0-or-later
// The whole command line as a function, so that tests can call it. Contract: docs/cli.md.
#pragma once

namespace binnacle::app {

/// The process's exit code. Thread: main.
int cliMain(int argc, char** argv);

} // namespace binnacle::app
