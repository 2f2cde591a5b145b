#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line against the real servers of tests/live: kubectl and curl are the reference.

Needs BINNACLE_LIVE_STATE, the state folder of `tests/live/up`; without it this is skipped (exit code 77).
"""
import json
import os
import re
import subprocess
import sys
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from cli import CliTest  # noqa: E402

STATE = os.environ.get("BINNACLE_LIVE_STATE", "")
POD_LINE = re.compile(r"^(\S+)\s+(\S+)\s+(\d+/\d+)\s+(\S+)\s+(\d+)(?:\s+\([^)]*\))?\s+(\S+)\s+(\S+)\s+(\S+)\s")
KINDS = {  # of the store → of the API
    "Workload": "workloads.kueue.x-k8s.io", "ClusterQueue": "clusterqueues.kueue.x-k8s.io",
    "LocalQueue": "localqueues.kueue.x-k8s.io", "Rollout": "rollouts.argoproj.io",
    "InferenceService": "inferenceservices.serving.kserve.io", "Job": "jobs.batch",
    "HorizontalPodAutoscaler": "horizontalpodautoscalers.autoscaling", "Event": "events",
}


def servers():
    with open(os.path.join(STATE, "servers.json"), encoding="utf-8") as file:
        return json.load(file)


def is_up(name):
    return servers().get(name, {}).get("state") == "up"


def get(url, data=None):
    request = urllib.request.Request(url, data=data, method="POST" if data else "GET")
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


class Live(CliTest):
    def live(self, *words, env="live", expect=0):
        return self.run_cli("--config", os.path.join(STATE, "connections.yaml"), "--env", env, "--json", *words, expect=expect)

    def kubectl(self, *words, context="admin"):
        program = os.path.join(servers()["kubernetes"]["bin"], "kubectl")
        done = subprocess.run([program, "--kubeconfig", os.path.join(STATE, "kubeconfig"), "--context", context, *words],
                              capture_output=True, timeout=60, check=True)
        return done.stdout.decode("utf-8")

    def until_equal(self, both, seconds=45):
        """The cluster is alive: two readings a moment apart may differ, but not for ever."""
        end = time.monotonic() + seconds
        while True:
            ours, reference = both()
            if ours == reference or time.monotonic() > end:
                self.assertEqual(ours, reference)
                return


@unittest.skipUnless(STATE and is_up("kubernetes"), "the live Kubernetes is not up")
class Kubernetes(Live):
    def as_user(self, context, *words, expect=None):
        path = self.config(f'id: kube, type: kubernetes, kubeconfig: "{STATE}/kubeconfig", context: {context}')
        return self.run_cli("--config", path, "--store", "memory", "--json", *words, expect=expect)

    def test_watch_prints_every_known_column_of_a_row_that_is_added(self):
        name = f"watched-{os.getpid()}"
        process = self.start("--config", os.path.join(STATE, "connections.yaml"), "--env", "live", "--store", "memory",
                             "--json", "estate", "watch", "--for", "25s", text=True)
        for line in process.stdout:  # the sources come first, when every list is complete
            if json.loads(line)["kind"] == "Source":
                break
        self.kubectl("create", "namespace", name)
        self.addCleanup(self.kubectl, "delete", "namespace", name, "--wait=false")
        self.kubectl("-n", name, "create", "deployment", "web", "--image=images.example/web:1")
        out, _ = process.communicate(timeout=90)
        added = [row for row in map(json.loads, out.splitlines()) if row["op"] == "added" and name in
                 (row["name"], row.get("namespace"))]
        self.assertLessEqual({"Namespace", "Deployment", "ReplicaSet", "Pod"}, {row["kind"] for row in added})
        for row in added:
            for before, after in row["columns"].values():
                self.assertIsNone(before)
                self.assertIsNotNone(after)
            self.assertEqual(row["columns"]["name"], [None, row["name"]])
            self.assertIn("created", row["columns"])
        pod = next(row for row in added if row["kind"] == "Pod")["columns"]
        self.assertEqual(pod["namespace"], [None, name])
        self.assertEqual(pod["image"], [None, "images.example/web:1"])
        self.assertLessEqual({"labels", "status", "phase", "containers", "gpus", "owner"}, set(pod))

    def test_pods_are_those_of_kubectl_with_status_ready_restarts_and_node(self):
        def both():
            theirs = {}
            for line in self.kubectl("get", "pods", "-A", "-o", "wide", "--no-headers").splitlines():
                ns, name, ready, status, restarts, _, _, node = POD_LINE.match(line).groups()
                theirs[(ns, name)] = (ready, status, int(restarts), None if node == "<none>" else node)
            ours = {(i["namespace"], i["name"]): (i["ready"], i["phase"], i["restarts"], i["node"])
                    for i in self.live("workloads", "--kind", "Pod").json["items"]}
            self.assertGreater(len(theirs), 50)
            return ours, theirs

        self.until_equal(both)

    def test_every_kind_has_as_many_objects_as_kubectl_counts(self):
        def both():
            kinds = self.live("estate", "sync").json["kinds"]
            kinds.pop("Gpu", None)  # known from metrics
            kinds.pop("Event", None)  # expires by itself
            theirs = {kind: len(self.kubectl("get", KINDS.get(kind, kind.lower()), "-A", "-o", "name").splitlines())
                      for kind in kinds}
            self.assertGreater(len(kinds), 10)
            return kinds, theirs

        self.until_equal(both)

    def test_nodes_have_kubectls_status(self):
        def both():
            theirs = {}
            for line in self.kubectl("get", "nodes", "--no-headers").splitlines():
                words = line.split()
                theirs[words[0]] = words[1]
            return {i["name"]: i["phase"] for i in self.live("workloads", "--kind", "Node").json["items"]}, theirs

        self.until_equal(both)

    def test_fleet_knows_the_devices_that_nodes_offer(self):
        nodes = json.loads(self.kubectl("get", "nodes", "-o", "json"))["items"]
        offered = {n["metadata"]["name"]: int(n["status"]["capacity"].get("nvidia.com/gpu", 0)) for n in nodes}
        for node in self.live("fleet", "nodes").json["items"]:
            if offered.get(node["name"]):
                self.assertEqual(node["gpuCapacity"], offered[node["name"]], node["name"])

    def test_connect_test_names_version_and_latency(self):
        source = next(s for s in self.live("connect", "test").json["sources"] if s["id"] == "kube")
        self.assertEqual((source["state"], source["permissionsMissing"]), ("live", []))
        self.assertRegex(source["version"], r"\d+\.\d+")
        self.assertGreater(source["latency"], 0)

    def test_a_user_of_one_namespace_gets_it_and_is_told_what_is_missing(self):
        answer = self.as_user("viewer-one", "workloads", expect=4)
        theirs = {line.split()[0] for line in
                  self.kubectl("get", "pods", "-n", "team-vision", "--no-headers", context="viewer-one").splitlines()}
        ours = answer.json["items"]
        self.assertEqual({i["namespace"] for i in ours}, {"team-vision"})
        self.assertLessEqual(len(theirs.symmetric_difference({i["name"] for i in ours})), 2)  # it is alive
        self.assertIn("list pods (cluster-wide)", answer.err)
        self.as_user("viewer-one", "workloads", "-n", "team-vision", expect=0)  # that namespace is whole
        test = self.as_user("viewer-one", "connect", "test", expect=0).json["sources"][0]
        self.assertEqual(test["state"], "degraded")
        self.assertIn("list pods (cluster-wide)", test["permissionsMissing"])

    def test_a_user_without_rights_sees_nothing_and_the_permission_it_needs(self):
        answer = self.as_user("nobody", "workloads", expect=3)
        self.assertEqual(answer.out, "")
        error = answer.errors()[0]
        self.assertEqual(error["code"], "permission-denied")
        self.assertTrue(error["remedy"])
        test = self.as_user("nobody", "connect", "test", expect=1).json["sources"][0]
        self.assertIn("list pods (cluster-wide)", test["permissionsMissing"])

    def test_a_context_that_does_not_exist_is_a_mistake_of_the_configuration(self):
        self.assertEqual(self.as_user("no-such-context", "workloads", expect=2).errors()[0]["code"], "not-found")


@unittest.skipUnless(STATE and is_up("prometheus"), "the live Prometheus is not up")
class Prometheus(Live):
    def ask(self, path, **form):
        url = servers()["prometheus"]["url"] + "/api/v1/" + path
        return get(url, urllib.parse.urlencode(form).encode())["data"]["result"]

    @staticmethod
    def by_labels(series):
        return {json.dumps(s, sort_keys=True): v for s, v in series}

    def test_an_instant_query_gives_the_numbers_of_curl_to_the_last_digit(self):
        at = f"{time.time() - 30:.3f}"
        for expression in ("up", "DCGM_FI_DEV_GPU_TEMP", "sum by (Hostname) (DCGM_FI_DEV_POWER_USAGE)", "1/3", "0/0", "-1/0",
                           "prometheus_http_request_duration_seconds_sum", "absent(nosuchmetric)"):
            theirs = self.ask("query", query=expression, time=at)
            if expression in ("1/3", "0/0", "-1/0"):
                theirs = [{"metric": {}, "value": theirs}]
            ours = self.live("--at", at, "query", expression, "--source", "prom").json["series"]
            self.assertTrue(ours, expression)
            wanted = self.by_labels((s["metric"], s["value"][1]) for s in theirs)
            got = self.by_labels((s["labels"], s["points"][0][1]) for s in ours)
            self.assertEqual(sorted(got), sorted(wanted), expression)
            for key, value in got.items():
                if isinstance(value, str):
                    self.assertEqual(value, wanted[key])
                else:
                    self.assertEqual(value, float(wanted[key]), expression)

    def test_a_range_query_gives_the_points_of_curl(self):
        end = int(time.time()) - 10
        start = end - 120
        theirs = self.ask("query_range", query="DCGM_FI_DEV_POWER_USAGE", start=start, end=end, step=15)
        ours = self.live("query", "DCGM_FI_DEV_POWER_USAGE", "--source", "prom", "--start", str(start), "--end", str(end), "--step",
                         "15s").json["series"]
        wanted = self.by_labels((s["metric"], [[t, float(v)] for t, v in s["values"]]) for s in theirs)
        self.assertTrue(wanted)
        self.assertEqual(self.by_labels((s["labels"], s["points"]) for s in ours), wanted)

    def test_a_bad_expression_is_usage_with_the_servers_words(self):
        error = self.live("query", "sum(", "--source", "prom", expect=2).errors()[0]
        self.assertEqual(error["code"], "invalid-input")
        self.assertIn("parse error", error["message"])

    def test_utilisation_by_meaning_is_a_ratio_and_says_what_it_used(self):
        out = self.live("meaning", "gpu.utilisation").json
        self.assertEqual(out["unit"], "ratio")
        self.assertIn("DCGM_FI_DEV_GPU_UTIL", out["expression"])
        raw = {s["metric"].get("UUID", "") + s["metric"].get("GPU_I_ID", ""): float(s["value"][1])
               for s in self.ask("query", query="DCGM_FI_DEV_GPU_UTIL")}
        ours = {s["labels"].get("UUID", "") + s["labels"].get("GPU_I_ID", ""): s["points"][-1][1] for s in out["series"]}
        self.assertGreater(len(ours), 50)
        self.assertTrue(all(0 <= v <= 1 for v in ours.values()))
        self.assertGreater(len(set(ours) & set(raw)), 50)
        self.assertGreater(max(raw.values()), 1.5)  # the server says percent: the scale was found, not assumed

    def test_one_label_narrows_a_meaning(self):
        host = self.ask("query", query="topk(1, DCGM_FI_DEV_POWER_USAGE)")[0]["metric"]["Hostname"]
        series = self.live("meaning", "gpu.power", "--label", f"Hostname={host}").json["series"]
        self.assertEqual({s["labels"]["Hostname"] for s in series}, {host})


@unittest.skipUnless(STATE and is_up("proxy") and is_up("prometheus") and is_up("kubernetes"), "the fault proxy is not up")
class CutOff(Live):
    def proxy(self, name, enabled):
        url = f"{servers()['proxy']['url']}/proxies/{name}"
        get(url, json.dumps({"enabled": enabled}).encode())

    def cut(self, name):
        self.proxy(name, False)
        self.addCleanup(self.proxy, name, True)

    def test_without_prometheus_queries_are_3_and_the_rest_is_4(self):
        self.cut("prometheus")
        self.assertEqual(self.live("query", "up", env="live-proxied", expect=3).errors()[0]["code"], "unreachable")
        sync = self.live("estate", "sync", env="live-proxied", expect=4).json
        self.assertGreater(sync["kinds"]["Pod"], 50)
        self.assertEqual(self.live("workloads", env="live-proxied", expect=0).json["kind"], "Pod")  # asks no metrics
        self.proxy("prometheus", True)
        self.live("query", "up", env="live-proxied", expect=0)

    def test_without_the_cluster_metrics_are_still_answered(self):
        self.live("estate", "sync", env="live-proxied")
        self.cut("kubernetes")
        self.live("query", "up", env="live-proxied", expect=0)
        out = self.live("workloads", env="live-proxied", expect=3)
        states = {i["state"] for i in out.json["items"]}  # kept from before, and not called live for long
        self.assertTrue(out.json["items"])
        self.assertLessEqual(states, {"live", "late", "stale"})
        self.assertEqual(out.errors()[0]["code"], "unreachable")


if __name__ == "__main__":
    if not STATE:
        print("SKIPPED: BINNACLE_LIVE_STATE is not set; see tests/live/README.md")
        sys.exit(77)
    unittest.main()
