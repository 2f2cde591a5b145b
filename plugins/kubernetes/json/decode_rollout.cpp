// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/decode/fingerprint.h"
#include "plugins/kubernetes/decode/writers.h"
#include "plugins/kubernetes/json/custom_decoder.h"

namespace binnacle::plugins::kubernetes {

using models::WorkloadColumn;

namespace {

void writeCount(Row& row, WorkloadColumn column, const JsonElement& object, JsonPath path)
{
    if (const auto count = integerAt(object, path))
        row.integer(column, *count);
}

/// The phase counts only for the generation it was computed for; Argo writes that generation as
/// text.
std::string_view phaseOf(const view::ObjectMeta& meta, const JsonElement& object)
{
    const auto observed = integerAt(object, {"status", "observedGeneration"});
    const auto phase = textAt(object, {"status", "phase"});
    if (!observed || *observed != meta.generation() || phase == "Progressing" || phase.empty())
        return "Progressing";
    if (phase == "Healthy")
        return "Ready";
    return phase; // Degraded, Paused
}

} // namespace

void writeRollout(Row& row, const view::ObjectMeta& meta, const JsonElement& object)
{
    row.integer(WorkloadColumn::Desired, integerAt(object, {"spec", "replicas"}).value_or(1));
    writeCount(row, WorkloadColumn::Current, object, {"status", "replicas"});
    writeCount(row, WorkloadColumn::ReadyReplicas, object, {"status", "readyReplicas"});
    writeCount(row, WorkloadColumn::Updated, object, {"status", "updatedReplicas"});
    writeCount(row, WorkloadColumn::Available, object, {"status", "availableReplicas"});
    writeCount(row, WorkloadColumn::ObservedGeneration, object, {"status", "observedGeneration"});

    bool waiting = false;
    std::string_view reason;
    forEachAt(object, {"status", "pauseConditions"}, [&](const JsonElement& pause) {
        waiting = true;
        reason = textAt(pause, {"reason"});
    });
    if (flagAt(object, {"status", "abort"}))
        reason = "Aborted";
    row.integer(WorkloadColumn::Generation, meta.generation())
        .flag(WorkloadColumn::Paused, waiting || flagAt(object, {"spec", "paused"}))
        .text(WorkloadColumn::Status, phaseOf(meta, object))
        .text(WorkloadColumn::Reason, reason)
        .text(WorkloadColumn::Message, textAt(object, {"status", "message"}))
        .text(WorkloadColumn::Revision, textAt(object, {"status", "currentPodHash"}));

    // With a workloadRef the template is elsewhere: then these stay unknown.
    if (!at(object, {"spec", "template"}))
        return;
    const auto pod = podTemplateAt(object, {"spec", "template"});
    row.text(WorkloadColumn::TemplateHash, fingerprint(pod->raw()));
    writeTemplate(row, meta, *pod);
}

} // namespace binnacle::plugins::kubernetes
