// SPDX-License-Identifier: GPL-3.0-or-later
// Whether an Xid is the device's fault or the program's, over the Xid table. Private to
// services/usecases/fleet*.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace binnacle::services::fleet {

enum class XidWeight {
    None,    ///< no error, or not known
    Program, ///< the program ended or is to be restarted: the device itself needs nothing at once
    Device,  ///< the device needs a reset, a restart of its machine, or repair
};

struct XidVerdict {
    XidWeight weight = XidWeight::None;
    std::string meaning, nextStep;
};

XidVerdict judgeXid(std::int64_t code);

/// "off the bus" for a connector's "off-bus"; an unknown word as it is, without dashes.
std::string healthWords(std::string_view health);

} // namespace binnacle::services::fleet
