// SPDX-License-Identifier: GPL-3.0-or-later
// Pods, and the events that tell about them.
#include "models/estate/labels.h"
#include "plugins/demo/demo_facts.h"
#include "plugins/demo/demo_random.h"
#include "plugins/demo/demo_story_times.h"

#include <array>

namespace binnacle::plugins::demo {

using models::BuiltIn;
using models::col;
using models::Common;
using models::EventColumn;
using models::PodColumn;
using models::RowWriter;
using models::UtcTime;

namespace {

std::uint64_t number(std::int64_t n)
{
    return static_cast<std::uint64_t>(n);
}

struct EventText {
    std::string_view type, reason, message, component;
};
constexpr std::array kPodEvents = {
    EventText{"Normal", "Pulled", "Container image already present on machine", "kubelet"},
    EventText{"Normal", "Started", "Started container server", "kubelet"},
    EventText{"Warning", "Unhealthy",
              "Readiness probe failed: HTTP probe failed with statuscode: 503", "kubelet"},
    EventText{"Normal", "Scheduled", "Successfully assigned pod to a node", "default-scheduler"},
    EventText{"Warning", "BackOff", "Back-off restarting failed container", "kubelet"},
    EventText{"Normal", "Killing", "Stopping container server", "kubelet"},
};

std::string imageOf(const DemoWorkload& w)
{
    switch (w.shape) {
    case Shape::LongJob:
    case Shape::QueuedJob:
        return "registry.example/train/" + w.name;
    case Shape::Notebook:
        return "registry.example/notebook/jupyter";
    case Shape::Cpu:
        return "registry.example/apps/" + w.name;
    default:
        return "registry.example/serving/" + w.name;
    }
}

void writeState(RowWriter& row, const PodLife& life, bool leaving)
{
    const bool running = life.phase == PodPhase::Running;
    row.text(col(PodColumn::Phase), life.phase == PodPhase::Starting ? "Pending" : "Running")
        .integer(col(PodColumn::Containers), 1)
        .integer(col(PodColumn::Ready), running && !leaving ? 1 : 0)
        .integer(col(PodColumn::Restarts), life.restarts);
    switch (life.phase) {
    case PodPhase::Starting:
        row.text(col(PodColumn::Status), "ContainerCreating");
        break;
    case PodPhase::Running:
        row.text(col(PodColumn::Status), "Running");
        break;
    case PodPhase::CrashLoop:
        row.text(col(PodColumn::Status), "CrashLoopBackOff")
            .text(col(PodColumn::Message), "back-off 5m0s restarting failed container");
        break;
    }
    if (life.phase != PodPhase::Starting)
        row.time(col(PodColumn::Started), UtcTime::fromSeconds(life.created + 3));
    if (life.restarts > 0)
        row.time(col(PodColumn::LastRestart), UtcTime::fromSeconds(life.lastRestart));
}

} // namespace

void DemoFacts::pod(models::FactBatch& out, std::uint32_t pod, std::int64_t t) const
{
    const DemoPod& p = m_l.pods()[pod];
    const DemoWorkload& w = m_l.workloads()[p.workload];
    const PodLife life = m_life.pod(pod, t);
    const bool older = m_names.onOlderRevision(pod);
    const std::string_view team = DemoNames::teamNamespace(w.team);
    const std::string owner = m_names.hasReplicaSet(p.workload)
                                  ? m_names.replicaSet(p.workload, older)
                                  : m_names.workload(p.workload, life.generation);
    RowWriter row = begin(out, BuiltIn::Pod, m_names.podUid(pod, life.generation),
                          m_names.pod(pod, life.generation), team, life.created);
    row.text(col(Common::Owner), owner);
    if (m_names.hasReplicaSet(p.workload)) {
        row.text(col(Common::OwnerKind), "ReplicaSet");
        row.text(col(Common::OwnerUid), m_names.replicaSetUid(p.workload, older));
    } else {
        row.text(col(Common::OwnerKind), m_names.workloadKind(p.workload));
        row.text(col(Common::OwnerUid), m_names.workloadUid(p.workload, life.generation));
    }
    models::LabelPairs labels{{"app", w.name}, {"team", team}};
    std::string model;
    if (w.version > 0) {
        model = w.name + ":" + std::to_string(m_names.modelVersion(p.workload, older));
        labels.emplace_back("binnacle.io/model-version", model);
        row.text(col(PodColumn::PodModelVersion), model);
        row.text(col(PodColumn::ModelUri),
                 "s3://models/" + w.name + "/" +
                     std::to_string(m_names.modelVersion(p.workload, older)));
    }
    const std::string queue = std::string(team) + "-train";
    if (w.shape == Shape::QueuedJob || w.shape == Shape::LongJob) {
        labels.emplace_back("kueue.x-k8s.io/queue-name", queue);
        row.text(col(PodColumn::QueueName), queue);
    }
    row.text(col(Common::Labels), models::encodeLabels(std::move(labels)));
    row.text(col(PodColumn::Node), m_l.nodeName(p.node))
        .integer(col(PodColumn::Gpus), w.gpusPerPod)
        .text(col(PodColumn::Image),
              imageOf(w) + ":" + std::to_string(m_names.modelVersion(p.workload, older)));
    if (w.gpusPerPod > 0)
        row.text(col(PodColumn::GpuResource), "nvidia.com/gpu");
    row.text(col(PodColumn::PriorityClass), w.shape == Shape::Service ? "serving" : "batch");
    const bool nodeDown = m_life.nodeDownSince(p.node, t).has_value();
    writeState(row, life, nodeDown);
    const std::uint64_t ip = hash(m_l.seed(), topic("ip"), pod, number(life.generation));
    if (life.phase != PodPhase::Starting)
        row.text(col(PodColumn::PodIp), "10." + std::to_string(ip % 200 + 16) + "." +
                                            std::to_string((ip >> 8) % 256) + "." +
                                            std::to_string((ip >> 16) % 254 + 1));
}

void DemoFacts::removePod(models::FactBatch& out, std::uint32_t pod, std::int64_t generation) const
{
    out.remove(models::kind(BuiltIn::Pod), key(m_names.podUid(pod, generation)));
}

bool DemoFacts::hasEvent(std::int64_t minute, std::uint32_t n) const
{
    return n == 0 || hash(m_l.seed(), topic("event"), number(minute), n) % 2 == 0;
}

bool DemoFacts::event(models::FactBatch& out, std::int64_t minute, std::uint32_t n) const
{
    if (!hasEvent(minute, n) || m_l.pods().empty())
        return false;
    const std::uint64_t h = hash(m_l.seed(), topic("event-about"), number(minute), n);
    const std::int64_t when = minute * 60 + between(h, 0, 54);
    const std::string uid = m_names.uid("event", number(minute), n);
    EventText text = kPodEvents[(h >> 32) % kPodEvents.size()];
    std::string about, aboutKind = "Pod", aboutUid, ns, message(text.message);
    // A node that went away within this minute is what its events are about.
    std::uint32_t down = kNone;
    if (const auto gone = m_life.away(minute * 60 + 59);
        n == 0 && gone && floorDiv(gone->since, 60) == minute)
        down = gone->node;
    if (down != kNone) {
        about = m_l.nodeName(down);
        aboutKind = "Node";
        aboutUid = m_names.uid("node", down);
        text = {"Warning", "NodeNotReady", "", "node-controller"};
        message = "Node " + about + " status is now: NodeNotReady";
    } else {
        const auto pod = static_cast<std::uint32_t>(h % m_l.pods().size());
        const std::int64_t generation = m_life.pod(pod, when).generation;
        about = m_names.pod(pod, generation);
        aboutUid = m_names.podUid(pod, generation);
        ns = DemoNames::teamNamespace(m_l.workloads()[m_l.pods()[pod].workload].team);
    }
    RowWriter row = begin(out, BuiltIn::Event, uid, about + "." + nameSuffix(h, 12), ns, when);
    row.text(col(EventColumn::Type), text.type)
        .text(col(EventColumn::Reason), text.reason)
        .text(col(EventColumn::Message), message)
        .integer(col(EventColumn::Occurrences), 1 + static_cast<std::int64_t>((h >> 40) % 5))
        .time(col(EventColumn::FirstSeen), UtcTime::fromSeconds(when))
        .time(col(EventColumn::LastSeen), UtcTime::fromSeconds(when))
        .text(col(EventColumn::AboutKind), aboutKind)
        .text(col(EventColumn::AboutName), about)
        .textIf(col(EventColumn::AboutNamespace), ns)
        .text(col(EventColumn::AboutUid), aboutUid)
        .text(col(EventColumn::Component), text.component);
    return true;
}

void DemoFacts::removeEvent(models::FactBatch& out, std::int64_t minute, std::uint32_t n) const
{
    out.remove(models::kind(BuiltIn::Event), key(m_names.uid("event", number(minute), n)));
}

} // namespace binnacle::plugins::demo
