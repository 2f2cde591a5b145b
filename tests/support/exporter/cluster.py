# SPDX-License-Identifier: GPL-3.0-or-later
"""What an API server says of pods and nodes, in the shape the exporter works on."""
import calendar
import json
import ssl
import sys
import threading
import time
import urllib.request


def quantity(text):
    text = str(text)
    for suffix, factor in (("Ki", 2**10), ("Mi", 2**20), ("Gi", 2**30), ("Ti", 2**40), ("m", 1e-3), ("k", 1e3), ("M", 1e6),
                           ("G", 1e9), ("T", 1e12)):
        if text.endswith(suffix):
            return float(text[:-len(suffix)]) * factor
    return float(text)


def stamp(text):
    return calendar.timegm(time.strptime(text, "%Y-%m-%dT%H:%M:%SZ"))


def pod_facts(item):
    meta, spec, status = item["metadata"], item["spec"], item["status"]
    states = {entry["name"]: entry for entry in status.get("containerStatuses", [])}
    containers = []
    for entry in spec["containers"]:
        requests = entry.get("resources", {}).get("requests", {})
        state = states.get(entry["name"], {})
        containers.append({
            "name": entry["name"], "gpus": int(requests.get("nvidia.com/gpu", 0)), "cpu": quantity(requests.get("cpu", 0)),
            "memory": quantity(requests.get("memory", 0)), "restarts": state.get("restartCount", 0),
            "waiting": state.get("state", {}).get("waiting", {}).get("reason", ""),
            "terminated": state.get("state", {}).get("terminated", {}).get("reason", ""),
            "last": state.get("lastState", {}).get("terminated", {}).get("reason", "")})
    flags = {entry["type"]: entry["status"] for entry in status.get("conditions", [])}
    owner = (meta.get("ownerReferences") or [{}])[0]
    return {"namespace": meta["namespace"], "name": meta["name"], "uid": meta["uid"], "node": spec.get("nodeName", ""),
            "labels": meta.get("labels", {}), "app": meta.get("labels", {}).get("app", ""), "phase": status.get("phase", "Unknown"),
            "reason": status.get("reason", ""), "ip": status.get("podIP", ""), "ready": flags.get("Ready") == "True",
            "scheduled": flags.get("PodScheduled") == "True", "containers": containers,
            "gpus": sum(entry["gpus"] for entry in containers), "created": stamp(meta["creationTimestamp"]),
            "ownerKind": owner.get("kind", ""), "ownerName": owner.get("name", "")}


class Cluster(threading.Thread):
    """Lists the API server every few seconds, as dcgm-exporter and kube-state-metrics would watch it."""

    LISTS = {"pods": "/api/v1/pods", "nodes": "/api/v1/nodes", "quotas": "/api/v1/resourcequotas",
             "namespaces": "/api/v1/namespaces", "deployments": "/apis/apps/v1/deployments", "jobs": "/apis/batch/v1/jobs"}

    def __init__(self, world, url, ca_file, token_file, every):
        super().__init__(daemon=True)
        self.world, self.url, self.token_file, self.every = world, url, token_file, every
        context = ssl.create_default_context(cafile=ca_file)
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context))

    def run(self):
        while True:
            try:
                self.poll()
            except (OSError, ValueError, KeyError) as error:
                print("cluster:", error, file=sys.stderr, flush=True)
            time.sleep(self.every)

    def poll(self):
        with open(self.token_file) as file:
            token = file.read().strip()
        found = {}
        for name, path in self.LISTS.items():
            request = urllib.request.Request(self.url + path + "?resourceVersion=0", headers={"Authorization": "Bearer " + token})
            with self.opener.open(request, timeout=20) as answer:
                found[name] = json.load(answer)["items"]
        self.world.update([pod_facts(item) for item in found.pop("pods")], found)
