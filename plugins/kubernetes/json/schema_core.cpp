// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/json/schema_tables.h"

namespace binnacle::plugins::kubernetes::schema {

constexpr FieldSchema kOwnerReferenceFields[] = {
    {"kind", 1, JsonField::Text},       {"name", 3, JsonField::Text},
    {"uid", 4, JsonField::Text},        {"apiVersion", 5, JsonField::Text},
    {"controller", 6, JsonField::Bool},
};
constexpr MessageSchema kOwnerReference{"OwnerReference", kOwnerReferenceFields};

constexpr FieldSchema kObjectMetaFields[] = {
    {"name", 1, JsonField::Text},
    {"namespace", 3, JsonField::Text},
    {"uid", 5, JsonField::Text},
    {"resourceVersion", 6, JsonField::Text},
    {"generation", 7, JsonField::Int},
    {"creationTimestamp", 8, JsonField::Time},
    {"deletionTimestamp", 9, JsonField::Time},
    {"labels", 11, JsonField::StringMap},
    {"annotations", 12, JsonField::StringMap},
    {"ownerReferences", 13, JsonField::Message, &kOwnerReference, true},
};
constinit const MessageSchema kObjectMeta{"ObjectMeta", kObjectMetaFields};

constexpr FieldSchema kEnvVarFields[] = {
    {"name", 1, JsonField::Text},
    {"value", 2, JsonField::Text},
};
constexpr MessageSchema kEnvVar{"EnvVar", kEnvVarFields};

constexpr FieldSchema kResourceRequirementsFields[] = {
    {"limits", 1, JsonField::QuantityMap},
    {"requests", 2, JsonField::QuantityMap},
};
constexpr MessageSchema kResourceRequirements{"ResourceRequirements", kResourceRequirementsFields};

constexpr FieldSchema kContainerFields[] = {
    {"name", 1, JsonField::Text},
    {"image", 2, JsonField::Text},
    {"args", 4, JsonField::Text, nullptr, true},
    {"env", 7, JsonField::Message, &kEnvVar, true},
    {"resources", 8, JsonField::Message, &kResourceRequirements},
    {"restartPolicy", 24, JsonField::Text},
};
constinit const MessageSchema kContainer{"Container", kContainerFields};

constexpr FieldSchema kPodResourceClaimFields[] = {
    {"name", 1, JsonField::Text},
};
constinit const MessageSchema kPodResourceClaim{"PodResourceClaim", kPodResourceClaimFields};

constexpr FieldSchema kPodReadinessGateFields[] = {
    {"conditionType", 1, JsonField::Text},
};
constexpr MessageSchema kPodReadinessGate{"PodReadinessGate", kPodReadinessGateFields};

constexpr FieldSchema kPodSpecFields[] = {
    {"containers", 2, JsonField::Message, &kContainer, true},
    {"nodeName", 10, JsonField::Text},
    {"initContainers", 20, JsonField::Message, &kContainer, true},
    {"priorityClassName", 24, JsonField::Text},
    {"readinessGates", 28, JsonField::Message, &kPodReadinessGate, true},
    {"overhead", 32, JsonField::QuantityMap},
    {"resourceClaims", 39, JsonField::Message, &kPodResourceClaim, true},
    {"resources", 40, JsonField::Message, &kResourceRequirements},
};
constinit const MessageSchema kPodSpec{"PodSpec", kPodSpecFields};

constexpr FieldSchema kPodTemplateSpecFields[] = {
    {"metadata", 1, JsonField::Message, &kObjectMeta},
    {"spec", 2, JsonField::Message, &kPodSpec},
};
constinit const MessageSchema kPodTemplateSpec{"PodTemplateSpec", kPodTemplateSpecFields};

constexpr FieldSchema kPodConditionFields[] = {
    {"type", 1, JsonField::Text},
    {"status", 2, JsonField::Text},
    {"lastTransitionTime", 4, JsonField::Time},
    {"reason", 5, JsonField::Text},
    {"message", 6, JsonField::Text},
};
constexpr MessageSchema kPodCondition{"PodCondition", kPodConditionFields};

constexpr FieldSchema kContainerStateWaitingFields[] = {
    {"reason", 1, JsonField::Text},
    {"message", 2, JsonField::Text},
};
constexpr MessageSchema kContainerStateWaiting{"ContainerStateWaiting",
                                               kContainerStateWaitingFields};

constexpr FieldSchema kContainerStateRunningFields[] = {
    {"startedAt", 1, JsonField::Time},
};
constexpr MessageSchema kContainerStateRunning{"ContainerStateRunning",
                                               kContainerStateRunningFields};

constexpr FieldSchema kContainerStateTerminatedFields[] = {
    {"exitCode", 1, JsonField::Int},   {"signal", 2, JsonField::Int},
    {"reason", 3, JsonField::Text},    {"message", 4, JsonField::Text},
    {"startedAt", 5, JsonField::Time}, {"finishedAt", 6, JsonField::Time},
};
constexpr MessageSchema kContainerStateTerminated{"ContainerStateTerminated",
                                                  kContainerStateTerminatedFields};

constexpr FieldSchema kContainerStateFields[] = {
    {"waiting", 1, JsonField::Message, &kContainerStateWaiting},
    {"running", 2, JsonField::Message, &kContainerStateRunning},
    {"terminated", 3, JsonField::Message, &kContainerStateTerminated},
};
constexpr MessageSchema kContainerState{"ContainerState", kContainerStateFields};

constexpr FieldSchema kContainerStatusFields[] = {
    {"name", 1, JsonField::Text},
    {"state", 2, JsonField::Message, &kContainerState},
    {"lastState", 3, JsonField::Message, &kContainerState},
    {"ready", 4, JsonField::Bool},
    {"restartCount", 5, JsonField::Int},
    {"image", 6, JsonField::Text},
    {"imageID", 7, JsonField::Text},
    {"started", 9, JsonField::Bool},
};
constexpr MessageSchema kContainerStatus{"ContainerStatus", kContainerStatusFields};

constexpr FieldSchema kPodStatusFields[] = {
    {"phase", 1, JsonField::Text},
    {"conditions", 2, JsonField::Message, &kPodCondition, true},
    {"message", 3, JsonField::Text},
    {"reason", 4, JsonField::Text},
    {"podIP", 6, JsonField::Text},
    {"startTime", 7, JsonField::Time},
    {"containerStatuses", 8, JsonField::Message, &kContainerStatus, true},
    {"initContainerStatuses", 10, JsonField::Message, &kContainerStatus, true},
    {"nominatedNodeName", 11, JsonField::Text},
};
constexpr MessageSchema kPodStatus{"PodStatus", kPodStatusFields};

constexpr FieldSchema kPodFields[] = {
    {"metadata", 1, JsonField::Message, &kObjectMeta},
    {"spec", 2, JsonField::Message, &kPodSpec},
    {"status", 3, JsonField::Message, &kPodStatus},
};
constinit const MessageSchema kPod{"Pod", kPodFields};

constexpr FieldSchema kTaintFields[] = {
    {"key", 1, JsonField::Text},
    {"value", 2, JsonField::Text},
    {"effect", 3, JsonField::Text},
};
constexpr MessageSchema kTaint{"Taint", kTaintFields};

constexpr FieldSchema kNodeSpecFields[] = {
    {"unschedulable", 4, JsonField::Bool},
    {"taints", 5, JsonField::Message, &kTaint, true},
};
constexpr MessageSchema kNodeSpec{"NodeSpec", kNodeSpecFields};

constexpr FieldSchema kNodeConditionFields[] = {
    {"type", 1, JsonField::Text},
    {"status", 2, JsonField::Text},
    {"lastTransitionTime", 4, JsonField::Time},
    {"reason", 5, JsonField::Text},
    {"message", 6, JsonField::Text},
};
constexpr MessageSchema kNodeCondition{"NodeCondition", kNodeConditionFields};

constexpr FieldSchema kNodeSystemInfoFields[] = {
    {"kubeletVersion", 7, JsonField::Text},
};
constexpr MessageSchema kNodeSystemInfo{"NodeSystemInfo", kNodeSystemInfoFields};

constexpr FieldSchema kNodeStatusFields[] = {
    {"capacity", 1, JsonField::QuantityMap},
    {"allocatable", 2, JsonField::QuantityMap},
    {"conditions", 4, JsonField::Message, &kNodeCondition, true},
    {"nodeInfo", 7, JsonField::Message, &kNodeSystemInfo},
};
constexpr MessageSchema kNodeStatus{"NodeStatus", kNodeStatusFields};

constexpr FieldSchema kNodeFields[] = {
    {"metadata", 1, JsonField::Message, &kObjectMeta},
    {"spec", 2, JsonField::Message, &kNodeSpec},
    {"status", 3, JsonField::Message, &kNodeStatus},
};
constinit const MessageSchema kNode{"Node", kNodeFields};

constexpr FieldSchema kNamespaceStatusFields[] = {
    {"phase", 1, JsonField::Text},
};
constexpr MessageSchema kNamespaceStatus{"NamespaceStatus", kNamespaceStatusFields};

constexpr FieldSchema kNamespaceFields[] = {
    {"metadata", 1, JsonField::Message, &kObjectMeta},
    {"status", 3, JsonField::Message, &kNamespaceStatus},
};
constinit const MessageSchema kNamespace{"Namespace", kNamespaceFields};

constexpr FieldSchema kObjectReferenceFields[] = {
    {"kind", 1, JsonField::Text},
    {"namespace", 2, JsonField::Text},
    {"name", 3, JsonField::Text},
    {"uid", 4, JsonField::Text},
};
constexpr MessageSchema kObjectReference{"ObjectReference", kObjectReferenceFields};

constexpr FieldSchema kEventSourceFields[] = {
    {"component", 1, JsonField::Text},
};
constexpr MessageSchema kEventSource{"EventSource", kEventSourceFields};

constexpr FieldSchema kEventSeriesFields[] = {
    {"count", 1, JsonField::Int},
    {"lastObservedTime", 2, JsonField::Time},
};
constexpr MessageSchema kEventSeries{"EventSeries", kEventSeriesFields};

constexpr FieldSchema kEventFields[] = {
    {"metadata", 1, JsonField::Message, &kObjectMeta},
    {"involvedObject", 2, JsonField::Message, &kObjectReference},
    {"reason", 3, JsonField::Text},
    {"message", 4, JsonField::Text},
    {"source", 5, JsonField::Message, &kEventSource},
    {"firstTimestamp", 6, JsonField::Time},
    {"lastTimestamp", 7, JsonField::Time},
    {"count", 8, JsonField::Int},
    {"type", 9, JsonField::Text},
    {"eventTime", 10, JsonField::Time},
    {"series", 11, JsonField::Message, &kEventSeries},
    {"reportingComponent", 14, JsonField::Text},
};
constinit const MessageSchema kEvent{"Event", kEventFields};

constexpr FieldSchema kResourceQuotaStatusFields[] = {
    {"hard", 1, JsonField::QuantityMap},
    {"used", 2, JsonField::QuantityMap},
};
constexpr MessageSchema kResourceQuotaStatus{"ResourceQuotaStatus", kResourceQuotaStatusFields};

constexpr FieldSchema kResourceQuotaSpecFields[] = {
    {"hard", 1, JsonField::QuantityMap},
};
constexpr MessageSchema kResourceQuotaSpec{"ResourceQuotaSpec", kResourceQuotaSpecFields};

constexpr FieldSchema kResourceQuotaFields[] = {
    {"metadata", 1, JsonField::Message, &kObjectMeta},
    {"spec", 2, JsonField::Message, &kResourceQuotaSpec},
    {"status", 3, JsonField::Message, &kResourceQuotaStatus},
};
constinit const MessageSchema kResourceQuota{"ResourceQuota", kResourceQuotaFields};

constexpr FieldSchema kPersistentVolumeClaimSpecFields[] = {
    {"volumeName", 3, JsonField::Text},
    {"storageClassName", 5, JsonField::Text},
};
constexpr MessageSchema kPersistentVolumeClaimSpec{"PersistentVolumeClaimSpec",
                                                   kPersistentVolumeClaimSpecFields};

constexpr FieldSchema kPersistentVolumeClaimStatusFields[] = {
    {"phase", 1, JsonField::Text},
    {"capacity", 3, JsonField::QuantityMap},
};
constexpr MessageSchema kPersistentVolumeClaimStatus{"PersistentVolumeClaimStatus",
                                                     kPersistentVolumeClaimStatusFields};

constexpr FieldSchema kPersistentVolumeClaimFields[] = {
    {"metadata", 1, JsonField::Message, &kObjectMeta},
    {"spec", 2, JsonField::Message, &kPersistentVolumeClaimSpec},
    {"status", 3, JsonField::Message, &kPersistentVolumeClaimStatus},
};
constinit const MessageSchema kPersistentVolumeClaim{"PersistentVolumeClaim",
                                                     kPersistentVolumeClaimFields};

} // namespace binnacle::plugins::kubernetes::schema
