// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/estate_tables.h"

#include <algorithm>
#include <atomic>

namespace binnacle::services {

namespace {

constexpr std::size_t kFewTexts = 20'000; ///< below this, dead texts are not worth a thought

std::uint64_t nextLineage()
{
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

} // namespace

EstateTables::EstateTables()
    : m_texts(std::make_shared<StringPool>()), m_lineage(nextLineage()), m_lookAgain(kFewTexts)
{
}

TableWriter& EstateTables::writer(models::KindId kind)
{
    if (kind >= m_writers.size())
        m_writers.resize(kind + std::size_t{1});
    if (!m_writers[kind])
        m_writers[kind] = std::make_unique<TableWriter>(kind, m_texts, m_lineage);
    return *m_writers[kind];
}

SourceIndex EstateTables::source(std::string_view id)
{
    if (const int known = findSource(id); known >= 0)
        return static_cast<SourceIndex>(known);
    const auto index = static_cast<SourceIndex>(m_sources.size());
    auto status = std::make_shared<models::SourceStatus>();
    status->id = id;
    m_sources.push_back(std::move(status));
    m_sourceByName.emplace(id, index);
    return index;
}

int EstateTables::findSource(std::string_view id) const
{
    const auto it = m_sourceByName.find(id);
    return it == m_sourceByName.end() ? -1 : static_cast<int>(it->second);
}

Snapshot EstateTables::snapshot()
{
    Snapshot out;
    out.texts = m_texts;
    out.tables.resize(m_writers.size());
    for (std::size_t k = 0; k < m_writers.size(); ++k) {
        if (m_writers[k])
            out.tables[k] = m_writers[k]->publish();
    }
    out.sources = m_sources;
    for (auto& source : out.sources) {
        if (source->gone)
            source.reset();
    }
    return out;
}

bool EstateTables::compactTexts()
{
    if (m_texts->size() < m_lookAgain)
        return false;
    std::vector<bool> used(m_texts->size(), false);
    for (const auto& writer : m_writers) {
        if (writer)
            writer->markTexts(used);
    }
    const auto live = static_cast<std::size_t>(std::count(used.begin(), used.end(), true));
    if (live * 2 > m_texts->size()) {
        m_lookAgain = std::max(kFewTexts, live * 5 / 2);
        return false;
    }
    auto fresh = std::make_shared<StringPool>();
    std::vector<TextId> remap(m_texts->size(), kNullText);
    for (TextId id = 1; id < used.size(); ++id) {
        if (used[id])
            remap[id] = fresh->intern(m_texts->view(id));
    }
    for (const auto& writer : m_writers) {
        if (writer)
            writer->moveTexts(fresh, remap);
    }
    m_texts = std::move(fresh);
    m_lookAgain = std::max(kFewTexts, live * 5 / 2);
    return true;
}

std::size_t EstateTables::bytes() const
{
    std::size_t total = m_texts->bytes();
    for (const auto& writer : m_writers)
        total += writer ? writer->bytes() : 0;
    return total;
}

} // namespace binnacle::services
