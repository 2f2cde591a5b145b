// SPDX-License-Identifier: GPL-3.0-or-later
// The queue system's objects: who waits, for what, behind which quota.
#include "models/estate/labels.h"
#include "plugins/demo/demo_facts.h"
#include "plugins/demo/demo_random.h"

namespace binnacle::plugins::demo {

using models::BuiltIn;
using models::col;
using models::Common;
using models::QueueColumn;
using models::RowWriter;
using models::UtcTime;

void DemoFacts::queueWorkload(models::FactBatch& out, std::uint32_t workload,
                              std::int64_t generation, std::int64_t t) const
{
    const DemoWorkload& w = m_l.workloads()[workload];
    const auto queued = m_life.waiting(workload, t);
    const bool waits = generation > m_life.jobGeneration(workload, t);
    const std::string job = m_names.workload(workload, generation);
    const std::string_view team = DemoNames::teamNamespace(w.team);
    const auto run = static_cast<std::uint64_t>(generation);
    const std::int64_t created =
        waits && queued ? queued->since : m_life.workloadCreated(workload, t);
    RowWriter row = begin(out, BuiltIn::QueueWorkload, m_names.uid("queue-workload", workload, run),
                          "job-" + job + "-" +
                              nameSuffix(hash(m_l.seed(), topic("queue-name"), workload, run), 5),
                          team, created);
    row.text(col(Common::Owner), job);
    row.text(col(Common::OwnerKind), "Job");
    row.text(col(Common::OwnerUid), m_names.workloadUid(workload, generation));
    row.text(col(QueueColumn::Queue), std::string(team) + "-train")
        .integer(col(QueueColumn::Gpus), w.gpus())
        .integer(col(QueueColumn::Priority), w.shape == Shape::LongJob ? 100 : 0)
        .text(col(QueueColumn::Team), team)
        .text(col(QueueColumn::Status), waits ? "Pending" : "Admitted");
    if (waits) {
        const std::string_view family = m_l.model(w.pool).family;
        row.text(col(QueueColumn::Reason), "Pending")
            .text(col(QueueColumn::Message),
                  "couldn't assign flavors to pod set main: insufficient unused quota for "
                  "nvidia.com/gpu in flavor " +
                      std::string(family) + ", " + std::to_string(w.gpus()) + " more needed")
            .time(col(QueueColumn::WaitingSince), UtcTime::fromSeconds(created));
    }
}

DemoFacts::TeamQueue DemoFacts::teamQueue(std::uint32_t team, std::int64_t t) const
{
    TeamQueue queue;
    for (std::uint32_t w = 0; w < m_l.workloads().size(); ++w) {
        const DemoWorkload& work = m_l.workloads()[w];
        if (work.team != team || (work.shape != Shape::QueuedJob && work.shape != Shape::LongJob))
            continue;
        ++queue.admitted;
        if (m_life.waiting(w, t)) {
            ++queue.pending;
            queue.pendingGpus += work.gpus();
        }
    }
    return queue;
}

void DemoFacts::clusterQueue(models::FactBatch& out, std::uint32_t team, std::int64_t t) const
{
    const std::string_view name = DemoNames::teamNamespace(team);
    const TeamQueue queue = teamQueue(team, t);
    RowWriter row = begin(out, BuiltIn::ClusterQueue, m_names.uid("cluster-queue", team), name, {},
                          m_life.day() - 200 * 86400);
    row.text(col(QueueColumn::Status), "Active")
        .integer(col(QueueColumn::Gpus), m_l.quota(team))
        .integer(col(QueueColumn::GpusUsed), m_l.held(team))
        .integer(col(QueueColumn::Pending), queue.pending)
        .integer(col(QueueColumn::Admitted), queue.admitted)
        .text(col(QueueColumn::Team), name);
}

void DemoFacts::localQueue(models::FactBatch& out, std::uint32_t team, std::int64_t t) const
{
    const std::string_view name = DemoNames::teamNamespace(team);
    const TeamQueue queue = teamQueue(team, t);
    RowWriter row = begin(out, BuiltIn::LocalQueue, m_names.uid("local-queue", team),
                          std::string(name) + "-train", name, m_life.day() - 200 * 86400);
    row.text(col(QueueColumn::Queue), name)
        .text(col(QueueColumn::Status), "Active")
        .integer(col(QueueColumn::Pending), queue.pending)
        .integer(col(QueueColumn::Admitted), queue.admitted)
        .text(col(QueueColumn::Team), name);
}

} // namespace binnacle::plugins::demo
