// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/history_codec.h"
#include "services/store/ingest.h"
#include "services/store/status_codec.h"
#include "services/store/told_collector.h"

#include <bit>

namespace binnacle::services {

using models::CellType;
using models::ColumnId;

namespace {

constexpr std::uint64_t kSecond = 1'000'000'000;
constexpr double kDecimals = 1000.0;

models::ObjectKey takeKey(ByteReader& in)
{
    const std::uint64_t hi = in.word();
    return {hi, in.word()};
}

double takeReal(ByteReader& in)
{
    const std::uint64_t tag = in.varint();
    return tag == 0 ? std::bit_cast<double>(in.word())
                    : static_cast<double>(unzigzag(tag - 1)) / kDecimals;
}

models::UtcTime takeTime(ByteReader& in, models::UtcTime at)
{
    const std::uint64_t tag = in.varint();
    if (tag == 0)
        return {static_cast<std::int64_t>(in.word())};
    if (tag == 1)
        return {};
    if (tag == 2)
        return at;
    // Unsigned: damaged bytes may overflow, which must not be undefined.
    const auto seconds = static_cast<std::uint64_t>(at.ns / static_cast<std::int64_t>(kSecond)) +
                         static_cast<std::uint64_t>(unzigzag(tag - 3));
    return {static_cast<std::int64_t>(seconds * kSecond)};
}

class SegmentReader {
public:
    SegmentReader(std::string_view bytes, const SchemaBook& schemas, ReplayTarget& target)
        : m_in(bytes), m_schemas(schemas), m_target(target)
    {
    }
    bool run();

private:
    bool dictionary();
    bool group();
    bool statuses(models::UtcTime at);
    bool source(std::uint64_t ref, SourceIndex& index);
    bool kind(models::UtcTime at);
    bool keys(TableWriter& w, std::size_t added, std::size_t changed);
    bool columns(TableWriter& w, const RecordedKind& recorded, models::UtcTime at);
    void values(TableWriter& w, CellType type, int into, models::UtcTime at,
                const std::vector<bool>& present);
    template <class T> void put(TableWriter& w, std::size_t row, int into, T value)
    {
        if (into < 0 || m_slots[row] == TableWriter::kNone)
            return;
        if (w.set<T>(m_slots[row], static_cast<ColumnId>(into), value) && !m_columns.empty())
            m_columns[row].push_back(static_cast<ColumnId>(into));
    }
    void entry(const TableWriter& w, models::UtcTime at, std::size_t slot, models::FactOp op,
               std::vector<ColumnId> columns, std::size_t row = 0);
    void entries(const TableWriter& w, models::UtcTime at, std::size_t added);

    ByteReader m_in;
    const SchemaBook& m_schemas;
    ReplayTarget& m_target;
    std::vector<TextId> m_texts;
    std::vector<std::size_t> m_slots;             ///< of the rows of the kind at hand
    std::vector<std::vector<ColumnId>> m_columns; ///< changed; only when changes are asked for
    std::vector<bool> m_all, m_some;
    bool m_inRange = false;          ///< this group is inside the asked range of changes
    bool m_collect = false;          ///< and its rows at hand are of a kind that is asked for
    ToldCollector* m_told = nullptr; ///< of the rows at hand; null: values are not asked for
};

bool SegmentReader::dictionary()
{
    const std::size_t count = m_in.count();
    m_texts.assign(1, kNullText);
    m_texts.reserve(count + 1);
    for (std::size_t i = 0; i < count && m_in.ok(); ++i)
        m_texts.push_back(m_target.tables.texts().intern(m_in.text()));
    return m_in.ok();
}

bool SegmentReader::run()
{
    if (!dictionary())
        return false;
    for (std::size_t n = m_in.count(); n > 0 && m_in.ok() && !m_target.done; --n) {
        if (!group())
            return false;
    }
    return m_in.ok() && (m_target.done || m_in.atEnd());
}

bool SegmentReader::group()
{
    const models::UtcTime at{static_cast<std::int64_t>(m_in.word())};
    if (m_in.ok() && m_target.until.known() && at > m_target.until) {
        m_target.done = true;
        return true;
    }
    m_inRange = (m_target.changes != nullptr || m_target.told != nullptr) && at > m_target.from;
    m_target.lastAt = at;
    if (!statuses(at))
        return false;
    for (std::size_t n = m_in.count(); n > 0 && m_in.ok(); --n) {
        if (!kind(at))
            return false;
    }
    if (m_target.changes != nullptr && m_target.changes->size() >= m_target.limit) {
        m_target.changes->resize(m_target.limit);
        m_target.done = true;
    }
    if (m_target.told != nullptr && m_target.told->size() >= m_target.limit) {
        m_target.told->cut(m_target.limit);
        m_target.done = true;
    }
    return m_in.ok();
}

/// False for more sources than a row can tell apart: no recorder had so many.
bool SegmentReader::source(std::uint64_t ref, SourceIndex& index)
{
    if (!m_in.ok() || ref == 0 || ref >= m_texts.size())
        return false;
    EstateTables& tables = m_target.tables;
    const std::string_view id = tables.texts().view(m_texts[ref]);
    if (tables.findSource(id) < 0 && tables.sourceCount() >= kMaxSources)
        return false;
    index = tables.source(id);
    return true;
}

bool SegmentReader::statuses(models::UtcTime at)
{
    for (std::size_t n = m_in.count(); n > 0 && m_in.ok(); --n) {
        const bool contactOnly = m_in.byte() != 0;
        const std::uint64_t ref = m_in.varint();
        SourceIndex index = 0;
        if (!source(ref, index))
            return false;
        auto status = std::make_shared<models::SourceStatus>();
        if (contactOnly) {
            *status = m_target.tables.status(index);
            status->lastContact = takeTime(m_in, at);
            status->latencyMs = takeReal(m_in);
        } else if (!decodeStatus(m_in.text(), *status)) {
            return false;
        }
        status->id = m_target.tables.texts().view(m_texts[ref]);
        m_target.tables.setStatus(index, std::move(status));
    }
    return m_in.ok();
}

bool SegmentReader::kind(models::UtcTime at)
{
    const RecordedKind* const recorded = m_schemas.find(static_cast<std::uint32_t>(m_in.varint()));
    if (!m_in.ok() || recorded == nullptr)
        return false;
    TableWriter& w = m_target.tables.writer(recorded->kind);
    m_told = m_inRange && m_target.told != nullptr && m_target.told->begin(recorded->kind)
                 ? m_target.told
                 : nullptr;
    m_collect = m_inRange && (m_target.changes != nullptr || m_told != nullptr);
    for (std::size_t n = m_in.count(); n > 0 && m_in.ok(); --n) {
        const std::size_t slot = w.find(takeKey(m_in));
        if (slot == TableWriter::kNone) {
            ++m_target.orphans;
            continue;
        }
        entry(w, at, slot, models::FactOp::Remove, {});
        w.remove(slot);
        ++m_target.rows;
    }
    const std::size_t added = m_in.count();
    const std::size_t changed = m_in.count();
    if (!m_in.ok() || (added + changed) * sizeof(models::ObjectKey) > m_in.left())
        return false;
    if (!keys(w, added, changed))
        return false;
    for (std::size_t i = added; m_told != nullptr && i < m_slots.size(); ++i)
        m_told->before(w, m_slots[i]);
    for (const std::size_t slot : m_slots) {
        const models::UtcTime validFrom = takeTime(m_in, at);
        if (slot != TableWriter::kNone)
            w.setValidFrom(slot, validFrom);
    }
    if (!columns(w, *recorded, at))
        return false;
    entries(w, at, added);
    m_target.rows += m_slots.size();
    return m_in.ok();
}

bool SegmentReader::keys(TableWriter& w, std::size_t added, std::size_t changed)
{
    m_slots.clear();
    for (std::size_t i = 0; i < added; ++i) {
        const models::ObjectKey key = takeKey(m_in);
        if (!key.valid())
            return false;
        if (const std::size_t known = w.find(key); known != TableWriter::kNone) {
            w.remove(known); // the newer word counts; verify tells that the record is odd
            ++m_target.orphans;
        }
        m_slots.push_back(w.add(key, 0, {}));
    }
    for (std::size_t i = 0; i < changed; ++i) {
        m_slots.push_back(w.find(takeKey(m_in)));
        m_target.orphans += m_slots.back() == TableWriter::kNone ? 1 : 0;
    }
    for (std::size_t i = 0; i < added;) {
        const std::uint64_t ref = m_in.varint();
        const std::uint64_t run = m_in.varint();
        SourceIndex index = 0;
        if (run == 0 || run > added - i || !source(ref, index))
            return false;
        for (const std::size_t end = i + run; i < end; ++i)
            w.setSource(m_slots[i], index);
    }
    return m_in.ok();
}

bool SegmentReader::columns(TableWriter& w, const RecordedKind& recorded, models::UtcTime at)
{
    m_columns.clear();
    if (m_collect)
        m_columns.resize(m_slots.size());
    m_all.assign(m_slots.size(), true);
    for (std::uint64_t c = m_in.varint(); c != 0 && m_in.ok(); c = m_in.varint()) {
        if (c > recorded.types.size())
            return false;
        const bool all = m_in.byte() == 0;
        if (!all) {
            m_some.assign(m_slots.size(), false);
            const std::string_view bits = m_in.raw((m_slots.size() + 7) / 8);
            for (std::size_t i = 0; i < m_slots.size() && m_in.ok(); ++i)
                m_some[i] = (static_cast<unsigned char>(bits[i / 8]) >> (i % 8) & 1) != 0;
        }
        values(w, recorded.types[c - 1], recorded.columns[c - 1], at, all ? m_all : m_some);
    }
    return m_in.ok();
}

void SegmentReader::values(TableWriter& w, CellType type, int into, models::UtcTime at,
                           const std::vector<bool>& present)
{
    for (std::size_t i = 0; i < present.size() && m_in.ok(); ++i) {
        if (!present[i])
            continue;
        switch (type) {
        case CellType::Text:
        case CellType::Labels: {
            const std::uint64_t ref = m_in.varint();
            if (ref >= m_texts.size())
                return m_in.fail();
            put<TextId>(w, i, into, m_texts[ref]);
            break;
        }
        case CellType::Int:
            put<std::int64_t>(w, i, into, m_in.signedVarint());
            break;
        case CellType::Real:
            put<double>(w, i, into, takeReal(m_in));
            break;
        case CellType::Time:
            put<std::int64_t>(w, i, into, takeTime(m_in, at).ns);
            break;
        case CellType::Flag: {
            const std::uint8_t flag = m_in.byte();
            if (flag > static_cast<std::uint8_t>(models::Flag::Unknown))
                return m_in.fail();
            put<models::Flag>(w, i, into, static_cast<models::Flag>(flag));
            break;
        }
        }
    }
}

void SegmentReader::entry(const TableWriter& w, models::UtcTime at, std::size_t slot,
                          models::FactOp op, std::vector<ColumnId> columns, std::size_t row)
{
    if (!m_collect)
        return;
    const StringPool& texts = m_target.tables.texts();
    const auto text = [&](models::Common column) {
        return std::string(texts.view(w.get<TextId>(slot, models::col(column))));
    };
    ChangeEntry change{at,
                       w.kind(),
                       w.keyOf(slot),
                       op,
                       text(models::Common::Namespace),
                       text(models::Common::Name),
                       std::move(columns)};
    if (m_told == nullptr)
        m_target.changes->push_back(std::move(change));
    else if (op == models::FactOp::Remove)
        m_told->removed(w, slot, std::move(change));
    else if (op == models::FactOp::Upsert)
        m_told->added(w, slot, std::move(change));
    else
        m_told->changed(w, row, slot, std::move(change));
}

void SegmentReader::entries(const TableWriter& w, models::UtcTime at, std::size_t added)
{
    if (!m_collect)
        return;
    const ColumnSet gauges = gaugesOf(w.spec());
    for (std::size_t i = 0; i < m_slots.size(); ++i) {
        if (m_slots[i] == TableWriter::kNone)
            continue;
        if (i < added) {
            entry(w, at, m_slots[i], models::FactOp::Upsert, {});
            continue;
        }
        ColumnSet changed;
        for (const ColumnId column : m_columns[i])
            changed.add(column);
        // Samples of gauges are history, but no change anybody made.
        if (!changed.within(gauges))
            entry(w, at, m_slots[i], models::FactOp::Patch, std::move(m_columns[i]), i - added);
    }
}

} // namespace

models::Result<void> replayPayload(std::string_view payload, const SchemaBook& schemas,
                                   ReplayTarget& target)
{
    ByteReader in(payload);
    while (in.ok() && !in.atEnd() && !target.done) {
        SegmentReader segment(in.text(), schemas, target);
        if (!in.ok() || !segment.run())
            return models::fail(models::ErrorCode::DataCorrupt,
                                "a recorded change does not decode");
    }
    if (!in.ok())
        return models::fail(models::ErrorCode::DataCorrupt, "recorded changes are cut short");
    return {};
}

} // namespace binnacle::services
