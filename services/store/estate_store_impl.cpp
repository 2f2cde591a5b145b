// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/estate_store_impl.h"

#include <algorithm>

namespace binnacle::services {

using models::ErrorCode;
using models::UtcTime;

namespace {

constexpr std::chrono::seconds kReadersWait{5}; ///< for changes on their way to the disk
constexpr models::Duration kClockTrouble = std::chrono::minutes(1);

tl::unexpected<models::Error> noHistory()
{
    return models::fail(ErrorCode::Unsupported, "this store is in memory and keeps no history",
                        "Give the store a folder.");
}

} // namespace

EstateStoreImpl::EstateStoreImpl(StoreOptions options, Start start)
    : m_options(std::move(options)),
      m_clock(m_options.clock != nullptr ? *m_options.clock : models::Clock::system()),
      m_setAside(std::move(start.setAside)), m_lastTime(start.lastAt),
      m_blocks(m_options.folder, m_options.readOnly, m_options.maxBytes)
{
    const std::lock_guard guard(m_lock); // the history's thread may take over at once
    m_ingest.adopt(std::move(start.tables));
    const UtcTime now = nextTime();
    (void)m_ingest.takeDelta(m_version + 1, now); // what was loaded is no change
    store(std::make_shared<Snapshot>(m_ingest.tables().snapshot()), now);
    if (start.log)
        m_history = std::make_unique<HistoryWriter>(
            std::move(start.log), start.recorder, m_current, start.anew,
            [this](HistoryLog& log) { return takeOver(log); });
    for (std::size_t i = 0; i < m_ingest.tables().sourceCount(); ++i) {
        const models::SourceStatus& known = m_ingest.tables().status(static_cast<SourceIndex>(i));
        if (known.gone)
            continue;
        const std::string id = known.id;
        m_ingest.updateStatus(id, now, [](models::SourceStatus& status) {
            status.phase = models::SourcePhase::Idle; // nobody asks it yet
            status.meter.inFlight = 0;
        });
    }
    publish(now, {});
}

EstateStoreImpl::~EstateStoreImpl()
{
    if (!m_history)
        return;
    EstateDelta rest;
    rest.at = nextTime();
    m_filter.drain(rest, m_ingest.tables());
    rest.after = m_current;
    if (!rest.empty())
        m_history->push(std::move(rest));
}

UtcTime EstateStoreImpl::nextTime()
{
    // A clock set back must not reorder history: time stands still until it has caught up.
    m_lastTime = std::max(m_lastTime, m_clock.now());
    return m_lastTime;
}

SnapshotPtr EstateStoreImpl::store(std::shared_ptr<Snapshot> snapshot, UtcTime at)
{
    snapshot->version = ++m_version;
    snapshot->at = at;
    SnapshotPtr next = std::move(snapshot);
    SnapshotPtr before = next; // freed without the lock: it may be the last of many chunks
    {
        const std::lock_guard guard(m_currentLock);
        m_current.swap(before);
    }
    return next;
}

bool EstateStoreImpl::publish(UtcTime at, const std::string& source)
{
    EstateDelta delta = m_ingest.takeDelta(m_version + 1, at);
    if (delta.empty())
        return false;
    delta.source = source;
    delta.after = store(std::make_shared<Snapshot>(m_ingest.tables().snapshot()), at);
    if (m_history) {
        m_filter.filter(delta, m_ingest.tables(), m_clock.steady());
        if (!delta.empty())
            m_history->push(std::move(delta));
    }
    return true;
}

models::Result<void> EstateStoreImpl::apply(models::FactBatch&& batch)
{
    if (m_history)
        m_history->waitForRoom();
    bool published = false;
    {
        const std::lock_guard guard(m_lock);
        if (auto ok = m_ingest.check(batch); !ok)
            return ok;
        const UtcTime at = nextTime();
        m_ingest.apply(batch, at);
        m_ingest.compactTexts();
        published = publish(at, batch.source());
    }
    if (published)
        m_subscribers.notify();
    return {};
}

void EstateStoreImpl::updateStatus(const std::string& source,
                                   const std::function<void(models::SourceStatus&)>& edit)
{
    if (m_history)
        m_history->waitForRoom();
    bool published = false;
    {
        const std::lock_guard guard(m_lock);
        const UtcTime at = nextTime();
        m_ingest.updateStatus(source, at, edit);
        published = publish(at, source);
    }
    if (published)
        m_subscribers.notify();
}

void EstateStoreImpl::forget(const std::string& source, bool gone)
{
    bool published = false;
    {
        const std::lock_guard guard(m_lock);
        m_ingest.forget(source, gone);
        published = publish(nextTime(), source);
    }
    if (published)
        m_subscribers.notify();
}

SnapshotPtr EstateStoreImpl::takeOver(HistoryLog& log)
{
    EstateTables recorded;
    bool readable = false;
    if (m_options.loadLastState) {
        auto tx = Transaction::begin(log.db(), false);
        // What cannot be read is no better than what is known here.
        readable = tx && loadHistory(log.db(), log.schemas(), {}, recorded).has_value();
    }
    SnapshotPtr now;
    {
        const std::lock_guard guard(m_lock);
        m_lastTime = std::max(m_lastTime, log.lastTime());
        const UtcTime at = nextTime();
        if (readable)
            m_ingest.merge(recorded, at);
        m_ingest.compactTexts();
        publish(at, {});
        now = m_current;
    }
    m_subscribers.notify();
    return now;
}

SnapshotPtr EstateStoreImpl::current() const
{
    const std::lock_guard guard(m_currentLock);
    return m_current;
}

Subscription EstateStoreImpl::subscribe(std::function<void()> onPublished)
{
    return m_subscribers.add(std::move(onPublished));
}

/// A connection of its own for every read: readers share nothing and wait for nobody.
models::Result<SqliteDb> EstateStoreImpl::history() const
{
    if (m_options.folder.empty())
        return noHistory();
    if (m_history && m_history->pending())
        (void)m_history->flush(kReadersWait); // what is not on disk then is told by brokenSince
    return openHistoryForReading(m_options.folder);
}

namespace {

/// Reads from history at one moment: what is recorded meanwhile is not seen by halves.
template <class Read>
auto inOneLook(SqliteDb& db, Read read) -> decltype(read(std::declval<const SchemaBook&>()))
{
    auto tx = Transaction::begin(db, false);
    if (!tx)
        return models::fail(std::move(tx.error()));
    const auto schemas = readSchemas(db);
    if (!schemas)
        return models::fail(schemas.error());
    return read(*schemas);
}

} // namespace

models::Result<SnapshotPtr> EstateStoreImpl::at(UtcTime t) const
{
    auto db = history();
    if (!db)
        return models::fail(std::move(db.error()));
    if (const UtcTime broken = m_history ? m_history->brokenSince() : UtcTime{};
        broken.known() && t > broken)
        return models::fail(ErrorCode::ResourceExhausted,
                            "history could not be recorded since " + models::toRfc3339(broken),
                            "Free space on the disk that holds the store.");
    return inOneLook(*db, [&](const SchemaBook& schemas) -> models::Result<SnapshotPtr> {
        EstateTables tables;
        const auto state = loadHistory(*db, schemas, t, tables);
        if (!state)
            return models::fail(state.error().in("reading the estate at " + models::toRfc3339(t)));
        auto out = std::make_shared<Snapshot>(tables.snapshot());
        out->at = t;
        out->live = false;
        out->keptSince = state->keptSince;
        return out;
    });
}

models::Result<std::vector<ChangeEntry>> EstateStoreImpl::changes(UtcTime from, UtcTime to,
                                                                  std::size_t limit) const
{
    auto db = history();
    if (!db)
        return models::fail(std::move(db.error()));
    return inOneLook(
        *db, [&](const SchemaBook& schemas) { return readChanges(*db, schemas, from, to, limit); });
}

models::Result<std::vector<ToldChange>> EstateStoreImpl::toldChanges(UtcTime from, UtcTime to,
                                                                     const ChangeWatches& watches,
                                                                     std::size_t limit) const
{
    auto db = history();
    if (!db)
        return models::fail(std::move(db.error()));
    return inOneLook(*db, [&](const SchemaBook& schemas) {
        return readToldChanges(*db, schemas, from, to, watches, limit);
    });
}

models::Result<void> EstateStoreImpl::flush(std::chrono::milliseconds deadline)
{
    if (m_history)
        return m_history->flush(deadline);
    if (m_options.folder.empty())
        return {}; // nothing is to be kept
    return models::fail(ErrorCode::Unsupported, "the store is open for reading only",
                        "Nothing to do: what arrives here is shown but not recorded.");
}

/// A reader asks the file, for another process may be writing it. That it only reads is no problem;
/// that the file cannot be read is one.
void EstateStoreImpl::describeFile(StoreHealth& health) const
{
    auto db = openHistoryForReading(m_options.folder);
    const auto extent = db ? readExtent(*db) : models::fail(std::move(db.error()));
    if (!extent) {
        health.problem = extent.error().text();
        health.remedy = extent.error().remedy;
        return;
    }
    health.entries = extent->entries;
    health.keptSince = extent->keptSince;
}

StoreHealth EstateStoreImpl::health() const
{
    StoreHealth out;
    UtcTime last;
    {
        const std::lock_guard guard(m_lock);
        out.memoryBytes = m_ingest.bytes();
        out.texts = m_ingest.tables().texts().size();
        last = m_lastTime;
    }
    out.setAside = m_setAside;
    if (m_options.folder.empty())
        return out;
    out.readOnly = m_options.readOnly;
    out.bytes = historyBytes(m_options.folder);
    if (m_history)
        m_history->describe(out);
    else
        describeFile(out);
    if (const models::Duration behind = last - m_clock.now();
        out.problem.empty() && behind > kClockTrouble) {
        out.problem = "the clock is " + models::toHumanAge(behind) + " behind the newest record";
        out.remedy = "Check this machine's clock; until it has caught up, changes carry the time "
                     "of that record.";
    }
    return out;
}

models::Result<VerifyReport> EstateStoreImpl::verify() const
{
    auto db = history();
    if (!db)
        return models::fail(std::move(db.error()));
    auto tx = Transaction::begin(*db, false);
    if (!tx)
        return models::fail(std::move(tx.error()));
    return verifyHistory(*db);
}

models::Result<void> EstateStoreImpl::putBlock(const std::string& key, UtcTime start,
                                               std::string payload)
{
    return m_blocks.put(key, start, std::move(payload), m_clock.now());
}

models::Result<std::optional<std::string>> EstateStoreImpl::getBlock(const std::string& key,
                                                                     UtcTime start) const
{
    return m_blocks.get(key, start, m_clock.now());
}

} // namespace binnacle::services
