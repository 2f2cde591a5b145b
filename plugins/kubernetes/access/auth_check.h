// SPDX-License-Identifier: GPL-3.0-or-later
// What can be said about credentials before anything is run or sent: are the fields consistent, are
// the files and the program there. For kubeconfig.h and credentials.h; any thread but ui.
#pragma once

#include "models/base/result.h"
#include "plugins/kubernetes/access/auth_info.h"
#include "plugins/kubernetes/access/environment.h"

#include <string>
#include <vector>

namespace binnacle::plugins::kubernetes {

/// Errors: InvalidInput (fields that contradict or lack each other), Unsupported (a removed
/// auth-provider, an exec plug-in that insists on a terminal). Source: client-go validateAuthInfo
/// and validateExec.
models::Result<void> checkAuth(const AuthInfo& auth);

/// Sentences about missing files and programs; empty when all are there. May ask the login shell.
std::vector<std::string> missingForAuth(const AuthInfo& auth, const EnvLookup& env);

} // namespace binnacle::plugins::kubernetes
