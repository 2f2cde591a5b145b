// SPDX-License-Identifier: GPL-3.0-or-later
// How bytes lie in the history file: compressed where that helps, always with a checksum that is
// kept beside them. Private to the store; any thread.
#pragma once

#include "models/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace binnacle::services {

struct SealedBlob {
    std::string bytes;
    std::uint32_t crc = 0; ///< CRC-32C of `bytes`
};

/// CRC-32C (Castagnoli). Cost: about 1 GB/s.
std::uint32_t crc32c(std::string_view bytes);

SealedBlob seal(std::string_view payload);

/// Errors: DataCorrupt (checksum, truncation, absurd size).
models::Result<std::string> unseal(std::string_view bytes, std::uint32_t crc);

} // namespace binnacle::services
