// SPDX-License-Identifier: GPL-3.0-or-later
// The little of SQLite that the store uses, with Results instead of codes. One connection belongs
// to one thread at a time. Private to the store; the only files that include sqlite3.h are
// sqlite_db.cpp and nothing else.
#pragma once

#include "models/base/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace binnacle::services {

/// The one mapping of SQLite's result codes; `code` is an extended one.
models::Error sqliteError(int code, std::string_view what, std::string_view detail);

class SqliteDb;

/// A prepared statement; bind, then step. Texts and blobs read are views until the next step.
class Statement {
public:
    Statement& bind(std::int64_t value);
    Statement& bind(std::string_view text);
    Statement& bindBlob(std::string_view bytes);
    /// True: a row is there. Errors: as SqliteDb.
    models::Result<bool> step();
    /// For statements without rows: steps to the end and can be bound again.
    models::Result<void> run();
    void reset();
    std::int64_t integer(int column) const;
    std::string_view text(int column) const;
    std::string_view blob(int column) const;
    bool null(int column) const;

private:
    friend class SqliteDb;
    struct Finalize {
        void operator()(sqlite3_stmt* s) const;
    };
    std::unique_ptr<sqlite3_stmt, Finalize> m_stmt;
    int m_bound = 0;
    int m_failed = 0; ///< first bind error
};

class SqliteDb {
public:
    enum class Mode { ReadOnly, ReadWrite, Create };

    /// Errors: PermissionDenied, NotFound, DataCorrupt, ResourceExhausted.
    static models::Result<SqliteDb> open(const std::filesystem::path& file, Mode mode,
                                         int busyTimeoutMs);
    models::Result<void> exec(const std::string& sql);
    models::Result<Statement> prepare(std::string_view sql);
    /// The first value of the first row; nullopt when there is no row or it is null.
    models::Result<std::optional<std::int64_t>> number(std::string_view sql);
    models::Result<std::string> word(std::string_view sql);
    std::int64_t changes() const; ///< rows changed by the last statement

private:
    struct Close {
        void operator()(sqlite3* db) const;
    };
    std::unique_ptr<sqlite3, Close> m_db;
};

/// BEGIN … COMMIT; rolls back unless committed.
class Transaction {
public:
    static models::Result<Transaction> begin(SqliteDb& db, bool write);
    Transaction(Transaction&& other) noexcept : m_db(std::exchange(other.m_db, nullptr)) {}
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();
    models::Result<void> commit();

private:
    explicit Transaction(SqliteDb& db) : m_db(&db) {}
    SqliteDb* m_db;
};

} // namespace binnacle::services
