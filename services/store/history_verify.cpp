// SPDX-License-Identifier: GPL-3.0-or-later
// `estate verify`: every checksum, every decode, and that replaying from one checkpoint arrives at
// the next one.
#include "services/store/blob.h"
#include "services/store/diff.h"
#include "services/store/history_reader.h"

#include <map>

namespace binnacle::services {

using models::UtcTime;

namespace {

constexpr std::size_t kMostProblems = 100;

class Verifier {
public:
    Verifier(SqliteDb& db, const SchemaBook& schemas, VerifyReport& report)
        : m_db(db), m_schemas(schemas), m_report(report)
    {
    }
    models::Result<void> run();

private:
    void problem(std::string what)
    {
        m_report.ok = false;
        if (m_report.problems.size() < kMostProblems)
            m_report.problems.push_back(std::move(what));
    }
    models::Result<void> integrity();
    models::Result<void> checkpoints();
    models::Result<void> span(std::int64_t from, std::int64_t to);
    models::Result<bool> load(std::int64_t id, std::int64_t parts, EstateTables& into);
    void compare(std::int64_t id, EstateTables& expected);
    models::Result<void> blocks();

    SqliteDb& m_db;
    const SchemaBook& m_schemas;
    VerifyReport& m_report;
    std::unique_ptr<EstateTables> m_tables; ///< null after damage: nothing to compare with
    UtcTime m_last;
};

models::Result<void> Verifier::integrity()
{
    auto rows = m_db.prepare("PRAGMA integrity_check(20)");
    if (!rows)
        return models::fail(std::move(rows.error()));
    for (;;) {
        const auto row = rows->step();
        if (!row)
            return models::fail(row.error());
        if (!*row)
            return {};
        if (rows->text(0) != "ok")
            problem("file structure: " + std::string(rows->text(0)));
    }
}

models::Result<bool> Verifier::load(std::int64_t id, std::int64_t parts, EstateTables& into)
{
    auto rows =
        m_db.prepare("SELECT crc, blob FROM checkpoint_part WHERE checkpoint = ? ORDER BY part");
    if (!rows)
        return models::fail(std::move(rows.error()));
    rows->bind(id);
    ReplayTarget target{into, {}, {}, nullptr, 0, {}, 0, 0, false};
    for (;; --parts) {
        const auto row = rows->step();
        if (!row)
            return models::fail(row.error());
        if (!*row)
            break;
        const auto payload = unseal(rows->blob(1), static_cast<std::uint32_t>(rows->integer(0)));
        if (!payload || !replayPayload(*payload, m_schemas, target)) {
            problem("checkpoint " + std::to_string(id) + " is damaged");
            return false;
        }
    }
    if (parts != 0)
        problem("checkpoint " + std::to_string(id) + " is incomplete");
    return parts == 0;
}

void Verifier::compare(std::int64_t id, EstateTables& expected)
{
    const Snapshot a = m_tables->snapshot();
    const Snapshot b = expected.snapshot();
    std::size_t differing = 0;
    for (std::size_t k = 0; k < std::max(a.tables.size(), b.tables.size()); ++k) {
        const auto kind = static_cast<models::KindId>(k);
        const auto& spec = models::KindRegistry::instance().spec(kind);
        for (const RowChange& change : diffTables(a.table(kind), b.table(kind))) {
            // Gauges are sampled once a minute: between samples the two may differ.
            bool real = change.op != RowChange::Op::Changed;
            for (const models::ColumnId column : change.columns)
                real = real || !spec.columns[column].gauge;
            differing += real ? 1 : 0;
        }
    }
    if (differing != 0)
        problem("replay up to checkpoint " + std::to_string(id) + " differs in " +
                std::to_string(differing) + " objects");
}

models::Result<void> Verifier::span(std::int64_t from, std::int64_t to)
{
    auto rows = m_db.prepare("SELECT seq, t_first, t_last, crc, blob FROM batch WHERE seq > ? AND "
                             "seq <= ? ORDER BY seq");
    if (!rows)
        return models::fail(std::move(rows.error()));
    rows->bind(from).bind(to);
    for (;;) {
        const auto row = rows->step();
        if (!row)
            return models::fail(row.error());
        if (!*row)
            return {};
        ++m_report.batches;
        const std::string name = "batch " + std::to_string(rows->integer(0));
        if (UtcTime{rows->integer(1)} < m_last || rows->integer(2) < rows->integer(1))
            problem(name + " is out of order");
        m_last = {rows->integer(2)};
        const auto payload = unseal(rows->blob(4), static_cast<std::uint32_t>(rows->integer(3)));
        if (!payload) {
            problem(name + ": " + payload.error().message);
            m_tables.reset();
            continue;
        }
        EstateTables scratch;
        ReplayTarget target{m_tables ? *m_tables : scratch, {}, {}, nullptr, 0, {}, 0, 0, false};
        if (const auto ok = replayPayload(*payload, m_schemas, target); !ok) {
            problem(name + ": " + ok.error().message);
            m_tables.reset();
            continue;
        }
        m_report.rows += target.rows;
        if (m_tables && target.orphans != 0)
            problem(name + " changes " + std::to_string(target.orphans) + " unknown objects");
    }
}

models::Result<void> Verifier::checkpoints()
{
    auto rows = m_db.prepare("SELECT id, after_seq, t, parts, gap FROM checkpoint ORDER BY id");
    if (!rows)
        return models::fail(std::move(rows.error()));
    std::int64_t seq = 0;
    for (bool first = true;; first = false) {
        const auto row = rows->step();
        if (!row)
            return models::fail(row.error());
        if (!*row)
            break;
        ++m_report.checkpoints;
        const std::int64_t id = rows->integer(0);
        if (!first) {
            if (auto ok = span(seq, rows->integer(1)); !ok)
                return ok;
        }
        if (UtcTime{rows->integer(2)} < m_last)
            problem("checkpoint " + std::to_string(id) + " is out of order");
        m_last = {rows->integer(2)};
        seq = rows->integer(1);
        auto tables = std::make_unique<EstateTables>();
        const auto loaded = load(id, rows->integer(3), *tables);
        if (!loaded)
            return models::fail(loaded.error());
        if (*loaded && m_tables && !first && rows->integer(4) == 0)
            compare(id, *tables);
        m_tables = *loaded ? std::move(tables) : nullptr;
    }
    return span(seq, std::numeric_limits<std::int64_t>::max());
}

models::Result<void> Verifier::blocks()
{
    auto rows = m_db.prepare("SELECT key, crc, blob FROM metric_block");
    if (!rows)
        return models::fail(std::move(rows.error()));
    for (;;) {
        const auto row = rows->step();
        if (!row)
            return models::fail(row.error());
        if (!*row)
            return {};
        ++m_report.blocks;
        if (!unseal(rows->blob(2), static_cast<std::uint32_t>(rows->integer(1))))
            problem("metric block of " + std::string(rows->text(0)) + " is damaged");
    }
}

models::Result<void> Verifier::run()
{
    if (auto ok = integrity(); !ok)
        return ok;
    if (auto ok = checkpoints(); !ok)
        return ok;
    return blocks();
}

} // namespace

models::Result<VerifyReport> verifyHistory(SqliteDb& db)
{
    VerifyReport report;
    const auto schemas = readSchemas(db);
    if (!schemas) {
        if (schemas.error().code != models::ErrorCode::DataCorrupt)
            return models::fail(schemas.error());
        report.ok = false;
        report.problems.push_back(schemas.error().message);
        return report;
    }
    const auto ok = Verifier(db, *schemas, report).run();
    if (!ok && ok.error().code != models::ErrorCode::DataCorrupt)
        return models::fail(ok.error());
    if (!ok) {
        report.ok = false;
        report.problems.push_back(ok.error().message);
    }
    return report;
}

} // namespace binnacle::services
