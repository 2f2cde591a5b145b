// SPDX-License-Identifier: GPL-3.0-or-later
// One recorded change into the events it means. Private to the timeline; pure.
#pragma once

#include "services/usecases/timeline.h"

namespace binnacle::services {

struct Classified {
    std::vector<TimelineEvent> events;
    bool endsSpell = false; ///< the object's open spell is over
};

Classified classify(const ToldChange& change);

/// "fraud-scorer: 3 container restarts"
std::string restartTitle(const std::string& workload, int count);

} // namespace binnacle::services
