// SPDX-License-Identifier: GPL-3.0-or-later
// The history file as a file: where it lies, its SQL schema, opening with all checks, setting a
// damaged one aside. Private to the store.
#pragma once

#include "models/base/time.h"
#include "services/store/schema_book.h"
#include "services/store/sqlite_db.h"

#include <filesystem>

namespace binnacle::services {

inline constexpr int kHistoryVersion = 1;
inline constexpr int kBusyMs = 5000;

std::filesystem::path historyPath(const std::filesystem::path& folder);

/// Opens for reading and checks that it is a history file that this version reads.
/// Errors: NotFound (no file yet), DataCorrupt, Unsupported (newer version), PermissionDenied.
models::Result<SqliteDb> openHistoryForReading(const std::filesystem::path& folder);

/// Opens or creates for writing; a new file is for its owner only (SQLite gives its companions the
/// mode of the file), the mode of an existing one is left alone. Small files get SQLite's quick
/// check on top; larger ones are checked by the checksums of what is loaded. Errors: as above, and
/// ResourceExhausted.
models::Result<SqliteDb> openHistoryForWriting(const std::filesystem::path& folder);

/// Renames the file and its companions to "estate.db.damaged-<time>"; returns the new path.
/// Errors: PermissionDenied.
models::Result<std::filesystem::path> setHistoryAside(const std::filesystem::path& folder,
                                                      models::UtcTime now);

/// Errors: DataCorrupt.
models::Result<SchemaBook> readSchemas(SqliteDb& db);

struct HistoryExtent {
    std::uint64_t entries = 0; ///< recorded changes
    models::UtcTime keptSince; ///< unknown: the file holds nothing yet
};

/// What the file holds, whoever writes it. Errors: as SqliteDb. Cost: O(batches).
models::Result<HistoryExtent> readExtent(SqliteDb& db);

/// File, log and free pages. Units: bytes.
std::uint64_t historyBytes(const std::filesystem::path& folder);

} // namespace binnacle::services
