// SPDX-License-Identifier: GPL-3.0-or-later
// One line of a log view, and how serious it is. For the log engine and its views; values.
#pragma once

#include "models/base/time.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace binnacle::services {

enum class LogLevel : std::uint8_t { None, Debug, Info, Warning, Error };

/// From the first words of a line as klog, glog, logfmt, JSON and most libraries write them; None
/// when it does not say. Cost: the first 200 bytes. Pure.
LogLevel levelOf(std::string_view text);

/// Which of the merged logs a line is from; an index into the view's own list.
using LogOrigin = std::uint16_t;

struct LogEntry {
    models::UtcTime time; ///< unknown: the runtime did not say
    LogOrigin origin = 0;
    LogLevel level = LogLevel::None;
    bool cut = false;  ///< the line was longer
    bool late = false; ///< came after later ones had been shown: stands where it came
    std::string text;
};

} // namespace binnacle::services
