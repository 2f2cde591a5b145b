// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/demo/demo_feed.h"

#include "plugins/demo/demo_batcher.h"
#include "plugins/demo/demo_random.h"

namespace binnacle::plugins::demo {

using models::BuiltIn;
using models::MarkOp;
using models::Result;

namespace {

/// What a person looks at first comes first; devices come after the nodes they sit on.
constexpr BuiltIn kListOrder[] = {
    BuiltIn::Node,       BuiltIn::Gpu,           BuiltIn::Namespace,     BuiltIn::InferenceService,
    BuiltIn::Rollout,    BuiltIn::Deployment,    BuiltIn::ReplicaSet,    BuiltIn::StatefulSet,
    BuiltIn::Job,        BuiltIn::Pod,           BuiltIn::ResourceQuota, BuiltIn::ClusterQueue,
    BuiltIn::LocalQueue, BuiltIn::QueueWorkload, BuiltIn::Event,
};

} // namespace

Result<void> DemoFeed::lists(std::int64_t t, const Apply& apply, const KindDone& done,
                             std::stop_token stop)
{
    for (const BuiltIn kind : kListOrder) {
        DemoBatcher out(m_facts.source(), apply, stop);
        out.batch().mark(MarkOp::ListBegan, models::kind(kind));
        listKind(kind, t, out);
        out.batch().mark(MarkOp::ListComplete, models::kind(kind));
        if (auto sent = out.finish(); !sent)
            return models::fail(
                std::move(sent.error())
                    .in("writing the demo estate's " +
                        models::KindRegistry::instance().spec(models::kind(kind)).plural));
        if (done)
            done(kind, out.rows());
    }
    return {};
}

void DemoFeed::listKind(BuiltIn kind, std::int64_t t, DemoBatcher& out)
{
    switch (kind) {
    case BuiltIn::Node:
        for (std::uint32_t n = 0; n < m_l.nodes().size() && out.next(); ++n)
            m_facts.node(out.batch(), n, t);
        return;
    case BuiltIn::Gpu:
        for (std::uint32_t g = 0; g < m_l.gpuCount() && out.next(); ++g)
            m_facts.gpu(out.batch(), g, t);
        return;
    case BuiltIn::Pod:
        for (std::uint32_t p = 0; p < m_l.pods().size() && out.next(); ++p)
            m_facts.pod(out.batch(), p, t);
        return;
    case BuiltIn::Event:
        for (std::int64_t m = floorDiv(t - kEventsKept, 60) + 1; m <= floorDiv(t, 60) - 1; ++m)
            for (std::uint32_t n = 0; n < DemoFacts::kEventsPerMinute && out.next(); ++n)
                m_facts.event(out.batch(), m, n);
        return;
    case BuiltIn::Namespace:
    case BuiltIn::ResourceQuota:
    case BuiltIn::ClusterQueue:
    case BuiltIn::LocalQueue:
        listTeams(kind, t, out);
        return;
    default:
        for (std::uint32_t w = 0; w < m_l.workloads().size() && out.next(); ++w)
            listWorkload(kind, w, t, out);
    }
}

void DemoFeed::listTeams(BuiltIn kind, std::int64_t t, DemoBatcher& out)
{
    for (std::uint32_t team = 0; team < kTeamCount && out.next(); ++team) {
        if (kind == BuiltIn::Namespace)
            m_facts.teamNamespace(out.batch(), team);
        else if (kind == BuiltIn::ResourceQuota)
            m_facts.resourceQuota(out.batch(), team);
        else if (kind == BuiltIn::ClusterQueue)
            m_facts.clusterQueue(out.batch(), team, t);
        else
            m_facts.localQueue(out.batch(), team, t);
    }
    if (kind == BuiltIn::Namespace)
        m_facts.teamNamespace(out.batch(), kPlatform);
}

void DemoFeed::listWorkload(BuiltIn kind, std::uint32_t w, std::int64_t t, DemoBatcher& out)
{
    const DemoWorkload& work = m_l.workloads()[w];
    const std::string_view hosted = m_facts.names().workloadKind(w);
    switch (kind) {
    case BuiltIn::InferenceService:
        if (work.shape == Shape::Service && work.host == Host::InferenceService)
            m_facts.inferenceService(out.batch(), w, t);
        return;
    case BuiltIn::Rollout:
        if (hosted == "Rollout")
            m_facts.rollout(out.batch(), w, t);
        return;
    case BuiltIn::Deployment:
        if (hosted == "Deployment")
            m_facts.deployment(out.batch(), w, t);
        return;
    case BuiltIn::StatefulSet:
        if (hosted == "StatefulSet")
            m_facts.statefulSet(out.batch(), w, t);
        return;
    case BuiltIn::ReplicaSet:
        if (m_facts.names().hasReplicaSet(w)) {
            m_facts.replicaSet(out.batch(), w, false, t);
            if (m_facts.names().onOlderRevision(work.firstPod))
                m_facts.replicaSet(out.batch(), w, true, t);
        }
        return;
    case BuiltIn::Job:
    case BuiltIn::QueueWorkload: {
        if (hosted != "Job")
            return;
        const std::int64_t running = m_life.jobGeneration(w, t);
        const auto waiting = m_life.waiting(w, t);
        for (std::int64_t g = running; g <= running + (waiting ? 1 : 0); ++g) {
            if (kind == BuiltIn::Job)
                m_facts.job(out.batch(), w, g, t);
            else
                m_facts.queueWorkload(out.batch(), w, g, t);
        }
        return;
    }
    default:
        return;
    }
}

} // namespace binnacle::plugins::demo
