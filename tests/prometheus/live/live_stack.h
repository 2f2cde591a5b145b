// SPDX-License-Identifier: GPL-3.0-or-later
// Where the servers of the live stack are, for the tests of this folder.
#pragma once

#include "services/config/config.h"

#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>

namespace binnacle::tests {

/// The metric source of an environment of the stack; nullopt, said aloud, when its server is not
/// up. "live" is Prometheus, "live-victoria-metrics", "live-thanos" and "live-thanos-partial" the
/// dialects.
inline std::optional<services::SourceConfig> liveSource(const std::string& environment)
{
    const std::string folder = std::getenv("BINNACLE_LIVE_STATE");
    const auto config = services::loadConfig(folder + "/connections.yaml");
    if (!config) {
        std::cout << "SKIPPED: " << config.error().text() << '\n';
        return std::nullopt;
    }
    for (const auto& one : config->environments) {
        for (const auto& source : one.sources) {
            if (one.name == environment && source.type == "prometheus")
                return source;
        }
    }
    std::cout << "SKIPPED: the stack has no " << environment << '\n';
    return std::nullopt;
}

} // namespace binnacle::tests
