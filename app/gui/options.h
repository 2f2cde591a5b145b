// SPDX-License-Identifier: GPL-3.0-or-later
// The console's command line as a value. Parsed before QApplication exists, because screenshots
// choose the platform and the scale. Pure.
#pragma once

#include "models/base/result.h"
#include "models/base/time.h"

#include <filesystem>
#include <string>
#include <vector>

namespace binnacle::app {

struct GuiOptions {
    bool help = false, version = false, demo = false;
    std::filesystem::path config;
    std::string environment;
    std::filesystem::path screenshotFolder; ///< empty: a window
    std::vector<std::string> pages;         ///< empty: all
    std::string at;                         ///< empty: live; understood by parseTimeArgument
    std::string theme;                      ///< "dark", "light" or empty
    int width = 1440, height = 900;         ///< Units: device-independent pixels
    double scale = 1;
    models::UtcTime
        clock; ///< screenshots of the demo: the wall clock stands here; unknown: it goes
    std::filesystem::path startupReport, frameReport;
    std::string open; ///< screenshots: what to open first, "gpu" or "devices" on the Fleet page
};

/// Errors: InvalidInput naming the option and what it takes.
models::Result<GuiOptions> parseOptions(const std::vector<std::string>& arguments);
std::string usage();

} // namespace binnacle::app
