# SPDX-License-Identifier: GPL-3.0-or-later
"""Scenarios: nodes, workloads and pods that the exporter and the seeder of tests/live both read."""
import hashlib

BOOT = 1735689600  # counters count from here: 2025-01-01


def digest(*parts):
    return hashlib.sha256("/".join(map(str, parts)).encode()).digest()


def nodes_of(scenario):
    """Every node of a scenario: its pool's facts with name and number of GPUs."""
    nodes = []
    for pool in scenario["pools"]:
        width = max(2, len(str(pool["count"])))
        for number in range(1, pool["count"] + 1):
            nodes.append({**pool, "pool": pool["name"], "name": f"{pool['prefix']}-{number:0{width}}",
                          "gpus": pool["gpusPerNode"]})
    return nodes


def bench_scenario(nodes, gpus):
    """N nodes in three pools, 20 teams, 160 workloads."""
    h100 = {"prefix": "node-h100", "gpusPerNode": gpus, "product": "NVIDIA-H100-80GB-HBM3", "memoryMiB": 81559,
            "model": "NVIDIA H100 80GB HBM3", "idleW": 70, "limitW": 700, "clockMHz": 1980, "metrics": "lean"}
    first, second = nodes // 2, nodes * 3 // 10
    pools = [{**h100, "name": "h100", "count": first},
             {**h100, "name": "a100", "prefix": "node-a100", "product": "NVIDIA-A100-SXM4-80GB", "count": second,
              "model": "NVIDIA A100-SXM4-80GB", "memoryMiB": 81920, "limitW": 400, "clockMHz": 1410},
             {**h100, "name": "l40s", "prefix": "node-l40s", "product": "NVIDIA-L40S", "count": nodes - first - second,
              "model": "NVIDIA L40S", "memoryMiB": 46068, "idleW": 35, "limitW": 350, "clockMHz": 2520}]
    works = [{"kind": "Deployment", "namespace": f"team-{number % 20:02}", "name": f"svc-{number:03}", "gpus": number % 8 < 3 and 1 or 0,
              "model": f"model-{number:03}", "version": str(number % 9 + 1), "uri": f"models:/model-{number:03}/{number % 9 + 1}",
              "load": 0.2 + 0.7 * digest("load", number)[0] / 255} for number in range(160)]
    return {"version": 1, "name": f"bench-{nodes}", "pools": [pool for pool in pools if pool["count"]], "workloads": works,
            "namespaces": [{"name": f"team-{number:02}", "team": f"{number:02}"} for number in range(20)], "faults": []}


def bench_pods(scenario, count):
    """`count` pods spread evenly over the nodes: (workload, namespace, name, node name, gpus)."""
    nodes, works = nodes_of(scenario), scenario["workloads"]
    for number in range(count):
        work = works[number % len(works)]
        suffix = f"{number * 728817 % 2**20:05x}"  # odd factor: no two alike
        template = digest("rs", work["name"]).hex()[:9]
        # Consecutive pods go to consecutive nodes of a shuffled order: every node holds a mix of workloads.
        node = nodes[(number * 7919 + number // len(nodes) * 13) % len(nodes)]
        yield work, work["namespace"], f"{work['name']}-{template}-{suffix}", node["name"], work["gpus"]


def pods_of_scenario(scenario, pods):
    """Pods for a run without an API server, in the shape `pod_facts` gives."""
    if pods is not None:
        made = bench_pods(scenario, pods)
    else:
        made = []
        free = {node["name"]: node["gpus"] for node in nodes_of(scenario) if not node.get("mig")}
        pool_of = {node["name"]: node["pool"] for node in nodes_of(scenario)}
        for work in sorted(scenario["workloads"], key=lambda item: -item["gpus"]):
            for number in range(work["replicas"]):
                node = next(name for name, left in free.items() if left >= work["gpus"] and pool_of[name] == work["pool"])
                free[node] -= work["gpus"]
                made.append((work, work["namespace"], f"{work['name']}-{number}", node, work["gpus"]))
    return [{"namespace": namespace, "name": name, "node": node, "gpus": gpus, "app": work["name"], "phase": "Running",
             "uid": digest("uid", namespace, name).hex()[:32], "ready": True, "scheduled": True, "reason": "",
             "ownerKind": "ReplicaSet", "ownerName": name.rsplit("-", 1)[0], "created": BOOT, "ip": "10.0.0.1", "labels": {},
             "containers": [{"name": "server", "gpus": gpus, "cpu": 2, "memory": 2**32, "restarts": 0, "waiting": "",
                             "terminated": "", "last": ""}]} for work, namespace, name, node, gpus in made]
