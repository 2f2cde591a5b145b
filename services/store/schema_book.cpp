// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/schema_book.h"

#include "services/store/byte_io.h"
#include "services/store/column_set.h"

#include <algorithm>

namespace binnacle::services {

namespace {

tl::unexpected<models::Error> corrupt()
{
    return models::fail(models::ErrorCode::DataCorrupt, "the description of a kind is damaged");
}

} // namespace

std::string encodeKindSpec(const models::KindSpec& spec)
{
    ByteWriter out;
    for (const std::string* text : {&spec.name, &spec.group, &spec.version, &spec.plural})
        out.text(*text);
    out.byte(spec.namespaced ? 1 : 0);
    out.varint(spec.columns.size());
    for (const models::ColumnSpec& column : spec.columns) {
        out.text(column.name);
        out.text(column.title);
        out.byte(static_cast<std::uint8_t>(column.type));
        out.text(column.unit);
        out.byte(static_cast<std::uint8_t>((column.gauge ? 1 : 0) | (column.joined ? 2 : 0)));
    }
    return out.take();
}

models::Result<models::KindSpec> decodeKindSpec(std::string_view bytes)
{
    ByteReader in(bytes);
    models::KindSpec spec;
    for (std::string* text : {&spec.name, &spec.group, &spec.version, &spec.plural})
        *text = in.text();
    spec.namespaced = in.byte() != 0;
    for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
        models::ColumnSpec column;
        column.name = in.text();
        column.title = in.text();
        const std::uint8_t type = in.byte();
        if (type > static_cast<std::uint8_t>(models::CellType::Labels))
            return corrupt();
        column.type = static_cast<models::CellType>(type);
        column.unit = in.text();
        const std::uint8_t flags = in.byte();
        column.gauge = (flags & 1) != 0;
        column.joined = (flags & 2) != 0;
        spec.columns.push_back(std::move(column));
    }
    const auto common = models::withCommonColumns({});
    const bool usable = in.ok() && in.atEnd() && !spec.name.empty() &&
                        spec.columns.size() <= kMaxColumns &&
                        spec.columns.size() >= common.size() &&
                        std::equal(common.begin(), common.end(), spec.columns.begin(),
                                   [](const auto& a, const auto& b) {
                                       return a.name == b.name && a.type == b.type;
                                   });
    if (!usable)
        return corrupt();
    return spec;
}

models::Result<void> SchemaBook::learn(std::uint32_t id, std::string_view bytes)
{
    auto spec = decodeKindSpec(bytes);
    if (!spec)
        return models::fail(std::move(spec.error()));
    auto& registry = models::KindRegistry::instance();
    RecordedKind recorded;
    recorded.kind = registry.add(*spec);
    const models::KindSpec& today = registry.spec(recorded.kind);
    for (const models::ColumnSpec& column : spec->columns) {
        const int known = today.column(column.name);
        const bool same =
            known >= 0 && today.columns[static_cast<std::size_t>(known)].type == column.type;
        recorded.types.push_back(column.type);
        recorded.columns.push_back(same ? known : -1);
    }
    m_byId[id] = std::move(recorded);
    m_bySpec.emplace(bytes, id);
    m_next = std::max(m_next, id + 1);
    return {};
}

std::uint32_t SchemaBook::idOf(models::KindId kind)
{
    if (const auto known = m_present.find(kind); known != m_present.end())
        return known->second;
    std::string spec = encodeKindSpec(models::KindRegistry::instance().spec(kind));
    const auto [it, isNew] = m_bySpec.try_emplace(spec, m_next);
    const std::uint32_t id = it->second;
    m_present.emplace(kind, id);
    if (isNew) {
        (void)learn(id, spec); // of a registered kind: cannot fail
        m_new.emplace_back(id, std::move(spec));
    }
    return id;
}

const RecordedKind* SchemaBook::find(std::uint32_t id) const
{
    const auto it = m_byId.find(id);
    return it == m_byId.end() ? nullptr : &it->second;
}

std::vector<std::pair<std::uint32_t, std::string>> SchemaBook::takeNew()
{
    return std::exchange(m_new, {});
}

void SchemaBook::putBack(std::vector<std::pair<std::uint32_t, std::string>> forms)
{
    m_new.insert(m_new.end(), std::make_move_iterator(forms.begin()),
                 std::make_move_iterator(forms.end()));
}

} // namespace binnacle::services
