// SPDX-License-Identifier: GPL-3.0-or-later
// Fills the joined columns: pod to workload, revision, model version and team; node to the sum of
// its pods' requests. Told of every changed row, it redoes exactly what that change can reach.
// Private to ingest; runs under the store's lock.
#pragma once

#include "services/store/estate_tables.h"
#include "services/store/join_links.h"

#include <array>
#include <string>
#include <unordered_map>
#include <vector>

namespace binnacle::services {

class Joiner {
public:
    explicit Joiner(EstateTables& tables) : m_tables(tables) {}

    /// After a row was added or some of its columns changed.
    void changed(models::KindId kind, std::size_t slot, const ColumnSet& columns, bool added);
    /// Before a row is removed.
    void removing(models::KindId kind, std::size_t slot);
    /// A list of all pods of this source is complete: from now on no pods means none, not unknown.
    void podsListed(SourceIndex source);
    /// Its rows are gone and what was listed says nothing any more.
    void forget(SourceIndex source);
    /// Writes the joined columns of everything reached since the last call.
    /// Cost: O(rows reached).
    void settle();
    /// Anew from the tables: after loading, and after texts got new ids. Writes nothing.
    void rebuild();
    std::size_t bytes() const;

private:
    using KeyToSlot = std::unordered_map<models::ObjectKey, std::uint32_t, models::ObjectKeyHash>;
    struct NodeTotal {
        std::int64_t gpus = 0, pods = 0;
        std::int64_t unknown = 0; ///< pods that do not say how many
    };
    /// What one pod adds to its node's total.
    struct Share {
        std::int64_t gpus = 0;
        TextId node = kNullText;
        SourceIndex source = 0;
        bool counted = false, unknown = false;
    };
    /// What joins read from a label set; kept for the sets seen last.
    struct LabelFacts {
        TextId labels = kNullText;
        TextId service = kNullText, team = kNullText, teamFrom = kNullText, revision = kNullText;
    };
    /// The owners of a pod, nearest first.
    struct Chain {
        std::array<RowId, 8> steps;
        std::size_t size = 0;
        TextId kind = kNullText, name = kNullText; ///< of the top, also when only referred to
    };
    struct Model {
        TextId version = kNullText, from = kNullText;
    };

    void podChanged(std::size_t slot);
    void ownerChanged(models::KindId kind, std::size_t slot);
    void nodeChanged(std::size_t slot);
    void namespaceChanged(std::size_t slot);
    void markPod(std::size_t slot);
    void markChildren(const models::ObjectKey& owner, int depth);
    void markNode(const models::ObjectKey& node);
    void share(std::size_t slot, bool counted);

    // join_resolve.cpp: one pod's links, read from the tables.
    void joinPod(std::size_t slot);
    void joinNode(const models::ObjectKey& node);
    Chain chainOf(const TableWriter& pods, std::size_t slot, const LabelFacts& labels);
    TextId revisionOf(const Chain& chain, const LabelFacts& labels) const;
    Model modelOf(const TableWriter& pods, std::size_t slot, const Chain& chain);
    Model teamOf(const TableWriter& pods, std::size_t slot, const Chain& chain,
                 const LabelFacts& labels);
    const LabelFacts& labelFacts(TextId labels);
    TextId nameOfOwner(RowId owner);

    models::ObjectKey ownerKey(const TableWriter& w, std::size_t slot) const;
    static models::ObjectKey nameKey(SourceIndex source, TextId ns, TextId name)
    {
        return {(std::uint64_t{source} + 1) << 32 | ns, name};
    }

    EstateTables& m_tables;
    Links m_byOwner, m_byNamespace, m_byService;
    std::unordered_map<models::ObjectKey, RowId, models::ObjectKeyHash> m_owners;
    KeyToSlot m_services, m_namespaces, m_nodes;
    std::unordered_map<models::ObjectKey, NodeTotal, models::ObjectKeyHash> m_totals;
    std::vector<Share> m_shares;       ///< by pod slot
    std::vector<bool> m_podsKnown;     ///< by source
    std::vector<std::uint32_t> m_pods; ///< to join
    std::vector<bool> m_podMarked;
    std::vector<models::ObjectKey> m_nodesToJoin;
    std::array<LabelFacts, 1024> m_labelCache{};
};

} // namespace binnacle::services
