// SPDX-License-Identifier: GPL-3.0-or-later
// Rows grouped under a key (children of an owner, members of a namespace), so that a change of the
// one finds the others. Twelve bytes per row; put, move and drop cost one hash. Private to joins.
#pragma once

#include "models/estate/object_key.h"
#include "services/store/table.h"

#include <unordered_map>
#include <vector>

namespace binnacle::services {

/// A row of any kind in 32 bits: kinds below 128, slots below 16 Mi.
struct RowId {
    std::uint32_t packed = kNoRow;
    static constexpr std::uint32_t kNoRow = ~std::uint32_t{0};
    RowId() = default;
    RowId(models::KindId kind, std::size_t slot)
        : packed(static_cast<std::uint32_t>(kind) << 24 | static_cast<std::uint32_t>(slot))
    {
    }
    models::KindId kind() const { return static_cast<models::KindId>(packed >> 24); }
    std::size_t slot() const { return packed & 0xffffffu; }
    bool valid() const { return packed != kNoRow; }
};

class Links {
public:
    /// Moves the row to this group; the invalid key means no group.
    void put(RowId row, const models::ObjectKey& group);
    void drop(RowId row) { put(row, {}); }
    template <class Fn> void forEach(const models::ObjectKey& group, Fn&& fn) const
    {
        const auto it = m_groups.find(group);
        if (it == m_groups.end())
            return;
        for (RowId at = m_heads[it->second].first; at.valid(); at = node(at).next)
            fn(at);
    }
    void clear();
    std::size_t bytes() const;

private:
    struct Node {
        RowId prev, next;
        std::uint32_t group = 0; ///< index into m_heads + 1; 0: in none
    };
    struct Head {
        RowId first;
        models::ObjectKey key;
    };
    Node& node(RowId row) { return m_nodes[row.kind()][row.slot()]; }
    const Node& node(RowId row) const { return m_nodes[row.kind()][row.slot()]; }
    void leave(RowId row);

    std::vector<std::vector<Node>> m_nodes; ///< by kind, by slot
    std::vector<Head> m_heads;
    std::vector<std::uint32_t> m_freeHeads;
    std::unordered_map<models::ObjectKey, std::uint32_t, models::ObjectKeyHash> m_groups;
};

} // namespace binnacle::services
