# SPDX-License-Identifier: GPL-3.0-or-later
"""The benchmark cluster: nodes and Running pods written straight to the API server, no controllers."""
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent / "support" / "exporter"))
import scenario as scenarios  # noqa: E402
from forms import ago  # noqa: E402
from kube import KubeError  # noqa: E402
from objects import node_conditions, node_document, owner_of, workload  # noqa: E402

CONNECTIONS = 8


def bench(kube, node_count, pod_count, say):
    scenario = scenarios.bench_scenario(node_count, 8)
    for space in scenario["namespaces"]:
        kube.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": space["name"], "labels": {"team": space["team"]}}})
    started = time.monotonic()

    def node(entry):
        index, facts = entry
        doc, status = node_document(facts, index, True)
        status["conditions"] = node_conditions(True)
        doc["status"] = status  # a node may be made with its status, as the kubelet does
        _create(kube, "Node", doc)

    kube.each(node, list(enumerate(scenarios.nodes_of(scenario))), CONNECTIONS)
    owners = dict(kube.each(lambda work: _owner(kube, work, pod_count // len(scenario["workloads"])),
                            scenario["workloads"], CONNECTIONS))
    say(f"{node_count} nodes, {len(owners)} workloads in {time.monotonic() - started:.0f} s")
    started = time.monotonic()
    kube.each(lambda entry: _pod(kube, owners, *entry), list(enumerate(scenarios.bench_pods(scenario, pod_count))),
              CONNECTIONS)
    say(f"{pod_count} pods in {time.monotonic() - started:.0f} s")


def _create(kube, kind, doc):
    try:
        return kube.call("POST", kube.path(kind, doc["metadata"].get("namespace")), doc)
    except KubeError as error:
        if error.code != 409:  # there from an earlier run
            raise
        return kube.get(kind, doc["metadata"]["name"], doc["metadata"].get("namespace"))


def _owner(kube, work, replicas):
    """A Deployment with its ReplicaSet as the controllers would have left them."""
    doc = workload({**work, "replicas": replicas})
    doc["metadata"]["annotations"] = {"deployment.kubernetes.io/revision": "1"}
    made = _create(kube, "Deployment", doc)
    counts = {"replicas": replicas, "readyReplicas": replicas, "availableReplicas": replicas, "observedGeneration": 1}
    kube.status(doc, {**counts, "updatedReplicas": replicas})
    pod_hash = scenarios.digest("rs", work["name"]).hex()[:9]
    replica_set = workload({**work, "kind": "ReplicaSet", "replicas": replicas})
    made.update(apiVersion="apps/v1", kind="Deployment")
    replica_set["metadata"].update(
        name=f"{work['name']}-{pod_hash}", ownerReferences=[owner_of(made)],
        annotations={"deployment.kubernetes.io/revision": "1"})
    for labels in (replica_set["metadata"]["labels"], replica_set["spec"]["selector"]["matchLabels"],
                   replica_set["spec"]["template"]["metadata"]["labels"]):
        labels["pod-template-hash"] = pod_hash
    made = _create(kube, "ReplicaSet", replica_set)
    kube.status(replica_set, {**counts, "fullyLabeledReplicas": replicas})
    made.update(apiVersion="apps/v1", kind="ReplicaSet")
    return work["name"], (replica_set["spec"]["template"], owner_of(made))


def _pod(kube, owners, number, facts):
    work, namespace, name, node, _ = facts
    template, owner = owners[work["name"]]
    spec = {**template["spec"], "nodeName": node}
    server = spec["containers"][0]
    # A list of 16,000 of these is about 170 MB of JSON, as docs/benchmarks.md assumes.
    spec["containers"] = [{
        **server,
        "env": server["env"] + [{"name": key, "value": f"{key.lower()}-{work['name']}"} for key in ("LOG_LEVEL", "REGION", "TEAM")],
        "ports": [{"name": "http", "containerPort": 8080}],
        "readinessProbe": {"httpGet": {"path": "/ready", "port": "http"}, "periodSeconds": 5}}]
    doc = {"apiVersion": "v1", "kind": "Pod", "spec": spec, "metadata": {
        "name": name, "namespace": namespace, "ownerReferences": [owner], "generateName": name[:-5],
        "labels": {**template["metadata"]["labels"], "app.kubernetes.io/part-of": "models", "team": namespace[5:]},
        "annotations": template["metadata"]["annotations"]}}
    _create(kube, "Pod", doc)
    since = ago(number % 86400 + 60)
    address = f"10.{128 + (number >> 16)}.{number >> 8 & 255}.{number & 255}"
    kube.status(doc, {
        "phase": "Running", "startTime": since, "hostIP": "10.10.0.1", "hostIPs": [{"ip": "10.10.0.1"}], "podIP": address,
        "podIPs": [{"ip": address}], "qosClass": "Burstable",
        "conditions": [{"type": kind, "status": "True", "lastProbeTime": None, "lastTransitionTime": since} for kind in (
            "Initialized", "Ready", "ContainersReady", "PodScheduled")],
        "containerStatuses": [{
            "name": entry["name"], "image": entry["image"], "imageID": entry["image"], "ready": True, "started": True,
            "containerID": "containerd://" + scenarios.digest(name, entry["name"]).hex(), "lastState": {},
            "restartCount": number % 997 == 0 and 3 or 0, "state": {"running": {"startedAt": since}}} for entry in spec["containers"]]})
