// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/estate/kind.h"

#include "models/estate/builtin_kinds.h"

#include <deque>
#include <map>
#include <mutex>
#include <shared_mutex>

namespace binnacle::models {

struct KindRegistry::State {
    mutable std::shared_mutex lock;
    std::deque<KindSpec> kinds; // a deque never moves its elements: spec() may hand out references
    std::map<std::string, KindId, std::less<>> byName;
};

int KindSpec::column(std::string_view columnName) const
{
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i].name == columnName)
            return static_cast<int>(i);
    }
    return -1;
}

KindRegistry::KindRegistry() : m_state(std::make_unique<State>())
{
    for (auto& spec : builtInKinds())
        add(std::move(spec));
}

KindRegistry& KindRegistry::instance()
{
    static KindRegistry registry;
    return registry;
}

KindId KindRegistry::add(KindSpec spec)
{
    const std::unique_lock guard(m_state->lock);
    if (const auto it = m_state->byName.find(spec.name); it != m_state->byName.end())
        return it->second;
    const auto id = static_cast<KindId>(m_state->kinds.size());
    m_state->byName.emplace(spec.name, id);
    m_state->kinds.push_back(std::move(spec));
    return id;
}

const KindSpec& KindRegistry::spec(KindId id) const
{
    const std::shared_lock guard(m_state->lock);
    return m_state->kinds.at(id);
}

int KindRegistry::find(std::string_view name) const
{
    const std::shared_lock guard(m_state->lock);
    const auto it = m_state->byName.find(name);
    return it == m_state->byName.end() ? -1 : static_cast<int>(it->second);
}

std::size_t KindRegistry::size() const
{
    const std::shared_lock guard(m_state->lock);
    return m_state->kinds.size();
}

std::vector<ColumnSpec> withCommonColumns(std::vector<ColumnSpec> own)
{
    std::vector<ColumnSpec> all{
        {"name", "Name", CellType::Text, {}, false, false},
        {"namespace", "Namespace", CellType::Text, {}, false, false},
        {"labels", "Labels", CellType::Labels, {}, false, false},
        {"created", "Age", CellType::Time, {}, false, false},
        {"deleted", "Deleted", CellType::Time, {}, false, false},
        {"owner", "Owner", CellType::Text, {}, false, false},
        {"ownerKind", "Owner kind", CellType::Text, {}, false, false},
        {"ownerUid", "Owner UID", CellType::Text, {}, false, false},
    };
    for (auto& column : own)
        all.push_back(std::move(column));
    return all;
}

} // namespace binnacle::models
