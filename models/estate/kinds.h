// SPDX-License-Identifier: GPL-3.0-or-later
// The built-in kinds: their ids and column numbers. Whoever decodes a kind or reads it fast uses
// these enums; everything else goes by the KindSpec. The enums and the tables in kinds.cpp must
// agree: a test compares them.
#pragma once

#include "models/estate/kind.h"

namespace binnacle::models {

enum class BuiltIn : KindId {
    Pod,
    Node,
    Namespace,
    Event,
    Deployment,
    ReplicaSet,
    StatefulSet,
    DaemonSet,
    Job,
    ResourceQuota,
    PersistentVolumeClaim,
    HorizontalPodAutoscaler,
    Gpu,              ///< one device (or MIG slice), known from metrics or from the demo
    InferenceService, ///< serving.kserve.io
    Rollout,          ///< argoproj.io
    QueueWorkload,    ///< Workload of kueue.x-k8s.io
    ClusterQueue,
    LocalQueue,
    Count
};

constexpr KindId kind(BuiltIn b)
{
    return static_cast<KindId>(b);
}

inline constexpr ColumnId kFirstOwn = static_cast<ColumnId>(Common::Count);

enum class PodColumn : ColumnId {
    Status = kFirstOwn, ///< as kubectl prints STATUS: "CrashLoopBackOff", "Init:0/1", "Terminating"
    Phase,              ///< the API's phase
    Ready,              ///< ready containers
    Containers,         ///< "1/2" is Ready/Containers
    Restarts,
    Node,        ///< unknown while unscheduled
    Gpus,        ///< requested accelerators, init containers by the max rule
    GpuResource, ///< "nvidia.com/gpu"
    Image,       ///< of the first container
    ImageDigest, ///< "sha256:…" of the first container, when the runtime said so
    ModelUri,    ///< from annotations, env or args of the pod itself
    Reason,      ///< of the condition that blocks it: "Unschedulable"
    Message,     ///< its message
    PriorityClass,
    PodIp,
    Started,
    LastRestart,     ///< when the last restart of a container ended its predecessor
    QueueName,       ///< kueue.x-k8s.io/queue-name label
    PodModelVersion, ///< from the pod's own annotations or labels: "fraud-scorer:42"
    NominatedNode,   ///< where it will run once the pods it preempts are gone
    ReadinessGates,  ///< "1/2": conditions of its readiness gates that hold; unknown without gates
    Workload,        ///< joined: top owner, "Deployment/fraud-scorer"
    Revision,        ///< joined: of the workload
    ModelVersion,    ///< joined
    ModelFrom, ///< joined: which source gave the link: "pod annotation binnacle.io/model-version"
    Team,      ///< joined
    TeamFrom,  ///< joined
    Count
};

enum class NodeColumn : ColumnId {
    Ready = kFirstOwn, ///< "True", "False", "Unknown"
    Status,            ///< as kubectl prints it: "Ready,SchedulingDisabled"
    Unschedulable,
    Taints, ///< "key=value:Effect, …"
    GpuCapacity,
    GpuAllocatable,
    GpuResource,
    GpuModel,          ///< from nvidia.com/gpu.product or the like
    CpuAllocatable,    ///< millicores
    MemoryAllocatable, ///< bytes
    Version,           ///< kubelet
    Pool,              ///< from labels
    Zone,
    Rack,
    InstanceType,
    Conditions, ///< problems only: "MemoryPressure, XidError"
    ConditionMessage,
    GpuRequested, ///< joined: sum of live pods' requests on it
    Pods,         ///< joined: live pods on it
    Count
};

enum class NamespaceColumn : ColumnId { Phase = kFirstOwn, Team, Count };

enum class EventColumn : ColumnId {
    Type = kFirstOwn, ///< Normal, Warning
    Reason,
    Message,
    Occurrences,
    FirstSeen,
    LastSeen,
    AboutKind,
    AboutName,
    AboutNamespace,
    AboutUid,
    Component,
    Count
};

/// Deployment, ReplicaSet, StatefulSet, DaemonSet, Job, Rollout and InferenceService share these.
enum class WorkloadColumn : ColumnId {
    Desired = kFirstOwn,
    Current,
    ReadyReplicas,
    Updated,
    Available,
    Generation,
    ObservedGeneration,
    Revision, ///< deployment.kubernetes.io/revision, or the controller's own hash
    Paused,
    Status, ///< one word: "Progressing", "Complete", "Failed", "Suspended", "Ready"
    Reason,
    Message,
    Image,
    ModelUri,
    ModelVersion, ///< own annotation or label, else from the template
    ModelFrom,
    GpusPerPod,
    Team,
    Finished, ///< Job completion
    Failed,   ///< Job failed pods
    QueueName,
    TemplateHash, ///< of the pod template: tells rollouts from scaling
    Count
};

enum class QuotaColumn : ColumnId { GpuHard = kFirstOwn, GpuUsed, Hard, Used, Count };

enum class ClaimColumn : ColumnId { Phase = kFirstOwn, Volume, StorageClass, Capacity, Count };

enum class ScalerColumn : ColumnId {
    TargetKind = kFirstOwn,
    Target,
    Min,
    Max,
    Current,
    Desired,
    Count
};

/// QueueWorkload, ClusterQueue, LocalQueue
enum class QueueColumn : ColumnId {
    Queue = kFirstOwn, ///< the queue a workload waits in; the ClusterQueue of a LocalQueue
    Status, ///< Pending, QuotaReserved, Admitted, Finished, Evicted; Active or the reason for
            ///< queues
    Reason,
    Message,
    Gpus,     ///< requested by the workload; nominal quota of a ClusterQueue
    GpusUsed, ///< of a ClusterQueue
    Pending,  ///< workloads waiting
    Admitted, ///< workloads admitted
    Priority,
    WaitingSince,
    Team,
    Count
};

/// One accelerator. Ratios are 0 to 1; unknown stays unknown.
enum class GpuColumn : ColumnId {
    Uuid = kFirstOwn,
    Node,
    Index,
    Model,
    Pool,
    Rack,
    MigProfile,
    PodNamespace, ///< who holds it, as the exporter says
    Pod,
    Team,
    MemoryTotal, ///< bytes
    PowerLimit,  ///< W
    Xid,         ///< last code; 0 none
    XidAt,
    Health,          ///< "", "off-bus", "row-remap-failed", "ecc-double-bit"
    Utilisation,     ///< gauge: any kernel running
    SmActive,        ///< gauge
    TensorActive,    ///< gauge
    DramActive,      ///< gauge
    MemoryUsed,      ///< gauge, bytes
    Power,           ///< gauge, W
    Temperature,     ///< gauge, celsius
    SmClock,         ///< gauge, MHz
    ThrottleReasons, ///< gauge, bit mask of DCGM clock event reasons
    NvlinkErrors,    ///< gauge, errors per second
    BusySince,       ///< start of the present busy or idle spell
    SampleTime,      ///< gauge: of the newest of the values above
    SampleInterval,  ///< ns between samples, where it is known not to be the source's own
    Count
};

template <class Enum> constexpr ColumnId col(Enum e)
{
    return static_cast<ColumnId>(e);
}

} // namespace binnacle::models
