// SPDX-License-Identifier: GPL-3.0-or-later
// Finds helper programs. A desktop session often has a shorter PATH than the person's shell, so a
// program that is not found is looked for on the login shell's PATH too. Any thread but ui.
#pragma once

#include "models/base/result.h"
#include "plugins/kubernetes/access/environment.h"

#include <string>

namespace binnacle::plugins::kubernetes {

struct FoundProgram {
    std::string path;
    std::string childPath; ///< PATH for the program itself: it often starts others beside it
};

/// A name with a separator is a path and is only checked. Errors: NotFound, PermissionDenied (not
/// executable). Cost: a PATH walk; the login shell runs once per process and shell, for at most
/// three seconds.
models::Result<FoundProgram> findProgram(const std::string& command, const EnvLookup& env);

/// PATH as $SHELL -lc sees it; empty when there is no usable shell. Cached per shell.
std::string loginShellPath(const EnvLookup& env);

} // namespace binnacle::plugins::kubernetes
