// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kubernetes/memory_sink.h"

namespace binnacle::tests::kubernetes {

using models::FactBatch;
using models::KindRegistry;

namespace {

RowTexts textsOf(const FactBatch& batch, const models::FactRow& row)
{
    const auto& spec = KindRegistry::instance().spec(row.kind);
    const auto cells = batch.cells(row);
    RowTexts texts;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto& cell = cells[i];
        if (!cell.set)
            continue;
        const bool isText =
            cell.type == models::CellType::Text || cell.type == models::CellType::Labels;
        if (isText && cell.textSize != models::Cell::kNullText)
            texts[spec.columns[i].name] = std::string(batch.text(cell));
        else if (cell.type == models::CellType::Real)
            texts[spec.columns[i].name] = std::to_string(cell.real);
        else if (!isText && cell.integer != models::kUnknownInt)
            texts[spec.columns[i].name] = std::to_string(cell.integer);
    }
    return texts;
}

} // namespace

void MemorySink::applyRow(const FactBatch& batch, const models::FactRow& row)
{
    auto& table = m_tables[row.kind];
    if (row.op == models::FactOp::Remove)
        table.erase(row.key);
    else
        table[row.key] = {textsOf(batch, row), m_began[row.kind]};
}

void MemorySink::applyMark(const models::FactMark& mark)
{
    if (mark.op == models::MarkOp::ListBegan) {
        ++m_began[mark.kind];
        return;
    }
    ++m_completed[mark.kind];
    std::erase_if(m_tables[mark.kind], [&](const auto& entry) {
        const auto ns = entry.second.texts.find("namespace");
        const bool inScope =
            mark.scope.empty() || (ns != entry.second.texts.end() && ns->second == mark.scope);
        return inScope && entry.second.list < m_began[mark.kind];
    });
}

models::Result<void> MemorySink::apply(FactBatch&& batch)
{
    const std::lock_guard lock(m_mutex);
    if (m_fail > 0) {
        --m_fail;
        return models::fail(models::ErrorCode::ResourceExhausted, "the store is full");
    }
    std::size_t mark = 0;
    for (std::size_t i = 0; i <= batch.rows().size(); ++i) {
        for (; mark < batch.marks().size() && batch.marks()[mark].beforeRow == i; ++mark)
            applyMark(batch.marks()[mark]);
        if (i < batch.rows().size())
            applyRow(batch, batch.rows()[i]);
    }
    m_batches.push_back(batch.rows().size());
    m_changed.notify_all();
    return {};
}

void MemorySink::updateStatus(const std::function<void(models::SourceStatus&)>& edit)
{
    const std::lock_guard lock(m_mutex);
    edit(m_status);
    m_changed.notify_all();
}

std::size_t MemorySink::count(const std::string& kind) const
{
    const std::lock_guard lock(m_mutex);
    const int id = KindRegistry::instance().find(kind);
    const auto it = m_tables.find(static_cast<models::KindId>(id));
    return id < 0 || it == m_tables.end() ? 0 : it->second.size();
}

std::vector<RowTexts> MemorySink::rows(const std::string& kind) const
{
    const std::lock_guard lock(m_mutex);
    std::vector<RowTexts> all;
    const int id = KindRegistry::instance().find(kind);
    const auto it = m_tables.find(static_cast<models::KindId>(id));
    if (id >= 0 && it != m_tables.end()) {
        for (const auto& [key, row] : it->second)
            all.push_back(row.texts);
    }
    return all;
}

models::SourceStatus MemorySink::status() const
{
    const std::lock_guard lock(m_mutex);
    return m_status;
}

std::vector<std::size_t> MemorySink::batches() const
{
    const std::lock_guard lock(m_mutex);
    return m_batches;
}

int MemorySink::lists(const std::string& kind) const
{
    const std::lock_guard lock(m_mutex);
    const int id = KindRegistry::instance().find(kind);
    const auto it = m_completed.find(static_cast<models::KindId>(id));
    return it == m_completed.end() ? 0 : it->second;
}

void MemorySink::failNext(int applies)
{
    const std::lock_guard lock(m_mutex);
    m_fail = applies;
}

bool MemorySink::waitFor(const std::function<bool(const MemorySink&)>& condition,
                         std::chrono::milliseconds atMost) const
{
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, atMost, [&] { return condition(*this); });
}

} // namespace binnacle::tests::kubernetes
