// SPDX-License-Identifier: GPL-3.0-or-later
// Whether the desktop's Secret Service is there, and open: asked after a failure, because "no such
// secret" and "locked" read alike from outside. Ui thread; never waits; starts nothing.
#pragma once

#include <functional>

namespace binnacle::app {

enum class KeychainState {
    Open,
    Locked,
    Absent, ///< no session bus, or nobody there offers the service
    Unknown ///< it is there and does not tell
};

/// `told` is called later, once. Source: org.freedesktop.Secret.Collection, property Locked.
void askKeychainState(std::function<void(KeychainState)> told);

} // namespace binnacle::app
