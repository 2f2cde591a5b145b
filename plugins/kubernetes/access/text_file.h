// SPDX-License-Identifier: GPL-3.0-or-later
// Reading small files that may be missing, huge, a directory or a pipe nobody writes to, and
// writing one in a single step. For this folder; any thread but ui.
#pragma once

#include "models/base/result.h"

#include <chrono>
#include <cstddef>
#include <string>

namespace binnacle::plugins::kubernetes {

/// Errors: NotFound, PermissionDenied, InvalidInput (a directory), ResourceExhausted (larger than
/// `limit`), Timeout (a pipe that stays silent for five seconds), Internal. The text names the
/// file.
models::Result<std::string> readTextFile(const std::string& path, std::size_t limit);

/// Temporary file beside it, fsync, rename; keeps mode and a symbolic link. Errors:
/// PermissionDenied, ResourceExhausted (disk full), Internal.
models::Result<void> replaceTextFile(const std::string& path, const std::string& text);

/// Changes whenever somebody writes or replaces the file; empty when it cannot be looked at.
std::string fileStamp(const std::string& path);

/// Holds `path`.lock as kubectl does, so that both never write at once.
class FileLock {
public:
    /// Errors: Conflict (somebody else holds it longer than `wait`), PermissionDenied.
    static models::Result<FileLock> acquire(const std::string& path,
                                            std::chrono::milliseconds wait);
    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&&) = delete;
    ~FileLock();

private:
    explicit FileLock(std::string lockPath);
    std::string m_lockPath;
};

} // namespace binnacle::plugins::kubernetes
