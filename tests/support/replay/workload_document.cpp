// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/replay/container_part.h"
#include "tests/support/replay/document_parts.h"

namespace binnacle::tests::replay {

namespace {

constexpr std::string_view kFields =
    R"({"f:metadata":{"f:annotations":{".":{},"f:deployment.kubernetes.io/revision":{}},)"
    R"("f:labels":{".":{},"f:app":{}}},"f:spec":{"f:replicas":{},"f:selector":{},)"
    R"("f:template":{"f:metadata":{"f:labels":{".":{},"f:app":{}}},"f:spec":{"f:containers":)"
    R"({"k:{\"name\":\"server\"}":{".":{},"f:image":{},"f:name":{},"f:resources":{}}}}}}})";

template <class Writer>
void writeLabels(Writer& out, Field field, const Service& service, bool withHash)
{
    out.beginMap(field);
    out.entry("app", service.name);
    if (withHash)
        out.entry("pod-template-hash", service.podHash);
    out.endMap();
}

template <class Writer>
void writeMetadata(Writer& out, bool replicaSet, const Record& record, const Service& service)
{
    beginMetadata(out,
                  {replicaSet ? service.replicaSet : service.name,
                   {},
                   service.ns,
                   replicaSet ? service.replicaSetUid : service.deploymentUid,
                   1,
                   0},
                  record);
    writeLabels(out, {11, "labels"}, service, replicaSet);
    out.beginMap({12, "annotations"});
    out.entry("deployment.kubernetes.io/revision", "1");
    out.endMap();
    if (replicaSet)
        writeOwner(out, "Deployment", service.name, service.deploymentUid);
    out.beginList({17, "managedFields"});
    writeManager(out, "apps/v1", record.created, kFields, "");
    out.endList();
    out.end();
}

template <class Writer>
void writeTemplate(Writer& out, Field field, const Service& service, bool replicaSet)
{
    out.begin(field);
    out.begin({1, "metadata"});
    writeLabels(out, {11, "labels"}, service, replicaSet);
    out.beginMap({12, "annotations"});
    out.entry("binnacle.io/model-version", service.modelVersion);
    out.entry("model-uri", service.modelUri);
    out.endMap();
    out.end();
    out.begin({2, "spec"});
    writeContainer(out, service, false);
    out.text({3, "restartPolicy"}, "Always");
    out.integer({4, "terminationGracePeriodSeconds"}, 30);
    out.text({6, "dnsPolicy"}, "ClusterFirst");
    out.begin({14, "securityContext"});
    out.end();
    out.text({19, "schedulerName"}, "default-scheduler");
    out.end();
    out.end();
}

template <class Writer> void writeSpec(Writer& out, bool replicaSet, const Service& service)
{
    out.begin({2, "spec"});
    out.integer({1, "replicas"}, service.pods);
    out.begin({2, "selector"});
    writeLabels(out, {1, "matchLabels"}, service, replicaSet);
    out.end();
    writeTemplate(out, {3, "template"}, service, replicaSet);
    if (!replicaSet) {
        out.begin({4, "strategy"});
        out.text({1, "type"}, "RollingUpdate");
        out.begin({2, "rollingUpdate"});
        out.portName({1, "maxUnavailable"}, "25%");
        out.portName({2, "maxSurge"}, "25%");
        out.end();
        out.end();
        out.integer({6, "revisionHistoryLimit"}, 10);
        out.integer({9, "progressDeadlineSeconds"}, 600);
    }
    out.end();
}

template <class Writer> void writeStatus(Writer& out, bool replicaSet, const Service& service)
{
    out.begin({3, "status"});
    if (replicaSet) {
        out.integer({1, "replicas"}, service.pods);
        out.integer({2, "fullyLabeledReplicas"}, service.pods);
        out.integer({4, "readyReplicas"}, service.pods);
        out.integer({5, "availableReplicas"}, service.pods);
        out.integer({3, "observedGeneration"}, 1);
    } else {
        out.integer({1, "observedGeneration"}, 1);
        out.integer({2, "replicas"}, service.pods);
        out.integer({3, "updatedReplicas"}, service.pods);
        out.integer({7, "readyReplicas"}, service.pods);
        out.integer({4, "availableReplicas"}, service.pods);
    }
    out.end();
}

} // namespace

template <class Writer>
void writeWorkload(Writer& out, Kind kind, const Record& record, const DocumentContext& context)
{
    const bool replicaSet = kind == Kind::ReplicaSet;
    const Service& service = context.names.services()[record.index];
    writeMetadata(out, replicaSet, record, service);
    if (context.metadataOnly)
        return;
    writeSpec(out, replicaSet, service);
    writeStatus(out, replicaSet, service);
}

template void writeWorkload(ProtoWriter&, Kind, const Record&, const DocumentContext&);
template void writeWorkload(JsonWriter&, Kind, const Record&, const DocumentContext&);

template <class Writer>
void writeObject(Writer& out, Kind kind, const Record& record, const DocumentContext& context)
{
    switch (kind) {
    case Kind::Pod:
        return writePod(out, record, context);
    case Kind::Node:
        return writeNode(out, record, context);
    case Kind::Namespace:
        return writeNamespace(out, record, context);
    case Kind::Deployment:
    case Kind::ReplicaSet:
        return writeWorkload(out, kind, record, context);
    case Kind::None:
        return;
    }
}

template void writeObject(ProtoWriter&, Kind, const Record&, const DocumentContext&);
template void writeObject(JsonWriter&, Kind, const Record&, const DocumentContext&);

std::string nameOf(Kind kind, const Record& record, const Names& names)
{
    switch (kind) {
    case Kind::Pod:
        return names.podName(record);
    case Kind::Node:
        return names.nodes()[record.index].name;
    case Kind::Namespace:
        return names.namespaces()[record.index];
    case Kind::Deployment:
        return names.services()[record.index].name;
    case Kind::ReplicaSet:
        return names.services()[record.index].replicaSet;
    case Kind::None:
        break;
    }
    return {};
}

std::string namespaceOf(Kind kind, const Record& record, const Names& names)
{
    switch (kind) {
    case Kind::Pod:
        return names.serviceOf(record.index).ns;
    case Kind::Deployment:
    case Kind::ReplicaSet:
        return names.services()[record.index].ns;
    default:
        return {};
    }
}

} // namespace binnacle::tests::replay
