// SPDX-License-Identifier: GPL-3.0-or-later
// Facts on their way from a connector into the store: a batch owns its texts, so that decoding is a
// pure function and a batch can cross threads. Connectors fill it, EstateStore::apply takes it,
// history writes it. Not thread-safe; hand it over by move.
#pragma once

#include "models/estate/kinds.h"
#include "models/estate/object_key.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::models {

enum class FactOp : std::uint8_t {
    Upsert, ///< the whole object as it is now; cells not set become unknown (joined cells excepted)
    Patch,  ///< only the cells that are set; ignored when the object is not known
    Remove,
};

struct FactRow {
    KindId kind = 0;
    FactOp op = FactOp::Upsert;
    ObjectKey key;
    UtcTime validFrom; ///< when the source says this state began; unknown: the time of ingest
    std::uint32_t firstCell = 0;
    std::uint16_t cellCount = 0; ///< the kind's column count, 0 for Remove
};

/// Marks in the stream of facts, at the position where they were added.
enum class MarkOp : std::uint8_t {
    ListBegan,    ///< what follows of this kind (and scope) is a full list
    ListComplete, ///< rows of this source, kind and scope not seen since ListBegan no longer exist
};

struct FactMark {
    MarkOp op = MarkOp::ListBegan;
    KindId kind = 0;
    std::string scope;         ///< namespace, when only one was listed; empty: all
    std::size_t beforeRow = 0; ///< applies before rows()[beforeRow]
};

/// Fills the cells of one row. Valid until the next row of the batch is begun.
class RowWriter {
public:
    RowWriter(std::vector<Cell>& cells, std::string& arena, const KindSpec& spec, std::size_t first)
        : m_cells(cells), m_arena(arena), m_spec(spec), m_first(first)
    {
    }
    RowWriter& text(ColumnId column, std::string_view value);
    /// Does nothing for an empty value: absent fields of an API are unknown, not empty.
    RowWriter& textIf(ColumnId column, std::string_view value);
    RowWriter& integer(ColumnId column, std::int64_t value);
    RowWriter& real(ColumnId column, double value);
    RowWriter& time(ColumnId column, UtcTime value);
    RowWriter& flag(ColumnId column, bool value);
    /// Marks a cell as known to be unknown (a patch that clears).
    RowWriter& clear(ColumnId column);

private:
    Cell& cell(ColumnId column, CellType type);
    std::vector<Cell>& m_cells;
    std::string& m_arena;
    const KindSpec& m_spec;
    std::size_t m_first;
};

class FactBatch {
public:
    explicit FactBatch(std::string source) : m_source(std::move(source)) {}

    RowWriter upsert(KindId kind, ObjectKey key, UtcTime validFrom = {});
    RowWriter patch(KindId kind, ObjectKey key, UtcTime validFrom = {});
    void remove(KindId kind, ObjectKey key, UtcTime validFrom = {});
    void mark(MarkOp op, KindId kind, std::string scope = {});

    const std::string& source() const { return m_source; }
    std::span<const FactRow> rows() const { return m_rows; }
    std::span<const FactMark> marks() const { return m_marks; }
    std::span<const Cell> cells(const FactRow& row) const;
    std::string_view text(const Cell& cell) const;
    bool empty() const { return m_rows.empty() && m_marks.empty(); }
    void reserve(std::size_t rows, std::size_t cells, std::size_t textBytes);
    void clear();

private:
    RowWriter begin(FactOp op, KindId kind, ObjectKey key, UtcTime validFrom);
    std::string m_source;
    std::vector<FactRow> m_rows;
    std::vector<FactMark> m_marks;
    std::vector<Cell> m_cells;
    std::string m_arena;
};

} // namespace binnacle::models
