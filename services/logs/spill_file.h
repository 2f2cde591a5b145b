// SPDX-License-Identifier: GPL-3.0-or-later
// A temporary file without a name: it is gone with the process, however that ends. Pieces are
// written at its end and given back to the disk from its beginning. For LogBuffer; its writer
// writes, any thread reads.
#pragma once

#include "models/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace binnacle::services {

class SpillFile {
public:
    SpillFile() = default;
    ~SpillFile();
    SpillFile(const SpillFile&) = delete;
    SpillFile& operator=(const SpillFile&) = delete;

    /// Errors: PermissionDenied, ResourceExhausted.
    models::Result<void> open(const std::string& folder);
    bool isOpen() const { return m_file >= 0; }
    /// Where it begins. Errors: ResourceExhausted (disk full).
    models::Result<std::uint64_t> write(std::string_view bytes);
    models::Result<std::string> read(std::uint64_t at, std::uint64_t size) const;
    /// False: this file system cannot, and the file would grow without end.
    bool release(std::uint64_t at, std::uint64_t size);

private:
    int m_file = -1;
    std::uint64_t m_end = 0;
};

} // namespace binnacle::services
