// SPDX-License-Identifier: GPL-3.0-or-later
// Deployments, replica sets, stateful sets, rollouts, inference services and jobs.
#include "models/estate/labels.h"
#include "plugins/demo/demo_facts.h"
#include "plugins/demo/demo_random.h"
#include "plugins/demo/demo_story_times.h"

namespace binnacle::plugins::demo {

using models::BuiltIn;
using models::col;
using models::Common;
using models::RowWriter;
using models::WorkloadColumn;

std::int64_t DemoFacts::readyPods(std::uint32_t workload, std::int64_t t) const
{
    const DemoWorkload& w = m_l.workloads()[workload];
    std::int64_t ready = 0;
    for (std::uint32_t p = w.firstPod; p < w.firstPod + w.pods; ++p)
        ready += m_life.pod(p, t).phase == PodPhase::Running &&
                 !m_life.nodeDownSince(m_l.pods()[p].node, t);
    return ready;
}

void DemoFacts::workloadColumns(RowWriter& row, std::uint32_t workload, std::int64_t t) const
{
    const DemoWorkload& w = m_l.workloads()[workload];
    const std::string_view team = DemoNames::teamNamespace(w.team);
    const std::int64_t ready = readyPods(workload, t);
    row.text(col(Common::Labels), models::encodeLabels({{"app", w.name}, {"team", team}}));
    row.integer(col(WorkloadColumn::Desired), w.pods)
        .integer(col(WorkloadColumn::Current), w.pods)
        .integer(col(WorkloadColumn::ReadyReplicas), ready)
        .integer(col(WorkloadColumn::Available), ready)
        .integer(col(WorkloadColumn::Generation), 1 + w.version)
        .integer(col(WorkloadColumn::ObservedGeneration), 1 + w.version)
        .flag(col(WorkloadColumn::Paused), false)
        .text(col(WorkloadColumn::Status), ready == w.pods ? "Ready" : "Progressing")
        .integer(col(WorkloadColumn::GpusPerPod), w.gpusPerPod)
        .text(col(WorkloadColumn::Team), team);
    if (w.version > 0) {
        const std::string version = std::to_string(w.version);
        row.text(col(WorkloadColumn::ModelUri), "s3://models/" + w.name + "/" + version)
            .text(col(WorkloadColumn::ModelVersion), w.name + ":" + version)
            .text(col(WorkloadColumn::ModelFrom), "label binnacle.io/model-version")
            .text(col(WorkloadColumn::Revision), version);
    }
    const bool rolling = w.pods > 0 && m_names.onOlderRevision(w.firstPod);
    row.integer(col(WorkloadColumn::Updated), rolling ? w.pods - w.pods / 4 : w.pods);
}

void DemoFacts::deployment(models::FactBatch& out, std::uint32_t workload, std::int64_t t) const
{
    const DemoWorkload& w = m_l.workloads()[workload];
    const std::string name = w.name + (w.host == Host::InferenceService ? "-predictor" : "");
    RowWriter row = begin(out, BuiltIn::Deployment, m_names.workloadUid(workload, 0), name,
                          DemoNames::teamNamespace(w.team), m_life.workloadCreated(workload, t));
    workloadColumns(row, workload, t);
    row.text(col(WorkloadColumn::TemplateHash),
             m_names.replicaSet(workload, false).substr(name.size() + 1));
    if (w.host == Host::InferenceService) {
        row.text(col(Common::Owner), w.name);
        row.text(col(Common::OwnerKind), "InferenceService");
        row.text(col(Common::OwnerUid), m_names.uid("inference-service", workload));
    }
}

void DemoFacts::replicaSet(models::FactBatch& out, std::uint32_t workload, bool older,
                           std::int64_t t) const
{
    const DemoWorkload& w = m_l.workloads()[workload];
    const bool isNew = !older && w.name == "fraud-scorer";
    const std::int64_t created =
        isNew ? m_life.day() + kRolloutAt : m_life.workloadCreated(workload, t);
    RowWriter row =
        begin(out, BuiltIn::ReplicaSet, m_names.replicaSetUid(workload, older),
              m_names.replicaSet(workload, older), DemoNames::teamNamespace(w.team), created);
    workloadColumns(row, workload, t);
    std::int64_t pods = 0, ready = 0;
    for (std::uint32_t p = w.firstPod; p < w.firstPod + w.pods; ++p) {
        if (m_names.onOlderRevision(p) != older)
            continue;
        ++pods;
        ready += m_life.pod(p, t).phase == PodPhase::Running &&
                 !m_life.nodeDownSince(m_l.pods()[p].node, t);
    }
    row.integer(col(WorkloadColumn::Desired), pods)
        .integer(col(WorkloadColumn::Current), pods)
        .integer(col(WorkloadColumn::ReadyReplicas), ready)
        .integer(col(WorkloadColumn::Available), ready);
    if (w.version > 0) {
        const std::string version = std::to_string(m_names.modelVersion(workload, older));
        row.text(col(WorkloadColumn::ModelUri), "s3://models/" + w.name + "/" + version)
            .text(col(WorkloadColumn::ModelVersion), w.name + ":" + version)
            .text(col(WorkloadColumn::Revision), version);
    }
    row.text(col(Common::Owner), w.name + (w.host == Host::InferenceService ? "-predictor" : ""));
    row.text(col(Common::OwnerKind), m_names.workloadKind(workload));
    row.text(col(Common::OwnerUid), m_names.workloadUid(workload, 0));
}

void DemoFacts::statefulSet(models::FactBatch& out, std::uint32_t workload, std::int64_t t) const
{
    const DemoWorkload& w = m_l.workloads()[workload];
    RowWriter row = begin(out, BuiltIn::StatefulSet, m_names.workloadUid(workload, 0), w.name,
                          DemoNames::teamNamespace(w.team), m_life.workloadCreated(workload, t));
    workloadColumns(row, workload, t);
}

void DemoFacts::rollout(models::FactBatch& out, std::uint32_t workload, std::int64_t t) const
{
    const DemoWorkload& w = m_l.workloads()[workload];
    RowWriter row = begin(out, BuiltIn::Rollout, m_names.workloadUid(workload, 0), w.name,
                          DemoNames::teamNamespace(w.team), m_life.workloadCreated(workload, t));
    workloadColumns(row, workload, t);
    if (w.pods > 0 && m_names.onOlderRevision(w.firstPod))
        row.text(col(WorkloadColumn::Status), "Progressing")
            .text(col(WorkloadColumn::Message), "more replicas need to be updated");
}

void DemoFacts::inferenceService(models::FactBatch& out, std::uint32_t workload,
                                 std::int64_t t) const
{
    const DemoWorkload& w = m_l.workloads()[workload];
    RowWriter row =
        begin(out, BuiltIn::InferenceService, m_names.uid("inference-service", workload), w.name,
              DemoNames::teamNamespace(w.team), m_life.workloadCreated(workload, t));
    workloadColumns(row, workload, t);
}

void DemoFacts::job(models::FactBatch& out, std::uint32_t workload, std::int64_t generation,
                    std::int64_t t) const
{
    const DemoWorkload& w = m_l.workloads()[workload];
    const bool waits = generation > m_life.jobGeneration(workload, t);
    const auto queued = m_life.waiting(workload, t);
    const std::int64_t created =
        waits && queued ? queued->since : m_life.workloadCreated(workload, t);
    RowWriter row =
        begin(out, BuiltIn::Job, m_names.workloadUid(workload, generation),
              m_names.workload(workload, generation), DemoNames::teamNamespace(w.team), created);
    workloadColumns(row, workload, t);
    row.text(col(WorkloadColumn::QueueName),
             std::string(DemoNames::teamNamespace(w.team)) + "-train");
    row.text(col(WorkloadColumn::Image), "registry.example/train/" + w.name + ":0");
    if (waits) {
        row.integer(col(WorkloadColumn::Current), 0)
            .integer(col(WorkloadColumn::ReadyReplicas), 0)
            .integer(col(WorkloadColumn::Available), 0)
            .integer(col(WorkloadColumn::Updated), 0)
            .text(col(WorkloadColumn::Status), "Suspended");
    } else {
        row.text(col(WorkloadColumn::Status), "Progressing");
    }
    row.integer(col(WorkloadColumn::Failed), 0);
}

} // namespace binnacle::plugins::demo
