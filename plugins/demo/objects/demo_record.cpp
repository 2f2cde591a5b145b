// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/demo/objects/demo_record.h"

#include "models/estate/labels.h"
#include "plugins/demo/demo_feed.h"

#include <charconv>
#include <cmath>

namespace binnacle::plugins::demo {

using models::CellType;
using models::Common;
using models::Document;
using models::ErrorCode;
using models::fail;
using models::Result;

namespace {

std::string_view cellText(const models::FactBatch& batch, const models::FactRow& row, Common column)
{
    const auto cells = batch.cells(row);
    const auto at = static_cast<std::size_t>(column);
    return at < cells.size() && cells[at].set ? batch.text(cells[at]) : std::string_view{};
}

/// Null for what is not known.
Document valueOf(const models::FactBatch& batch, const models::Cell& cell)
{
    switch (cell.type) {
    case CellType::Text:
    case CellType::Labels:
        return cell.textSize == models::Cell::kNullText
                   ? Document{}
                   : Document::text(std::string(batch.text(cell)));
    case CellType::Int:
        return cell.integer == models::kUnknownInt ? Document{}
                                                   : Document::number(std::to_string(cell.integer));
    case CellType::Real:
        return std::isnan(cell.real) ? Document{} : Document::number(std::to_string(cell.real));
    case CellType::Time:
        return Document::text(toRfc3339(models::UtcTime{cell.integer}));
    case CellType::Flag:
        return Document::boolean(cell.integer == 1);
    }
    return {};
}

DemoRecord recordOf(const models::FactBatch& batch, const models::FactRow& row)
{
    const auto& spec = models::KindRegistry::instance().spec(row.kind);
    DemoRecord out;
    out.kind = spec.name;
    const auto cells = batch.cells(row);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (!cells[i].set)
            continue;
        if (spec.columns[i].type == CellType::Labels) {
            for (const auto& [key, value] : models::decodeLabels(batch.text(cells[i])))
                out.labels.emplace(key, value);
        } else if (Document value = valueOf(batch, cells[i]); value.type != Document::Type::Null) {
            out.columns.emplace(spec.columns[i].name, std::move(value));
        }
    }
    return out;
}

} // namespace

std::string_view DemoRecord::text(std::string_view column) const
{
    const auto found = columns.find(column);
    return found == columns.end() ? std::string_view{} : std::string_view(found->second.scalar);
}

std::int64_t DemoRecord::integer(std::string_view column, std::int64_t otherwise) const
{
    const std::string_view value = text(column);
    std::int64_t out = otherwise;
    (void)std::from_chars(value.data(), value.data() + value.size(), out);
    return out;
}

Result<DemoRecord> findRecord(const DemoWorld& world, const services::ObjectRef& ref,
                              std::int64_t t, std::stop_token stop)
{
    std::optional<DemoRecord> found;
    DemoFeed feed(world.life, "demo");
    const int wanted = models::KindRegistry::instance().find(ref.kind);
    const auto look = [&](models::FactBatch&& batch) -> Result<void> {
        for (const auto& row : batch.rows()) {
            if (static_cast<int>(row.kind) != wanted ||
                cellText(batch, row, Common::Name) != ref.name ||
                cellText(batch, row, Common::Namespace) != ref.ns)
                continue;
            found = recordOf(batch, row);
            return fail(ErrorCode::Cancelled, "found");
        }
        return {};
    };
    const auto searched = feed.lists(t, look, {}, stop);
    if (found)
        return std::move(*found);
    if (!searched)
        return fail(searched.error());
    return fail(ErrorCode::NotFound,
                "the demo estate has no " + ref.kind + " called " + ref.name + " now",
                "It may have ended a moment ago: look at the list again.");
}

} // namespace binnacle::plugins::demo
