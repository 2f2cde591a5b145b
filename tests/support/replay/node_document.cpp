// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/replay/document_parts.h"

namespace binnacle::tests::replay {

namespace {

constexpr std::string_view kNodeFields =
    R"({"f:metadata":{"f:labels":{".":{},"f:binnacle.io/pool":{},"f:kubernetes.io/arch":{},)"
    R"("f:kubernetes.io/hostname":{},"f:kubernetes.io/os":{},"f:nvidia.com/gpu.count":{},)"
    R"("f:nvidia.com/gpu.product":{},"f:topology.kubernetes.io/zone":{}}}})";

template <class Writer> void writeMetadata(Writer& out, const Record& record, const NodeName& node)
{
    beginMetadata(out, {node.name, {}, {}, node.uid, 0, 0}, record);
    out.beginMap({11, "labels"});
    out.entry("binnacle.io/pool", node.pool);
    out.entry("kubernetes.io/arch", "amd64");
    out.entry("kubernetes.io/hostname", node.name);
    out.entry("kubernetes.io/os", "linux");
    out.entry("node.kubernetes.io/instance-type", node.pool + "-x8");
    out.entry("nvidia.com/gpu.count", "8");
    out.entry("nvidia.com/gpu.memory", "81920");
    out.entry("nvidia.com/gpu.present", "true");
    out.entry("nvidia.com/gpu.product", node.product);
    out.entry("topology.kubernetes.io/rack", node.rack);
    out.entry("topology.kubernetes.io/region", "replay");
    out.entry("topology.kubernetes.io/zone", node.zone);
    out.endMap();
    out.beginList({17, "managedFields"});
    writeManager(out, "v1", record.created, kNodeFields, "");
    out.endList();
    out.end();
}

template <class Writer> void writeTaint(Writer& out, std::string_view key, std::string_view effect)
{
    out.beginItem();
    out.text({1, "key"}, key);
    out.blank(2);
    out.text({3, "effect"}, effect);
    out.endItem();
}

template <class Writer> void writeSpec(Writer& out, const Record& record)
{
    out.begin({2, "spec"});
    if (record.form == Form::Cordoned)
        out.flag({4, "unschedulable"}, true);
    else
        out.zero(4);
    if (record.form != Form::Running) {
        out.beginList({5, "taints"});
        if (record.form == Form::Cordoned)
            writeTaint(out, "node.kubernetes.io/unschedulable", "NoSchedule");
        else
            writeTaint(out, "node.kubernetes.io/unreachable", "NoExecute");
        out.endList();
    }
    out.end();
}

template <class Writer> void writeAmounts(Writer& out, Field field)
{
    out.beginMap(field);
    out.quantity("cpu", "128");
    out.quantity("ephemeral-storage", "2Ti");
    out.quantity("memory", "1Ti");
    out.quantity("nvidia.com/gpu", "8");
    out.quantity("pods", "110");
    out.endMap();
}

template <class Writer>
void writeCondition(Writer& out, const Record& record, std::string_view type,
                    std::string_view status, std::string_view reason, std::string_view message)
{
    out.beginItem();
    out.text({1, "type"}, type);
    out.text({2, "status"}, status);
    out.time({3, "lastHeartbeatTime"}, record.changed);
    out.time({4, "lastTransitionTime"}, record.changed);
    out.text({5, "reason"}, reason);
    out.text({6, "message"}, message);
    out.endItem();
}

template <class Writer> void writeInfo(Writer& out, const NodeName& node)
{
    out.begin({7, "nodeInfo"});
    out.text({1, "machineID"}, node.uid);
    out.text({2, "systemUUID"}, node.uid);
    out.text({3, "bootID"}, "");
    out.text({4, "kernelVersion"}, "6.1.0-30-amd64");
    out.text({5, "osImage"}, "Debian GNU/Linux 12 (bookworm)");
    out.text({6, "containerRuntimeVersion"}, "containerd://2.1.4");
    out.text({7, "kubeletVersion"}, "v1.37.2");
    out.text({8, "kubeProxyVersion"}, "");
    out.text({9, "operatingSystem"}, "linux");
    out.text({10, "architecture"}, "amd64");
    out.end();
}

template <class Writer> void writeStatus(Writer& out, const Record& record, const NodeName& node)
{
    out.begin({3, "status"});
    writeAmounts(out, {1, "capacity"});
    writeAmounts(out, {2, "allocatable"});
    out.beginList({4, "conditions"});
    if (record.form == Form::NotReady)
        writeCondition(out, record, "Ready", "Unknown", "NodeStatusUnknown",
                       "Kubelet stopped posting node status.");
    else
        writeCondition(out, record, "Ready", "True", "KubeletReady",
                       "kubelet is posting ready status");
    writeCondition(out, record, "MemoryPressure", "False", "KubeletHasSufficientMemory",
                   "kubelet has sufficient memory available");
    writeCondition(out, record, "DiskPressure", "False", "KubeletHasNoDiskPressure",
                   "kubelet has no disk pressure");
    out.endList();
    out.beginList({5, "addresses"});
    out.beginItem();
    out.text({1, "type"}, "Hostname");
    out.text({2, "address"}, node.name);
    out.endItem();
    out.endList();
    writeInfo(out, node);
    out.end();
}

} // namespace

template <class Writer>
void writeNode(Writer& out, const Record& record, const DocumentContext& context)
{
    const NodeName& node = context.names.nodes()[record.index];
    writeMetadata(out, record, node);
    if (context.metadataOnly)
        return;
    writeSpec(out, record);
    writeStatus(out, record, node);
}

template <class Writer>
void writeNamespace(Writer& out, const Record& record, const DocumentContext& context)
{
    const std::string& name = context.names.namespaces()[record.index];
    const std::string uid = context.names.uid("namespace", record.index);
    beginMetadata(out, {name, {}, {}, uid, 0, 0}, record);
    out.beginMap({11, "labels"});
    out.entry("kubernetes.io/metadata.name", name);
    out.entry("team", name.substr(5));
    out.endMap();
    out.beginList({17, "managedFields"});
    writeManager(out, "v1", record.created, R"({"f:metadata":{"f:labels":{"f:team":{}}}})", "");
    out.endList();
    out.end();
    if (context.metadataOnly)
        return;
    out.begin({2, "spec"});
    out.texts({1, "finalizers"}, {"kubernetes"});
    out.end();
    out.begin({3, "status"});
    out.text({1, "phase"}, "Active");
    out.end();
}

template void writeNode(ProtoWriter&, const Record&, const DocumentContext&);
template void writeNode(JsonWriter&, const Record&, const DocumentContext&);
template void writeNamespace(ProtoWriter&, const Record&, const DocumentContext&);
template void writeNamespace(JsonWriter&, const Record&, const DocumentContext&);

} // namespace binnacle::tests::replay
