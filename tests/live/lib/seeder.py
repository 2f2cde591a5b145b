# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the objects of the live cluster. Everything is applied, so a second run changes nothing."""
import json
import pathlib
import sys

import forms
from crds import DEFINITIONS
from custom import custom
from objects import condition, document, meta, node_conditions, node_document, template, until, workload

HERE = pathlib.Path(__file__).resolve().parent
SCENARIO = HERE.parent.parent / "support" / "exporter" / "scenarios" / "small.json"
sys.path.insert(0, str(HERE.parent.parent / "support" / "exporter"))
import scenario as scenarios  # noqa: E402  (the exporter and the seeder read one scenario)

RBAC = "rbac.authorization.k8s.io"
NOT_READY, CORDONED, TAINTED = "gpu-l40s-06", "gpu-h100-08", "gpu-t4-04"


def base(kube, viewer_namespace):
    """Users' rights: the viewer may list and watch in one namespace, `metrics` reads what kube-state-metrics would."""
    def role(kind, name, rules, namespace=None):
        return {"apiVersion": RBAC + "/v1", "kind": kind, "metadata": meta(name, namespace), "rules": rules}

    def binding(kind, name, user, namespace=None):
        return {"apiVersion": RBAC + "/v1", "kind": kind + "Binding", "metadata": meta(name, namespace),
                "roleRef": {"apiGroup": RBAC, "kind": kind, "name": name},
                "subjects": [{"apiGroup": RBAC, "kind": "User", "name": user}]}

    see = ["list", "watch"]
    kube.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": viewer_namespace}})
    kube.apply(role("Role", "viewer-one", [
        {"apiGroups": ["", "apps", "batch", "autoscaling", "events.k8s.io", "serving.kserve.io", "argoproj.io",
                       "kueue.x-k8s.io"], "resources": ["*"], "verbs": see}], viewer_namespace))
    kube.apply(binding("Role", "viewer-one", "viewer-one", viewer_namespace))
    kube.apply(role("ClusterRole", "binnacle-metrics", [
        {"apiGroups": [""], "resources": ["pods", "nodes", "namespaces", "resourcequotas"], "verbs": see},
        {"apiGroups": ["apps"], "resources": ["deployments"], "verbs": see},
        {"apiGroups": ["batch"], "resources": ["jobs"], "verbs": see}]))
    kube.apply(binding("ClusterRole", "binnacle-metrics", "metrics"))


def small(kube, say, wait):
    scenario = json.loads(SCENARIO.read_text())
    for crd in DEFINITIONS:
        kube.apply(crd)
    for space in scenario["namespaces"]:
        kube.apply(document("v1", "Namespace", space["name"], labels={"team": space["team"]}))
    for name in ("gpu-operator", forms.NAMESPACE):
        kube.apply(document("v1", "Namespace", name))
    _nodes(kube, scenario)
    for name in (crd["metadata"]["name"] for crd in DEFINITIONS):
        until(30, lambda: condition(kube.get("CustomResourceDefinition", name), "Established"), f"CRD {name}")
    kube.each(lambda name: _form(kube, name), list(forms.FORMS), 4)
    _plain(kube)
    _workloads(kube, scenario)
    custom(kube, scenario)
    _played(kube)
    if not wait:
        return
    expected = until(150, lambda: _settled(kube), "all seeded pods to run")
    say(f"pods: {expected}")


def _settled(kube):
    """Counts by phase once every pod of a kwok node runs or has ended, else None."""
    phases = {}
    for item in kube.list("Pod"):
        meta, spec = item["metadata"], item["spec"]
        phase = item["status"].get("phase")
        pending = phase == "Pending" and meta["namespace"] != forms.NAMESPACE and meta["labels"].get("app") != "vision-huge"
        if pending and spec.get("nodeName") != NOT_READY:
            return None
        phases[phase] = phases.get(phase, 0) + 1
    busy = [item["metadata"]["name"] for item in kube.list("Deployment")
            if item["metadata"]["name"] != "vision-huge"
            and item["status"].get("availableReplicas", 0) != item["spec"]["replicas"]]
    return None if busy else ", ".join(f"{count} {phase}" for phase, count in sorted(phases.items()))


# --- nodes -----------------------------------------------------------------------------------------------------
def _nodes(kube, scenario):
    documents = []
    for index, node in enumerate(scenarios.nodes_of(scenario)):
        documents.append(node_document(node, index, node["name"] not in (NOT_READY,)))
    static = {"name": forms.NODE, "pool": "static", "gpus": 0}
    documents.append(node_document(static, 200, False))
    for doc, _ in documents:
        name = doc["metadata"]["name"]
        if name == CORDONED:
            doc["spec"]["unschedulable"] = True
        if name == TAINTED:
            doc["spec"]["taints"] = [{"key": "maintenance", "value": "true", "effect": "NoSchedule"}]
        if name == forms.NODE:
            doc["spec"]["taints"] = [{"key": "binnacle.io/static", "value": "true", "effect": "NoSchedule"}]

    def write(entry):
        doc, status = entry
        kube.apply(doc)
        name = doc["metadata"]["name"]
        if name == NOT_READY:
            status["conditions"] = node_conditions(False)
        elif name == forms.NODE:
            status["conditions"] = node_conditions(True)
        current = kube.get("Node", name)["status"]
        if current.get("capacity", {}).get("cpu") != status["capacity"]["cpu"]:
            kube.status(doc, status)

    kube.each(write, documents)


# --- pods with crafted statuses --------------------------------------------------------------------------------
def _form(kube, name):
    status = forms.FORMS[name][3]
    doc = forms.pod(name)
    current = kube.get("Pod", name, forms.NAMESPACE)
    if current is None:
        kube.apply(doc)
    if status is None or (current and current["status"].get("startTime")):
        return
    kube.status(doc, status)
    if forms.FORMS[name][2].get("delete"):
        kube.call("DELETE", kube.path_of(doc))


# --- plain objects ---------------------------------------------------------------------------------------------
def _plain(kube):
    for namespace, gpus in (("team-fraud", "24"), ("team-llm", "64")):
        kube.apply(document("v1", "ResourceQuota", "gpu-quota", namespace, {
            "hard": {"requests.nvidia.com/gpu": gpus, "pods": "200"}}))
    kube.apply(document("v1", "PersistentVolume", "llm-weights", spec={
        "capacity": {"storage": "500Gi"}, "accessModes": ["ReadOnlyMany"], "hostPath": {"path": "/models"},
        "claimRef": {"namespace": "team-llm", "name": "llm-weights"}, "persistentVolumeReclaimPolicy": "Retain"}))
    for namespace, name, storage in (("team-llm", "llm-weights", ""), ("team-vision", "vision-cache", "missing-class")):
        if kube.get("PersistentVolumeClaim", name, namespace) is None:
            kube.apply(document("v1", "PersistentVolumeClaim", name, namespace, {
                "accessModes": ["ReadOnlyMany"], "storageClassName": storage,
                "resources": {"requests": {"storage": "500Gi"}}}))
    kube.apply(document("autoscaling/v2", "HorizontalPodAutoscaler", "fraud-scorer", "team-fraud", {
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "fraud-scorer"},
        "minReplicas": 4, "maxReplicas": 10, "metrics": [
            {"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 70}}}]}))


# --- workloads -------------------------------------------------------------------------------------------------
def _workloads(kube, scenario):
    # Large pods first and until they have their nodes, or the small ones would be spread into their place.
    works = sorted(scenario["workloads"], key=lambda work: -work["gpus"])
    large = [work for work in works if work["gpus"] == 8]
    for work in large:
        kube.apply(workload(work))
    until(60, lambda: sum(1 for item in kube.list("Pod") if item["spec"].get("nodeName") and item["metadata"].get(
        "labels", {}).get("app") in [work["name"] for work in large]) >= sum(work["replicas"] for work in large),
        "the 8-GPU pods to be scheduled")
    for work in works:
        if work in large:
            continue
        if work.get("previousVersion") and kube.get(work["kind"], work["name"], work["namespace"]) is None:
            kube.apply(workload(work, work["previousVersion"]))
            until(60, lambda work=work: kube.get(work["kind"], work["name"], work["namespace"])["status"].get(
                "availableReplicas") == work["replicas"], f"revision 1 of {work['name']}")
        if not work.get("isvc"):
            kube.apply(workload(work))
    for work in (
            {"kind": "Deployment", "namespace": "team-fraud", "name": "fraud-features", "replicas": 20, "pool": "cpu",
             "sidecar": True},
            {"kind": "Deployment", "namespace": "team-vision", "name": "vision-huge", "replicas": 1, "pool": "h100",
             "gpus": 16, "model": "vision-giant", "version": "1", "uri": "s3://models/vision-giant/1"}):
        kube.apply(workload({"gpus": 0, **work}))
    daemon = workload({"kind": "DaemonSet", "namespace": "gpu-operator", "name": "dcgm-exporter"})
    daemon["spec"]["template"]["spec"].update(
        nodeSelector={"nvidia.com/gpu.present": "true"}, tolerations=[{"operator": "Exists"}])
    daemon["spec"]["template"]["spec"]["containers"][0]["resources"] = {"requests": {"cpu": "100m", "memory": "128Mi"}}
    kube.apply(daemon)
    for namespace, name, pool, queue in (("team-fraud", "fraud-retrain", "l40s", "fraud-queue"),):
        kube.apply(_job(namespace, name, 2, 2, {"binnacle.io/pool": pool}, queue))


def _job(namespace, name, count, gpus, selector, queue=None, node=None):
    body = template({"name": name, "gpus": gpus, "model": name, "version": "1", "uri": f"s3://models/{name}/1"})
    body["spec"].update(restartPolicy="Never", tolerations=[{"operator": "Exists"}] if node else [])
    if selector:
        body["spec"]["nodeSelector"] = selector
    if node:
        body["spec"]["nodeName"] = node
    return document("batch/v1", "Job", name, namespace, {
        "completions": count, "parallelism": count, "backoffLimit": 0, "template": body},
        labels={"kueue.x-k8s.io/queue-name": queue} if queue else None)


def _played(kube):
    """Jobs on the node without a kubelet, whose pods' fate is written here: one runs, one has failed."""
    for namespace, name, count, phase in (("team-llm", "llm-finetune", 2, "Running"), ("team-fraud", "fraud-export", 1, "Failed")):
        kube.apply(_job(namespace, name, count, 0, None, "llm-queue" if phase == "Running" else None, forms.NODE))
        query = f"?labelSelector=job-name%3D{name}"
        pods = until(30, lambda: (lambda found: found if len(found) >= count else None)(
            kube.list("Pod", namespace, query)), f"pods of job {name}")
        for item in pods:
            if item["status"].get("startTime"):
                continue
            state = [forms.running("server")] if phase == "Running" else [forms.ended(1, "Error", name="server")]
            item["kind"] = "Pod"
            kube.status(item, forms.status(phase, state, ready=phase == "Running"))
