// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/estate/fact.h"

#include <cassert>

namespace binnacle::models {

Cell& RowWriter::cell(ColumnId column, CellType type)
{
    assert(column < m_spec.columns.size());
    assert(m_spec.columns[column].type == type ||
           (m_spec.columns[column].type == CellType::Labels && type == CellType::Text));
    Cell& c = m_cells[m_first + column];
    c.type = m_spec.columns[column].type;
    c.set = true;
    return c;
}

RowWriter& RowWriter::text(ColumnId column, std::string_view value)
{
    Cell& c = cell(column, CellType::Text);
    c.textAt = static_cast<std::uint32_t>(m_arena.size());
    c.textSize = static_cast<std::uint32_t>(value.size());
    m_arena += value;
    return *this;
}

RowWriter& RowWriter::textIf(ColumnId column, std::string_view value)
{
    return value.empty() ? *this : text(column, value);
}

RowWriter& RowWriter::integer(ColumnId column, std::int64_t value)
{
    cell(column, CellType::Int).integer = value;
    return *this;
}

RowWriter& RowWriter::real(ColumnId column, double value)
{
    cell(column, CellType::Real).real = value;
    return *this;
}

RowWriter& RowWriter::time(ColumnId column, UtcTime value)
{
    cell(column, CellType::Time).integer = value.ns;
    return *this;
}

RowWriter& RowWriter::flag(ColumnId column, bool value)
{
    cell(column, CellType::Flag).integer = value ? 1 : 0;
    return *this;
}

RowWriter& RowWriter::clear(ColumnId column)
{
    Cell& c = m_cells[m_first + column];
    c = Cell{};
    c.type = m_spec.columns[column].type;
    c.set = true;
    return *this;
}

RowWriter FactBatch::begin(FactOp op, KindId kind, ObjectKey key, UtcTime validFrom)
{
    const KindSpec& spec = KindRegistry::instance().spec(kind);
    const std::size_t first = m_cells.size();
    m_cells.resize(first + spec.columns.size());
    m_rows.push_back({kind, op, key, validFrom, static_cast<std::uint32_t>(first),
                      static_cast<std::uint16_t>(spec.columns.size())});
    return {m_cells, m_arena, spec, first};
}

RowWriter FactBatch::upsert(KindId kind, ObjectKey key, UtcTime validFrom)
{
    return begin(FactOp::Upsert, kind, key, validFrom);
}

RowWriter FactBatch::patch(KindId kind, ObjectKey key, UtcTime validFrom)
{
    return begin(FactOp::Patch, kind, key, validFrom);
}

void FactBatch::remove(KindId kind, ObjectKey key, UtcTime validFrom)
{
    m_rows.push_back(
        {kind, FactOp::Remove, key, validFrom, static_cast<std::uint32_t>(m_cells.size()), 0});
}

void FactBatch::mark(MarkOp op, KindId kind, std::string scope)
{
    m_marks.push_back({op, kind, std::move(scope), m_rows.size()});
}

std::span<const Cell> FactBatch::cells(const FactRow& row) const
{
    return std::span(m_cells).subspan(row.firstCell, row.cellCount);
}

std::string_view FactBatch::text(const Cell& cell) const
{
    return cell.textSize == Cell::kNullText
               ? std::string_view{}
               : std::string_view(m_arena).substr(cell.textAt, cell.textSize);
}

void FactBatch::reserve(std::size_t rows, std::size_t cells, std::size_t textBytes)
{
    m_rows.reserve(rows);
    m_cells.reserve(cells);
    m_arena.reserve(textBytes);
}

void FactBatch::clear()
{
    m_rows.clear();
    m_marks.clear();
    m_cells.clear();
    m_arena.clear();
}

} // namespace binnacle::models
