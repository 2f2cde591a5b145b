// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/decode/accelerators.h"
#include "plugins/kubernetes/decode/model_hints.h"
#include "plugins/kubernetes/decode/pod_status.h"
#include "plugins/kubernetes/decode/writers.h"

namespace binnacle::plugins::kubernetes {

using models::PodColumn;

namespace {

std::string_view digestOf(std::string_view imageId)
{
    const auto at = imageId.find("sha256:");
    return at == std::string_view::npos ? std::string_view{} : imageId.substr(at);
}

void writeImage(Row& row, const view::Pod& pod)
{
    if (pod.spec().containers_size() == 0)
        return;
    const auto& first = pod.spec().containers()[0];
    row.text(PodColumn::Image, first.image());
    for (const auto& status : pod.status().containerstatuses()) {
        if (status.name() == first.name())
            row.text(PodColumn::ImageDigest, digestOf(status.imageid()));
    }
}

struct Blocker {
    std::string_view reason;
    std::string_view message;
};

/// Why this container does not run, if it says so: the crash behind a back-off rather than the
/// back-off.
Blocker containerBlocker(const view::ContainerStatus& container)
{
    const auto& state = container.state();
    if (!state.waiting().reason().empty() && state.waiting().reason() != "PodInitializing" &&
        state.waiting().reason() != "ContainerCreating") {
        const auto& last = container.laststate().terminated();
        const bool crashed =
            state.waiting().reason() == "CrashLoopBackOff" && !last.reason().empty();
        return {crashed ? last.reason() : state.waiting().reason(), state.waiting().message()};
    }
    if (state.has_terminated() && state.terminated().exitcode() != 0)
        return {state.terminated().reason(), state.terminated().message()};
    return {};
}

Blocker blockerOf(const view::PodStatus& status)
{
    for (const auto& c : status.conditions()) {
        if (c.type() == "PodScheduled" && c.status() == "False")
            return {c.reason(), c.message()};
    }
    if (!status.reason().empty() || !status.message().empty())
        return {status.reason(), status.message()};
    for (const auto* list : {&status.initcontainerstatuses(), &status.containerstatuses()}) {
        for (const auto& container : *list) {
            if (const auto found = containerBlocker(container); !found.reason.empty())
                return found;
        }
    }
    for (const auto& c : status.conditions()) {
        if (c.type() == "DisruptionTarget" && c.status() == "True")
            return {c.reason(), c.message()};
    }
    return {};
}

/// As kubectl prints them: gates whose condition is True, of how many.
std::string readinessGates(const view::Pod& pod)
{
    const auto& gates = pod.spec().readinessgates();
    if (gates.size() == 0)
        return {};
    std::size_t open = 0;
    for (const auto& gate : gates) {
        for (const auto& c : pod.status().conditions()) {
            if (c.type() != gate.conditiontype())
                continue;
            open += c.status() == "True";
            break;
        }
    }
    return std::to_string(open) + "/" + std::to_string(gates.size());
}

void writeAccelerators(Row& row, const view::PodSpec& spec)
{
    row.integer(PodColumn::Gpus, requestedDevices(spec));
    row.text(PodColumn::GpuResource, podAccelerators(spec).names());
}

} // namespace

void write(Row& row, const view::Pod& pod)
{
    const auto& meta = pod.metadata();
    const auto& status = pod.status();
    const PodSummary summary = summarize(pod);
    row.text(PodColumn::Status, summary.status)
        .text(PodColumn::Phase, status.phase())
        .integer(PodColumn::Ready, summary.ready)
        .integer(PodColumn::Containers, summary.containers)
        .integer(PodColumn::Restarts, summary.restarts)
        .text(PodColumn::Node, pod.spec().nodename())
        .text(PodColumn::PriorityClass, pod.spec().priorityclassname())
        .text(PodColumn::PodIp, status.podip())
        .time(PodColumn::Started, toTime(status.starttime()))
        .time(PodColumn::LastRestart, summary.lastRestart)
        .text(PodColumn::QueueName, firstOf(meta.labels(), {"kueue.x-k8s.io/queue-name"}))
        .text(PodColumn::PodModelVersion, modelVersionOf(meta).version)
        .text(PodColumn::NominatedNode, status.nominatednodename())
        .text(PodColumn::ReadinessGates, readinessGates(pod));
    writeAccelerators(row, pod.spec());
    writeImage(row, pod);
    const auto annotated = modelUriOf(meta);
    row.text(PodColumn::ModelUri, annotated.empty() ? modelUriOf(pod.spec()) : annotated);
    const auto blocker = blockerOf(status);
    row.text(PodColumn::Reason, blocker.reason).text(PodColumn::Message, blocker.message);
}

} // namespace binnacle::plugins::kubernetes
