// SPDX-License-Identifier: GPL-3.0-or-later
// How large the demo estate is: "small", "default", "large", "huge" or counts. For the demo layout
// and for whoever checks a configuration. Pure; any thread.
#pragma once

#include "models/base/result.h"

#include <cstdint>
#include <string_view>

namespace binnacle::plugins::demo {

struct DemoSize {
    std::uint32_t nodes = 288;
    std::uint32_t gpus = 2304;
    std::uint32_t pods = 3200; ///< aimed at: pods that hold GPUs come first, the rest are CPU pods
    bool oneCluster = false;   ///< four pools instead of eight

    /// Slots per GPU node; the last GPU node may hold fewer.
    std::uint32_t gpusPerNode() const;
};

/// Errors: InvalidInput naming the part that is wrong, with the accepted forms in the remedy.
models::Result<DemoSize> parseSize(std::string_view text);

} // namespace binnacle::plugins::demo
