// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/table_filter.h"

#include "models/filter/filter_fields.h"
#include "models/filter/filter_narrows.h"
#include "models/filter/filter_select.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <limits>
#include <unordered_map>

namespace binnacle::services {

using models::CellType;
using models::ColumnId;
using models::FilterField;
using models::FilterType;

namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

/// One made field for all rows: texts interned for this one question.
struct MadeTexts {
    std::vector<std::uint32_t> ids; ///< by row
    std::vector<std::string> texts;
};

MadeTexts make(const MadeField& field, const Table& table, const std::vector<std::uint32_t>& slots)
{
    MadeTexts out;
    std::unordered_map<std::string, std::uint32_t> known;
    for (const std::uint32_t slot : slots) {
        std::string text = field.text(table.row(slot));
        const auto [at, isNew] =
            known.try_emplace(text, static_cast<std::uint32_t>(out.texts.size()));
        if (isNew)
            out.texts.push_back(std::move(text));
        out.ids.push_back(at->second);
    }
    return out;
}

/// What selectRows() asks.
class Rows {
public:
    Rows(const Table& table, std::vector<std::uint32_t> slots, std::size_t columns,
         models::UtcTime now)
        : m_table(table), m_slots(std::move(slots)), m_columns(static_cast<int>(columns)),
          m_now(now)
    {
        for (const auto& column : table.spec().columns)
            m_types.push_back(column.type);
        m_data.reserve(table.chunks().size());
        for (const auto& chunk : table.chunks())
            m_data.push_back(chunk->data.get());
    }
    void addMade(int field, MadeTexts texts)
    {
        m_made.resize(std::max(m_made.size(), static_cast<std::size_t>(field - m_columns)));
        m_made[static_cast<std::size_t>(field - m_columns - 1)] = std::move(texts);
    }
    const std::vector<std::uint32_t>& slots() const { return m_slots; }

    std::size_t size() const { return m_slots.size(); }
    std::uint32_t textId(std::size_t row, int field) const
    {
        if (field < m_columns)
            return load<TextId>(row, field);
        return made(field).ids[row];
    }
    std::string_view text(std::size_t row, int field) const
    {
        if (field < m_columns)
            return m_table.texts().view(textId(row, field));
        return made(field).texts[made(field).ids[row]];
    }
    double number(std::size_t row, int field) const
    {
        if (field >= m_columns) {
            const auto created =
                load<std::int64_t>(row, static_cast<int>(models::col(models::Common::Created)));
            return created == models::UtcTime::kUnknown
                       ? kUnknown
                       : static_cast<double>(m_now.ns - created) / 1e9;
        }
        switch (m_types[static_cast<std::size_t>(field)]) {
        case CellType::Int: {
            const auto value = load<std::int64_t>(row, field);
            return value == models::kUnknownInt ? kUnknown : static_cast<double>(value);
        }
        case CellType::Real:
            return load<double>(row, field);
        case CellType::Time: {
            const auto value = load<std::int64_t>(row, field);
            return value == models::UtcTime::kUnknown ? kUnknown : static_cast<double>(value) / 1e9;
        }
        case CellType::Flag: {
            const auto value = load<models::Flag>(row, field);
            return value == models::Flag::Unknown ? kUnknown : value == models::Flag::True;
        }
        default:
            return kUnknown;
        }
    }

private:
    template <class T> T load(std::size_t row, int field) const
    {
        // Table::cell() with one step less: this is asked millions of times.
        const std::uint32_t slot = m_slots[row];
        T value;
        std::memcpy(&value,
                    m_data[slot / kChunkRows] +
                        m_table.layout().offset[static_cast<std::size_t>(field)] +
                        (slot % kChunkRows) * sizeof(T),
                    sizeof value);
        return value;
    }
    const MadeTexts& made(int field) const
    {
        return m_made[static_cast<std::size_t>(field - m_columns - 1)];
    }

    const Table& m_table;
    std::vector<std::uint32_t> m_slots;
    int m_columns;
    models::UtcTime m_now;
    std::vector<CellType> m_types;
    std::vector<const std::byte*> m_data; ///< by chunk
    std::vector<MadeTexts> m_made;
};

std::vector<std::uint32_t> liveSlots(const Table& table)
{
    std::vector<std::uint32_t> slots;
    slots.reserve(table.rowCount());
    table.forEach(
        [&](const RowRef& row) { slots.push_back(static_cast<std::uint32_t>(row.slot())); });
    return slots;
}

} // namespace

TableFilter::TableFilter(const models::KindSpec& kind, std::vector<MadeField> made)
    : m_columns(kind.columns.size()), m_fields(models::fieldsOf(kind)), m_made(std::move(made))
{
    for (const MadeField& field : m_made) {
        for (FilterField& column : m_fields) {
            if (column.name == field.name) {
                column.name.clear(); // still searched by words
                column.aliases.clear();
            }
        }
        m_fields.push_back({field.name, FilterType::Text, {}, false});
    }
}

std::vector<std::uint32_t> TableFilter::pass(const Table& table, std::vector<std::uint32_t> slots,
                                             const models::Filter& filter,
                                             models::UtcTime now) const
{
    if (filter.empty() || slots.empty())
        return slots;
    Rows rows(table, std::move(slots), m_columns, now);
    for (const auto& term : filter.terms) {
        if (term.field > static_cast<int>(m_columns))
            rows.addMade(term.field,
                         make(m_made[static_cast<std::size_t>(term.field) - m_columns - 1], table,
                              rows.slots()));
    }
    auto picked = models::selectRows(filter, std::span<const FilterField>(m_fields), rows);
    for (std::uint32_t& row : picked)
        row = rows.slots()[row];
    return picked;
}

std::vector<std::uint32_t> TableFilter::select(const Table& table, const models::Filter& filter,
                                               models::UtcTime now) const
{
    return pass(table, liveSlots(table), filter, now);
}

bool TableFilter::ofRows(const models::Filter& filter) const
{
    return std::all_of(filter.terms.begin(), filter.terms.end(), [this](const auto& term) {
        return term.field <= static_cast<int>(m_columns) ||
               m_made[static_cast<std::size_t>(term.field) - m_columns - 1].ofRow;
    });
}

TableSelection TableFilter::goOn(std::shared_ptr<const Table> table, models::Filter filter,
                                 models::UtcTime now, const TableSelection& before,
                                 const TableChanges& changes) const
{
    TableSelection out{std::move(table), std::move(filter), {}};
    const std::span<const FilterField> fields(m_fields);
    if (out.filter.empty() || before.filter.empty() || !ofRows(out.filter) ||
        !ofRows(before.filter) || !models::narrows(out.filter, before.filter, fields)) {
        out.slots = select(*out.table, out.filter, now);
        return out;
    }
    std::vector<std::uint32_t> stayed;
    stayed.reserve(before.slots.size());
    for (const std::uint32_t slot : before.slots) {
        if (slot < changes.kept.size() && changes.kept[slot] != 0)
            stayed.push_back(slot);
    }
    // The same question as before has its answer for all that stayed as it was.
    const bool narrower = !models::narrows(before.filter, out.filter, fields);
    const auto merged = [](const std::vector<std::uint32_t>& a,
                           const std::vector<std::uint32_t>& b) {
        std::vector<std::uint32_t> all;
        all.reserve(a.size() + b.size());
        std::merge(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(all));
        return all;
    };
    out.slots = narrower ? pass(*out.table, merged(stayed, changes.fresh), out.filter, now)
                         : merged(stayed, pass(*out.table, changes.fresh, out.filter, now));
    return out;
}

std::vector<std::string> TableFilter::values(const Table& table, int field, std::string_view prefix,
                                             std::size_t limit) const
{
    std::vector<std::string> out;
    if (field < 0 || static_cast<std::size_t>(field) >= m_fields.size() ||
        m_fields[static_cast<std::size_t>(field)].type != FilterType::Text ||
        static_cast<std::size_t>(field) == m_columns)
        return out;
    const std::vector<std::uint32_t> slots = liveSlots(table);
    Rows rows(table, slots, m_columns, {});
    if (static_cast<std::size_t>(field) > m_columns)
        rows.addMade(field,
                     make(m_made[static_cast<std::size_t>(field) - m_columns - 1], table, slots));
    std::vector<bool> seen;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const std::uint32_t id = rows.textId(row, field);
        if (id >= seen.size())
            seen.resize(id + id / 2 + 1024, false);
        if (seen[id])
            continue;
        seen[id] = true;
        const std::string_view text = rows.text(row, field);
        if (!text.empty() && models::containsNoCase(text, prefix))
            out.emplace_back(text);
    }
    const auto rank = [&](const std::string& text) {
        return !models::containsNoCase(std::string_view(text).substr(0, prefix.size()), prefix);
    };
    std::sort(out.begin(), out.end(), [&](const std::string& a, const std::string& b) {
        return std::pair(rank(a), std::string_view(a)) < std::pair(rank(b), std::string_view(b));
    });
    if (out.size() > limit)
        out.resize(limit);
    return out;
}

} // namespace binnacle::services
