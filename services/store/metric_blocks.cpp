// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/metric_blocks.h"

#include "services/store/blob.h"
#include "services/store/history_file.h"

namespace binnacle::services {

using models::ErrorCode;
using models::UtcTime;

namespace {

constexpr std::uint64_t kInMemoryBytes = 64u << 20;
constexpr models::Duration kTouchEvery = std::chrono::hours(1); ///< reads rarely need a write

} // namespace

MetricBlocks::MetricBlocks(std::filesystem::path folder, bool readOnly, std::uint64_t maxBytes)
    : m_folder(std::move(folder)), m_readOnly(readOnly),
      m_maxBytes(m_folder.empty() ? std::min(maxBytes, kInMemoryBytes) : maxBytes / 4)
{
}

models::Result<void> MetricBlocks::connect()
{
    if (m_db)
        return {};
    auto db =
        SqliteDb::open(historyPath(m_folder),
                       m_readOnly ? SqliteDb::Mode::ReadOnly : SqliteDb::Mode::ReadWrite, kBusyMs);
    if (!db)
        return models::fail(std::move(db.error()));
    if (auto ok = db->exec("PRAGMA synchronous=NORMAL; PRAGMA secure_delete=OFF"); !ok)
        return ok;
    m_db = std::move(*db);
    const auto bytes = m_db->number("SELECT sum(bytes) FROM metric_block");
    if (!bytes)
        return models::fail(bytes.error());
    m_bytes = static_cast<std::uint64_t>(bytes->value_or(0));
    return {};
}

models::Result<void> MetricBlocks::putInMemory(Key key, std::string payload)
{
    if (const auto old = m_blocks.find(key); old != m_blocks.end()) {
        m_bytes -= old->second.payload.size();
        m_order.erase(old->second.used);
        m_blocks.erase(old);
    }
    m_bytes += payload.size();
    m_order.push_back(key);
    m_blocks[std::move(key)] = {std::move(payload), std::prev(m_order.end())};
    while (m_bytes > m_maxBytes) {
        const auto oldest = m_blocks.find(m_order.front());
        m_bytes -= oldest->second.payload.size();
        m_blocks.erase(oldest);
        m_order.pop_front();
    }
    return {};
}

std::optional<std::string> MetricBlocks::getInMemory(const Key& key)
{
    const auto it = m_blocks.find(key);
    if (it == m_blocks.end())
        return std::nullopt;
    m_order.splice(m_order.end(), m_order, it->second.used);
    return it->second.payload;
}

/// Drops the longest unused. Another process may write too, so the sum is asked for again when it
/// seems to be reached.
models::Result<void> MetricBlocks::makeRoom(std::uint64_t incoming)
{
    if (m_bytes + incoming <= m_maxBytes)
        return {};
    auto sum = m_db->number("SELECT sum(bytes) FROM metric_block");
    if (!sum)
        return models::fail(sum.error());
    m_bytes = static_cast<std::uint64_t>(sum->value_or(0));
    auto oldest = m_db->prepare("SELECT rowid, bytes FROM metric_block ORDER BY used LIMIT 64");
    auto gone = m_db->prepare("DELETE FROM metric_block WHERE rowid = ?");
    if (!oldest || !gone)
        return models::fail(oldest ? gone.error() : oldest.error());
    while (m_bytes + incoming > m_maxBytes) {
        std::vector<std::pair<std::int64_t, std::int64_t>> victims;
        for (;;) {
            const auto row = oldest->step();
            if (!row)
                return models::fail(row.error());
            if (!*row)
                break;
            victims.emplace_back(oldest->integer(0), oldest->integer(1));
        }
        oldest->reset();
        if (victims.empty())
            break;
        for (const auto& [id, bytes] : victims) {
            if (m_bytes + incoming <= m_maxBytes)
                break;
            gone->bind(id);
            if (auto ok = gone->run(); !ok)
                return ok;
            m_bytes -= std::min(m_bytes, static_cast<std::uint64_t>(bytes));
        }
    }
    return {};
}

models::Result<void> MetricBlocks::drop(const std::string& key, UtcTime start)
{
    auto gone = m_db->prepare("DELETE FROM metric_block WHERE key = ? AND start = ?");
    if (!gone)
        return models::fail(std::move(gone.error()));
    gone->bind(std::string_view(key)).bind(start.ns);
    return gone->run();
}

models::Result<void> MetricBlocks::put(const std::string& key, UtcTime start, std::string payload,
                                       UtcTime now)
{
    const std::lock_guard guard(m_lock);
    if (payload.size() > m_maxBytes)
        return models::fail(ErrorCode::ResourceExhausted, "a metric block beyond the store's bound",
                            "Raise the store's size bound.");
    if (m_folder.empty())
        return putInMemory({key, start.ns}, std::move(payload));
    if (m_readOnly)
        return models::fail(ErrorCode::Unsupported, "the store is open for reading only");
    if (auto ok = connect(); !ok)
        return ok;
    const SealedBlob sealed = seal(payload);
    auto tx = Transaction::begin(*m_db, true);
    if (!tx)
        return models::fail(std::move(tx.error()));
    if (auto ok = drop(key, start); !ok)
        return ok;
    if (auto ok = makeRoom(sealed.bytes.size()); !ok)
        return ok;
    auto insert = m_db->prepare("INSERT INTO metric_block(key, start, used, bytes, crc, blob) "
                                "VALUES(?, ?, ?, ?, ?, ?)");
    if (!insert)
        return models::fail(std::move(insert.error()));
    insert->bind(std::string_view(key))
        .bind(start.ns)
        .bind(now.ns)
        .bind(static_cast<std::int64_t>(sealed.bytes.size()))
        .bind(std::int64_t{sealed.crc})
        .bindBlob(sealed.bytes);
    if (auto ok = insert->run(); !ok)
        return ok;
    m_bytes += sealed.bytes.size();
    return tx->commit();
}

void MetricBlocks::touch(const std::string& key, UtcTime start, UtcTime now)
{
    auto put = m_db->prepare("UPDATE metric_block SET used = ? WHERE key = ? AND start = ?");
    if (!put)
        return; // only the order of dropping suffers
    put->bind(now.ns).bind(std::string_view(key)).bind(start.ns);
    (void)put->run();
}

models::Result<std::optional<std::string>> MetricBlocks::get(const std::string& key, UtcTime start,
                                                             UtcTime now)
{
    const std::lock_guard guard(m_lock);
    if (m_folder.empty())
        return getInMemory({key, start.ns});
    if (auto ok = connect(); !ok)
        return models::fail(std::move(ok.error()));
    auto row =
        m_db->prepare("SELECT crc, blob, used FROM metric_block WHERE key = ? AND start = ?");
    if (!row)
        return models::fail(std::move(row.error()));
    row->bind(std::string_view(key)).bind(start.ns);
    const auto found = row->step();
    if (!found)
        return models::fail(found.error());
    if (!*found)
        return std::nullopt;
    auto payload = unseal(row->blob(1), static_cast<std::uint32_t>(row->integer(0)));
    const bool old = now - UtcTime{row->integer(2)} > kTouchEvery;
    row->reset();
    if (!payload) {
        if (!m_readOnly)
            (void)drop(key, start);
        return models::fail(std::move(payload.error()).in("reading a metric block"));
    }
    if (old && !m_readOnly)
        touch(key, start, now);
    return std::optional(std::move(*payload));
}

} // namespace binnacle::services
