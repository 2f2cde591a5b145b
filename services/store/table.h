// SPDX-License-Identifier: GPL-3.0-or-later
// One kind's objects as packed columns, cut into chunks of 256 rows that versions share: publishing
// a change copies the chunks it touched and one vector of pointers. A Table is immutable;
// TableWriter makes the next version. Rows keep their slot for life, so two versions are compared
// slot by slot. Readers: any thread, no lock.
#pragma once

#include "models/estate/kinds.h"
#include "models/estate/object_key.h"
#include "services/store/string_pool.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace binnacle::services {

using SourceIndex = std::uint16_t; ///< position in Snapshot::sources

inline constexpr std::size_t kChunkRows = 256;

/// Where each column lies in a chunk.
struct ChunkLayout {
    explicit ChunkLayout(const models::KindSpec& spec);
    std::vector<std::uint32_t> offset; ///< bytes from the chunk's data, per column
    std::vector<std::uint8_t> width;   ///< 1, 4 or 8
    std::vector<std::byte> blank;      ///< a chunk's data with every cell unknown
    std::size_t bytes = 0;
    /// The columns called "sampleTime" and "sampleInterval", for kinds that have them.
    int sampleTime = -1, sampleInterval = -1;
};

struct Chunk {
    explicit Chunk(const ChunkLayout& layout);
    Chunk(const Chunk& other, const ChunkLayout& layout);
    std::array<models::ObjectKey, kChunkRows> keys{}; ///< invalid: free slot
    std::array<std::int64_t, kChunkRows> validFrom{};
    std::array<std::uint64_t, kChunkRows> version{}; ///< store version that last changed the row
    std::array<SourceIndex, kChunkRows> source{};
    std::unique_ptr<std::byte[]> data;
    std::uint32_t live = 0;
};

class Table;

/// One row of one table version; cheap to copy, valid as long as the table.
class RowRef {
public:
    RowRef(const Table& table, std::size_t slot) : m_table(&table), m_slot(slot) {}
    const models::ObjectKey& key() const;
    models::UtcTime validFrom() const;
    std::uint64_t version() const;
    SourceIndex source() const;
    std::size_t slot() const { return m_slot; }
    const Table& table() const { return *m_table; }

    TextId textId(models::ColumnId column) const;
    std::string_view text(models::ColumnId column) const; ///< empty when unknown
    std::int64_t integer(models::ColumnId column) const;  ///< models::kUnknownInt when unknown
    double real(models::ColumnId column) const;           ///< NaN when unknown
    models::UtcTime time(models::ColumnId column) const;
    models::Flag flag(models::ColumnId column) const;
    bool known(models::ColumnId column) const;

    std::string_view name() const { return text(models::col(models::Common::Name)); }
    std::string_view ns() const { return text(models::col(models::Common::Namespace)); }

private:
    const Table* m_table;
    std::size_t m_slot;
};

class Table {
public:
    Table(models::KindId kind, std::shared_ptr<const ChunkLayout> layout,
          std::shared_ptr<const StringPool> texts, std::uint64_t lineage = 0);

    models::KindId kind() const { return m_kind; }
    const models::KindSpec& spec() const;
    std::size_t rowCount() const { return m_live; }
    std::size_t slotCount() const { return m_chunks.size() * kChunkRows; }
    bool isLive(std::size_t slot) const { return chunk(slot).keys[slot % kChunkRows].valid(); }
    RowRef row(std::size_t slot) const { return {*this, slot}; }
    const StringPool& texts() const { return *m_texts; }
    const std::shared_ptr<const StringPool>& sharedTexts() const { return m_texts; }

    /// Every live row in slot order. Cost: O(slots).
    template <class Fn> void forEach(Fn&& fn) const
    {
        for (std::size_t c = 0; c < m_chunks.size(); ++c) {
            if (m_chunks[c]->live == 0)
                continue;
            for (std::size_t i = 0; i < kChunkRows; ++i) {
                if (m_chunks[c]->keys[i].valid())
                    fn(RowRef(*this, c * kChunkRows + i));
            }
        }
    }

    /// Cost: O(slots); for many look-ups build an index.
    std::optional<RowRef> find(const models::ObjectKey& key) const;
    std::optional<RowRef> findByName(std::string_view ns, std::string_view name) const;

    const std::vector<std::shared_ptr<const Chunk>>& chunks() const { return m_chunks; }
    const ChunkLayout& layout() const { return *m_layout; }
    const Chunk& chunk(std::size_t slot) const { return *m_chunks[slot / kChunkRows]; }
    /// The packed cell as it lies there, for loops over a column: T must be the column's (TextId,
    /// std::int64_t, double, models::Flag).
    template <class T> T cell(std::size_t slot, models::ColumnId column) const
    {
        T value;
        std::memcpy(&value,
                    chunk(slot).data.get() + m_layout->offset[column] +
                        (slot % kChunkRows) * sizeof(T),
                    sizeof value);
        return value;
    }
    /// Slots of two tables mean the same only within one lineage (one store, or one replay).
    std::uint64_t lineage() const { return m_lineage; }

private:
    friend class TableWriter;
    models::KindId m_kind;
    std::shared_ptr<const ChunkLayout> m_layout;
    std::shared_ptr<const StringPool> m_texts;
    std::vector<std::shared_ptr<const Chunk>> m_chunks;
    std::size_t m_live = 0;
    std::uint64_t m_lineage = 0;
};

} // namespace binnacle::services
