// SPDX-License-Identifier: GPL-3.0-or-later
// Which values an API server writes when nobody gave one. Data; for normalize.cpp only.
#pragma once

#include <string_view>

namespace binnacle::models {

/// A field by the end of its path; "*" is any item of a list.
struct DefaultValue {
    std::string_view kind; ///< of the object; empty: any
    std::string_view path; ///< "containers/*/terminationMessagePolicy"
    std::string_view value;
};

inline constexpr DefaultValue kDefaults[] = {
    // Pod specs, on their own and in templates.
    {"", "containers/*/terminationMessagePath", "/dev/termination-log"},
    {"", "containers/*/terminationMessagePolicy", "File"},
    {"", "ports/*/protocol", "TCP"},
    {"", "Probe/timeoutSeconds", "1"},
    {"", "Probe/periodSeconds", "10"},
    {"", "Probe/successThreshold", "1"},
    {"", "Probe/failureThreshold", "3"},
    {"", "Probe/initialDelaySeconds", "0"},
    {"", "httpGet/scheme", "HTTP"},
    {"", "httpGet/path", "/"},
    {"", "grpc/service", ""},
    {"", "spec/restartPolicy", "Always"},
    {"", "spec/dnsPolicy", "ClusterFirst"},
    {"", "spec/schedulerName", "default-scheduler"},
    {"", "spec/terminationGracePeriodSeconds", "30"},
    {"", "spec/enableServiceLinks", "true"},
    {"", "spec/preemptionPolicy", "PreemptLowerPriority"},
    {"", "spec/priority", "0"},
    {"", "spec/serviceAccountName", "default"},
    {"", "spec/serviceAccount", "default"},
    {"", "spec/hostNetwork", "false"},
    {"", "spec/hostPID", "false"},
    {"", "spec/hostIPC", "false"},
    {"", "spec/shareProcessNamespace", "false"},
    {"", "configMap/defaultMode", "420"},
    {"", "secret/defaultMode", "420"},
    {"", "projected/defaultMode", "420"},
    {"", "downwardAPI/defaultMode", "420"},
    {"", "hostPath/type", ""},
    {"", "volumeMounts/*/readOnly", "false"},
    {"", "volumeMounts/*/recursiveReadOnly", "Disabled"},
    {"", "configMap/optional", "false"},
    {"", "secret/optional", "false"},
    {"", "configMapKeyRef/optional", "false"},
    {"", "secretKeyRef/optional", "false"},
    {"", "fieldRef/apiVersion", "v1"},
    {"", "volumeClaimTemplates/*/spec/volumeMode", "Filesystem"},
    {"", "volumeClaimTemplates/*/apiVersion", "v1"},
    {"", "volumeClaimTemplates/*/kind", "PersistentVolumeClaim"},
    // Workloads.
    {"", "spec/replicas", "1"},
    {"", "spec/minReadySeconds", "0"},
    {"", "spec/revisionHistoryLimit", "10"},
    {"", "spec/paused", "false"},
    {"Deployment", "spec/progressDeadlineSeconds", "600"},
    {"Deployment", "strategy/type", "RollingUpdate"},
    {"Deployment", "rollingUpdate/maxSurge", "25%"},
    {"Deployment", "rollingUpdate/maxUnavailable", "25%"},
    {"StatefulSet", "spec/podManagementPolicy", "OrderedReady"},
    {"StatefulSet", "updateStrategy/type", "RollingUpdate"},
    {"StatefulSet", "rollingUpdate/partition", "0"},
    {"StatefulSet", "persistentVolumeClaimRetentionPolicy/whenDeleted", "Retain"},
    {"StatefulSet", "persistentVolumeClaimRetentionPolicy/whenScaled", "Retain"},
    {"DaemonSet", "updateStrategy/type", "RollingUpdate"},
    {"DaemonSet", "rollingUpdate/maxSurge", "0"},
    {"DaemonSet", "rollingUpdate/maxUnavailable", "1"},
    {"Job", "spec/backoffLimit", "6"},
    {"Job", "spec/completions", "1"},
    {"Job", "spec/parallelism", "1"},
    {"Job", "spec/completionMode", "NonIndexed"},
    {"Job", "spec/suspend", "false"},
    {"Job", "spec/manualSelector", "false"},
    {"Job", "spec/podReplacementPolicy", "TerminatingOrFailed"},
    {"CronJob", "spec/concurrencyPolicy", "Allow"},
    {"CronJob", "spec/suspend", "false"},
    {"CronJob", "spec/successfulJobsHistoryLimit", "3"},
    {"CronJob", "spec/failedJobsHistoryLimit", "1"},
    {"Service", "spec/type", "ClusterIP"},
    {"Service", "spec/sessionAffinity", "None"},
    {"Service", "spec/internalTrafficPolicy", "Cluster"},
    {"Service", "spec/ipFamilyPolicy", "SingleStack"},
    {"PersistentVolumeClaim", "spec/volumeMode", "Filesystem"},
    {"HorizontalPodAutoscaler", "spec/minReplicas", "1"},
};

/// What servers and controllers keep there for themselves, wherever it stands.
inline constexpr std::string_view kServerFields[] = {
    "metadata/managedFields",
    "metadata/resourceVersion",
    "metadata/uid",
    "metadata/creationTimestamp",
    "metadata/generation",
    "metadata/selfLink",
    "metadata/generateName",
    "metadata/deletionGracePeriodSeconds",
    "ownerReferences/*/uid",
    "ownerReferences/*/blockOwnerDeletion",
    "volumeClaimTemplates/*/status",
};

inline constexpr std::string_view kServerAnnotations[] = {
    "kubectl.kubernetes.io/last-applied-configuration",
    "deployment.kubernetes.io/revision",
    "deployment.kubernetes.io/revision-history",
    "deployment.kubernetes.io/desired-replicas",
    "deployment.kubernetes.io/max-replicas",
    "deprecated.daemonset.template.generation",
    "rollout.argoproj.io/revision",
    "rollout.argoproj.io/desired-replicas",
    "control-plane.alpha.kubernetes.io/leader",
    "batch.kubernetes.io/job-tracking",
    "pv.kubernetes.io/bind-completed",
    "pv.kubernetes.io/bound-by-controller",
    "volume.kubernetes.io/storage-provisioner",
    "volume.beta.kubernetes.io/storage-provisioner",
    "volume.kubernetes.io/selected-node",
};

inline constexpr std::string_view kServerLabels[] = {
    "pod-template-hash",
    "rollouts-pod-template-hash",
    "controller-revision-hash",
    "pod-template-generation",
    "controller-uid",
    "batch.kubernetes.io/controller-uid",
    "batch.kubernetes.io/job-name",
    "job-name",
};

} // namespace binnacle::models
