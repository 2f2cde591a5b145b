// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/replay/container_part.h"
#include "tests/support/replay/document_parts.h"

namespace binnacle::tests::replay {

namespace {

template <class Writer>
void writeMetadata(Writer& out, const Record& pod, const Service& service,
                   const DocumentContext& context)
{
    const std::string name = context.names.podName(pod);
    const std::string generate = service.replicaSet + "-";
    const std::string uid =
        context.names.uid("pod", (std::uint64_t{pod.incarnation} << 32) | pod.index);
    Identity id{name, generate, service.ns, uid, 1, 0};
    if (pod.form == Form::Terminating)
        id.deleted = pod.changed + 30;
    beginMetadata(out, id, pod);
    out.beginMap({11, "labels"});
    out.entry("app", service.name);
    out.entry("app.kubernetes.io/part-of", "models");
    out.entry("pod-template-hash", service.podHash);
    out.entry("team", service.ns.substr(5));
    if (pod.node != kNoNode) {
        out.entry("topology.kubernetes.io/region", "replay");
        out.entry("topology.kubernetes.io/zone", context.names.nodes()[pod.node].zone);
    }
    out.endMap();
    out.beginMap({12, "annotations"});
    out.entry("binnacle.io/model-version", service.modelVersion);
    out.entry("model-uri", service.modelUri);
    out.endMap();
    writeOwner(out, "ReplicaSet", service.replicaSet, service.replicaSetUid);
    out.beginList({17, "managedFields"});
    writeManager(out, "v1", pod.created, service.specManager, "");
    writeManager(out, "v1", pod.changed, context.statusManager, "status");
    out.endList();
    out.end();
}

template <class Writer> void writeToleration(Writer& out, std::string_view key)
{
    out.beginItem();
    out.text({1, "key"}, key);
    out.text({2, "operator"}, "Exists");
    out.blank(3);
    out.text({4, "effect"}, "NoExecute");
    out.integer({5, "tolerationSeconds"}, 300);
    out.endItem();
}

template <class Writer>
void writeSpec(Writer& out, const Record& pod, const Service& service,
               const DocumentContext& context)
{
    out.begin({2, "spec"});
    writeContainer(out, service, true);
    out.text({3, "restartPolicy"}, "Always");
    out.integer({4, "terminationGracePeriodSeconds"}, 30);
    out.text({6, "dnsPolicy"}, "ClusterFirst");
    out.flag({21, "automountServiceAccountToken"}, false);
    if (pod.node != kNoNode)
        out.text({10, "nodeName"}, context.names.nodes()[pod.node].name);
    else
        out.blank(10);
    out.begin({14, "securityContext"});
    out.end();
    out.text({19, "schedulerName"}, "default-scheduler");
    out.beginList({22, "tolerations"});
    writeToleration(out, "node.kubernetes.io/not-ready");
    writeToleration(out, "node.kubernetes.io/unreachable");
    out.endList();
    out.integer({25, "priority"}, 0);
    out.flag({30, "enableServiceLinks"}, true);
    out.text({31, "preemptionPolicy"}, "PreemptLowerPriority");
    out.end();
}

template <class Writer>
void writeCondition(Writer& out, std::string_view type, bool fulfilled, std::int64_t since,
                    std::string_view reason, std::string_view message)
{
    out.beginItem();
    out.text({1, "type"}, type);
    out.text({2, "status"}, fulfilled ? "True" : "False");
    out.time({3, "lastProbeTime"}, 0);
    out.time({4, "lastTransitionTime"}, since);
    if (!reason.empty())
        out.text({5, "reason"}, reason);
    else
        out.blank(5);
    if (!message.empty())
        out.text({6, "message"}, message);
    else
        out.blank(6);
    out.endItem();
}

template <class Writer> void writeConditions(Writer& out, const Record& pod)
{
    const bool ready = pod.form == Form::Running || pod.form == Form::Terminating;
    const std::string_view why = ready ? std::string_view() : "ContainersNotReady";
    const std::string_view text =
        ready ? std::string_view() : "containers with unready status: [server]";
    out.beginList({2, "conditions"});
    if (pod.node == kNoNode) {
        writeCondition(out, "PodScheduled", false, pod.changed, "Unschedulable",
                       "0/5 nodes are available: 5 Insufficient nvidia.com/gpu.");
    } else {
        writeCondition(out, "Initialized", true, pod.created, "", "");
        writeCondition(out, "Ready", ready, pod.changed, why, text);
        writeCondition(out, "ContainersReady", ready, pod.changed, why, text);
        writeCondition(out, "PodScheduled", true, pod.created, "", "");
    }
    out.endList();
}

template <class Writer> void writeTerminated(Writer& out, const Record& pod, bool outOfMemory)
{
    out.begin({3, "terminated"});
    out.integer({1, "exitCode"}, outOfMemory ? 137 : 1);
    out.zero(2);
    out.text({3, "reason"}, outOfMemory ? "OOMKilled" : "Error");
    out.blank(4);
    out.time({5, "startedAt"}, pod.created);
    out.time({6, "finishedAt"}, pod.changed);
    out.end();
}

template <class Writer> void writeState(Writer& out, const Record& pod)
{
    const auto waiting = [&](std::string_view reason, std::string_view message) {
        out.begin({1, "waiting"});
        out.text({1, "reason"}, reason);
        if (!message.empty())
            out.text({2, "message"}, message);
        else
            out.blank(2);
        out.end();
    };
    out.begin({2, "state"});
    switch (pod.form) {
    case Form::ContainerCreating:
        waiting("ContainerCreating", "");
        break;
    case Form::CrashLoopBackOff:
        waiting("CrashLoopBackOff", "back-off 5m0s restarting failed container=server");
        break;
    case Form::ImagePullBackOff:
        waiting("ImagePullBackOff", "Back-off pulling image");
        break;
    case Form::OomKilled:
        writeTerminated(out, pod, true);
        break;
    default:
        out.begin({2, "running"});
        out.time({1, "startedAt"}, pod.changed);
        out.end();
    }
    out.end();
    out.begin({3, "lastState"});
    if (pod.restarts > 0)
        writeTerminated(out, pod, false);
    out.end();
}

template <class Writer>
void writeContainerStatus(Writer& out, const Record& pod, const Service& service,
                          const DocumentContext& context)
{
    const bool ready = pod.form == Form::Running || pod.form == Form::Terminating;
    const bool started = ready || pod.form == Form::NotReady;
    const bool pulled = pod.form != Form::ContainerCreating && pod.form != Form::ImagePullBackOff;
    out.beginList({8, "containerStatuses"});
    out.beginItem();
    out.text({1, "name"}, "server");
    writeState(out, pod);
    out.flag({4, "ready"}, ready);
    out.integer({5, "restartCount"}, pod.restarts);
    out.text({6, "image"}, service.image);
    out.text({7, "imageID"}, pulled ? std::string_view(service.image) : std::string_view());
    if (pulled)
        out.text({8, "containerID"}, "containerd://" + context.names.uid("container", pod.index) +
                                         context.names.uid("container", pod.restarts));
    out.flag({9, "started"}, started);
    out.endItem();
    out.endList();
}

template <class Writer>
void writeStatus(Writer& out, const Record& pod, const Service& service,
                 const DocumentContext& context)
{
    const std::string address = "10." + std::to_string(128 + (pod.index >> 16)) + "." +
                                std::to_string((pod.index >> 8) & 255) + "." +
                                std::to_string(pod.index & 255);
    out.begin({3, "status"});
    out.text({1, "phase"}, phaseOf(pod));
    writeConditions(out, pod);
    if (pod.form == Form::Evicted) {
        out.text({3, "message"}, "The node was low on resource: memory.");
        out.text({4, "reason"}, "Evicted");
    }
    const bool placed = pod.node != kNoNode;
    if (placed) {
        out.text({5, "hostIP"}, "10.10.0.1");
        out.beginList({16, "hostIPs"});
        out.beginItem();
        out.text({1, "ip"}, "10.10.0.1");
        out.endItem();
        out.endList();
        out.text({6, "podIP"}, address);
        out.beginList({12, "podIPs"});
        out.beginItem();
        out.text({1, "ip"}, address);
        out.endItem();
        out.endList();
        out.time({7, "startTime"}, pod.created);
        if (pod.form != Form::Evicted)
            writeContainerStatus(out, pod, service, context);
    }
    out.text({9, "qosClass"}, "Burstable");
    out.end();
}

} // namespace

template <class Writer>
void writePod(Writer& out, const Record& record, const DocumentContext& context)
{
    const Service& service = context.names.serviceOf(record.index);
    writeMetadata(out, record, service, context);
    if (context.metadataOnly)
        return;
    writeSpec(out, record, service, context);
    writeStatus(out, record, service, context);
}

template void writePod(ProtoWriter&, const Record&, const DocumentContext&);
template void writePod(JsonWriter&, const Record&, const DocumentContext&);

} // namespace binnacle::tests::replay
