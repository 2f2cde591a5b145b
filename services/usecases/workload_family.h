// SPDX-License-Identifier: GPL-3.0-or-later
// Who owns an object and what it owns, by owner references within one source: the tree of the
// inspector and the pods that a summary speaks of. Pure; for a worker. Knows no view.
#pragma once

#include "services/store/snapshot.h"

#include <optional>
#include <string_view>
#include <vector>

namespace binnacle::services {

struct FamilyMember {
    RowRef row;
    int depth = 0; ///< below the subject; 0: its direct child, or an owner
};

struct Family {
    std::vector<FamilyMember> owners;   ///< the topmost first
    std::vector<FamilyMember> children; ///< in tree order: after its parent
    std::vector<RowRef> pods;           ///< of it, or on it; the subject itself when it is a pod
};

/// Cost: O(rows of kinds that can be owned), three times at most: 10 ms at 150,000 pods.
Family familyOf(const Snapshot& snapshot, const RowRef& subject);

/// By the owner's UID within the same source. Cost: O(slots).
std::optional<RowRef> findByUid(const Snapshot& snapshot, SourceIndex source,
                                std::string_view kindName, std::string_view uid);

} // namespace binnacle::services
