// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/usecases/timeline_classify.h"

#include "models/estate/kinds.h"
#include "services/usecases/words.h"

#include <algorithm>

namespace binnacle::services {

using models::BuiltIn;
using models::col;
using models::ColumnId;
using models::Common;
using models::FactOp;
using models::NodeColumn;
using models::PodColumn;
using models::ScalerColumn;
using models::WorkloadColumn;

namespace {

/// An object first seen long after it was made is no news: the list that brought it was.
constexpr models::Duration kFreshlyMade = std::chrono::minutes(2);

constexpr BuiltIn kWorkloads[] = {BuiltIn::Deployment, BuiltIn::StatefulSet, BuiltIn::DaemonSet,
                                  BuiltIn::Rollout, BuiltIn::InferenceService};

const ChangeWatch& watchOf(models::KindId kind)
{
    const auto& all = timelineWatches();
    return *std::find_if(all.begin(), all.end(),
                         [kind](const ChangeWatch& watch) { return watch.kind == kind; });
}

/// The values of one change by column.
class Values {
public:
    explicit Values(const ToldChange& change)
        : m_change(change), m_watch(watchOf(change.entry.kind))
    {
    }
    const ToldValue& was(ColumnId column) const { return in(m_change.before, column); }
    const ToldValue& is(ColumnId column) const { return in(m_change.after, column); }
    /// The newest that is told.
    const ToldValue& last(ColumnId column) const
    {
        return m_change.after.empty() ? was(column) : is(column);
    }
    /// Both known and not the same: what was not known before did not change, we learnt it.
    bool moved(ColumnId column) const
    {
        const ToldValue &a = was(column), &b = is(column);
        return a.known && b.known && !(a == b);
    }

private:
    const ToldValue& in(const std::vector<ToldValue>& values, ColumnId column) const
    {
        static const ToldValue kNothing;
        const auto at = std::find(m_watch.tell.begin(), m_watch.tell.end(), column);
        const auto i = static_cast<std::size_t>(at - m_watch.tell.begin());
        return i < values.size() ? values[i] : kNothing;
    }
    const ToldChange& m_change;
    const ChangeWatch& m_watch;
};

TimelineEvent eventOf(const ToldChange& change, TimelineKind kind, TimelineTone tone,
                      std::string title, std::string detail = {})
{
    TimelineEvent out;
    out.kind = kind;
    out.tone = tone;
    out.at = change.entry.at;
    out.objectKind = change.entry.kind;
    out.key = change.entry.key;
    out.ns = change.entry.ns;
    out.name = change.entry.name;
    out.title = std::move(title);
    out.detail = std::move(detail);
    return out;
}

bool freshlyMade(const ToldChange& change, const Values& v)
{
    const ToldValue& created = v.is(col(Common::Created));
    return created.known && change.entry.at - models::UtcTime{created.integer} < kFreshlyMade;
}

/// What differs of two texts with a common beginning that ends at a separator:
/// "s3://models/ranker/7" and "…/8" become "7" and "8".
std::string arrow(const std::string& was, const std::string& is)
{
    std::size_t same = 0, cut = 0;
    while (same < was.size() && same < is.size() && was[same] == is[same]) {
        ++same;
        if (was[same - 1] == '/' || was[same - 1] == ':' || was[same - 1] == '@')
            cut = same;
    }
    return was.substr(cut) + " → " + is.substr(cut);
}

std::string replicas(const Values& v)
{
    return std::to_string(v.was(col(WorkloadColumn::Desired)).integer) + " → " +
           counted(v.is(col(WorkloadColumn::Desired)).integer, "replica", "replicas");
}

/// A change of the template, named by the most telling part of it.
void addRollout(const ToldChange& change, const Values& v, Classified& out)
{
    // What an InferenceService owns changes with it, and is told there.
    if (v.last(col(Common::OwnerKind)).text == "InferenceService")
        return;
    const std::string& name = change.entry.name;
    const bool image = v.moved(col(WorkloadColumn::Image));
    const bool version = v.moved(col(WorkloadColumn::ModelVersion));
    const bool uri = v.moved(col(WorkloadColumn::ModelUri));
    const std::string images =
        image ? arrow(v.was(col(WorkloadColumn::Image)).text, v.is(col(WorkloadColumn::Image)).text)
              : std::string();
    if (version || uri) {
        const ColumnId which =
            col(version ? WorkloadColumn::ModelVersion : WorkloadColumn::ModelUri);
        out.events.push_back(eventOf(change, TimelineKind::ModelVersion, TimelineTone::Change,
                                     name + ": model " + arrow(v.was(which).text, v.is(which).text),
                                     image ? "image " + images : std::string()));
    } else if (image) {
        out.events.push_back(
            eventOf(change, TimelineKind::Image, TimelineTone::Change, name + ": image " + images));
    } else if (v.moved(col(WorkloadColumn::TemplateHash))) {
        const bool revision = v.moved(col(WorkloadColumn::Revision));
        out.events.push_back(eventOf(
            change, TimelineKind::Config, TimelineTone::Change, name + ": configuration changed",
            revision ? "revision " + arrow(v.was(col(WorkloadColumn::Revision)).text,
                                           v.is(col(WorkloadColumn::Revision)).text)
                     : std::string()));
    }
}

Classified classifyWorkload(const ToldChange& change)
{
    const Values v(change);
    Classified out;
    const std::string& name = change.entry.name;
    if (change.entry.op == FactOp::Remove) {
        out.events.push_back(
            eventOf(change, TimelineKind::Deleted, TimelineTone::Warning, name + ": deleted"));
        return out;
    }
    if (change.entry.op == FactOp::Upsert) {
        if (freshlyMade(change, v))
            out.events.push_back(
                eventOf(change, TimelineKind::Created, TimelineTone::Change, name + ": created"));
        return out;
    }
    addRollout(change, v, out);
    if (v.moved(col(WorkloadColumn::Desired)))
        out.events.push_back(
            eventOf(change, TimelineKind::Scaling, TimelineTone::Info, name + ": " + replicas(v)));
    return out;
}

std::string gpus(const ToldValue& count)
{
    return count.known && count.integer > 0 ? counted(count.integer, "GPU", "GPUs") : std::string();
}

void addReadiness(const ToldChange& change, const Values& v, Classified& out)
{
    const std::string& name = change.entry.name;
    if (v.moved(col(NodeColumn::Ready))) {
        const bool up = v.is(col(NodeColumn::Ready)).text == "True";
        out.endsSpell = up;
        if (up) {
            out.events.push_back(
                eventOf(change, TimelineKind::NodeUp, TimelineTone::Ok, name + " is ready again"));
        } else if (v.was(col(NodeColumn::Ready)).text == "True") {
            out.events.push_back(eventOf(change, TimelineKind::NodeDown, TimelineTone::Critical,
                                         name + " is not ready",
                                         v.is(col(NodeColumn::ConditionMessage)).text));
            out.events.back().lasts = true;
        }
    }
    if (v.moved(col(NodeColumn::Unschedulable))) {
        const bool closed = v.is(col(NodeColumn::Unschedulable)).integer == 1;
        out.events.push_back(eventOf(change, closed ? TimelineKind::Cordon : TimelineKind::Uncordon,
                                     closed ? TimelineTone::Warning : TimelineTone::Ok,
                                     name + (closed ? " is cordoned" : " takes pods again")));
    }
}

Classified classifyNode(const ToldChange& change)
{
    const Values v(change);
    Classified out;
    const std::string& name = change.entry.name;
    const auto add = [&](TimelineKind kind, TimelineTone tone, std::string title,
                         std::string detail) {
        out.events.push_back(eventOf(change, kind, tone, std::move(title), std::move(detail)));
    };
    const ToldValue& capacity = v.last(col(NodeColumn::GpuAllocatable));
    if (change.entry.op == FactOp::Remove) {
        out.endsSpell = true;
        add(TimelineKind::NodeRemoved, TimelineTone::Warning, name + " was removed",
            gpus(capacity));
        return out;
    }
    if (change.entry.op == FactOp::Upsert) {
        if (freshlyMade(change, v))
            add(TimelineKind::NodeAdded, TimelineTone::Info, name + " was added", gpus(capacity));
        return out;
    }
    addReadiness(change, v, out);
    const std::string& was = v.was(col(NodeColumn::Conditions)).text;
    const std::string& is = v.is(col(NodeColumn::Conditions)).text;
    // Going away shows as NotReady; its conditions follow and would say the same twice.
    if (was != is && !v.moved(col(NodeColumn::Ready))) {
        if (!is.empty())
            add(TimelineKind::NodeCondition, TimelineTone::Warning, name + ": " + is,
                v.is(col(NodeColumn::ConditionMessage)).text);
        else
            add(TimelineKind::ConditionGone, TimelineTone::Ok, name + ": " + was + " is over", {});
    }
    if (v.moved(col(NodeColumn::GpuAllocatable))) {
        const bool less = capacity.integer < v.was(col(NodeColumn::GpuAllocatable)).integer;
        add(TimelineKind::Capacity, less ? TimelineTone::Warning : TimelineTone::Info,
            name + ": " + std::to_string(v.was(col(NodeColumn::GpuAllocatable)).integer) + " → " +
                counted(capacity.integer, "GPU", "GPUs"),
            {});
    }
    return out;
}

Classified classifyPod(const ToldChange& change)
{
    const Values v(change);
    Classified out;
    if (change.entry.op != FactOp::Patch || !v.moved(col(PodColumn::Restarts)))
        return out;
    const auto more =
        v.is(col(PodColumn::Restarts)).integer - v.was(col(PodColumn::Restarts)).integer;
    if (more <= 0)
        return out;
    TimelineEvent event = eventOf(change, TimelineKind::Restart, TimelineTone::Warning, {});
    const std::string& workload = v.is(col(PodColumn::Workload)).text;
    if (const auto slash = workload.find('/'); slash != std::string::npos)
        event.name = workload.substr(slash + 1);
    event.count = static_cast<int>(std::min<std::int64_t>(more, 1'000'000));
    event.title = restartTitle(event.name, event.count);
    event.detail = v.is(col(PodColumn::Status)).text;
    out.events.push_back(std::move(event));
    return out;
}

Classified classifyScaler(const ToldChange& change)
{
    const Values v(change);
    Classified out;
    if (change.entry.op != FactOp::Patch ||
        (!v.moved(col(ScalerColumn::Min)) && !v.moved(col(ScalerColumn::Max))))
        return out;
    const auto range = [](const ToldValue& low, const ToldValue& high) {
        return std::to_string(low.known ? low.integer : 1) + " to " + std::to_string(high.integer);
    };
    out.events.push_back(
        eventOf(change, TimelineKind::Scaling, TimelineTone::Info,
                "autoscaler " + change.entry.name + ": " +
                    range(v.was(col(ScalerColumn::Min)), v.was(col(ScalerColumn::Max))) + " → " +
                    range(v.is(col(ScalerColumn::Min)), v.is(col(ScalerColumn::Max)))));
    return out;
}

ChangeWatches makeWatches()
{
    ChangeWatches out;
    for (const BuiltIn b : kWorkloads) {
        const std::vector<ColumnId> when = {
            col(WorkloadColumn::Image), col(WorkloadColumn::ModelUri),
            col(WorkloadColumn::ModelVersion), col(WorkloadColumn::TemplateHash),
            col(WorkloadColumn::Desired)};
        std::vector<ColumnId> tell = when;
        tell.insert(tell.end(),
                    {col(WorkloadColumn::Revision), col(Common::Created), col(Common::OwnerKind)});
        out.push_back({kind(b), when, tell, true});
    }
    const std::vector<ColumnId> node = {col(NodeColumn::Ready), col(NodeColumn::Unschedulable),
                                        col(NodeColumn::Conditions),
                                        col(NodeColumn::GpuAllocatable)};
    std::vector<ColumnId> nodeTell = node;
    nodeTell.insert(nodeTell.end(), {col(NodeColumn::ConditionMessage), col(Common::Created)});
    out.push_back({kind(BuiltIn::Node), node, nodeTell, true});
    out.push_back({kind(BuiltIn::Pod),
                   {col(PodColumn::Restarts)},
                   {col(PodColumn::Restarts), col(PodColumn::Workload), col(PodColumn::Status)},
                   false});
    const std::vector<ColumnId> scaler = {col(ScalerColumn::Min), col(ScalerColumn::Max)};
    out.push_back({kind(BuiltIn::HorizontalPodAutoscaler), scaler, scaler, false});
    return out;
}

} // namespace

const ChangeWatches& timelineWatches()
{
    static const ChangeWatches all = makeWatches();
    return all;
}

std::string restartTitle(const std::string& workload, int count)
{
    return workload + ": " + counted(count, "container restart", "container restarts");
}

Classified classify(const ToldChange& change)
{
    switch (static_cast<BuiltIn>(change.entry.kind)) {
    case BuiltIn::Node:
        return classifyNode(change);
    case BuiltIn::Pod:
        return classifyPod(change);
    case BuiltIn::HorizontalPodAutoscaler:
        return classifyScaler(change);
    default:
        return classifyWorkload(change);
    }
}

} // namespace binnacle::services
