// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/table.h"

#include <cmath>
#include <cstring>

namespace binnacle::services {

using models::CellType;
using models::ColumnId;

namespace {

std::uint8_t widthOf(CellType type)
{
    switch (type) {
    case CellType::Text:
    case CellType::Labels:
        return 4;
    case CellType::Flag:
        return 1;
    case CellType::Int:
    case CellType::Real:
    case CellType::Time:
        return 8;
    }
    return 8;
}

void fillUnknown(std::byte* at, CellType type)
{
    for (std::size_t i = 0; i < kChunkRows; ++i) {
        if (type == CellType::Int || type == CellType::Time) {
            std::memcpy(at + i * 8, &models::kUnknownInt, 8);
        } else if (type == CellType::Real) {
            const double nan = std::numeric_limits<double>::quiet_NaN();
            std::memcpy(at + i * 8, &nan, 8);
        } else if (type == CellType::Flag) {
            at[i] = static_cast<std::byte>(models::Flag::Unknown);
        }
    }
}

template <class T> T load(const Table& table, std::size_t slot, ColumnId column)
{
    T value;
    std::memcpy(&value,
                table.chunk(slot).data.get() + table.layout().offset[column] +
                    (slot % kChunkRows) * sizeof(T),
                sizeof(T));
    return value;
}

} // namespace

ChunkLayout::ChunkLayout(const models::KindSpec& spec)
{
    for (const auto& column : spec.columns) {
        offset.push_back(static_cast<std::uint32_t>(bytes));
        width.push_back(widthOf(column.type));
        bytes += width.back() * kChunkRows;
        if (column.name == "sampleTime" && column.type == CellType::Time)
            sampleTime = static_cast<int>(offset.size()) - 1;
        if (column.name == "sampleInterval" && column.type == CellType::Int)
            sampleInterval = static_cast<int>(offset.size()) - 1;
    }
    blank.resize(bytes);
    for (std::size_t c = 0; c < spec.columns.size(); ++c)
        fillUnknown(blank.data() + offset[c], spec.columns[c].type);
}

Chunk::Chunk(const ChunkLayout& layout) : data(new std::byte[layout.bytes])
{
    std::memcpy(data.get(), layout.blank.data(), layout.bytes);
}

Chunk::Chunk(const Chunk& other, const ChunkLayout& layout)
    : keys(other.keys), validFrom(other.validFrom), version(other.version), source(other.source),
      data(new std::byte[layout.bytes]), live(other.live)
{
    std::memcpy(data.get(), other.data.get(), layout.bytes);
}

const models::ObjectKey& RowRef::key() const
{
    return m_table->chunk(m_slot).keys[m_slot % kChunkRows];
}

models::UtcTime RowRef::validFrom() const
{
    return {m_table->chunk(m_slot).validFrom[m_slot % kChunkRows]};
}

std::uint64_t RowRef::version() const
{
    return m_table->chunk(m_slot).version[m_slot % kChunkRows];
}

SourceIndex RowRef::source() const
{
    return m_table->chunk(m_slot).source[m_slot % kChunkRows];
}

TextId RowRef::textId(ColumnId column) const
{
    return load<TextId>(*m_table, m_slot, column);
}

std::string_view RowRef::text(ColumnId column) const
{
    return m_table->texts().view(textId(column));
}

std::int64_t RowRef::integer(ColumnId column) const
{
    return load<std::int64_t>(*m_table, m_slot, column);
}

double RowRef::real(ColumnId column) const
{
    return load<double>(*m_table, m_slot, column);
}

models::UtcTime RowRef::time(ColumnId column) const
{
    return {load<std::int64_t>(*m_table, m_slot, column)};
}

models::Flag RowRef::flag(ColumnId column) const
{
    return load<models::Flag>(*m_table, m_slot, column);
}

bool RowRef::known(ColumnId column) const
{
    switch (m_table->spec().columns[column].type) {
    case CellType::Text:
    case CellType::Labels:
        return textId(column) != kNullText;
    case CellType::Int:
        return integer(column) != models::kUnknownInt;
    case CellType::Real:
        return !std::isnan(real(column));
    case CellType::Time:
        return time(column).known();
    case CellType::Flag:
        return flag(column) != models::Flag::Unknown;
    }
    return false;
}

Table::Table(models::KindId kind, std::shared_ptr<const ChunkLayout> layout,
             std::shared_ptr<const StringPool> texts, std::uint64_t lineage)
    : m_kind(kind), m_layout(std::move(layout)), m_texts(std::move(texts)), m_lineage(lineage)
{
}

const models::KindSpec& Table::spec() const
{
    return models::KindRegistry::instance().spec(m_kind);
}

std::optional<RowRef> Table::find(const models::ObjectKey& key) const
{
    if (!key.valid())
        return std::nullopt;
    for (std::size_t c = 0; c < m_chunks.size(); ++c) {
        for (std::size_t i = 0; m_chunks[c]->live != 0 && i < kChunkRows; ++i) {
            if (m_chunks[c]->keys[i] == key)
                return row(c * kChunkRows + i);
        }
    }
    return std::nullopt;
}

std::optional<RowRef> Table::findByName(std::string_view ns, std::string_view name) const
{
    for (std::size_t c = 0; c < m_chunks.size(); ++c) {
        for (std::size_t i = 0; m_chunks[c]->live != 0 && i < kChunkRows; ++i) {
            const RowRef candidate = row(c * kChunkRows + i);
            if (m_chunks[c]->keys[i].valid() && candidate.name() == name && candidate.ns() == ns)
                return candidate;
        }
    }
    return std::nullopt;
}

} // namespace binnacle::services
