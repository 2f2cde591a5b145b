// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/estate/builtin_kinds.h"

namespace binnacle::models {

namespace {

std::vector<ColumnSpec> podColumns()
{
    return withCommonColumns({
        {"status", "Status", CellType::Text, "", false, false},
        {"phase", "Phase", CellType::Text, "", false, false},
        {"readyContainers", "Ready", CellType::Int, "", false, false},
        {"containers", "Containers", CellType::Int, "", false, false},
        {"restarts", "Restarts", CellType::Int, "", false, false},
        {"node", "Node", CellType::Text, "", false, false},
        {"gpus", "GPUs", CellType::Int, "", false, false},
        {"gpuResource", "GPU resource", CellType::Text, "", false, false},
        {"image", "Image", CellType::Text, "", false, false},
        {"imageDigest", "Image digest", CellType::Text, "", false, false},
        {"modelUri", "Model URI", CellType::Text, "", false, false},
        {"reason", "Reason", CellType::Text, "", false, false},
        {"message", "Message", CellType::Text, "", false, false},
        {"priorityClass", "Priority class", CellType::Text, "", false, false},
        {"podIp", "Pod IP", CellType::Text, "", false, false},
        {"started", "Started", CellType::Time, "", false, false},
        {"lastRestart", "Last restart", CellType::Time, "", false, false},
        {"queue", "Queue", CellType::Text, "", false, false},
        {"podModelVersion", "Model version of the pod", CellType::Text, "", false, false},
        {"nominatedNode", "Nominated node", CellType::Text, "", false, false},
        {"readinessGates", "Readiness gates", CellType::Text, "", false, false},
        {"workload", "Workload", CellType::Text, "", false, true},
        {"revision", "Revision", CellType::Text, "", false, true},
        {"modelVersion", "Model version", CellType::Text, "", false, true},
        {"modelVersionFrom", "Model version from", CellType::Text, "", false, true},
        {"team", "Team", CellType::Text, "", false, true},
        {"teamFrom", "Team from", CellType::Text, "", false, true},
    });
}

std::vector<ColumnSpec> nodeColumns()
{
    return withCommonColumns({
        {"ready", "Ready", CellType::Text, "", false, false},
        {"status", "Status", CellType::Text, "", false, false},
        {"unschedulable", "Unschedulable", CellType::Flag, "", false, false},
        {"taints", "Taints", CellType::Text, "", false, false},
        {"gpuCapacity", "GPU capacity", CellType::Int, "", false, false},
        {"gpuAllocatable", "GPUs", CellType::Int, "", false, false},
        {"gpuResource", "GPU resource", CellType::Text, "", false, false},
        {"gpuModel", "GPU model", CellType::Text, "", false, false},
        {"cpuAllocatable", "CPU", CellType::Int, "millicores", false, false},
        {"memoryAllocatable", "Memory", CellType::Int, "bytes", false, false},
        {"version", "Version", CellType::Text, "", false, false},
        {"pool", "Pool", CellType::Text, "", false, false},
        {"zone", "Zone", CellType::Text, "", false, false},
        {"rack", "Rack", CellType::Text, "", false, false},
        {"instanceType", "Instance type", CellType::Text, "", false, false},
        {"conditions", "Conditions", CellType::Text, "", false, false},
        {"conditionMessage", "Message", CellType::Text, "", false, false},
        {"gpuRequested", "GPUs requested", CellType::Int, "", false, true},
        {"pods", "Pods", CellType::Int, "", false, true},
    });
}

std::vector<ColumnSpec> namespaceColumns()
{
    return withCommonColumns({
        {"phase", "Phase", CellType::Text, "", false, false},
        {"team", "Team", CellType::Text, "", false, false},
    });
}

std::vector<ColumnSpec> eventColumns()
{
    return withCommonColumns({
        {"type", "Type", CellType::Text, "", false, false},
        {"reason", "Reason", CellType::Text, "", false, false},
        {"message", "Message", CellType::Text, "", false, false},
        {"count", "Count", CellType::Int, "", false, false},
        {"firstSeen", "First seen", CellType::Time, "", false, false},
        {"lastSeen", "Last seen", CellType::Time, "", false, false},
        {"aboutKind", "About kind", CellType::Text, "", false, false},
        {"aboutName", "About", CellType::Text, "", false, false},
        {"aboutNamespace", "About namespace", CellType::Text, "", false, false},
        {"aboutUid", "About UID", CellType::Text, "", false, false},
        {"component", "Component", CellType::Text, "", false, false},
    });
}

std::vector<ColumnSpec> workloadColumns()
{
    return withCommonColumns({
        {"desired", "Desired", CellType::Int, "", false, false},
        {"current", "Current", CellType::Int, "", false, false},
        {"readyReplicas", "Ready", CellType::Int, "", false, false},
        {"updated", "Updated", CellType::Int, "", false, false},
        {"available", "Available", CellType::Int, "", false, false},
        {"generation", "Generation", CellType::Int, "", false, false},
        {"observedGeneration", "Observed generation", CellType::Int, "", false, false},
        {"revision", "Revision", CellType::Text, "", false, false},
        {"paused", "Paused", CellType::Flag, "", false, false},
        {"status", "Status", CellType::Text, "", false, false},
        {"reason", "Reason", CellType::Text, "", false, false},
        {"message", "Message", CellType::Text, "", false, false},
        {"image", "Image", CellType::Text, "", false, false},
        {"modelUri", "Model URI", CellType::Text, "", false, false},
        {"modelVersion", "Model version", CellType::Text, "", false, false},
        {"modelVersionFrom", "Model version from", CellType::Text, "", false, false},
        {"gpusPerPod", "GPUs per pod", CellType::Int, "", false, false},
        {"team", "Team", CellType::Text, "", false, false},
        {"finished", "Finished", CellType::Time, "", false, false},
        {"failed", "Failed", CellType::Int, "", false, false},
        {"queue", "Queue", CellType::Text, "", false, false},
        {"templateHash", "Template hash", CellType::Text, "", false, false},
    });
}

std::vector<ColumnSpec> quotaColumns()
{
    return withCommonColumns({
        {"gpuHard", "GPU limit", CellType::Int, "", false, false},
        {"gpuUsed", "GPUs used", CellType::Int, "", false, false},
        {"hard", "Hard", CellType::Text, "", false, false},
        {"used", "Used", CellType::Text, "", false, false},
    });
}

std::vector<ColumnSpec> claimColumns()
{
    return withCommonColumns({
        {"phase", "Status", CellType::Text, "", false, false},
        {"volume", "Volume", CellType::Text, "", false, false},
        {"storageClass", "Storage class", CellType::Text, "", false, false},
        {"capacity", "Capacity", CellType::Text, "", false, false},
    });
}

std::vector<ColumnSpec> scalerColumns()
{
    return withCommonColumns({
        {"targetKind", "Target kind", CellType::Text, "", false, false},
        {"target", "Target", CellType::Text, "", false, false},
        {"min", "Min", CellType::Int, "", false, false},
        {"max", "Max", CellType::Int, "", false, false},
        {"current", "Current", CellType::Int, "", false, false},
        {"desired", "Desired", CellType::Int, "", false, false},
    });
}

std::vector<ColumnSpec> gpuColumns()
{
    return withCommonColumns({
        {"uuid", "UUID", CellType::Text, "", false, false},
        {"node", "Node", CellType::Text, "", false, false},
        {"index", "Index", CellType::Int, "", false, false},
        {"model", "Model", CellType::Text, "", false, false},
        {"pool", "Pool", CellType::Text, "", false, false},
        {"rack", "Rack", CellType::Text, "", false, false},
        {"migProfile", "MIG profile", CellType::Text, "", false, false},
        {"podNamespace", "Pod namespace", CellType::Text, "", false, false},
        {"pod", "Pod", CellType::Text, "", false, false},
        {"team", "Team", CellType::Text, "", false, false},
        {"memoryTotal", "Memory", CellType::Int, "bytes", false, false},
        {"powerLimit", "Power limit", CellType::Real, "W", false, false},
        {"xid", "Xid", CellType::Int, "", false, false},
        {"xidAt", "Xid at", CellType::Time, "", false, false},
        {"health", "Health", CellType::Text, "", false, false},
        {"utilisation", "Utilisation", CellType::Real, "ratio", true, false},
        {"smActive", "SM active", CellType::Real, "ratio", true, false},
        {"tensorActive", "Tensor active", CellType::Real, "ratio", true, false},
        {"dramActive", "DRAM active", CellType::Real, "ratio", true, false},
        {"memoryUsed", "Memory used", CellType::Int, "bytes", true, false},
        {"power", "Power", CellType::Real, "W", true, false},
        {"temperature", "Temperature", CellType::Real, "celsius", true, false},
        {"smClock", "SM clock", CellType::Real, "MHz", true, false},
        {"throttleReasons", "Throttle reasons", CellType::Int, "", true, false},
        {"nvlinkErrors", "NVLink errors", CellType::Real, "per second", true, false},
        {"busySince", "Since", CellType::Time, "", false, false},
        {"sampleTime", "Sampled", CellType::Time, "", true, false},
        {"sampleInterval", "Sampled every", CellType::Int, "ns", false, false},
    });
}

std::vector<ColumnSpec> queueColumns()
{
    return withCommonColumns({
        {"queue", "Queue", CellType::Text, "", false, false},
        {"status", "Status", CellType::Text, "", false, false},
        {"reason", "Reason", CellType::Text, "", false, false},
        {"message", "Message", CellType::Text, "", false, false},
        {"gpus", "GPUs", CellType::Int, "", false, false},
        {"gpusUsed", "GPUs used", CellType::Int, "", false, false},
        {"pending", "Pending", CellType::Int, "", false, false},
        {"admitted", "Admitted", CellType::Int, "", false, false},
        {"priority", "Priority", CellType::Int, "", false, false},
        {"waitingSince", "Waiting since", CellType::Time, "", false, false},
        {"team", "Team", CellType::Text, "", false, false},
    });
}

} // namespace

std::vector<KindSpec> builtInKinds()
{
    return {
        {"Pod", "", "v1", "pods", true, podColumns()},
        {"Node", "", "v1", "nodes", false, nodeColumns()},
        {"Namespace", "", "v1", "namespaces", false, namespaceColumns()},
        {"Event", "", "v1", "events", true, eventColumns()},
        {"Deployment", "apps", "v1", "deployments", true, workloadColumns()},
        {"ReplicaSet", "apps", "v1", "replicasets", true, workloadColumns()},
        {"StatefulSet", "apps", "v1", "statefulsets", true, workloadColumns()},
        {"DaemonSet", "apps", "v1", "daemonsets", true, workloadColumns()},
        {"Job", "batch", "v1", "jobs", true, workloadColumns()},
        {"ResourceQuota", "", "v1", "resourcequotas", true, quotaColumns()},
        {"PersistentVolumeClaim", "", "v1", "persistentvolumeclaims", true, claimColumns()},
        {"HorizontalPodAutoscaler", "autoscaling", "v2", "horizontalpodautoscalers", true,
         scalerColumns()},
        {"Gpu", "binnacle", "v1", "gpus", false, gpuColumns()},
        {"InferenceService", "serving.kserve.io", "v1beta1", "inferenceservices", true,
         workloadColumns()},
        {"Rollout", "argoproj.io", "v1alpha1", "rollouts", true, workloadColumns()},
        {"Workload", "kueue.x-k8s.io", "v1beta1", "workloads", true, queueColumns()},
        {"ClusterQueue", "kueue.x-k8s.io", "v1beta1", "clusterqueues", false, queueColumns()},
        {"LocalQueue", "kueue.x-k8s.io", "v1beta1", "localqueues", true, queueColumns()},
    };
}

} // namespace binnacle::models
