// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/usecases/timeline.h"

#include "services/usecases/timeline_classify.h"
#include "services/usecases/words.h"

#include <algorithm>
#include <array>

namespace binnacle::services {

using models::UtcTime;

namespace {

constexpr models::Duration kMergeWithin = std::chrono::minutes(1);

bool before(const TimelineEvent& a, const TimelineEvent& b)
{
    return a.at < b.at;
}

/// Changes of several kinds in one moment come kind by kind: each goes to its place.
void insertInOrder(std::vector<TimelineEvent>& events, TimelineEvent event)
{
    if (events.empty() || events.back().at <= event.at) {
        events.push_back(std::move(event));
        return;
    }
    events.insert(std::upper_bound(events.begin(), events.end(), event, before), event);
}

/// Restarts of one workload within a minute are one event.
bool mergeRestart(std::vector<TimelineEvent>& events, const TimelineEvent& event)
{
    for (auto it = events.rbegin(); it != events.rend(); ++it) {
        if (event.at - it->at >= kMergeWithin)
            return false;
        if (it->kind != TimelineKind::Restart || it->ns != event.ns || it->name != event.name)
            continue;
        it->count += event.count;
        it->title = restartTitle(it->name, it->count);
        return true;
    }
    return false;
}

/// The open spell of the same object ends, if there is one.
void endSpell(std::vector<TimelineEvent>& events, const models::ObjectKey& key, UtcTime at)
{
    for (auto it = events.rbegin(); it != events.rend(); ++it) {
        if (it->key != key || !it->lasts)
            continue;
        it->lasts = false;
        it->until = at;
        return;
    }
}

bool hasSpell(const std::vector<TimelineEvent>& events, const models::ObjectKey& key)
{
    return std::any_of(events.begin(), events.end(),
                       [&key](const TimelineEvent& e) { return e.lasts && e.key == key; });
}

} // namespace

TimelineLane TimelineEvent::lane() const
{
    switch (kind) {
    case TimelineKind::ModelVersion:
    case TimelineKind::Image:
    case TimelineKind::Config:
    case TimelineKind::Scaling:
    case TimelineKind::Created:
    case TimelineKind::Deleted:
        return TimelineLane::Deploys;
    case TimelineKind::Restart:
        return TimelineLane::Restarts;
    default:
        return TimelineLane::Nodes;
    }
}

void foldTimeline(std::vector<TimelineEvent>& events, const std::vector<ToldChange>& changes)
{
    for (const ToldChange& change : changes) {
        Classified found = classify(change);
        if (found.endsSpell)
            endSpell(events, change.entry.key, change.entry.at);
        for (TimelineEvent& event : found.events) {
            if (event.kind == TimelineKind::Restart && mergeRestart(events, event))
                continue;
            if (event.lasts && hasSpell(events, event.key))
                continue;
            insertInOrder(events, std::move(event));
        }
    }
}

std::string timelineSummary(const std::vector<TimelineEvent>& events, UtcTime from, UtcTime to)
{
    int deploys = 0, scalings = 0, nodes = 0, restarts = 0, down = 0;
    for (const TimelineEvent& event : events) {
        const UtcTime end = event.lasts ? to : std::max(event.at, event.until);
        if (end < from || event.at > to)
            continue;
        switch (event.lane()) {
        case TimelineLane::Deploys:
            ++(event.kind == TimelineKind::Scaling ? scalings : deploys);
            break;
        case TimelineLane::Alerts: // nothing reports alerts yet
            break;
        case TimelineLane::Nodes:
            ++nodes;
            down += event.kind == TimelineKind::NodeDown;
            break;
        case TimelineLane::Restarts:
            restarts += event.count;
            break;
        }
    }
    std::string out;
    const auto say = [&out](int n, std::string_view one, std::string_view many) {
        if (n > 0)
            out += (out.empty() ? "" : ", ") + counted(n, one, many);
    };
    say(deploys, "deployment change", "deployment changes");
    say(scalings, "scaling", "scalings");
    say(nodes, "node change", "node changes");
    if (down > 0)
        out += " (" + counted(down, "node", "nodes") + " went down)";
    say(restarts, "container restart", "container restarts");
    return durationWords(to - from) + ": " + (out.empty() ? "nothing changed" : out);
}

std::string_view timelineKindText(TimelineKind kind)
{
    static constexpr std::array<std::string_view, 16> kTexts = {
        "Model version", "Image",        "Configuration", "Scaling",
        "Created",       "Deleted",      "Node down",     "Node up",
        "Cordoned",      "Uncordoned",   "Condition",     "Condition gone",
        "Node added",    "Node removed", "Capacity",      "Restart",
    };
    return kTexts[static_cast<std::size_t>(kind)];
}

} // namespace binnacle::services
