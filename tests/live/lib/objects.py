# SPDX-License-Identifier: GPL-3.0-or-later
"""Documents shared by the seeders: metadata, nodes, pod templates, workloads, owner references, and waiting."""
import hashlib
import time

from forms import ago


def meta(name, namespace=None, **more):
    made = {"name": name}
    if namespace:
        made["namespace"] = namespace
    made.update({key: value for key, value in more.items() if value})
    return made


def document(api, kind, name, namespace=None, spec=None, **more):
    doc = {"apiVersion": api, "kind": kind, "metadata": meta(name, namespace, **more)}
    if spec is not None:
        doc["spec"] = spec
    return doc


def until(seconds, check, what):
    end = time.monotonic() + seconds
    while True:
        value = check()
        if value:
            return value
        if time.monotonic() > end:
            raise TimeoutError(f"waited {seconds} s for {what}")
        time.sleep(0.25)


def condition(item, kind):
    return item and any(entry["type"] == kind and entry["status"] == "True"
                        for entry in item.get("status", {}).get("conditions", []))


def template(work, version=None):
    """The pod template of a workload of the scenario, with the model annotations Binnacle joins by."""
    labels = {"app": work["name"]}
    annotations = {}
    if work.get("model"):
        version = version or work["version"]
        annotations["binnacle.io/model-version"] = f"{work['model']}:{version}"
        annotations["model-uri"] = work["uri"].replace(f"/{work['version']}", f"/{version}")
    if work.get("isvc"):
        labels.update({"serving.kserve.io/inferenceservice": work["isvc"], "component": "predictor"})
    requests = {"cpu": "2", "memory": "4Gi"}
    if work.get("gpus"):
        requests["nvidia.com/gpu"] = str(work["gpus"])
    digest = hashlib.sha256((work["name"] + str(version)).encode()).hexdigest()
    main = {"name": "server", "image": f"registry.invalid/{work['name']}@sha256:{digest}", "resources": {
        "requests": requests, "limits": {key: value for key, value in requests.items() if key != "cpu"}},
        "env": [{"name": "MODEL_URI", "value": annotations.get("model-uri", "")}]}
    spec = {"containers": [main], "terminationGracePeriodSeconds": 1, "automountServiceAccountToken": False}
    if work.get("pool"):
        spec["nodeSelector"] = {"binnacle.io/pool": work["pool"]}
    if work.get("sidecar"):
        spec["initContainers"] = [
            {"name": "fetch-model", "image": "registry.invalid/fetch:2"},
            {"name": "proxy", "image": "registry.invalid/proxy:1", "restartPolicy": "Always"}]
        spec["containers"].append({"name": "metrics", "image": "registry.invalid/metrics:3"})
    return {"metadata": {"labels": labels, "annotations": annotations}, "spec": spec}


def workload(work, version=None):
    kind = work["kind"]
    spec = {"template": template(work, version), "selector": {"matchLabels": {"app": work["name"]}}}
    if kind != "DaemonSet":
        spec["replicas"] = work["replicas"]
    if kind == "StatefulSet":
        spec["serviceName"] = work["name"]
        spec["podManagementPolicy"] = "Parallel"
    return document("apps/v1", kind, work["name"], work["namespace"], spec, labels={"app": work["name"]})


def owner_of(item):
    return {"apiVersion": item["apiVersion"], "kind": item["kind"], "name": item["metadata"]["name"],
            "uid": item["metadata"]["uid"], "controller": True, "blockOwnerDeletion": True}


def node_conditions(ready):
    return [{"type": "Ready", "status": "True" if ready else "False",
             "reason": "KubeletReady" if ready else "KubeletNotReady",
             "message": "crafted: ready" if ready else "crafted: container runtime is down",
             "lastHeartbeatTime": ago(0), "lastTransitionTime": ago(1800)},
            {"type": "MemoryPressure", "status": "False", "reason": "KubeletHasSufficientMemory", "message": "crafted",
             "lastHeartbeatTime": ago(0), "lastTransitionTime": ago(1800)},
            {"type": "DiskPressure", "status": "False", "reason": "KubeletHasNoDiskPressure", "message": "crafted",
             "lastHeartbeatTime": ago(0), "lastTransitionTime": ago(1800)}]


def node_document(node, index, kwok):
    """(document, status) of a node of the scenario."""
    name, gpus = node["name"], node["gpus"]
    labels = {"kubernetes.io/hostname": name, "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64",
              "binnacle.io/pool": node["pool"], "topology.kubernetes.io/zone": f"zone-{'abc'[index % 3]}",
              "topology.kubernetes.io/region": "lab", "node.kubernetes.io/instance-type": f"{node['pool']}-x{gpus}"}
    resources = {"cpu": "128", "memory": "1024Gi" if gpus else "128Gi", "pods": "110",
                 "ephemeral-storage": "2Ti"}
    if gpus:
        labels.update({"nvidia.com/gpu.present": "true", "nvidia.com/gpu.product": node["product"],
                       "nvidia.com/gpu.count": str(gpus), "nvidia.com/gpu.memory": str(node["memoryMiB"])})
        if node.get("mig"):
            labels["nvidia.com/mig.strategy"] = "mixed"
            resources["nvidia.com/mig-" + node["mig"]["profile"]] = str(gpus * node["mig"]["perGpu"])
        else:
            resources["nvidia.com/gpu"] = str(gpus)
    annotations = {"kwok.x-k8s.io/node": "fake"} if kwok else None
    doc = document("v1", "Node", name, labels=labels, annotations=annotations, spec={})
    address = f"10.{10 + index // 250}.{index % 250}.1"
    status = {"capacity": resources, "allocatable": resources,
              "addresses": [{"type": "InternalIP", "address": address}, {"type": "Hostname", "address": name}],
              "nodeInfo": {"architecture": "amd64", "bootID": "", "containerRuntimeVersion": "containerd://2.1.4",
                           "kernelVersion": "6.1.0-30-amd64", "kubeProxyVersion": "", "kubeletVersion": "v1.37.2",
                           "machineID": name, "operatingSystem": "linux", "osImage": "Debian GNU/Linux 12 (bookworm)",
                           "systemUUID": name}}
    return doc, status
