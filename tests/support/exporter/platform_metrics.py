# SPDX-License-Identifier: GPL-3.0-or-later
"""Metrics of the platform around the models: kube-state-metrics, Kueue, and one native histogram."""
import math
import struct

from cluster import quantity
from page import Spread, escape, labels
from scenario import BOOT


def kueue(page, t):
    queues = (("gpu-shared", 2, 1, 64, 8), ("gpu-fraud", 0, 0, 24, 0))
    moving = int(1 + math.sin(t / 120))
    name = {queue: f'cluster_queue="{queue}"' for queue, *_ in queues}
    page.metric("kueue_pending_workloads", "gauge", "The number of pending workloads, per 'cluster_queue' and 'status'.",
                *((f'{name[queue]},status="{state}"', value) for queue, pending, *_ in queues
                  for state, value in (("active", pending and pending - 1 + moving), ("inadmissible", pending and 1))))
    page.metric("kueue_admitted_active_workloads", "gauge", "The number of admitted workloads that are active",
                *((name[queue], admitted) for queue, _, admitted, *_ in queues))
    page.metric("kueue_reserving_active_workloads", "gauge", "The number of workloads that are reserving quota",
                *((name[queue], admitted) for queue, _, admitted, *_ in queues))
    page.metric("kueue_quota_reserved_workloads_total", "counter", "The total number of quota reserved workloads",
                *((name[queue], int((t - BOOT) / 900 * (index + 1))) for index, (queue, *_) in enumerate(queues)))
    page.metric("kueue_admitted_workloads_total", "counter", "The total number of admitted workloads",
                *((name[queue], int((t - BOOT) / 900 * (index + 1))) for index, (queue, *_) in enumerate(queues)))
    page.metric("kueue_evicted_workloads_total", "counter", "The number of evicted workloads",
                *((f'{name[queue]},reason="Preempted"', int((t - BOOT) / 9000)) for queue, *_ in queues))
    page.metric("kueue_cluster_queue_status", "gauge", "Reports 'cluster_queue' with its 'status'",
                *((f'{name[queue]},status="{state}"', int(state == "active")) for queue, *_ in queues
                  for state in ("pending", "active", "terminating")))
    for metric, column in (("nominal_quota", 3), ("resource_usage", 4), ("resource_reservation", 4)):
        page.metric("kueue_cluster_queue_" + metric, "gauge", f"The {metric.replace('_', ' ')} of a cluster queue",
                    *((f'{labels(cohort="all", cluster_queue=row[0], flavor="default", resource="nvidia.com/gpu")}', row[column])
                      for row in queues))
    for metric in ("admission_wait_time", "quota_reserved_wait_time"):
        page.histogram(f"kueue_{metric}_seconds", "The time between a workload was created or requeued until admission",
                       *((name[queue], Spread((t - BOOT) / 900, 140, (1, 2.5, 5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560))) for queue, *_ in queues))


def state_metrics(page, world):
    pods, lists = world.pods, world.lists
    lean = world.scenario["name"].startswith("bench")
    if lean:
        pods = [pod for pod in pods if pod["gpus"]]

    def key(pod, **more):
        return labels(namespace=pod["namespace"], pod=pod["name"], uid=pod["uid"], **more)

    keys = [(pod, key(pod)) for pod in pods]
    page.metric("kube_pod_info", "gauge", "[STABLE] Information about pod.", *(
        (key(pod, host_ip="", pod_ip=pod["ip"], node=pod["node"], created_by_kind=pod["ownerKind"],
             created_by_name=pod["ownerName"], priority_class="", host_network="false"), 1) for pod in pods))
    page.metric("kube_pod_status_phase", "gauge", "[STABLE] The pods current phase.", *(
        (f'{text},phase="{phase}"', int(pod["phase"] == phase)) for pod, text in keys
        for phase in (("Running",) if lean else ("Pending", "Succeeded", "Failed", "Unknown", "Running"))))
    for metric in ("requests",) if lean else ("requests", "limits"):
        rows = []
        for pod in pods:
            for entry in pod["containers"]:
                for resource, unit, value in (("nvidia_com_gpu", "integer", entry["gpus"]), ("cpu", "core", entry["cpu"]),
                                              ("memory", "byte", int(entry["memory"]))):
                    if value and not (lean and not entry["gpus"]) and not (metric == "limits" and resource == "cpu"):
                        rows.append((key(pod, container=entry["name"], node=pod["node"], resource=resource, unit=unit), value))
        page.metric("kube_pod_container_resource_" + metric, "gauge", f"The number of {metric} resource by a container.", *rows)
    if not lean:
        page.metric("kube_pod_owner", "gauge", "[STABLE] Information about the Pod's owner.", *(
            (key(pod, owner_kind=pod["ownerKind"], owner_name=pod["ownerName"], owner_is_controller="true"), 1)
            for pod in pods if pod["ownerKind"]))
        page.metric("kube_pod_labels", "gauge", "[STABLE] Kubernetes labels converted to Prometheus labels.", *(
            (key(pod, label_app=pod["app"]), 1) for pod in pods))
        page.metric("kube_pod_created", "gauge", "[STABLE] Unix creation timestamp", *((text, pod["created"]) for pod, text in keys))
        for name, field in (("ready", "ready"), ("scheduled", "scheduled")):
            page.metric("kube_pod_status_" + name, "gauge", f"[STABLE] Describes the status of the {name} condition.", *(
                (f'{text},condition="{flag}"', int(flag == str(pod[field]).lower())) for pod, text in keys
                for flag in ("true", "false", "unknown")))
        page.metric("kube_pod_status_unschedulable", "gauge", "[STABLE] Describes the unschedulable status for the pod.", *(
            (text, 1) for pod, text in keys if not pod["scheduled"] and pod["phase"] == "Pending" and not pod["node"]))
        page.metric("kube_pod_status_reason", "gauge", "The pod status reasons", *(
            (f'{text},reason="{escape(pod["reason"])}"', 1) for pod, text in keys if pod["reason"]))
        for name, field in (("status_waiting_reason", "waiting"), ("status_terminated_reason", "terminated"),
                            ("status_last_terminated_reason", "last")):
            page.metric("kube_pod_container_" + name, "gauge", "[STABLE] Describes the reason of the container's state.", *(
                (key(pod, container=entry["name"], reason=entry[field]), 1) for pod in pods for entry in pod["containers"] if entry[field]))
        page.metric("kube_pod_container_status_restarts_total", "counter", "[STABLE] The number of container restarts per container.", *(
            (key(pod, container=entry["name"]), entry["restarts"]) for pod in pods for entry in pod["containers"]))
    rows = {"capacity": [], "allocatable": []}
    if lists.get("nodes"):
        for node in lists["nodes"]:
            for kind, target in rows.items():
                for resource, value in node["status"].get(kind, {}).items():
                    clean = "".join(letter if letter.isalnum() else "_" for letter in resource)
                    unit = {"cpu": "core", "memory": "byte", "ephemeral-storage": "byte"}.get(resource, "integer")
                    target.append((labels(node=node["metadata"]["name"], resource=clean, unit=unit), f"{quantity(value):.15g}"))
    else:
        for node in world.nodes:
            for target in rows.values():
                if node["gpus"]:
                    target.append((labels(node=node["name"], resource="nvidia_com_gpu", unit="integer"), node["gpus"]))
    for kind, found in rows.items():
        page.metric("kube_node_status_" + kind, "gauge", f"[STABLE] The {kind} for different resources of a node.", *found)
    nodes = lists.get("nodes", [])
    page.metric("kube_node_info", "gauge", "[STABLE] Information about a cluster node.", *(
        (labels(node=node["metadata"]["name"], kubelet_version=node["status"].get("nodeInfo", {}).get("kubeletVersion", ""),
                internal_ip=next((a["address"] for a in node["status"].get("addresses", []) if a["type"] == "InternalIP"), "")), 1)
        for node in nodes))
    page.metric("kube_node_labels", "gauge", "[STABLE] Kubernetes labels converted to Prometheus labels.", *(
        (labels(node=node["metadata"]["name"], label_binnacle_io_pool=node["metadata"]["labels"].get("binnacle.io/pool", ""),
                label_nvidia_com_gpu_product=node["metadata"]["labels"].get("nvidia.com/gpu.product")), 1) for node in nodes))
    page.metric("kube_node_spec_unschedulable", "gauge", "[STABLE] Whether a node can schedule new pods.", *(
        (labels(node=node["metadata"]["name"]), int(node["spec"].get("unschedulable", False))) for node in nodes))
    page.metric("kube_node_spec_taint", "gauge", "[STABLE] The taint of a cluster node.", *(
        (labels(node=node["metadata"]["name"], key=taint["key"], value=taint.get("value", ""), effect=taint["effect"]), 1)
        for node in nodes for taint in node["spec"].get("taints", [])))
    page.metric("kube_node_status_condition", "gauge", "[STABLE] The condition of a cluster node.", *(
        (labels(node=node["metadata"]["name"], condition=entry["type"], status=flag), int(entry["status"].lower() == flag))
        for node in nodes for entry in node["status"].get("conditions", []) for flag in ("true", "false", "unknown")))
    page.metric("kube_namespace_status_phase", "gauge", "[STABLE] kubernetes namespace status phase.", *(
        (labels(namespace=item["metadata"]["name"], phase=item["status"]["phase"]), 1) for item in lists.get("namespaces", [])))
    for name, field in (("", "replicas"), ("_available", "availableReplicas"), ("_ready", "readyReplicas"),
                        ("_unavailable", "unavailableReplicas"), ("_updated", "updatedReplicas")):
        page.metric("kube_deployment_status_replicas" + name, "gauge", "[STABLE] The number of replicas per deployment.", *(
            (labels(namespace=item["metadata"]["namespace"], deployment=item["metadata"]["name"]), item["status"].get(field, 0))
            for item in lists.get("deployments", [])))
    for field in ("active", "failed", "succeeded"):
        page.metric("kube_job_status_" + field, "gauge", f"[STABLE] The number of pods {field}.", *(
            (labels(namespace=item["metadata"]["namespace"], job_name=item["metadata"]["name"]), item["status"].get(field, 0))
            for item in lists.get("jobs", [])))
    page.metric("kube_resourcequota", "gauge", "[STABLE] Information about resource quota.", *(
        (labels(namespace=item["metadata"]["namespace"], resourcequota=item["metadata"]["name"], resource=resource, type=kind),
         f"{quantity(value):.15g}") for item in lists.get("quotas", []) for kind in ("hard", "used")
        for resource, value in item["status"].get(kind, {}).items()))


def native(now):
    """io.prometheus.client.MetricFamily with a schema-3 native histogram, length-delimited."""
    def varint(value):
        out = bytearray()
        while value > 127:
            out.append(value & 127 | 128)
            value >>= 7
        return bytes(out) + bytes([value])

    def field(number, data):
        if isinstance(data, bytes):
            return varint(number << 3 | 2) + varint(len(data)) + data
        if isinstance(data, float):
            return varint(number << 3 | 1) + struct.pack("<d", data)
        return varint(number << 3) + varint(data)

    def zigzag(value):
        return value << 1 ^ value >> 63

    base = 2 ** (2 ** -3)
    count = int((now - BOOT) * 5)
    share, before, counts = [], 0, []
    for index in range(-40, 41):  # buckets (base^(index-1), base^index]
        share.append(int(count * 0.5 * (1 + math.erf(math.log(base**index / 0.12) / (0.8 * math.sqrt(2))))))
        counts.append(share[-1] - before)
        before = share[-1]
    deltas = [value - (counts[place - 1] if place else 0) for place, value in enumerate(counts)]
    body = field(1, before) + field(2, before * 0.165) + field(5, zigzag(3)) + field(6, 1e-9) + field(7, 0)
    body += field(12, field(1, zigzag(-40)) + field(2, len(counts)))
    for delta in deltas:
        body += field(13, zigzag(delta))
    label = field(1, b"service") + field(2, b"gateway")
    family = (field(1, b"binnacle_live_request_duration_seconds") + field(2, b"Duration of requests as a native histogram")
              + field(3, 4) + field(4, field(1, label) + field(7, body)))
    return varint(len(family)) + family
