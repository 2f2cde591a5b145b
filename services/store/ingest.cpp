// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/ingest.h"

#include "services/store/status_equal.h"

#include <cmath>
#include <limits>
#include <set>

namespace binnacle::services {

using models::Cell;
using models::CellType;
using models::ColumnId;
using models::FactBatch;
using models::FactOp;
using models::FactRow;
using models::KindId;
using models::MarkOp;

namespace {

tl::unexpected<models::Error> wrong(std::string what)
{
    return models::fail(models::ErrorCode::InvalidInput, std::move(what),
                        "This is a fault of the connector; report it with its log.");
}

models::Result<void> checkRow(const FactBatch& batch, const FactRow& row)
{
    const auto& registry = models::KindRegistry::instance();
    if (row.kind >= registry.size())
        return wrong("a fact of an unregistered kind");
    const models::KindSpec& spec = registry.spec(row.kind);
    if (!row.key.valid())
        return wrong("a " + spec.name + " without identity");
    if (row.op == FactOp::Remove)
        return {};
    if (row.cellCount != spec.columns.size())
        return wrong("a " + spec.name + " of another schema");
    if (spec.columns.size() > kMaxColumns)
        return wrong(spec.name + " has more columns than a table can hold");
    const auto cells = batch.cells(row);
    for (std::size_t c = 0; c < cells.size(); ++c) {
        if (cells[c].set && cells[c].type != spec.columns[c].type)
            return wrong(spec.name + "." + spec.columns[c].name + " has a value of another type");
    }
    return {};
}

} // namespace

ColumnSet gaugesOf(const models::KindSpec& spec)
{
    ColumnSet out;
    for (std::size_t c = 0; c < spec.columns.size() && c < kMaxColumns; ++c) {
        if (spec.columns[c].gauge)
            out.add(static_cast<ColumnId>(c));
    }
    return out;
}

models::Result<void> Ingest::check(const FactBatch& batch) const
{
    const int source = m_tables.findSource(batch.source());
    if (batch.source().empty())
        return wrong("facts without a source");
    if (source < 0 && m_tables.sourceCount() >= kMaxSources)
        return wrong("too many sources");
    for (const FactRow& row : batch.rows()) {
        if (auto ok = checkRow(batch, row); !ok)
            return ok;
    }
    std::set<std::pair<KindId, std::string>> begun;
    for (const models::FactMark& mark : batch.marks()) {
        if (mark.kind >= models::KindRegistry::instance().size())
            return wrong("a list of an unregistered kind");
        if (mark.op == MarkOp::ListBegan) {
            begun.emplace(mark.kind, mark.scope);
            continue;
        }
        const bool open = begun.erase({mark.kind, mark.scope}) != 0 ||
                          (source >= 0 && m_lists.contains({static_cast<SourceIndex>(source),
                                                            mark.kind, mark.scope}));
        if (!open) // sweeping on it would delete what was never listed
            return wrong("a list of " + models::KindRegistry::instance().spec(mark.kind).name +
                         " completed that never began");
    }
    return {};
}

void Ingest::apply(const FactBatch& batch, models::UtcTime at)
{
    const SourceIndex source = m_tables.source(batch.source());
    if (m_tables.status(source).gone)
        updateStatus(batch.source(), at, [](models::SourceStatus&) {});
    const auto rows = batch.rows();
    for (const FactRow& row : rows)
        m_fed.emplace(source, row.kind);
    for (const models::FactMark& m : batch.marks())
        m_fed.emplace(source, m.kind);
    std::size_t next = 0;
    for (const models::FactMark& m : batch.marks()) {
        for (; next < m.beforeRow && next < rows.size(); ++next)
            applyRow(batch, rows[next], source, at);
        mark(m, source);
    }
    for (; next < rows.size(); ++next)
        applyRow(batch, rows[next], source, at);
    m_joiner.settle();
}

bool Ingest::writeCell(TableWriter& w, std::size_t slot, ColumnId column, const FactBatch& batch,
                       const Cell& cell)
{
    switch (cell.type) {
    case CellType::Text:
    case CellType::Labels:
        return w.set<TextId>(slot, column,
                             cell.textSize == Cell::kNullText
                                 ? kNullText
                                 : m_tables.texts().intern(batch.text(cell)));
    case CellType::Int:
    case CellType::Time:
        return w.set<std::int64_t>(slot, column, cell.integer);
    case CellType::Real: // one bit pattern for unknown, and one zero
        return w.set<double>(slot, column,
                             std::isnan(cell.real) ? std::numeric_limits<double>::quiet_NaN()
                                                   : cell.real + 0.0);
    case CellType::Flag:
        return w.set<models::Flag>(slot, column,
                                   cell.integer == 0   ? models::Flag::False
                                   : cell.integer == 1 ? models::Flag::True
                                                       : models::Flag::Unknown);
    }
    return false;
}

void Ingest::applyRow(const FactBatch& batch, const FactRow& row, SourceIndex source,
                      models::UtcTime at)
{
    TableWriter& w = m_tables.writer(row.kind);
    std::size_t slot = w.find(row.key);
    if (row.op == FactOp::Remove) {
        if (slot != TableWriter::kNone)
            remove(w, slot);
        return;
    }
    const bool added = slot == TableWriter::kNone;
    if (added && row.op == FactOp::Patch)
        return;
    if (added)
        slot = w.add(row.key, source, row.validFrom.known() ? row.validFrom : at);
    const auto& columns = w.spec().columns;
    const auto cells = batch.cells(row);
    ColumnSet changed;
    bool state = false; // something other than a gauge
    for (std::size_t c = 0; c < cells.size(); ++c) {
        const auto column = static_cast<ColumnId>(c);
        if (columns[c].joined)
            continue;
        bool differs = false;
        if (cells[c].set)
            differs = writeCell(w, slot, column, batch, cells[c]);
        else if (row.op == FactOp::Upsert && !added)
            differs = w.setUnknown(slot, column);
        if (differs) {
            changed.add(column);
            state = state || !columns[c].gauge;
        }
    }
    if (row.op == FactOp::Upsert)
        w.setSource(slot, source);
    if (w.sourceOf(slot) == source)
        w.seen(slot) = m_listMark;
    if (!added && state)
        w.setValidFrom(slot, row.validFrom.known() ? row.validFrom : at);
    if (added || !changed.empty())
        m_joiner.changed(row.kind, slot, changed, added);
}

void Ingest::remove(TableWriter& w, std::size_t slot)
{
    m_joiner.removing(w.kind(), slot);
    w.remove(slot);
}

void Ingest::mark(const models::FactMark& mark, SourceIndex source)
{
    const ListKey key{source, mark.kind, mark.scope};
    if (mark.op == MarkOp::ListBegan) {
        m_lists[key] = ++m_listMark;
        return;
    }
    const auto open = m_lists.find(key);
    if (open == m_lists.end())
        return; // check() refuses such a batch
    sweep(mark.kind, source, mark.scope, open->second);
    m_lists.erase(open);
    if (mark.kind == models::kind(models::BuiltIn::Pod) && mark.scope.empty())
        m_joiner.podsListed(source);
}

void Ingest::sweep(KindId kind, SourceIndex source, const std::string& scope, std::uint32_t began)
{
    TableWriter* const w = m_tables.find(kind);
    if (w == nullptr)
        return;
    const TextId ns = scope.empty() ? kNullText : m_tables.texts().find(scope);
    if (!scope.empty() && ns == kNullText)
        return; // nothing was ever in that namespace
    for (std::size_t slot = 0; slot < w->slotCount(); ++slot) {
        if (!w->isLive(slot) || w->sourceOf(slot) != source || w->seen(slot) >= began)
            continue;
        if (ns != kNullText && w->get<TextId>(slot, models::col(models::Common::Namespace)) != ns)
            continue;
        remove(*w, slot);
    }
}

void Ingest::updateStatus(const std::string& source, models::UtcTime at,
                          const std::function<void(models::SourceStatus&)>& edit)
{
    const bool known = m_tables.findSource(source) >= 0;
    const SourceIndex index = m_tables.source(source);
    const models::SourceStatus& before = m_tables.status(index);
    auto after = std::make_shared<models::SourceStatus>(before);
    edit(*after);
    after->id = source; // the identity is not up for editing
    after->gone = false;
    if (after->phase != before.phase && after->since == before.since)
        after->since = at;
    const StatusChange change = known ? compareStatus(before, *after) : StatusChange::Real;
    if (change != StatusChange::None) {
        m_statuses.push_back({index, change == StatusChange::Contact, {}});
        m_tables.setStatus(index, std::move(after));
    }
}

EstateDelta Ingest::takeDelta(std::uint64_t version, models::UtcTime at)
{
    EstateDelta out;
    out.at = at;
    for (std::size_t k = 0; k < m_tables.kindCount(); ++k) {
        const auto kind = static_cast<KindId>(k);
        TableWriter* const w = m_tables.find(kind);
        if (w == nullptr || !w->touched())
            continue;
        if (TableDelta delta = w->takeDelta(version); !delta.empty())
            out.kinds.push_back({kind, std::move(delta)});
    }
    out.statuses = std::exchange(m_statuses, {});
    return out;
}

bool Ingest::compactTexts()
{
    if (!m_tables.compactTexts())
        return false;
    m_joiner.rebuild();
    return true;
}

void Ingest::adopt(EstateTables&& tables)
{
    m_tables = std::move(tables);
    m_joiner.rebuild();
}

} // namespace binnacle::services
