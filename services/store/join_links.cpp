// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/join_links.h"

namespace binnacle::services {

void Links::leave(RowId row)
{
    Node& self = node(row);
    if (self.prev.valid())
        node(self.prev).next = self.next;
    else
        m_heads[self.group - 1].first = self.next;
    if (self.next.valid())
        node(self.next).prev = self.prev;
    Head& head = m_heads[self.group - 1];
    if (!head.first.valid()) {
        m_groups.erase(head.key);
        m_freeHeads.push_back(self.group - 1);
    }
    self = {};
}

void Links::put(RowId row, const models::ObjectKey& group)
{
    if (row.kind() >= m_nodes.size())
        m_nodes.resize(row.kind() + std::size_t{1});
    auto& nodes = m_nodes[row.kind()];
    if (row.slot() >= nodes.size())
        nodes.resize((row.slot() / kChunkRows + 1) * kChunkRows);
    if (const std::uint32_t in = node(row).group; in != 0) {
        if (m_heads[in - 1].key == group)
            return;
        leave(row);
    }
    if (!group.valid())
        return;
    const auto [it, isNew] = m_groups.try_emplace(group, 0u);
    if (isNew) {
        if (m_freeHeads.empty()) {
            m_freeHeads.push_back(static_cast<std::uint32_t>(m_heads.size()));
            m_heads.emplace_back();
        }
        it->second = m_freeHeads.back();
        m_freeHeads.pop_back();
        m_heads[it->second] = {{}, group};
    }
    Head& head = m_heads[it->second];
    Node& self = node(row);
    self.group = it->second + 1;
    self.next = head.first;
    if (head.first.valid())
        node(head.first).prev = row;
    head.first = row;
}

void Links::clear()
{
    m_nodes.clear();
    m_heads.clear();
    m_freeHeads.clear();
    m_groups.clear();
}

std::size_t Links::bytes() const
{
    std::size_t total = m_heads.capacity() * sizeof(Head) + m_freeHeads.capacity() * 4 +
                        m_groups.size() * (sizeof(Head) + 3 * sizeof(void*));
    for (const auto& nodes : m_nodes)
        total += nodes.capacity() * sizeof(Node);
    return total;
}

} // namespace binnacle::services
