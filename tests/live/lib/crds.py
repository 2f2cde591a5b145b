# SPDX-License-Identifier: GPL-3.0-or-later
"""Small definitions of the custom kinds Binnacle reads: any content, the printer columns kubectl users know."""


def _definition(group, version, kind, plural, columns, short=(), cluster=False, scale=None):
    return {
        "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{plural}.{group}"},
        "spec": {
            "group": group, "scope": "Cluster" if cluster else "Namespaced",
            "names": {"kind": kind, "listKind": kind + "List", "plural": plural, "singular": kind.lower(),
                      "shortNames": list(short)},
            "versions": [{
                "name": version, "served": True, "storage": True,
                "schema": {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}},
                "subresources": {"status": {}, **({"scale": scale} if scale else {})},
                "additionalPrinterColumns": [
                    {"name": name, "type": kind_of, "jsonPath": path, **({"priority": 1} if wide else {})}
                    for name, kind_of, path, wide in columns]}]}}


def _condition(kind):
    return f".status.conditions[?(@.type=='{kind}')].status"


_AGE = ("Age", "date", ".metadata.creationTimestamp", False)
_TRAFFIC = ".status.components.predictor.traffic"

DEFINITIONS = (
    _definition("serving.kserve.io", "v1beta1", "InferenceService", "inferenceservices", (
        ("URL", "string", ".status.url", False), ("Ready", "string", _condition("Ready"), False),
        ("Prev", "integer", _TRAFFIC + "[?(@.tag=='prev')].percent", False),
        ("Latest", "integer", _TRAFFIC + "[?(@.latestRevision==true)].percent", False),
        ("PrevRolledoutRevision", "string", _TRAFFIC + "[?(@.tag=='prev')].revisionName", False),
        ("LatestReadyRevision", "string", _TRAFFIC + "[?(@.latestRevision==true)].revisionName", False), _AGE),
        ("isvc",)),
    _definition("argoproj.io", "v1alpha1", "Rollout", "rollouts", (
        ("Desired", "integer", ".spec.replicas", False), ("Current", "integer", ".status.replicas", False),
        ("Up-to-date", "integer", ".status.updatedReplicas", False),
        ("Available", "integer", ".status.availableReplicas", False), _AGE), ("ro",),
        scale={"specReplicasPath": ".spec.replicas", "statusReplicasPath": ".status.HPAReplicas",
               "labelSelectorPath": ".status.selector"}),
    _definition("kueue.x-k8s.io", "v1beta1", "Workload", "workloads", (
        ("Queue", "string", ".spec.queueName", False),
        ("Reserved in", "string", ".status.admission.clusterQueue", False),
        ("Admitted", "string", _condition("Admitted"), False),
        ("Finished", "string", _condition("Finished"), False), _AGE), ("wl", "kueueworkload")),
    _definition("kueue.x-k8s.io", "v1beta1", "ClusterQueue", "clusterqueues", (
        ("Cohort", "string", ".spec.cohort", False),
        ("Strategy", "string", ".spec.queueingStrategy", True),
        ("Pending Workloads", "integer", ".status.pendingWorkloads", False),
        ("Admitted Workloads", "integer", ".status.admittedWorkloads", True)), ("cq",), cluster=True),
    _definition("kueue.x-k8s.io", "v1beta1", "LocalQueue", "localqueues", (
        ("ClusterQueue", "string", ".spec.clusterQueue", False),
        ("Pending Workloads", "integer", ".status.pendingWorkloads", False),
        ("Admitted Workloads", "integer", ".status.admittedWorkloads", False)), ("queue", "lq")),
)
