// SPDX-License-Identifier: GPL-3.0-or-later
// Makes the next version of a Table: copies a chunk the first time it is touched after a
// publication and edits it in place until the next one. Keeps slots stable, finds rows by key, and
// notes what changed for history. Private to the store; one thread (the store's lock, or a replay).
#pragma once

#include "services/store/column_set.h"
#include "services/store/table.h"

#include <cstring>
#include <vector>

namespace binnacle::services {

/// What happened to one row since the last takeDelta().
struct DirtyRow {
    std::uint32_t slot = 0;
    bool added = false;
    bool dropped = false; ///< added or changed and then removed: nothing to say here
    ColumnSet columns;    ///< changed ones; meaningless when added
};

struct TableDelta {
    std::vector<models::ObjectKey> removed; ///< happened before every entry of `rows`
    std::vector<DirtyRow> rows;
    bool empty() const { return removed.empty() && rows.empty(); }
};

class TableWriter {
public:
    TableWriter(models::KindId kind, std::shared_ptr<const StringPool> texts,
                std::uint64_t lineage);

    static constexpr std::size_t kNone = ~std::size_t{0};

    models::KindId kind() const { return m_kind; }
    const models::KindSpec& spec() const { return *m_spec; }
    std::size_t rowCount() const { return m_live; }
    std::size_t slotCount() const { return m_chunks.size() * kChunkRows; }
    const StringPool& texts() const { return *m_texts; }

    /// kNone when absent. Cost: one hash look-up.
    std::size_t find(const models::ObjectKey& key) const;
    /// The key must be absent. Every cell unknown.
    std::size_t add(const models::ObjectKey& key, SourceIndex source, models::UtcTime validFrom);
    void remove(std::size_t slot);

    bool isLive(std::size_t slot) const { return keyOf(slot).valid(); }
    const models::ObjectKey& keyOf(std::size_t slot) const { return at(slot).keys[in(slot)]; }
    SourceIndex sourceOf(std::size_t slot) const { return at(slot).source[in(slot)]; }
    models::UtcTime validFrom(std::size_t slot) const { return {at(slot).validFrom[in(slot)]}; }
    template <class T> T get(std::size_t slot, models::ColumnId column) const
    {
        T value;
        std::memcpy(&value, at(slot).data.get() + m_layout->offset[column] + in(slot) * sizeof(T),
                    sizeof(T));
        return value;
    }
    /// Compares bit by bit; an equal value touches nothing. Returns whether it changed.
    template <class T> bool set(std::size_t slot, models::ColumnId column, T value)
    {
        // NOLINTNEXTLINE(bugprone-suspicious-memory-comparison): NaN equals itself here
        if (std::memcmp(&value, cell(at(slot), slot, column, sizeof(T)), sizeof(T)) == 0)
            return false;
        std::memcpy(cell(touch(slot), slot, column, sizeof(T)), &value, sizeof(T));
        dirty(slot).columns.add(column);
        return true;
    }
    bool setUnknown(std::size_t slot, models::ColumnId column);
    void setSource(std::size_t slot, SourceIndex source);
    void setValidFrom(std::size_t slot, models::UtcTime t);

    /// Mark for list sweeps: any number the caller likes, 0 for a new row.
    std::uint32_t& seen(std::size_t slot) { return m_seen[slot]; }

    bool touched() const { return m_touched; }
    /// Stamps the rows changed since the last delta with `version`, and hands over what changed.
    TableDelta takeDelta(std::uint64_t version);
    /// The immutable table as it is now; the same one again when nothing was touched.
    std::shared_ptr<const Table> publish();

    /// Everything moved to another pool: `remap[old id]` is the new id. Slots stay.
    void moveTexts(std::shared_ptr<const StringPool> texts, const std::vector<TextId>& remap);
    void markTexts(std::vector<bool>& used) const;
    std::size_t bytes() const;

private:
    static std::size_t in(std::size_t slot) { return slot % kChunkRows; }
    const Chunk& at(std::size_t slot) const { return *m_chunks[slot / kChunkRows]; }
    std::byte* cell(const Chunk& c, std::size_t slot, models::ColumnId column, std::size_t w) const
    {
        return c.data.get() + m_layout->offset[column] + in(slot)*w;
    }
    Chunk& touch(std::size_t slot);
    DirtyRow& dirty(std::size_t slot);
    void addChunk();
    void indexPut(const models::ObjectKey& key, std::uint32_t slot);
    void indexDrop(const models::ObjectKey& key);
    void indexGrow();

    models::KindId m_kind;
    const models::KindSpec* m_spec;
    std::shared_ptr<const ChunkLayout> m_layout;
    std::shared_ptr<const StringPool> m_texts;
    std::uint64_t m_lineage;
    std::vector<std::shared_ptr<Chunk>> m_chunks;
    std::vector<bool> m_own;        ///< the chunk is in no published table: edit in place
    std::shared_ptr<Chunk> m_blank; ///< stands for every empty chunk
    std::vector<std::uint32_t> m_free;
    std::vector<std::uint32_t> m_index; ///< slot + 1, open addressing; 0 empty
    std::vector<std::uint32_t> m_seen;
    std::vector<std::uint32_t> m_dirtyAt; ///< index into m_delta.rows + 1
    TableDelta m_delta;
    std::size_t m_live = 0;
    bool m_touched = true;
    std::shared_ptr<const Table> m_published;
};

} // namespace binnacle::services
