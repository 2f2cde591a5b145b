// SPDX-License-Identifier: GPL-3.0-or-later
// The desktop's key store (Secret Service, Keychain, Credential Manager) as a SecretSource, with
// the plain sources of the command line behind it. Reading may be called from any thread but ui:
// the job runs on the ui thread, the caller waits for it.
#pragma once

#include "services/ports/secret_source.h"

#include <functional>
#include <memory>
#include <string>

namespace binnacle::app {

/// The environment and the permission-checked file come first, so that a script can override.
std::unique_ptr<services::SecretSource> makeKeychainSecrets();

/// Thread: ui; `done` is called later, on the ui thread. Errors: PermissionDenied, Unsupported (no
/// key store on this desktop), Internal.
void writeToKeychain(const std::string& name, const std::string& value,
                     std::function<void(models::Result<void>)> done);

/// Like writeToKeychain; a secret that is not there is no error.
void removeFromKeychain(const std::string& name, std::function<void(models::Result<void>)> done);

} // namespace binnacle::app
