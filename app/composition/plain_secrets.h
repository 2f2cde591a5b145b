// SPDX-License-Identifier: GPL-3.0-or-later
// Secrets without a desktop: the environment first, then a file only its owner may read. For the
// command line.
#pragma once

#include "services/ports/secret_source.h"

#include <filesystem>

namespace binnacle::app {

/// "prom/token" is looked up as BINNACLE_SECRET_PROM_TOKEN, then as a key of $BINNACLE_SECRETS_FILE
/// or secrets.yaml beside the default configuration file. A file that group or others may read is
/// refused.
class PlainSecrets final : public services::SecretSource {
public:
    models::Result<std::string> read(std::string_view name) override;
};

/// BINNACLE_SECRET_ and the name in capitals, everything but letters and digits as '_'.
std::string secretVariable(std::string_view name);

} // namespace binnacle::app
