// SPDX-License-Identifier: GPL-3.0-or-later
// Housekeeping of the history file: small batches are joined, old ones dropped.
#include "services/store/blob.h"
#include "services/store/history_log.h"

namespace binnacle::services {

using models::UtcTime;

namespace {

/// Metric blocks have the other quarter (metric_blocks.cpp).
std::uint64_t historyShare(std::uint64_t maxBytes)
{
    return maxBytes / 4 * 3;
}

} // namespace

models::Result<void> HistoryLog::merge(bool rest)
{
    const auto waiting = static_cast<std::size_t>(m_seq - m_mergedTo);
    if (waiting < 2 || (!rest && waiting < m_tuning.mergeEvery))
        return {};
    auto tx = Transaction::begin(m_db, true);
    if (!tx)
        return models::fail(std::move(tx.error()));
    std::string payload, source;
    UtcTime first, last;
    std::int64_t rows = 0;
    bool sameSource = true;
    {
        auto read = m_db.prepare("SELECT t_first, t_last, source, rows, crc, blob FROM batch "
                                 "WHERE seq > ? AND seq <= ? ORDER BY seq");
        if (!read)
            return models::fail(std::move(read.error()));
        read->bind(m_mergedTo).bind(m_seq);
        for (;;) {
            const auto row = read->step();
            if (!row)
                return models::fail(row.error());
            if (!*row)
                break;
            auto part = unseal(read->blob(5), static_cast<std::uint32_t>(read->integer(4)));
            if (!part)
                return models::fail(std::move(part.error()).in("joining batches"));
            payload += *part; // segments are whole in themselves: joining is appending
            if (!first.known()) {
                first = {read->integer(0)};
                source = read->text(2);
            }
            last = {read->integer(1)};
            rows += read->integer(3);
            sameSource = sameSource && !read->null(2) && read->text(2) == source;
        }
    }
    auto drop = m_db.prepare("DELETE FROM batch WHERE seq > ? AND seq <= ?");
    if (!drop)
        return models::fail(std::move(drop.error()));
    drop->bind(m_mergedTo).bind(m_seq);
    if (auto ok = drop->run(); !ok)
        return ok;
    if (auto ok = insertBatch(m_seq, first, last, sameSource ? &source : nullptr, rows, payload);
        !ok)
        return ok;
    if (auto ok = tx->commit(); !ok)
        return ok;
    m_mergedTo = m_seq;
    return {};
}

models::Result<std::uint64_t> HistoryLog::usedBytes()
{
    const auto pages = m_db.number("PRAGMA page_count");
    const auto free = m_db.number("PRAGMA freelist_count");
    const auto size = m_db.number("PRAGMA page_size");
    const auto blocks = m_db.number("SELECT sum(bytes) FROM metric_block");
    for (const auto* part : {&pages, &free, &size, &blocks}) {
        if (!*part)
            return models::fail(part->error());
    }
    const std::int64_t used = (pages->value_or(0) - free->value_or(0)) * size->value_or(0);
    return static_cast<std::uint64_t>(std::max<std::int64_t>(0, used - blocks->value_or(0)));
}

models::Result<void> HistoryLog::dropBefore(std::int64_t checkpoint)
{
    const std::string id = std::to_string(checkpoint);
    const std::string seq = "(SELECT after_seq FROM checkpoint WHERE id = " + id + ")";
    const auto rows = m_db.number("SELECT sum(rows) FROM batch WHERE seq <= " + seq);
    if (!rows)
        return models::fail(rows.error());
    auto tx = Transaction::begin(m_db, true);
    if (!tx)
        return models::fail(std::move(tx.error()));
    if (auto ok = m_db.exec("DELETE FROM batch WHERE seq <= " + seq +
                            "; DELETE FROM checkpoint_part WHERE checkpoint < " + id +
                            "; DELETE FROM checkpoint WHERE id < " + id);
        !ok)
        return ok;
    const auto since = m_db.number("SELECT min(t) FROM checkpoint");
    if (!since)
        return models::fail(since.error());
    if (auto ok = tx->commit(); !ok)
        return ok;
    m_keptSince = {since->value_or(UtcTime::kUnknown)};
    m_entries -= std::min(m_entries, static_cast<std::uint64_t>(rows->value_or(0)));
    return {};
}

models::Result<CommitResult> HistoryLog::trim(const SnapshotPtr& snapshot)
{
    if (!m_lastTime.known())
        return CommitResult::Done;
    // The cut is at a checkpoint: what remains can still be replayed from its very first moment.
    const UtcTime cut = m_lastTime - m_limits.retention;
    const auto keep =
        m_db.number("SELECT max(id) FROM checkpoint WHERE t <= " + std::to_string(cut.ns));
    const auto oldest = m_db.number("SELECT min(id) FROM checkpoint");
    if (!keep || !oldest)
        return models::fail(keep ? oldest.error() : keep.error());
    bool dropped = false;
    if (keep->has_value() && **keep > oldest->value_or(0)) {
        if (auto ok = dropBefore(**keep); !ok)
            return models::fail(std::move(ok.error()));
        dropped = true;
    }
    for (;;) {
        const auto used = usedBytes();
        if (!used)
            return models::fail(used.error());
        if (*used <= historyShare(m_limits.maxBytes))
            break;
        const auto second = m_db.number("SELECT id FROM checkpoint ORDER BY id LIMIT 1 OFFSET 1");
        if (!second)
            return models::fail(second.error());
        if (!second->has_value()) {
            if (m_sinceCheckpoint == 0)
                break; // one checkpoint and nothing else: the bound is below the estate itself
            auto done = checkpoint(snapshot, false);
            if (!done || *done == CommitResult::LeaseLost)
                return done;
            continue;
        }
        if (auto ok = dropBefore(**second); !ok)
            return models::fail(std::move(ok.error()));
        dropped = true;
    }
    if (dropped) {
        if (auto ok = m_db.exec("PRAGMA incremental_vacuum"); !ok)
            return models::fail(std::move(ok.error()));
    }
    return CommitResult::Done;
}

} // namespace binnacle::services
