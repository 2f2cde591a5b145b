// SPDX-License-Identifier: GPL-3.0-or-later
// The part of DemoFeed that finds out what is different between two moments.
#include "plugins/demo/demo_batcher.h"
#include "plugins/demo/demo_feed.h"
#include "plugins/demo/demo_random.h"

#include <algorithm>

namespace binnacle::plugins::demo {

using models::BuiltIn;
using models::Result;

Result<void> DemoFeed::changes(std::int64_t from, std::int64_t to, const Apply& apply,
                               std::stop_token stop)
{
    DemoBatcher out(m_facts.source(), apply, stop);
    changedNode(from, to, out);
    changedJobs(from, to, out);
    changedPods(from, to, out);
    changedGpus(from, to, out);
    changedEvents(from, to, out);
    if (auto sent = out.finish(); !sent)
        return models::fail(std::move(sent.error()).in("moving the demo estate on"));
    return {};
}

void DemoFeed::changedNode(std::int64_t from, std::int64_t to, DemoBatcher& out)
{
    const auto before = m_life.away(from), after = m_life.away(to);
    if (before == after)
        return;
    for (const auto& gone : {before, after}) {
        if (!gone || !out.next())
            continue;
        m_facts.node(out.batch(), gone->node, to);
        // Its pods turn unready or ready with it, and so do what they belong to. Cost: O(pods),
        // twice per spell.
        std::uint32_t written = kNone;
        for (std::uint32_t p = 0; p < m_l.pods().size() && out.next(); ++p) {
            const DemoPod& pod = m_l.pods()[p];
            if (pod.node != gone->node)
                continue;
            if (m_life.pod(p, from) == m_life.pod(p, to))
                m_facts.pod(out.batch(), p, to);
            if (pod.workload != written)
                writeWorkload(pod.workload, to, out);
            written = pod.workload;
        }
    }
}

void DemoFeed::writeWorkload(std::uint32_t workload, std::int64_t t, DemoBatcher& out)
{
    for (const BuiltIn kind : {BuiltIn::InferenceService, BuiltIn::Rollout, BuiltIn::Deployment,
                               BuiltIn::StatefulSet, BuiltIn::ReplicaSet, BuiltIn::Job}) {
        if (out.next())
            listWorkload(kind, workload, t, out);
    }
}

void DemoFeed::changedJobs(std::int64_t from, std::int64_t to, DemoBatcher& out)
{
    bool queueMoved = false;
    for (std::uint32_t w = 0; w < m_l.workloads().size() && out.next(); ++w) {
        if (m_l.workloads()[w].shape != Shape::QueuedJob)
            continue;
        const std::int64_t was = m_life.jobGeneration(w, from), is = m_life.jobGeneration(w, to);
        const bool waited = m_life.waiting(w, from).has_value(),
                   waits = m_life.waiting(w, to).has_value();
        if (was == is && waited == waits)
            continue;
        queueMoved = true;
        for (std::int64_t g = was; g <= was + (waited ? 1 : 0); ++g) {
            if (g >= is && g <= is + (waits ? 1 : 0))
                continue; // the run that waited and now has its devices: the same objects
            const auto run = static_cast<std::uint64_t>(g);
            out.batch().remove(models::kind(BuiltIn::Job),
                               m_facts.key(m_facts.names().workloadUid(w, g)));
            out.batch().remove(models::kind(BuiltIn::QueueWorkload),
                               m_facts.key(m_facts.names().uid("queue-workload", w, run)));
        }
        listWorkload(BuiltIn::Job, w, to, out);
        listWorkload(BuiltIn::QueueWorkload, w, to, out);
    }
    if (queueMoved) {
        listTeams(BuiltIn::ClusterQueue, to, out);
        listTeams(BuiltIn::LocalQueue, to, out);
    }
}

void DemoFeed::changedPods(std::int64_t from, std::int64_t to, DemoBatcher& out)
{
    m_podChanged.assign(m_l.pods().size(), false);
    std::uint32_t written = kNone;
    for (std::uint32_t p = 0; p < m_l.pods().size() && out.next(); ++p) {
        const PodLife was = m_life.pod(p, from), is = m_life.pod(p, to);
        if (was == is)
            continue;
        m_podChanged[p] = was.generation != is.generation;
        if (was.generation != is.generation)
            m_facts.removePod(out.batch(), p, was.generation);
        m_facts.pod(out.batch(), p, to);
        const std::uint32_t workload = m_l.pods()[p].workload;
        if (was.phase != is.phase && workload != written) {
            writeWorkload(workload, to, out);
            written = workload;
        }
    }
}

void DemoFeed::changedGpus(std::int64_t from, std::int64_t to, DemoBatcher& out)
{
    const auto before = m_life.away(from), after = m_life.away(to);
    for (std::uint32_t g = 0; g < m_l.gpuCount() && out.next(); ++g) {
        const std::uint32_t pod = m_l.podOfGpu(g), node = m_l.nodeOfGpu(g);
        const bool nodeMoved =
            before != after && ((before && before->node == node) || (after && after->node == node));
        const bool whole = nodeMoved || (pod != kNone && m_podChanged[pod]) ||
                           m_life.xid(g, from) != m_life.xid(g, to) ||
                           m_life.busySince(g, from) != m_life.busySince(g, to) ||
                           m_life.powerLimit(g, from) != m_life.powerLimit(g, to);
        if (whole)
            m_facts.gpu(out.batch(), g, to);
        else if (m_life.sampleTime(g, from) != m_life.sampleTime(g, to))
            m_facts.gpuGauges(out.batch(), g, to);
    }
}

void DemoFeed::changedEvents(std::int64_t from, std::int64_t to, DemoBatcher& out)
{
    // A minute's events are written when it is over, so that they never tell of the future.
    const auto first = [](std::int64_t t) { return floorDiv(t - kEventsKept, 60) + 1; };
    const auto last = [](std::int64_t t) { return floorDiv(t, 60) - 1; };
    if (first(from) == first(to) && last(from) == last(to))
        return;
    for (std::int64_t m = first(from); m <= last(from); ++m) {
        for (std::uint32_t n = 0; n < DemoFacts::kEventsPerMinute && out.next(); ++n) {
            if ((m < first(to) || m > last(to)) && m_facts.hasEvent(m, n))
                m_facts.removeEvent(out.batch(), m, n);
        }
    }
    for (std::int64_t m = first(to); m <= last(to); ++m) {
        for (std::uint32_t n = 0; n < DemoFacts::kEventsPerMinute && out.next(); ++n) {
            if (m < first(from) || m > last(from))
                m_facts.event(out.batch(), m, n);
        }
    }
}

} // namespace binnacle::plugins::demo
