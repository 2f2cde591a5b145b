// SPDX-License-Identifier: GPL-3.0-or-later
// The two JSON documents of the exec plug-in contract. Pure: text in, values out; any thread.
#pragma once

#include "models/base/result.h"
#include "models/base/time.h"
#include "plugins/kubernetes/access/auth_info.h"

#include <string>

namespace binnacle::plugins::kubernetes {

/// KUBERNETES_EXEC_INFO. Shape: spec.cluster only when the plug-in asked for it.
std::string execInfoJson(const ExecConfig& exec, const ExecClusterInfo& cluster);

struct ExecCredential {
    std::string token, clientCertPem, clientKeyPem;
    models::UtcTime expires; ///< unknown: keeps for the life of this process
};

/// Errors: DataCorrupt (not an ExecCredential of that apiVersion, half a pair, a broken date). The
/// message never quotes the answer.
models::Result<ExecCredential> parseExecCredential(const std::string& text,
                                                   const std::string& apiVersion);

} // namespace binnacle::plugins::kubernetes
