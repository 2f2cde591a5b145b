// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/history_file.h"

#include "services/store/blob.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <mutex>
#include <set>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace binnacle::services {

using models::ErrorCode;

namespace {

constexpr std::int64_t kApplicationId = 0x424e434c; ///< "BNCL"
constexpr std::uint64_t kQuickCheckBytes = std::uint64_t{32} << 20;
constexpr std::string_view kMagic{"SQLite format 3\0", 16};

constexpr const char* kTables = R"(
CREATE TABLE IF NOT EXISTS batch(seq INTEGER PRIMARY KEY, t_first INTEGER NOT NULL,
  t_last INTEGER NOT NULL, source TEXT, rows INTEGER NOT NULL, crc INTEGER NOT NULL,
  blob BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS checkpoint(id INTEGER PRIMARY KEY, after_seq INTEGER NOT NULL,
  t INTEGER NOT NULL, rows INTEGER NOT NULL, parts INTEGER NOT NULL, gap INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS checkpoint_part(checkpoint INTEGER NOT NULL, part INTEGER NOT NULL,
  crc INTEGER NOT NULL, blob BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS checkpoint_part_of ON checkpoint_part(checkpoint, part);
CREATE TABLE IF NOT EXISTS kind_schema(id INTEGER PRIMARY KEY, name TEXT NOT NULL,
  crc INTEGER NOT NULL, spec BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS lease(id INTEGER PRIMARY KEY CHECK(id = 1), token TEXT NOT NULL,
  pid INTEGER NOT NULL, process TEXT NOT NULL, heartbeat INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS metric_block(key TEXT NOT NULL, start INTEGER NOT NULL,
  used INTEGER NOT NULL, bytes INTEGER NOT NULL, crc INTEGER NOT NULL, blob BLOB NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS metric_block_key ON metric_block(key, start);
CREATE INDEX IF NOT EXISTS metric_block_used ON metric_block(used, bytes);
)";

tl::unexpected<models::Error> damaged(std::string what)
{
    return models::fail(ErrorCode::DataCorrupt, std::move(what),
                        "Open the store for writing once: the damaged file is set aside.");
}

/// SQLite reports a foreign header only at the first statement, and not for every garbage.
/// True the first time this process sees the file. Closing a descriptor of it drops the locks that
/// SQLite holds on it elsewhere in this process (sqlite.org/howtocorrupt.html, 2.2), so we read it
/// ourselves only before SQLite does; what happens to it later, SQLite's own checks find.
bool seenFirst(const struct stat& info)
{
    static std::mutex lock;
    static std::set<std::pair<dev_t, ino_t>> seen;
    const std::scoped_lock guard(lock);
    return seen.emplace(info.st_dev, info.st_ino).second;
}

models::Result<void> checkHeader(const std::filesystem::path& file)
{
    struct stat info {};
    if (::stat(file.c_str(), &info) != 0 || info.st_size == 0 || !seenFirst(info))
        return {};
    std::array<char, kMagic.size()> head{};
    std::ifstream in(file, std::ios::binary);
    if (!in)
        return models::fail(ErrorCode::PermissionDenied, "cannot read " + file.string(),
                            "Check owner and mode of the store's folder.");
    in.read(head.data(), head.size());
    if (!in || std::string_view(head.data(), head.size()) != kMagic)
        return damaged(file.string() + " is not a database");
    return {};
}

/// SQLite would create with mode 644: others could read what connectors saw.
models::Result<void> createPrivate(const std::filesystem::path& file)
{
    // Never opens a file that is there: closing it again would drop the locks that SQLite holds
    // on it elsewhere in this process. Source: sqlite.org/howtocorrupt.html, 2.2.
    const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd < 0 && errno == EEXIST)
        return {};
    // The umask may have taken even the owner's rights.
    const int code = fd < 0 || ::fchmod(fd, S_IRUSR | S_IWUSR) != 0 ? errno : 0;
    if (fd >= 0)
        ::close(fd);
    if (code == 0)
        return {};
    const bool full = code == ENOSPC || code == EDQUOT;
    return models::fail(full ? ErrorCode::ResourceExhausted : ErrorCode::PermissionDenied,
                        "cannot create " + file.string() + ": " + std::strerror(code),
                        full ? "Free space on the disk that holds the store."
                             : "Check owner and mode of the store's folder, or choose another "
                               "one.");
}

models::Result<void> checkVersion(SqliteDb& db)
{
    const auto id = db.number("PRAGMA application_id");
    const auto version = db.number("PRAGMA user_version");
    if (!id || !version)
        return models::fail(id ? version.error() : id.error());
    if (id->value_or(0) != kApplicationId)
        return damaged("the file in the store's place is a database of something else");
    if (version->value_or(0) > kHistoryVersion)
        return models::fail(ErrorCode::Unsupported,
                            "the store was written by a newer version of Binnacle",
                            "Update Binnacle, or give it another store folder.");
    return {};
}

models::Result<void> quickCheck(SqliteDb& db, const std::filesystem::path& file)
{
    std::error_code ec;
    const auto size = std::filesystem::file_size(file, ec);
    if (ec || size > kQuickCheckBytes)
        return {};
    const auto verdict = db.word("PRAGMA quick_check(1)");
    if (!verdict)
        return models::fail(verdict.error());
    if (*verdict != "ok")
        return damaged("the store fails its integrity check: " + *verdict);
    return {};
}

models::Result<void> create(SqliteDb& db)
{
    // The order matters: the vacuum mode must be set before the first page is written.
    if (auto ok = db.exec("PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL;"); !ok)
        return ok;
    auto tx = Transaction::begin(db, true);
    if (!tx)
        return models::fail(std::move(tx.error()));
    if (auto ok = db.exec(std::string(kTables) +
                          "PRAGMA application_id=" + std::to_string(kApplicationId) +
                          "; PRAGMA user_version=" + std::to_string(kHistoryVersion) + ";");
        !ok)
        return ok;
    return tx->commit();
}

} // namespace

std::filesystem::path historyPath(const std::filesystem::path& folder)
{
    return folder / "estate.db";
}

models::Result<SqliteDb> openHistoryForReading(const std::filesystem::path& folder)
{
    const auto file = historyPath(folder);
    std::error_code ec;
    if (!std::filesystem::exists(file, ec))
        return models::fail(ErrorCode::NotFound, "there is no store in " + folder.string(),
                            "Run a sync first, or name another folder.");
    if (auto ok = checkHeader(file); !ok)
        return models::fail(std::move(ok.error()));
    auto db = SqliteDb::open(file, SqliteDb::Mode::ReadOnly, kBusyMs);
    if (!db)
        return db;
    if (auto ok = checkVersion(*db); !ok)
        return models::fail(std::move(ok.error()));
    return db;
}

models::Result<SqliteDb> openHistoryForWriting(const std::filesystem::path& folder)
{
    const auto file = historyPath(folder);
    if (auto ok = checkHeader(file); !ok)
        return models::fail(std::move(ok.error()));
    if (auto ok = createPrivate(file); !ok)
        return models::fail(std::move(ok.error()));
    auto db = SqliteDb::open(file, SqliteDb::Mode::Create, kBusyMs);
    if (!db)
        return db;
    const auto tables = db->number("SELECT count(*) FROM sqlite_schema");
    if (!tables)
        return models::fail(tables.error());
    if (tables->value_or(0) == 0) {
        if (auto ok = create(*db); !ok)
            return models::fail(std::move(ok.error()));
    }
    if (auto ok = checkVersion(*db); !ok)
        return models::fail(std::move(ok.error()));
    if (auto ok = quickCheck(*db, file); !ok)
        return models::fail(std::move(ok.error()));
    // FULL: flush() promises that what it acknowledged survives a loss of power.
    if (auto ok = db->exec("PRAGMA synchronous=FULL; PRAGMA secure_delete=OFF;"
                           "PRAGMA journal_size_limit=16777216;" +
                           std::string(kTables));
        !ok)
        return models::fail(std::move(ok.error()));
    return db;
}

models::Result<std::filesystem::path> setHistoryAside(const std::filesystem::path& folder,
                                                      models::UtcTime now)
{
    std::string stamp = models::toRfc3339(models::UtcTime::fromSeconds(now.ns / 1'000'000'000));
    std::erase_if(stamp, [](char c) { return c == '-' || c == ':'; });
    const auto file = historyPath(folder);
    std::filesystem::path aside = file.string() + ".damaged-" + stamp;
    std::error_code ec;
    for (int n = 2; std::filesystem::exists(aside, ec); ++n)
        aside = file.string() + ".damaged-" + stamp + "-" + std::to_string(n);
    for (const char* suffix : {"-wal", "-shm", ""}) {
        const std::filesystem::path part = file.string() + suffix;
        if (!std::filesystem::exists(part, ec))
            continue;
        std::filesystem::rename(part, aside.string() + suffix, ec);
        if (ec)
            return models::fail(ErrorCode::PermissionDenied,
                                "the damaged store cannot be moved aside: " + ec.message(),
                                "Move " + file.string() + " away by hand.");
    }
    return aside;
}

models::Result<SchemaBook> readSchemas(SqliteDb& db)
{
    auto rows = db.prepare("SELECT id, crc, spec FROM kind_schema ORDER BY id");
    if (!rows)
        return models::fail(std::move(rows.error()));
    SchemaBook book;
    for (;;) {
        const auto row = rows->step();
        if (!row)
            return models::fail(row.error());
        if (!*row)
            return book;
        if (crc32c(rows->blob(2)) != static_cast<std::uint32_t>(rows->integer(1)))
            return damaged("the description of a kind does not match its checksum");
        if (auto ok = book.learn(static_cast<std::uint32_t>(rows->integer(0)), rows->blob(2)); !ok)
            return models::fail(std::move(ok.error()));
    }
}

models::Result<HistoryExtent> readExtent(SqliteDb& db)
{
    auto tx = Transaction::begin(db, false); // both of one moment
    if (!tx)
        return models::fail(std::move(tx.error()));
    const auto rows = db.number("SELECT sum(rows) FROM batch");
    const auto first = db.number("SELECT min(t) FROM checkpoint");
    if (!rows || !first)
        return models::fail(rows ? first.error() : rows.error());
    return HistoryExtent{static_cast<std::uint64_t>(rows->value_or(0)),
                         {first->value_or(models::UtcTime::kUnknown)}};
}

std::uint64_t historyBytes(const std::filesystem::path& folder)
{
    std::uint64_t total = 0;
    for (const char* suffix : {"", "-wal"}) {
        std::error_code ec;
        const auto size = std::filesystem::file_size(historyPath(folder).string() + suffix, ec);
        total += ec ? 0 : size;
    }
    return total;
}

} // namespace binnacle::services
