// SPDX-License-Identifier: GPL-3.0-or-later
// The events about an object and what it owns, merged by reason and object, newest first; with
// those that the cluster has already forgotten, from earlier pictures of the estate. Pure; for a
// worker.
#pragma once

#include "services/store/snapshot.h"
#include "services/usecases/object_state.h"

#include <span>
#include <string>
#include <vector>

namespace binnacle::services {

struct MergedEvent {
    StateTone tone = StateTone::None;
    std::string reason, message, aboutKind, about, component;
    std::int64_t count = 0;   ///< occurrences of all that were merged; 0: the cluster does not say
    std::int64_t objects = 1; ///< how many objects of that kind it is about
    models::UtcTime first, last;
    bool keptHere = false; ///< in no event of the cluster any more
};

/// `earlier` are pictures of the past, in any order; an event that is in `snapshot` too counts
/// once, as it is there. Each picture has its own children: a pod that is gone still had its
/// events. Shape: newest first; equal reasons about several objects of a kind are one.
std::vector<MergedEvent> eventsOf(const Snapshot& snapshot, std::span<const SnapshotPtr> earlier,
                                  models::KindId kind, const models::ObjectKey& key);

} // namespace binnacle::services
