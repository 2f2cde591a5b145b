// SPDX-License-Identifier: GPL-3.0-or-later
// What changed, in the terms of somebody on call: rollouts told apart by image, model version and
// other configuration, scaling, nodes, capacity, restarts. For the strip under every page and `[`
// `]`. Pure over recorded changes; any thread. Knows no store and no widget.
#pragma once

#include "services/store/change_entry.h"

#include <string>
#include <vector>

namespace binnacle::services {

enum class TimelineLane { Deploys, Alerts, Nodes, Restarts };
inline constexpr int kTimelineLanes = 4;

enum class TimelineKind {
    ModelVersion, ///< another model URI or version, whatever else came with it
    Image,
    Config, ///< another template, same image and model
    Scaling,
    Created,
    Deleted,
    NodeDown,
    NodeUp,
    Cordon,
    Uncordon,
    NodeCondition,
    ConditionGone,
    NodeAdded,
    NodeRemoved,
    Capacity, ///< other devices on a node that stays
    Restart,  ///< of containers; one event per workload and minute
};

enum class TimelineTone { Change, Ok, Info, Warning, Critical };

struct TimelineEvent {
    TimelineKind kind = TimelineKind::Config;
    TimelineTone tone = TimelineTone::Change;
    models::UtcTime at;
    models::UtcTime until; ///< of a spell (a node that is down); unknown for a moment, and while it
                           ///< lasts
    bool lasts = false;    ///< a spell that is not over
    models::KindId objectKind = 0;
    models::ObjectKey key;
    std::string ns, name; ///< of the object; of the workload for restarts
    std::string title;    ///< "fraud-scorer: model fraud-scorer:41 → fraud-scorer:42"
    std::string detail;   ///< what came with it; often empty
    int count = 1;        ///< restarts merged here

    TimelineLane lane() const;
    friend bool operator==(const TimelineEvent&, const TimelineEvent&) = default;
};

/// What a store must be asked for so that foldTimeline() can tell.
const ChangeWatches& timelineWatches();

/// Adds what `changes` mean to `events`: merges restarts, ends spells that are open. Shape: both
/// oldest first; the result too. Cost: O(changes), and the last minute of `events` per restart.
void foldTimeline(std::vector<TimelineEvent>& events, const std::vector<ToldChange>& changes);

/// "6 h: 4 deployment changes, 3 node changes (2 nodes went down), 12 container restarts"; what a
/// screen reader says.
std::string timelineSummary(const std::vector<TimelineEvent>& events, models::UtcTime from,
                            models::UtcTime to);

/// "Image", "Scaling", …: for tables.
std::string_view timelineKindText(TimelineKind kind);

} // namespace binnacle::services
