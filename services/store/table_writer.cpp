// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/table_writer.h"

#include <cassert>

namespace binnacle::services {

using models::CellType;
using models::ColumnId;
using models::ObjectKey;

namespace {

constexpr std::size_t kFirstIndex = 64;

std::size_t hashOf(const ObjectKey& key)
{
    return models::ObjectKeyHash{}(key);
}

} // namespace

TableWriter::TableWriter(models::KindId kind, std::shared_ptr<const StringPool> texts,
                         std::uint64_t lineage)
    : m_kind(kind), m_spec(&models::KindRegistry::instance().spec(kind)),
      m_layout(std::make_shared<const ChunkLayout>(*m_spec)), m_texts(std::move(texts)),
      m_lineage(lineage), m_blank(std::make_shared<Chunk>(*m_layout)), m_index(kFirstIndex, 0)
{
}

std::size_t TableWriter::find(const ObjectKey& key) const
{
    const std::size_t mask = m_index.size() - 1;
    for (std::size_t i = hashOf(key) & mask; m_index[i] != 0; i = (i + 1) & mask) {
        if (keyOf(m_index[i] - 1) == key)
            return m_index[i] - 1;
    }
    return kNone;
}

void TableWriter::indexPut(const ObjectKey& key, std::uint32_t slot)
{
    const std::size_t mask = m_index.size() - 1;
    std::size_t i = hashOf(key) & mask;
    while (m_index[i] != 0)
        i = (i + 1) & mask;
    m_index[i] = slot + 1;
}

void TableWriter::indexDrop(const ObjectKey& key)
{
    const std::size_t mask = m_index.size() - 1;
    std::size_t hole = hashOf(key) & mask;
    while (keyOf(m_index[hole] - 1) != key)
        hole = (hole + 1) & mask;
    // Backward shift: no tombstones, so churn never fills the index.
    for (std::size_t i = (hole + 1) & mask; m_index[i] != 0; i = (i + 1) & mask) {
        const std::size_t home = hashOf(keyOf(m_index[i] - 1)) & mask;
        if (((i - home) & mask) >= ((i - hole) & mask)) {
            m_index[hole] = m_index[i];
            hole = i;
        }
    }
    m_index[hole] = 0;
}

void TableWriter::indexGrow()
{
    const std::vector<std::uint32_t> old = std::move(m_index);
    m_index.assign(old.size() * 2, 0);
    for (const std::uint32_t entry : old) {
        if (entry != 0)
            indexPut(keyOf(entry - 1), entry - 1);
    }
}

void TableWriter::addChunk()
{
    const auto first = static_cast<std::uint32_t>(slotCount());
    m_chunks.push_back(m_blank);
    m_own.push_back(false);
    m_seen.resize(slotCount(), 0);
    m_dirtyAt.resize(slotCount(), 0);
    for (std::uint32_t i = kChunkRows; i-- > 0;)
        m_free.push_back(first + i); // the lowest slot is handed out first
}

Chunk& TableWriter::touch(std::size_t slot)
{
    const std::size_t c = slot / kChunkRows;
    if (!m_own[c]) {
        m_chunks[c] = std::make_shared<Chunk>(*m_chunks[c], *m_layout);
        m_own[c] = true;
    }
    m_touched = true;
    return *m_chunks[c];
}

DirtyRow& TableWriter::dirty(std::size_t slot)
{
    if (m_dirtyAt[slot] == 0) {
        m_delta.rows.push_back({static_cast<std::uint32_t>(slot), false, false, {}});
        m_dirtyAt[slot] = static_cast<std::uint32_t>(m_delta.rows.size());
    }
    return m_delta.rows[m_dirtyAt[slot] - 1];
}

std::size_t TableWriter::add(const ObjectKey& key, SourceIndex source, models::UtcTime validFrom)
{
    assert(key.valid() && find(key) == kNone);
    if (m_free.empty())
        addChunk();
    const std::uint32_t slot = m_free.back();
    m_free.pop_back();
    Chunk& chunk = touch(slot);
    chunk.keys[in(slot)] = key;
    chunk.source[in(slot)] = source;
    chunk.validFrom[in(slot)] = validFrom.ns;
    ++chunk.live;
    ++m_live;
    m_seen[slot] = 0;
    dirty(slot).added = true;
    if ((m_live + 1) * 4 > m_index.size() * 3)
        indexGrow();
    indexPut(key, slot);
    return slot;
}

void TableWriter::remove(std::size_t slot)
{
    const ObjectKey key = keyOf(slot);
    assert(key.valid());
    bool announced = true;
    if (m_dirtyAt[slot] != 0) {
        DirtyRow& row = m_delta.rows[m_dirtyAt[slot] - 1];
        announced = !row.added;
        row.dropped = true;
        m_dirtyAt[slot] = 0;
    }
    if (announced)
        m_delta.removed.push_back(key);
    indexDrop(key);
    Chunk& chunk = touch(slot);
    chunk.keys[in(slot)] = {};
    for (std::size_t c = 0; c < m_layout->offset.size(); ++c) {
        // Blank again, so that a reused slot starts unknown and equal chunks stay equal.
        const std::size_t w = m_layout->width[c];
        const std::size_t offset = m_layout->offset[c] + in(slot)*w;
        std::memcpy(chunk.data.get() + offset, m_layout->blank.data() + offset, w);
    }
    --chunk.live;
    --m_live;
    m_free.push_back(static_cast<std::uint32_t>(slot));
    if (chunk.live == 0) {
        m_chunks[slot / kChunkRows] = m_blank;
        m_own[slot / kChunkRows] = false;
    }
}

bool TableWriter::setUnknown(std::size_t slot, ColumnId column)
{
    switch (m_spec->columns[column].type) {
    case CellType::Text:
    case CellType::Labels:
        return set<TextId>(slot, column, kNullText);
    case CellType::Int:
    case CellType::Time:
        return set<std::int64_t>(slot, column, models::kUnknownInt);
    case CellType::Real:
        return set<double>(slot, column, std::numeric_limits<double>::quiet_NaN());
    case CellType::Flag:
        return set<models::Flag>(slot, column, models::Flag::Unknown);
    }
    return false;
}

void TableWriter::setSource(std::size_t slot, SourceIndex source)
{
    if (sourceOf(slot) != source)
        touch(slot).source[in(slot)] = source;
}

void TableWriter::setValidFrom(std::size_t slot, models::UtcTime t)
{
    if (validFrom(slot) != t)
        touch(slot).validFrom[in(slot)] = t.ns;
}

TableDelta TableWriter::takeDelta(std::uint64_t version)
{
    TableDelta out = std::exchange(m_delta, {});
    std::erase_if(out.rows, [](const DirtyRow& row) { return row.dropped; });
    for (const DirtyRow& row : out.rows) {
        m_dirtyAt[row.slot] = 0;
        touch(row.slot).version[in(row.slot)] = version;
    }
    return out;
}

std::shared_ptr<const Table> TableWriter::publish()
{
    if (!m_touched)
        return m_published;
    auto table = std::make_shared<Table>(m_kind, m_layout, m_texts, m_lineage);
    table->m_chunks.assign(m_chunks.begin(), m_chunks.end());
    table->m_live = m_live;
    m_own.assign(m_own.size(), false);
    m_touched = false;
    m_published = std::move(table);
    return m_published;
}

void TableWriter::moveTexts(std::shared_ptr<const StringPool> texts,
                            const std::vector<TextId>& remap)
{
    m_texts = std::move(texts);
    m_touched = true;
    for (std::size_t c = 0; c < m_chunks.size(); ++c) {
        if (m_chunks[c]->live == 0)
            continue;
        Chunk& chunk = touch(c * kChunkRows);
        for (std::size_t col = 0; col < m_spec->columns.size(); ++col) {
            const CellType type = m_spec->columns[col].type;
            if (type != CellType::Text && type != CellType::Labels)
                continue;
            for (std::size_t i = 0; i < kChunkRows; ++i) {
                std::byte* const at = cell(chunk, i, static_cast<ColumnId>(col), sizeof(TextId));
                TextId id = kNullText;
                std::memcpy(&id, at, sizeof id);
                id = remap[id];
                std::memcpy(at, &id, sizeof id);
            }
        }
    }
}

void TableWriter::markTexts(std::vector<bool>& used) const
{
    for (std::size_t col = 0; col < m_spec->columns.size(); ++col) {
        const CellType type = m_spec->columns[col].type;
        if (type != CellType::Text && type != CellType::Labels)
            continue;
        for (std::size_t slot = 0; slot < slotCount(); ++slot)
            used[get<TextId>(slot, static_cast<ColumnId>(col))] = true;
    }
}

std::size_t TableWriter::bytes() const
{
    const std::size_t perChunk = sizeof(Chunk) + m_layout->bytes;
    std::size_t total = perChunk;
    for (const auto& chunk : m_chunks)
        total += chunk == m_blank ? 0 : perChunk;
    return total + m_chunks.capacity() * sizeof(m_chunks[0]) +
           (m_free.capacity() + m_index.capacity() + m_seen.capacity() + m_dirtyAt.capacity()) *
               sizeof(std::uint32_t);
}

} // namespace binnacle::services
