// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/history_log.h"

#include "services/store/blob.h"

#include <algorithm>

namespace binnacle::services {

using models::UtcTime;

namespace {

constexpr std::uint64_t kWorthOnClose = 64u << 10;

models::UtcTime wallNow()
{
    return models::Clock::system().now(); // leases are between processes: no test clock
}

} // namespace

HistoryLog::HistoryLog(SqliteDb db, HistoryLimits limits, HistoryTuning tuning)
    : m_db(std::move(db)), m_limits(limits), m_tuning(tuning)
{
}

models::Result<void> HistoryLog::readPosition()
{
    auto schemas = readSchemas(m_db);
    if (!schemas)
        return models::fail(std::move(schemas.error()));
    m_schemas = std::move(*schemas);
    const auto seq = m_db.number("SELECT max(seq) FROM batch");
    const auto lastBatch = m_db.number("SELECT t_last FROM batch ORDER BY seq DESC LIMIT 1");
    const auto last = m_db.number("SELECT max(t) FROM checkpoint");
    const auto after = m_db.number("SELECT after_seq FROM checkpoint ORDER BY id DESC LIMIT 1");
    const auto first = m_db.number("SELECT min(t) FROM checkpoint");
    const auto rows = m_db.number("SELECT sum(rows) FROM batch");
    for (const auto* part : {&seq, &lastBatch, &last, &after, &first, &rows}) {
        if (!*part)
            return models::fail(part->error());
    }
    m_seq = std::max(seq->value_or(0), after->value_or(0));
    m_mergedTo = after->value_or(0);
    m_lastTime = {
        std::max(lastBatch->value_or(UtcTime::kUnknown), last->value_or(UtcTime::kUnknown))};
    m_checkpointAt = {last->value_or(UtcTime::kUnknown)};
    m_keptSince = {first->value_or(UtcTime::kUnknown)};
    m_entries = static_cast<std::uint64_t>(rows->value_or(0));
    return {};
}

models::Result<std::int64_t> HistoryLog::acquire()
{
    auto other = m_lease.acquire(m_db, wallNow());
    if (!other || *other != 0)
        return other;
    if (auto ok = readPosition(); !ok)
        return models::fail(std::move(ok.error()));
    return 0;
}

models::Result<CommitResult> HistoryLog::heartbeat()
{
    // Losing a heartbeat in a power cut costs nothing: no need to wait for the disk.
    if (auto ok = m_db.exec("PRAGMA synchronous=NORMAL"); !ok)
        return models::fail(std::move(ok.error()));
    const auto ours = m_lease.renew(m_db, wallNow());
    if (auto ok = m_db.exec("PRAGMA synchronous=FULL"); !ok)
        return models::fail(std::move(ok.error()));
    if (!ours)
        return models::fail(ours.error());
    return *ours ? CommitResult::Done : CommitResult::LeaseLost;
}

void HistoryLog::release()
{
    m_lease.release(m_db);
}

models::Result<void> HistoryLog::writeSchemas()
{
    for (auto& form : m_schemas.takeNew())
        m_writing.push_back(std::move(form));
    if (m_writing.empty())
        return {};
    auto put = m_db.prepare("INSERT OR REPLACE INTO kind_schema(id, name, crc, spec) "
                            "VALUES(?, ?, ?, ?)");
    if (!put)
        return models::fail(std::move(put.error()));
    for (const auto& [id, spec] : m_writing) {
        const auto decoded = decodeKindSpec(spec);
        put->bind(std::int64_t{id})
            .bind(std::string_view(decoded ? decoded->name : std::string_view{}))
            .bind(std::int64_t{crc32c(spec)})
            .bindBlob(spec);
        if (auto ok = put->run(); !ok)
            return ok;
    }
    return {};
}

models::Result<void> HistoryLog::insertBatch(std::int64_t seq, UtcTime first, UtcTime last,
                                             const std::string* source, std::int64_t rows,
                                             std::string_view payload)
{
    auto put = m_db.prepare("INSERT INTO batch(seq, t_first, t_last, rows, crc, blob, source) "
                            "VALUES(?, ?, ?, ?, ?, ?, ?)");
    if (!put)
        return models::fail(std::move(put.error()));
    const SealedBlob sealed = seal(payload);
    put->bind(seq).bind(first.ns).bind(last.ns).bind(rows).bind(std::int64_t{sealed.crc});
    put->bindBlob(sealed.bytes);
    if (source != nullptr)
        put->bind(std::string_view(*source));
    return put->run();
}

models::Result<CommitResult> HistoryLog::commit(std::span<EstateDelta> deltas)
{
    UtcTime last = m_lastTime;
    std::int64_t rows = 0;
    const std::string* source = &deltas.front().source;
    for (EstateDelta& delta : deltas) {
        delta.at = last = std::max(last, delta.at);
        rows += static_cast<std::int64_t>(delta.rows());
        source = source != nullptr && *source == delta.source ? source : nullptr;
        m_encoder.add(delta);
    }
    const std::string payload = m_encoder.finish();
    auto tx = Transaction::begin(m_db, true);
    if (!tx)
        return models::fail(std::move(tx.error()));
    const auto ours = m_lease.renew(m_db, wallNow());
    if (!ours)
        return models::fail(ours.error());
    if (!*ours)
        return CommitResult::LeaseLost;
    if (auto ok = writeSchemas(); !ok)
        return models::fail(std::move(ok.error()));
    if (auto ok = insertBatch(m_seq + 1, deltas.front().at, last, source, rows, payload); !ok)
        return models::fail(std::move(ok.error()));
    if (auto ok = tx->commit(); !ok)
        return models::fail(std::move(ok.error()));
    m_writing.clear();
    ++m_seq;
    m_lastTime = last;
    m_entries += static_cast<std::uint64_t>(rows);
    m_sinceCheckpoint += payload.size();
    return CommitResult::Done;
}

models::Result<CommitResult> HistoryLog::writeCheckpoint(const SnapshotPtr& snapshot, UtcTime at,
                                                         bool gap, std::uint64_t& bytes)
{
    const auto ours = m_lease.renew(m_db, wallNow());
    if (!ours)
        return models::fail(ours.error());
    if (!*ours)
        return CommitResult::LeaseLost;
    const auto newest = m_db.number("SELECT max(id) FROM checkpoint");
    if (!newest)
        return models::fail(newest.error());
    const std::int64_t id = newest->value_or(0) + 1;
    auto put = m_db.prepare("INSERT INTO checkpoint_part(checkpoint, part, crc, blob) "
                            "VALUES(?, ?, ?, ?)");
    if (!put)
        return models::fail(std::move(put.error()));
    std::int64_t parts = 0, rows = 0;
    for (const EstateDelta& part : HistoryEncoder::everything(snapshot, at, m_tuning.rowsPerPart)) {
        m_encoder.add(part);
        const std::string payload = m_encoder.finish();
        bytes += payload.size();
        rows += static_cast<std::int64_t>(part.rows());
        const SealedBlob sealed = seal(payload);
        put->bind(id).bind(parts++).bind(std::int64_t{sealed.crc}).bindBlob(sealed.bytes);
        if (auto ok = put->run(); !ok)
            return models::fail(std::move(ok.error()));
    }
    if (auto ok = writeSchemas(); !ok)
        return models::fail(std::move(ok.error()));
    auto head = m_db.prepare("INSERT INTO checkpoint(id, after_seq, t, rows, parts, gap) "
                             "VALUES(?, ?, ?, ?, ?, ?)");
    if (!head)
        return models::fail(std::move(head.error()));
    head->bind(id).bind(m_seq).bind(at.ns).bind(rows).bind(parts).bind(std::int64_t{gap ? 1 : 0});
    if (auto ok = head->run(); !ok)
        return models::fail(std::move(ok.error()));
    return CommitResult::Done;
}

models::Result<CommitResult> HistoryLog::checkpoint(const SnapshotPtr& snapshot, bool gap)
{
    if (auto ok = merge(true); !ok) // a merged batch must not straddle a checkpoint
        return models::fail(std::move(ok.error()));
    const UtcTime at = std::max(m_lastTime, snapshot->at);
    auto tx = Transaction::begin(m_db, true);
    if (!tx)
        return models::fail(std::move(tx.error()));
    std::uint64_t bytes = 0;
    auto done = writeCheckpoint(snapshot, at, gap, bytes);
    if (!done || *done == CommitResult::LeaseLost)
        return done;
    if (auto ok = tx->commit(); !ok)
        return models::fail(std::move(ok.error()));
    m_writing.clear();
    m_lastTime = m_checkpointAt = at;
    m_mergedTo = m_seq;
    m_sinceCheckpoint = 0;
    m_checkpointBytes = bytes;
    if (!m_keptSince.known())
        m_keptSince = at;
    return CommitResult::Done;
}

bool HistoryLog::checkpointDue() const
{
    if (m_sinceCheckpoint == 0)
        return false;
    return m_sinceCheckpoint >= std::max(m_tuning.replayBytes, m_checkpointBytes) ||
           m_lastTime - m_checkpointAt >= m_tuning.checkpointEvery;
}

bool HistoryLog::closingCheckpointDue() const
{
    return m_sinceCheckpoint >= std::max(kWorthOnClose, m_checkpointBytes / 4);
}

} // namespace binnacle::services
