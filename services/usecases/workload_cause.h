// SPDX-License-Identifier: GPL-3.0-or-later
// Why pods of a workload do not work, in one sentence with its evidence: devices that no node has
// free, images that cannot be pulled, crash loops, probes, ill nodes. Pure; for a worker. Says what
// the estate knows and nothing that it would have to guess.
#pragma once

#include "services/store/snapshot.h"
#include "services/usecases/object_state.h"

#include <span>
#include <string>

namespace binnacle::services {

struct Cause {
    StateTone tone = StateTone::None;
    std::string text;   ///< "2 of 8 replicas wait for a GPU: no node of pool p3 has 8 free"
    std::string detail; ///< "Largest free block is 6, on gpu-p3-014. 14 nodes: 11 full, …"
};

/// `pods` are those of one workload, or one pod alone. Shape: `text` is empty without pods.
Cause causeOf(const Snapshot& snapshot, std::span<const RowRef> pods, models::UtcTime now);

} // namespace binnacle::services
