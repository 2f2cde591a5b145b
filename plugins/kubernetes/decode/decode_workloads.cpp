// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/decode/accelerators.h"
#include "plugins/kubernetes/decode/fingerprint.h"
#include "plugins/kubernetes/decode/model_hints.h"
#include "plugins/kubernetes/decode/writers.h"

namespace binnacle::plugins::kubernetes {

using models::WorkloadColumn;

void writeTemplate(Row& row, const view::ObjectMeta& meta, const view::PodTemplateSpec& pod)
{
    const auto& spec = pod.spec();
    if (spec.containers_size() > 0)
        row.text(WorkloadColumn::Image, spec.containers()[0].image());
    row.integer(WorkloadColumn::GpusPerPod, requestedDevices(spec));

    auto uri = modelUriOf(meta);
    if (uri.empty())
        uri = modelUriOf(pod.metadata());
    row.text(WorkloadColumn::ModelUri, uri.empty() ? modelUriOf(spec) : uri);

    const auto own = modelVersionOf(meta);
    const auto inner = own.version.empty() ? modelVersionOf(pod.metadata()) : ModelVersionHint{};
    if (!own.version.empty())
        row.text(WorkloadColumn::ModelVersion, own.version)
            .text(WorkloadColumn::ModelFrom, "own " + std::string(own.from));
    else if (!inner.version.empty())
        row.text(WorkloadColumn::ModelVersion, inner.version)
            .text(WorkloadColumn::ModelFrom, "template " + std::string(inner.from));

    row.text(WorkloadColumn::QueueName, firstOf(meta.labels(), {"kueue.x-k8s.io/queue-name"}));
    row.text(WorkloadColumn::Team, teamOf(meta));
}

namespace {

/// The counts that all replica controllers report.
struct Replicas {
    std::int64_t desired = 0, total = 0, updated = 0, ready = 0, available = 0;
    std::int64_t generation = 0, observed = 0;

    bool seen() const { return observed >= generation; }
    bool rolledOut() const { return seen() && updated >= desired && total <= updated; }
};

void writeReplicas(Row& row, const Replicas& r)
{
    row.integer(WorkloadColumn::Desired, r.desired)
        .integer(WorkloadColumn::Current, r.total)
        .integer(WorkloadColumn::ReadyReplicas, r.ready)
        .integer(WorkloadColumn::Updated, r.updated)
        .integer(WorkloadColumn::Available, r.available)
        .integer(WorkloadColumn::Generation, r.generation)
        .integer(WorkloadColumn::ObservedGeneration, r.observed);
}

std::string_view statusOf(const Replicas& r)
{
    if (!r.rolledOut())
        return "Progressing";
    return r.available >= r.desired ? "Ready" : "Degraded";
}

template <class Conditions> const auto* problemOf(const Conditions& conditions)
{
    const typename Conditions::value_type* found = nullptr;
    for (const auto& c : conditions) {
        const bool failure = c.type() == "ReplicaFailure" && c.status() == "True";
        const bool late = c.type() == "Progressing" && c.status() == "False";
        const bool down = c.type() == "Available" && c.status() == "False";
        if (failure || late || (down && !found))
            found = &c;
    }
    return found;
}

template <class Conditions> void writeProblem(Row& row, const Conditions& conditions)
{
    if (const auto* problem = problemOf(conditions))
        row.text(WorkloadColumn::Reason, problem->reason())
            .text(WorkloadColumn::Message, problem->message());
}

/// replicas defaults to 1 on the server; absent only in objects that never passed through one.
template <class Spec> std::int64_t desiredOf(const Spec& spec)
{
    return spec.has_replicas() ? spec.replicas() : 1;
}

bool isStuck(const view::DeploymentStatus& status)
{
    for (const auto& c : status.conditions()) {
        if (c.type() == "Progressing" && c.reason() == "ProgressDeadlineExceeded")
            return true;
    }
    return false;
}

} // namespace

void write(Row& row, const view::Deployment& deployment)
{
    const auto& meta = deployment.metadata();
    const auto& s = deployment.status();
    const Replicas r{
        desiredOf(deployment.spec()), s.replicas(),      s.updatedreplicas(),   s.readyreplicas(),
        s.availablereplicas(),        meta.generation(), s.observedgeneration()};
    const bool paused = deployment.spec().paused();
    std::string_view status = statusOf(r);
    if (r.seen() && isStuck(s))
        status = "Failed";
    else if (paused && status == "Progressing")
        status = "Paused";
    writeReplicas(row, r);
    row.text(WorkloadColumn::Status, status)
        .flag(WorkloadColumn::Paused, paused)
        .text(WorkloadColumn::Revision,
              firstOf(meta.annotations(), {"deployment.kubernetes.io/revision"}))
        .text(WorkloadColumn::TemplateHash, fingerprint(deployment.spec().template_().raw()));
    writeProblem(row, s.conditions());
    writeTemplate(row, meta, deployment.spec().template_());
}

void write(Row& row, const view::ReplicaSet& set)
{
    const auto& meta = set.metadata();
    const auto& s = set.status();
    // All pods of a replica set are of its one template.
    const Replicas r{desiredOf(set.spec()), s.replicas(),          s.replicas(),
                     s.readyreplicas(),     s.availablereplicas(), meta.generation(),
                     s.observedgeneration()};
    writeReplicas(row, r);
    row.text(WorkloadColumn::Status, statusOf(r))
        .text(WorkloadColumn::Revision,
              firstOf(meta.annotations(),
                      {"deployment.kubernetes.io/revision", "rollout.argoproj.io/revision"}))
        .text(WorkloadColumn::TemplateHash,
              firstOf(meta.labels(), {"pod-template-hash", "rollouts-pod-template-hash"}));
    writeProblem(row, s.conditions());
    writeTemplate(row, meta, set.spec().template_());
}

void write(Row& row, const view::StatefulSet& set)
{
    const auto& meta = set.metadata();
    const auto& s = set.status();
    const bool oneRevision = s.currentrevision() == s.updaterevision();
    const Replicas r{desiredOf(set.spec()),
                     s.replicas(),
                     oneRevision ? s.replicas() : s.updatedreplicas(),
                     s.readyreplicas(),
                     s.availablereplicas(),
                     meta.generation(),
                     s.observedgeneration()};
    writeReplicas(row, r);
    row.text(WorkloadColumn::Status, statusOf(r))
        .text(WorkloadColumn::Revision, s.updaterevision())
        .text(WorkloadColumn::TemplateHash, fingerprint(set.spec().template_().raw()));
    writeProblem(row, s.conditions());
    writeTemplate(row, meta, set.spec().template_());
}

void write(Row& row, const view::DaemonSet& set)
{
    const auto& meta = set.metadata();
    const auto& s = set.status();
    const Replicas r{s.desirednumberscheduled(), s.currentnumberscheduled(),
                     s.updatednumberscheduled(), s.numberready(),
                     s.numberavailable(),        meta.generation(),
                     s.observedgeneration()};
    writeReplicas(row, r);
    row.text(WorkloadColumn::Status, statusOf(r))
        .text(WorkloadColumn::TemplateHash, fingerprint(set.spec().template_().raw()));
    writeProblem(row, s.conditions());
    writeTemplate(row, meta, set.spec().template_());
}

} // namespace binnacle::plugins::kubernetes
