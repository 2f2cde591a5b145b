// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/usecases/fleet_xid.h"

#include "services/metrics/xid.h"

#include <algorithm>

namespace binnacle::services::fleet {

XidVerdict judgeXid(std::int64_t code)
{
    if (code <= 0) // kUnknownInt too
        return {};
    const XidInfo* info = code < 100'000 ? findXid(static_cast<int>(code)) : nullptr;
    if (info == nullptr)
        return {XidWeight::Program, "a code that is not in the table",
                "Look the code up in NVIDIA's Xid catalogue before the device is used again."};
    const bool program = info->action == XidAction::RestartApp || info->action == XidAction::Ignore;
    return {program ? XidWeight::Program : XidWeight::Device, info->meaning, info->nextStep};
}

std::string healthWords(std::string_view health)
{
    if (health == "off-bus")
        return "off the bus";
    if (health == "ecc-double-bit")
        return "double-bit ECC error";
    std::string words(health);
    std::replace(words.begin(), words.end(), '-', ' ');
    return words;
}

} // namespace binnacle::services::fleet
