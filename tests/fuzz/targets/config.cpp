// SPDX-License-Identifier: GPL-3.0-or-later
// Every text is a configuration or an Error with its file's name; what was read is written and read
// back the same.
#include "services/config/config.h"
#include "tests/fuzz/target.h"

#include <string>

using namespace binnacle;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto config = services::parseConfig(fuzz::textOf(data, size), "/f/c.yaml");
    if (!config) {
        fuzz::require(config.error().message.starts_with("/f/c.yaml"), "an Error names the file");
        return 0;
    }
    fuzz::require(!config->environments.empty(), "a configuration has an environment");
    for (const auto& environment : config->environments) {
        for (const auto& source : environment.sources) {
            fuzz::require(!source.id.empty(), "a source has an id");
            fuzz::require(source.url.find('@') == std::string::npos,
                          "an address has no credentials");
        }
    }
    const std::string written = services::configText(*config);
    const auto again = services::parseConfig(written, "/f/c.yaml");
    fuzz::require(again.has_value(), "what was written is read");
    fuzz::require(services::configText(*again) == written, "a configuration is read back the same");
    return 0;
}
