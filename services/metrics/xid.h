// SPDX-License-Identifier: GPL-3.0-or-later
// What an Xid code of the NVIDIA driver means and what to do about it, from resources/xid/xid.json
// (data with source and date). For the fleet view and the inspector. Any thread; immutable.
#pragma once

#include <string>
#include <string_view>

namespace binnacle::services {

enum class XidAction {
    RestartApp,
    ResetGpu,
    RestartMachine,
    RestartVm,
    Nvlink,
    Ecc,
    Ignore,
    Support
};
/// "restart-app", "reset-gpu", "restart-machine", "restart-vm", "nvlink", "ecc", "ignore",
/// "support"
std::string_view toString(XidAction action);

struct XidInfo {
    int code = 0;
    std::string meaning; ///< "GPU has fallen off the bus"
    XidAction action = XidAction::Support;
    std::string nextStep;  ///< one sentence for the person on call
    bool hardware = false; ///< points at the device rather than at the program on it
};

/// Null for a code that is not in the table (and for 0: no error).
const XidInfo* findXid(int code);
/// "2026-11-23": when the table was last compared with its source.
const std::string& xidTableDate();
/// Empty, or why the embedded table could not be read (a build mistake; a test looks).
const std::string& xidTableProblem();

} // namespace binnacle::services
