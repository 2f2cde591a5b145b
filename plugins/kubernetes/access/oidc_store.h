// SPDX-License-Identifier: GPL-3.0-or-later
// Puts refreshed tokens back into the kubeconfig they came from, leaving every other byte
// (comments, order, unknown fields) as it was. For the OIDC provider; any thread but ui.
#pragma once

#include "models/base/result.h"
#include "plugins/kubernetes/access/oidc_flow.h"

#include <string>

namespace binnacle::plugins::kubernetes {

/// The text with the tokens of that user's auth-provider replaced or added. The result is read
/// again and compared before it is given out. Errors: NotFound (no such user), Unsupported (written
/// in a style that cannot be edited in place), InvalidInput (not a kubeconfig).
models::Result<std::string> withTokens(const std::string& text, const std::string& user,
                                       const OidcTokens& tokens);

/// Under kubectl's lock file, in one step. Errors: those above, Conflict (locked),
/// PermissionDenied, ResourceExhausted.
models::Result<void> storeTokens(const std::string& file, const std::string& user,
                                 const OidcTokens& tokens);

/// What the file says now: another program may have refreshed meanwhile. Errors: as reading a
/// kubeconfig, NotFound.
models::Result<OidcTokens> loadTokens(const std::string& file, const std::string& user);

} // namespace binnacle::plugins::kubernetes
