// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/history_reader.h"

#include "services/store/blob.h"
#include "services/store/diff.h"
#include "services/store/told_collector.h"

namespace binnacle::services {

using models::ErrorCode;
using models::UtcTime;

namespace {

struct Checkpoint {
    std::int64_t id = 0, afterSeq = 0, parts = 0;
    UtcTime t;
};

tl::unexpected<models::Error> corrupt(std::string what)
{
    return models::fail(ErrorCode::DataCorrupt, std::move(what),
                        "binnacle-cli estate verify lists what is damaged.");
}

/// The newest checkpoint not after `until`; NotFound when there is none.
models::Result<Checkpoint> findCheckpoint(SqliteDb& db, UtcTime until)
{
    const std::int64_t limit = until.known() ? until.ns : std::numeric_limits<std::int64_t>::max();
    auto row = db.prepare("SELECT id, after_seq, parts, t FROM checkpoint WHERE t <= ? "
                          "ORDER BY id DESC LIMIT 1");
    if (!row)
        return models::fail(std::move(row.error()));
    row->bind(limit);
    const auto found = row->step();
    if (!found)
        return models::fail(found.error());
    if (*found)
        return Checkpoint{row->integer(0), row->integer(1), row->integer(2), {row->integer(3)}};
    const auto first = db.number("SELECT min(t) FROM checkpoint");
    if (!first)
        return models::fail(first.error());
    if (!first->has_value())
        return models::fail(ErrorCode::NotFound, "nothing has been recorded yet");
    const std::string since = models::toRfc3339({**first});
    return models::fail(ErrorCode::NotFound, "history is kept since " + since,
                        "Ask for a time not before " + since + ".");
}

models::Result<std::uint64_t> loadCheckpoint(SqliteDb& db, const SchemaBook& schemas,
                                             const Checkpoint& checkpoint, ReplayTarget& target)
{
    auto rows =
        db.prepare("SELECT crc, blob FROM checkpoint_part WHERE checkpoint = ? ORDER BY part");
    if (!rows)
        return models::fail(std::move(rows.error()));
    rows->bind(checkpoint.id);
    std::uint64_t bytes = 0;
    std::int64_t parts = 0;
    for (;; ++parts) {
        const auto row = rows->step();
        if (!row)
            return models::fail(row.error());
        if (!*row)
            break;
        auto payload = unseal(rows->blob(1), static_cast<std::uint32_t>(rows->integer(0)));
        if (!payload)
            return models::fail(std::move(payload.error()).in("reading a checkpoint"));
        bytes += payload->size();
        if (auto ok = replayPayload(*payload, schemas, target); !ok)
            return models::fail(std::move(ok.error()).in("reading a checkpoint"));
    }
    if (parts != checkpoint.parts)
        return corrupt("a checkpoint is incomplete");
    return bytes;
}

/// Applies batches after `seq` (up to and with `last`) until the target is done.
models::Result<std::uint64_t> replayBatches(SqliteDb& db, const SchemaBook& schemas,
                                            std::int64_t seq, std::int64_t last,
                                            ReplayTarget& target)
{
    auto rows = db.prepare("SELECT crc, blob FROM batch WHERE seq > ? AND seq <= ? ORDER BY seq");
    if (!rows)
        return models::fail(std::move(rows.error()));
    rows->bind(seq).bind(last);
    std::uint64_t bytes = 0;
    while (!target.done) {
        const auto row = rows->step();
        if (!row)
            return models::fail(row.error());
        if (!*row)
            break;
        auto payload = unseal(rows->blob(1), static_cast<std::uint32_t>(rows->integer(0)));
        if (!payload)
            return models::fail(std::move(payload.error()).in("reading recorded changes"));
        bytes += payload->size();
        if (auto ok = replayPayload(*payload, schemas, target); !ok)
            return models::fail(std::move(ok.error()).in("reading recorded changes"));
    }
    return bytes;
}

/// Changes that a checkpoint after a hole in the record implies: one entry per object, all at the
/// time recording went on.
void changesAcrossGap(EstateTables& before, EstateTables& after, UtcTime at,
                      std::vector<ChangeEntry>& out)
{
    const Snapshot was = before.snapshot();
    const Snapshot is = after.snapshot();
    for (std::size_t k = 0; k < std::max(was.tables.size(), is.tables.size()); ++k) {
        const auto kind = static_cast<models::KindId>(k);
        for (RowChange& change : diffTables(was.table(kind), is.table(kind))) {
            const bool gone = change.op == RowChange::Op::Removed;
            const RowRef row = (gone ? was : is).table(kind)->row(change.slot);
            const auto op = gone                                ? models::FactOp::Remove
                            : change.op == RowChange::Op::Added ? models::FactOp::Upsert
                                                                : models::FactOp::Patch;
            out.push_back({at, kind, change.key, op, std::string(row.ns()), std::string(row.name()),
                           std::move(change.columns)});
        }
    }
}

} // namespace

models::Result<HistoryState> loadHistory(SqliteDb& db, const SchemaBook& schemas, UtcTime until,
                                         EstateTables& into)
{
    HistoryState out;
    const auto since = db.number("SELECT min(t) FROM checkpoint");
    const auto seq = db.number("SELECT max(seq) FROM batch");
    if (!since || !seq)
        return models::fail(since ? seq.error() : since.error());
    out.lastSeq = seq->value_or(0);
    if (since->has_value())
        out.keptSince = {**since};
    else if (!until.known())
        return out; // a new file
    const auto checkpoint = findCheckpoint(db, until);
    if (!checkpoint)
        return models::fail(checkpoint.error());
    out.lastSeq = std::max(out.lastSeq, checkpoint->afterSeq);
    ReplayTarget target{into, until, {}, nullptr, 0, checkpoint->t, 0, 0, false};
    const auto base = loadCheckpoint(db, schemas, *checkpoint, target);
    if (!base)
        return models::fail(base.error());
    const auto after = replayBatches(db, schemas, checkpoint->afterSeq,
                                     std::numeric_limits<std::int64_t>::max(), target);
    if (!after)
        return models::fail(after.error());
    out.checkpointBytes = *base;
    out.replayedBytes = *after;
    out.lastAt = target.lastAt;
    out.orphans = target.orphans;
    return out;
}

namespace {

/// Where the changes of a range go: bare entries, or those asked for with their values.
struct ChangeSink {
    std::vector<ChangeEntry>* bare = nullptr;
    ToldCollector* told = nullptr;
    std::size_t limit = 0;

    std::size_t size() const { return bare != nullptr ? bare->size() : told->size(); }
    void acrossGap(EstateTables& before, EstateTables& after, UtcTime at) const
    {
        if (bare != nullptr) {
            changesAcrossGap(before, after, at, *bare);
            bare->resize(std::min(bare->size(), limit));
            return;
        }
        Snapshot is = after.snapshot();
        is.at = at;
        told->append(changesBetween(before.snapshot(), is, told->watches()));
        told->cut(limit);
    }
};

models::Result<void> readInto(SqliteDb& db, const SchemaBook& schemas, UtcTime from, UtcTime to,
                              const ChangeSink& sink)
{
    auto start = findCheckpoint(db, from);
    if (!start && start.error().code == ErrorCode::NotFound) {
        // From before the beginning: the beginning. What was there then is no change.
        const auto first = db.number("SELECT min(t) FROM checkpoint");
        if (!first || !first->has_value() || **first > to.ns)
            return {};
        start = findCheckpoint(db, UtcTime{**first});
    }
    if (!start)
        return models::fail(start.error());
    auto gaps = db.prepare("SELECT id, after_seq, parts, t FROM checkpoint WHERE gap = 1 AND "
                           "id > ? AND t <= ? ORDER BY id");
    if (!gaps)
        return models::fail(std::move(gaps.error()));
    gaps->bind(start->id).bind(to.ns);
    auto tables = std::make_unique<EstateTables>();
    ReplayTarget first{*tables, {}, {}, nullptr, 0, {}, 0, 0, false, nullptr};
    if (const auto ok = loadCheckpoint(db, schemas, *start, first); !ok)
        return models::fail(ok.error());
    std::int64_t seq = start->afterSeq;
    for (;;) {
        const auto gap = gaps->step();
        if (!gap)
            return models::fail(gap.error());
        const std::int64_t last =
            *gap ? gaps->integer(1) : std::numeric_limits<std::int64_t>::max();
        ReplayTarget target{*tables, to, from, sink.bare, sink.limit, {}, 0, 0, false, sink.told};
        if (const auto ok = replayBatches(db, schemas, seq, last, target); !ok)
            return models::fail(ok.error());
        if (!*gap || sink.size() >= sink.limit)
            return {};
        const Checkpoint next{gaps->integer(0), last, gaps->integer(2), {gaps->integer(3)}};
        auto fresh = std::make_unique<EstateTables>();
        ReplayTarget into{*fresh, {}, {}, nullptr, 0, {}, 0, 0, false, nullptr};
        if (const auto ok = loadCheckpoint(db, schemas, next, into); !ok)
            return models::fail(ok.error());
        if (next.t > from)
            sink.acrossGap(*tables, *fresh, next.t);
        tables = std::move(fresh);
        seq = last;
    }
}

} // namespace

models::Result<std::vector<ChangeEntry>> readChanges(SqliteDb& db, const SchemaBook& schemas,
                                                     UtcTime from, UtcTime to, std::size_t limit)
{
    std::vector<ChangeEntry> out;
    if (auto ok = readInto(db, schemas, from, to, {&out, nullptr, limit}); !ok)
        return models::fail(std::move(ok.error()));
    return out;
}

models::Result<std::vector<ToldChange>> readToldChanges(SqliteDb& db, const SchemaBook& schemas,
                                                        UtcTime from, UtcTime to,
                                                        const ChangeWatches& watches,
                                                        std::size_t limit)
{
    std::vector<ToldChange> out;
    ToldCollector told(watches, out);
    if (auto ok = readInto(db, schemas, from, to, {nullptr, &told, limit}); !ok)
        return models::fail(std::move(ok.error()));
    return out;
}

} // namespace binnacle::services
