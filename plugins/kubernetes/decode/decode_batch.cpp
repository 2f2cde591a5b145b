// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/decode/fingerprint.h"
#include "plugins/kubernetes/decode/writers.h"

namespace binnacle::plugins::kubernetes {

using models::ScalerColumn;
using models::WorkloadColumn;

namespace {

struct JobState {
    std::string_view word = "Progressing";
    const view::JobCondition* condition = nullptr;
};

/// The order kubectl uses: an ended job never leaves its end; a failure under way is not yet
/// "Failed".
JobState stateOf(const view::Job& job)
{
    JobState state;
    for (const auto& c : job.status().conditions()) {
        if (c.status() != "True")
            continue;
        if (c.type() == "Complete")
            return {"Complete", &c};
        if (c.type() == "Failed")
            return {"Failed", &c};
        if (c.type() == "Suspended")
            state = {"Suspended", &c};
        else if (c.type() == "FailureTarget" && !state.condition)
            state.condition = &c;
    }
    if (job.spec().suspend())
        state.word = "Suspended";
    return state;
}

} // namespace

void write(Row& row, const view::Job& job)
{
    const auto& s = job.status();
    const JobState state = stateOf(job);
    const std::int64_t parallelism = job.spec().has_parallelism() ? job.spec().parallelism() : 1;
    const std::int64_t desired =
        job.spec().has_completions() ? job.spec().completions() : parallelism;
    auto finished = toTime(s.completiontime());
    if (!finished.known() && state.word == "Failed")
        finished = toTime(state.condition->lasttransitiontime());
    row.integer(WorkloadColumn::Desired, desired)
        .integer(WorkloadColumn::Current, s.active())
        .integer(WorkloadColumn::ReadyReplicas, s.ready())
        .integer(WorkloadColumn::Available, s.succeeded())
        .integer(WorkloadColumn::Failed, s.failed())
        .integer(WorkloadColumn::Generation, job.metadata().generation())
        .flag(WorkloadColumn::Paused, job.spec().suspend())
        .text(WorkloadColumn::Status, state.word)
        .time(WorkloadColumn::Finished, finished)
        .text(WorkloadColumn::TemplateHash, fingerprint(job.spec().template_().raw()));
    if (state.condition)
        row.text(WorkloadColumn::Reason, state.condition->reason())
            .text(WorkloadColumn::Message, state.condition->message());
    writeTemplate(row, job.metadata(), job.spec().template_());
}

void write(Row& row, const view::HorizontalPodAutoscaler& scaler)
{
    const auto& spec = scaler.spec();
    row.text(ScalerColumn::TargetKind, spec.scaletargetref().kind())
        .text(ScalerColumn::Target, spec.scaletargetref().name())
        .integer(ScalerColumn::Min, spec.has_minreplicas() ? spec.minreplicas() : 1)
        .integer(ScalerColumn::Max, spec.maxreplicas())
        .integer(ScalerColumn::Current, scaler.status().currentreplicas())
        .integer(ScalerColumn::Desired, scaler.status().desiredreplicas());
}

} // namespace binnacle::plugins::kubernetes
