// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/json/schema_tables.h"

namespace binnacle::plugins::kubernetes::schema {

constexpr FieldSchema kDeploymentConditionFields[] = {
    {"type", 1, JsonField::Text},
    {"status", 2, JsonField::Text},
    {"reason", 4, JsonField::Text},
    {"message", 5, JsonField::Text},
};
constexpr MessageSchema kDeploymentCondition{"DeploymentCondition", kDeploymentConditionFields};

constexpr FieldSchema kDeploymentSpecFields[] = {
    {"replicas", 1, JsonField::Int},
    {"template", 3, JsonField::Message, &kPodTemplateSpec},
    {"paused", 7, JsonField::Bool},
};
constexpr MessageSchema kDeploymentSpec{"DeploymentSpec", kDeploymentSpecFields};

constexpr FieldSchema kDeploymentStatusFields[] = {
    {"observedGeneration", 1, JsonField::Int},
    {"replicas", 2, JsonField::Int},
    {"updatedReplicas", 3, JsonField::Int},
    {"availableReplicas", 4, JsonField::Int},
    {"conditions", 6, JsonField::Message, &kDeploymentCondition, true},
    {"readyReplicas", 7, JsonField::Int},
};
constexpr MessageSchema kDeploymentStatus{"DeploymentStatus", kDeploymentStatusFields};

constexpr FieldSchema kDeploymentFields[] = {
    {"metadata", 1, JsonField::Message, &kObjectMeta},
    {"spec", 2, JsonField::Message, &kDeploymentSpec},
    {"status", 3, JsonField::Message, &kDeploymentStatus},
};
constinit const MessageSchema kDeployment{"Deployment", kDeploymentFields};

constexpr FieldSchema kWorkloadConditionFields[] = {
    {"type", 1, JsonField::Text},
    {"status", 2, JsonField::Text},
    {"reason", 4, JsonField::Text},
    {"message", 5, JsonField::Text},
};
constexpr MessageSchema kWorkloadCondition{"WorkloadCondition", kWorkloadConditionFields};

constexpr FieldSchema kReplicaSetSpecFields[] = {
    {"replicas", 1, JsonField::Int},
    {"template", 3, JsonField::Message, &kPodTemplateSpec},
};
constexpr MessageSchema kReplicaSetSpec{"ReplicaSetSpec", kReplicaSetSpecFields};

constexpr FieldSchema kReplicaSetStatusFields[] = {
    {"replicas", 1, JsonField::Int},
    {"observedGeneration", 3, JsonField::Int},
    {"readyReplicas", 4, JsonField::Int},
    {"availableReplicas", 5, JsonField::Int},
    {"conditions", 6, JsonField::Message, &kWorkloadCondition, true},
};
constexpr MessageSchema kReplicaSetStatus{"ReplicaSetStatus", kReplicaSetStatusFields};

constexpr FieldSchema kReplicaSetFields[] = {
    {"metadata", 1, JsonField::Message, &kObjectMeta},
    {"spec", 2, JsonField::Message, &kReplicaSetSpec},
    {"status", 3, JsonField::Message, &kReplicaSetStatus},
};
constinit const MessageSchema kReplicaSet{"ReplicaSet", kReplicaSetFields};

constexpr FieldSchema kStatefulSetSpecFields[] = {
    {"replicas", 1, JsonField::Int},
    {"template", 3, JsonField::Message, &kPodTemplateSpec},
};
constexpr MessageSchema kStatefulSetSpec{"StatefulSetSpec", kStatefulSetSpecFields};

constexpr FieldSchema kStatefulSetStatusFields[] = {
    {"observedGeneration", 1, JsonField::Int},
    {"replicas", 2, JsonField::Int},
    {"readyReplicas", 3, JsonField::Int},
    {"updatedReplicas", 5, JsonField::Int},
    {"currentRevision", 6, JsonField::Text},
    {"updateRevision", 7, JsonField::Text},
    {"conditions", 10, JsonField::Message, &kWorkloadCondition, true},
    {"availableReplicas", 11, JsonField::Int},
};
constexpr MessageSchema kStatefulSetStatus{"StatefulSetStatus", kStatefulSetStatusFields};

constexpr FieldSchema kStatefulSetFields[] = {
    {"metadata", 1, JsonField::Message, &kObjectMeta},
    {"spec", 2, JsonField::Message, &kStatefulSetSpec},
    {"status", 3, JsonField::Message, &kStatefulSetStatus},
};
constinit const MessageSchema kStatefulSet{"StatefulSet", kStatefulSetFields};

constexpr FieldSchema kDaemonSetSpecFields[] = {
    {"template", 2, JsonField::Message, &kPodTemplateSpec},
};
constexpr MessageSchema kDaemonSetSpec{"DaemonSetSpec", kDaemonSetSpecFields};

constexpr FieldSchema kDaemonSetStatusFields[] = {
    {"currentNumberScheduled", 1, JsonField::Int},
    {"desiredNumberScheduled", 3, JsonField::Int},
    {"numberReady", 4, JsonField::Int},
    {"observedGeneration", 5, JsonField::Int},
    {"updatedNumberScheduled", 6, JsonField::Int},
    {"numberAvailable", 7, JsonField::Int},
    {"conditions", 10, JsonField::Message, &kWorkloadCondition, true},
};
constexpr MessageSchema kDaemonSetStatus{"DaemonSetStatus", kDaemonSetStatusFields};

constexpr FieldSchema kDaemonSetFields[] = {
    {"metadata", 1, JsonField::Message, &kObjectMeta},
    {"spec", 2, JsonField::Message, &kDaemonSetSpec},
    {"status", 3, JsonField::Message, &kDaemonSetStatus},
};
constinit const MessageSchema kDaemonSet{"DaemonSet", kDaemonSetFields};

constexpr FieldSchema kJobSpecFields[] = {
    {"parallelism", 1, JsonField::Int},
    {"completions", 2, JsonField::Int},
    {"template", 6, JsonField::Message, &kPodTemplateSpec},
    {"suspend", 10, JsonField::Bool},
};
constexpr MessageSchema kJobSpec{"JobSpec", kJobSpecFields};

constexpr FieldSchema kJobConditionFields[] = {
    {"type", 1, JsonField::Text},
    {"status", 2, JsonField::Text},
    {"lastTransitionTime", 4, JsonField::Time},
    {"reason", 5, JsonField::Text},
    {"message", 6, JsonField::Text},
};
constexpr MessageSchema kJobCondition{"JobCondition", kJobConditionFields};

constexpr FieldSchema kJobStatusFields[] = {
    {"conditions", 1, JsonField::Message, &kJobCondition, true},
    {"startTime", 2, JsonField::Time},
    {"completionTime", 3, JsonField::Time},
    {"active", 4, JsonField::Int},
    {"succeeded", 5, JsonField::Int},
    {"failed", 6, JsonField::Int},
    {"ready", 9, JsonField::Int},
};
constexpr MessageSchema kJobStatus{"JobStatus", kJobStatusFields};

constexpr FieldSchema kJobFields[] = {
    {"metadata", 1, JsonField::Message, &kObjectMeta},
    {"spec", 2, JsonField::Message, &kJobSpec},
    {"status", 3, JsonField::Message, &kJobStatus},
};
constinit const MessageSchema kJob{"Job", kJobFields};

constexpr FieldSchema kCrossVersionObjectReferenceFields[] = {
    {"kind", 1, JsonField::Text},
    {"name", 2, JsonField::Text},
};
constexpr MessageSchema kCrossVersionObjectReference{"CrossVersionObjectReference",
                                                     kCrossVersionObjectReferenceFields};

constexpr FieldSchema kHorizontalPodAutoscalerSpecFields[] = {
    {"scaleTargetRef", 1, JsonField::Message, &kCrossVersionObjectReference},
    {"minReplicas", 2, JsonField::Int},
    {"maxReplicas", 3, JsonField::Int},
};
constexpr MessageSchema kHorizontalPodAutoscalerSpec{"HorizontalPodAutoscalerSpec",
                                                     kHorizontalPodAutoscalerSpecFields};

constexpr FieldSchema kHorizontalPodAutoscalerStatusFields[] = {
    {"currentReplicas", 3, JsonField::Int},
    {"desiredReplicas", 4, JsonField::Int},
};
constexpr MessageSchema kHorizontalPodAutoscalerStatus{"HorizontalPodAutoscalerStatus",
                                                       kHorizontalPodAutoscalerStatusFields};

constexpr FieldSchema kHorizontalPodAutoscalerFields[] = {
    {"metadata", 1, JsonField::Message, &kObjectMeta},
    {"spec", 2, JsonField::Message, &kHorizontalPodAutoscalerSpec},
    {"status", 3, JsonField::Message, &kHorizontalPodAutoscalerStatus},
};
constinit const MessageSchema kHorizontalPodAutoscaler{"HorizontalPodAutoscaler",
                                                       kHorizontalPodAutoscalerFields};

} // namespace binnacle::plugins::kubernetes::schema
