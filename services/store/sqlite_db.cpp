// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/sqlite_db.h"

#include <sqlite3.h>

namespace binnacle::services {

using models::ErrorCode;

models::Error sqliteError(int code, std::string_view what, std::string_view detail)
{
    models::Error error;
    error.message = std::string(what) + ": " + std::string(detail);
    switch (code & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
        error.code = ErrorCode::DataCorrupt;
        error.remedy = "The file is set aside at the next start.";
        break;
    case SQLITE_FULL:
        error.code = ErrorCode::ResourceExhausted;
        error.remedy = "Free space on the disk that holds the store.";
        break;
    case SQLITE_IOERR:
        // Quotas, file size limits and a full disk under a memory map all arrive as write errors.
        error.code = code == SQLITE_IOERR_READ || code == SQLITE_IOERR_SHORT_READ
                         ? ErrorCode::DataCorrupt
                         : ErrorCode::ResourceExhausted;
        error.remedy = "Check the disk that holds the store: free space, quota, health.";
        break;
    case SQLITE_NOMEM:
    case SQLITE_TOOBIG:
        error.code = ErrorCode::ResourceExhausted;
        break;
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
        error.code = ErrorCode::PermissionDenied;
        error.remedy = "Check owner and mode of the store's folder, or choose another one.";
        break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        error.code = ErrorCode::Conflict;
        error.remedy = "Another process holds the store; try again.";
        break;
    case SQLITE_INTERRUPT:
        error.code = ErrorCode::Cancelled;
        break;
    default:
        error.code = ErrorCode::Internal;
        break;
    }
    return error;
}

namespace {

tl::unexpected<models::Error> failed(sqlite3* db, std::string_view what)
{
    return models::fail(sqliteError(sqlite3_extended_errcode(db), what, sqlite3_errmsg(db)));
}

} // namespace

void Statement::Finalize::operator()(sqlite3_stmt* s) const
{
    sqlite3_finalize(s);
}

void SqliteDb::Close::operator()(sqlite3* db) const
{
    sqlite3_close_v2(db);
}

Statement& Statement::bind(std::int64_t value)
{
    const int rc = sqlite3_bind_int64(m_stmt.get(), ++m_bound, value);
    m_failed = m_failed != 0 ? m_failed : rc;
    return *this;
}

Statement& Statement::bind(std::string_view text)
{
    const int rc = sqlite3_bind_text64(m_stmt.get(), ++m_bound, text.data(), text.size(), nullptr,
                                       SQLITE_UTF8);
    m_failed = m_failed != 0 ? m_failed : rc;
    return *this;
}

Statement& Statement::bindBlob(std::string_view bytes)
{
    const int rc =
        sqlite3_bind_blob64(m_stmt.get(), ++m_bound, bytes.data(), bytes.size(), nullptr);
    m_failed = m_failed != 0 ? m_failed : rc;
    return *this;
}

models::Result<bool> Statement::step()
{
    sqlite3* const db = sqlite3_db_handle(m_stmt.get());
    if (m_failed != 0)
        return models::fail(sqliteError(m_failed, "the store", sqlite3_errstr(m_failed)));
    const int rc = sqlite3_step(m_stmt.get());
    if (rc == SQLITE_ROW)
        return true;
    if (rc == SQLITE_DONE)
        return false;
    auto error = failed(db, "the store");
    reset();
    return error;
}

models::Result<void> Statement::run()
{
    for (;;) {
        const auto row = step();
        if (!row)
            return models::fail(row.error());
        if (!*row)
            break;
    }
    reset();
    return {};
}

void Statement::reset()
{
    sqlite3_reset(m_stmt.get());
    sqlite3_clear_bindings(m_stmt.get());
    m_bound = 0;
    m_failed = 0;
}

std::int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(m_stmt.get(), column);
}

std::string_view Statement::text(int column) const
{
    const void* const at = sqlite3_column_text(m_stmt.get(), column);
    const int size = sqlite3_column_bytes(m_stmt.get(), column);
    return at == nullptr
               ? std::string_view{}
               : std::string_view(static_cast<const char*>(at), static_cast<std::size_t>(size));
}

std::string_view Statement::blob(int column) const
{
    const void* const at = sqlite3_column_blob(m_stmt.get(), column);
    const int size = sqlite3_column_bytes(m_stmt.get(), column);
    return at == nullptr
               ? std::string_view{}
               : std::string_view(static_cast<const char*>(at), static_cast<std::size_t>(size));
}

bool Statement::null(int column) const
{
    return sqlite3_column_type(m_stmt.get(), column) == SQLITE_NULL;
}

models::Result<SqliteDb> SqliteDb::open(const std::filesystem::path& file, Mode mode,
                                        int busyTimeoutMs)
{
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    flags |= mode == Mode::ReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    flags |= mode == Mode::Create ? SQLITE_OPEN_CREATE : 0;
    SqliteDb out;
    sqlite3* raw = nullptr;
    const int rc = sqlite3_open_v2(file.c_str(), &raw, flags, nullptr);
    out.m_db.reset(raw);
    if (rc != SQLITE_OK)
        return models::fail(sqliteError(rc, "opening " + file.string(), sqlite3_errstr(rc)));
    sqlite3_busy_timeout(raw, busyTimeoutMs);
    return out;
}

models::Result<void> SqliteDb::exec(const std::string& sql)
{
    if (sqlite3_exec(m_db.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        return failed(m_db.get(), "the store");
    return {};
}

models::Result<Statement> SqliteDb::prepare(std::string_view sql)
{
    sqlite3_stmt* raw = nullptr;
    const int rc =
        sqlite3_prepare_v2(m_db.get(), sql.data(), static_cast<int>(sql.size()), &raw, nullptr);
    if (rc != SQLITE_OK)
        return failed(m_db.get(), "the store");
    Statement out;
    out.m_stmt.reset(raw);
    return out;
}

models::Result<std::optional<std::int64_t>> SqliteDb::number(std::string_view sql)
{
    auto statement = prepare(sql);
    if (!statement)
        return models::fail(std::move(statement.error()));
    const auto row = statement->step();
    if (!row)
        return models::fail(row.error());
    if (!*row || statement->null(0))
        return std::optional<std::int64_t>{};
    return std::optional(statement->integer(0));
}

models::Result<std::string> SqliteDb::word(std::string_view sql)
{
    auto statement = prepare(sql);
    if (!statement)
        return models::fail(std::move(statement.error()));
    const auto row = statement->step();
    if (!row)
        return models::fail(row.error());
    return *row ? std::string(statement->text(0)) : std::string();
}

std::int64_t SqliteDb::changes() const
{
    return sqlite3_changes64(m_db.get());
}

models::Result<Transaction> Transaction::begin(SqliteDb& db, bool write)
{
    if (auto ok = db.exec(write ? "BEGIN IMMEDIATE" : "BEGIN"); !ok)
        return models::fail(std::move(ok.error()));
    return Transaction(db);
}

Transaction::~Transaction()
{
    if (m_db != nullptr)
        (void)m_db->exec("ROLLBACK"); // fails when SQLite already rolled back by itself
}

models::Result<void> Transaction::commit()
{
    auto ok = m_db->exec("COMMIT");
    if (ok)
        m_db = nullptr;
    return ok;
}

} // namespace binnacle::services
