// SPDX-License-Identifier: GPL-3.0-or-later
// What the inspector's first tab says of one object: a sentence with the cause, conditions,
// containers as far as the estate keeps them, facts, owners and children. Pure; for a worker. Knows
// no view.
#pragma once

#include "services/usecases/workload_cause.h"
#include "services/usecases/workload_family.h"

#include <string>
#include <vector>

namespace binnacle::services {

struct SummaryLine {
    StateTone tone = StateTone::None;
    std::string name, text;
    bool mono = false; ///< `text` is an identifier
};

/// Another object that a click goes to.
struct SummaryLink {
    models::KindId kind = 0;
    models::ObjectKey key;
    int depth = 0;
    StateTone tone = StateTone::None;
    std::string kindName, name, text; ///< "pod", "fraud-scorer-7d9-b6rjh", "Waiting for GPU"
};

struct WorkloadSummary {
    bool found = false;      ///< false: the object is not in this snapshot
    std::string name, about; ///< "fraud-scorer", "deployment · ns fraud · prod-eu"
    Cause note;
    std::vector<SummaryLine> conditions, containers, facts;
    std::string containersNote; ///< what the estate does not keep of them
    std::vector<SummaryLink> owners, children;
    std::size_t childrenTotal = 0;     ///< more than `children` when there are very many
    std::vector<std::string> gpuUuids; ///< devices of its pods, where an exporter names them
    std::vector<std::string> gpuNodes; ///< nodes of its pods that hold devices
};

WorkloadSummary summarize(const Snapshot& snapshot, models::KindId kind,
                          const models::ObjectKey& key, std::size_t slotHint, models::UtcTime now);

} // namespace binnacle::services
