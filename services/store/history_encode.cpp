// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/history_codec.h"
#include "services/store/status_codec.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace binnacle::services {

using models::CellType;
using models::ColumnId;

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr double kDecimals = 1000.0; ///< measured values mostly have three decimals or fewer
constexpr double kExactInt = 9.0e15; ///< below 2^53

void putKey(ByteWriter& out, const models::ObjectKey& key)
{
    out.word(key.hi);
    out.word(key.lo);
}

void putReal(ByteWriter& out, double value)
{
    const double scaled = std::round(value * kDecimals);
    // Exact or not at all: the decimal form is used only when it reads back bit by bit.
    if (std::abs(scaled) < kExactInt &&
        std::bit_cast<std::uint64_t>(scaled / kDecimals) == std::bit_cast<std::uint64_t>(value)) {
        out.varint(zigzag(static_cast<std::int64_t>(scaled)) + 1);
        return;
    }
    out.byte(0);
    out.word(std::bit_cast<std::uint64_t>(value));
}

void putBits(ByteWriter& out, const std::vector<bool>& bits)
{
    for (std::size_t i = 0; i < bits.size(); i += 8) {
        std::uint8_t b = 0;
        for (std::size_t j = 0; j < 8 && i + j < bits.size(); ++j)
            b = static_cast<std::uint8_t>(b | (bits[i + j] ? 1u << j : 0u));
        out.byte(b);
    }
}

} // namespace

std::uint32_t HistoryEncoder::textRef(TextId id)
{
    if (id == kNullText)
        return 0;
    if (id >= m_seen.size())
        m_seen.resize(std::max<std::size_t>(id + std::size_t{1}, m_seen.size() * 2));
    Seen& seen = m_seen[id];
    if (seen.segment != m_segment) {
        seen = {m_segment, ++m_dictionarySize};
        m_dictionary.text(m_texts->view(id));
    }
    return seen.id;
}

std::uint32_t HistoryEncoder::extraRef(const std::string& text)
{
    const auto [it, isNew] = m_extra.try_emplace(text, m_dictionarySize + 1);
    if (isNew) {
        ++m_dictionarySize;
        m_dictionary.text(text);
    }
    return it->second;
}

void HistoryEncoder::closeSegment()
{
    if (m_groups == 0)
        return;
    ByteWriter head;
    head.varint(m_dictionarySize);
    ByteWriter count;
    count.varint(m_groups);
    m_payload.varint(head.size() + m_dictionary.size() + count.size() + m_body.size());
    for (const ByteWriter* part : {&head, &m_dictionary, &count, &m_body})
        m_payload.raw(part->bytes());
    m_dictionary.clear();
    m_body.clear();
    m_extra.clear();
    m_dictionarySize = 0;
    m_groups = 0;
    ++m_segment;
}

std::string HistoryEncoder::finish()
{
    closeSegment();
    m_texts.reset();
    return m_payload.take();
}

void HistoryEncoder::add(const EstateDelta& delta)
{
    // Text ids mean something within one pool only.
    if (m_texts != delta.after->texts) {
        closeSegment();
        m_texts = delta.after->texts;
    }
    ++m_groups;
    m_body.word(static_cast<std::uint64_t>(delta.at.ns));
    statuses(delta);
    m_body.varint(delta.kinds.size());
    for (const KindDelta& changes : delta.kinds)
        kind(delta, changes);
}

void HistoryEncoder::statuses(const EstateDelta& delta)
{
    m_body.varint(static_cast<std::uint64_t>(
        std::count_if(delta.statuses.begin(), delta.statuses.end(), [&](const StatusDelta& change) {
            return !change.gone.empty() || delta.after->source(change.source) != nullptr;
        })));
    for (const StatusDelta& change : delta.statuses) {
        models::SourceStatus last;
        last.id = change.gone;
        last.gone = true;
        const models::SourceStatus* const now = delta.after->source(change.source);
        if (now == nullptr && change.gone.empty())
            continue;
        const models::SourceStatus& status = now != nullptr ? *now : last;
        m_body.byte(change.contactOnly ? 1 : 0);
        m_body.varint(extraRef(status.id));
        if (change.contactOnly) {
            time(delta.at, status.lastContact);
            putReal(m_body, status.latencyMs);
            continue;
        }
        ByteWriter bytes;
        encodeStatus(bytes, status);
        m_body.text(bytes.bytes());
    }
}

void HistoryEncoder::kind(const EstateDelta& delta, const KindDelta& changes)
{
    const Table& table = *delta.after->table(changes.kind);
    std::vector<const DirtyRow*> rows;
    rows.reserve(changes.delta.rows.size());
    for (const DirtyRow& row : changes.delta.rows)
        rows.push_back(&row);
    const auto middle = std::stable_partition(rows.begin(), rows.end(),
                                              [](const DirtyRow* row) { return row->added; });
    const auto added = static_cast<std::size_t>(middle - rows.begin());

    m_body.varint(m_schemas.idOf(changes.kind));
    m_body.varint(changes.delta.removed.size());
    for (const models::ObjectKey& key : changes.delta.removed)
        putKey(m_body, key);
    m_body.varint(added);
    m_body.varint(rows.size() - added);
    for (const DirtyRow* row : rows)
        putKey(m_body, table.row(row->slot).key());
    for (std::size_t i = 0; i < added;) { // runs: most batches have one source
        const SourceIndex source = table.row(rows[i]->slot).source();
        std::size_t end = i + 1;
        while (end < added && table.row(rows[end]->slot).source() == source)
            ++end;
        m_body.varint(extraRef(delta.after->source(source)->id));
        m_body.varint(end - i);
        i = end;
    }
    for (const DirtyRow* row : rows)
        time(delta.at, table.row(row->slot).validFrom());
    for (std::size_t c = 0; c < table.spec().columns.size(); ++c)
        column(delta, table, static_cast<ColumnId>(c), rows);
    m_body.varint(0);
}

void HistoryEncoder::column(const EstateDelta& delta, const Table& table, ColumnId column,
                            const std::vector<const DirtyRow*>& rows)
{
    std::vector<bool> present(rows.size(), false);
    std::size_t count = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        present[i] =
            rows[i]->added ? table.row(rows[i]->slot).known(column) : rows[i]->columns.has(column);
        count += present[i] ? 1 : 0;
    }
    if (count == 0)
        return;
    m_body.varint(column + std::uint64_t{1});
    m_body.byte(count == rows.size() ? 0 : 1);
    if (count != rows.size())
        putBits(m_body, present);
    const CellType type = table.spec().columns[column].type;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (present[i])
            value(delta, table.row(rows[i]->slot), column, type);
    }
}

void HistoryEncoder::value(const EstateDelta& delta, const RowRef& row, ColumnId column,
                           CellType type)
{
    switch (type) {
    case CellType::Text:
    case CellType::Labels:
        m_body.varint(textRef(row.textId(column)));
        break;
    case CellType::Int:
        m_body.signedVarint(row.integer(column));
        break;
    case CellType::Real:
        putReal(m_body, row.real(column));
        break;
    case CellType::Time:
        time(delta.at, row.time(column));
        break;
    case CellType::Flag:
        m_body.byte(static_cast<std::uint8_t>(row.flag(column)));
        break;
    }
}

void HistoryEncoder::time(models::UtcTime at, models::UtcTime value)
{
    if (!value.known()) {
        m_body.byte(1);
    } else if (value == at) {
        m_body.byte(2);
    } else if (value.ns % kSecond == 0) {
        m_body.varint(3 + zigzag(value.ns / kSecond - at.ns / kSecond));
    } else {
        m_body.byte(0);
        m_body.word(static_cast<std::uint64_t>(value.ns));
    }
}

std::vector<EstateDelta> HistoryEncoder::everything(const SnapshotPtr& snapshot, models::UtcTime at,
                                                    std::size_t rowsPerPart)
{
    std::vector<EstateDelta> parts(1);
    parts.back().at = at;
    parts.back().after = snapshot;
    for (std::size_t i = 0; i < snapshot->sources.size(); ++i) {
        if (snapshot->sources[i])
            parts.back().statuses.push_back({static_cast<SourceIndex>(i), false, {}});
    }
    std::size_t room = rowsPerPart;
    for (const auto& table : snapshot->tables) {
        if (!table)
            continue;
        bool begun = false;
        table->forEach([&](const RowRef& row) {
            if (room == 0) {
                parts.push_back({at, {}, {}, snapshot, {}});
                room = rowsPerPart;
                begun = false;
            }
            if (!begun)
                parts.back().kinds.push_back({table->kind(), {}});
            begun = true;
            parts.back().kinds.back().delta.rows.push_back(
                {static_cast<std::uint32_t>(row.slot()), true, false, {}});
            --room;
        });
    }
    return parts;
}

} // namespace binnacle::services
