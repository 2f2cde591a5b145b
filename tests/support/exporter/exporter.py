#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A metrics exporter for tests: GPU, inference, cluster and queue metrics with their real names, units and labels.

Every value is a function of time and of the scenario (a JSON file, or --nodes N --gpus-per-node G), so it moves, is
the same in every run, and can be back-filled. GPUs are given to the pods that ask for them: read from an API server
(--kube-url), or made up from the scenario's workloads. Python standard library only.

  /metrics                all of it            /metrics/dcgm             pools whose scrape does not honour labels
  /metrics/dcgm-honoured  the other pools      /metrics/kube-state-metrics
  /metrics/inference      vLLM, Triton, KServe, TGI, SGLang, Knative (OpenMetrics with exemplars when asked for)
  /metrics/kueue          /metrics/native      one native histogram (protobuf; needs Prometheus' feature flag)
  /backfill?start=&end=&step=   history as OpenMetrics, with the labels a scrape would have stored
"""
import argparse
import http.server
import json
import os
import threading
import time
import urllib.parse

from cluster import Cluster
from gpus import DCGM, HISTORY, Gpu, has
from inference import ENGINES
from page import Page, labels
from platform_metrics import kueue, native, state_metrics
from scenario import bench_scenario, nodes_of, pods_of_scenario


class World:
    def __init__(self, scenario, pods=None):
        self.scenario = scenario
        self.lock = threading.Lock()
        self.nodes = nodes_of(scenario)
        self.works = {(work["namespace"], work["name"]): work for work in scenario["workloads"]}
        self.silent = {fault["node"] for fault in scenario["faults"] if fault["kind"] == "silent"}
        self.slots = {}
        self.gpus = []
        for node in self.nodes:
            own = [Gpu(node, index) for index in range(node["gpus"])]
            if not node.get("mig"):
                self.slots[node["name"]] = own
            self.gpus += own
            if node.get("mig"):
                self.gpus += [Gpu(node, index, instance) for index in range(node["gpus"]) for instance in range(node["mig"]["perGpu"])]
        for fault in scenario["faults"]:
            for gpu in self.gpus:
                if gpu.node["name"] == fault["node"] and gpu.index == fault.get("gpu"):
                    if fault["kind"] == "xid":
                        gpu.xid = fault["code"]
                    elif fault["kind"] == "blank":
                        gpu.blank[fault["metric"]] = fault["value"]
                    elif fault["kind"] == "hot":
                        gpu.hot = fault["value"]
        self.pods, self.lists, self.of_pod, self.text = [], {}, {}, {}
        self.update([] if pods is None else pods, {})

    def update(self, pods, lists):
        """Pods keep the GPUs they have; new ones take the lowest free ones of their node."""
        now = time.time()
        with self.lock:
            self.pods, self.lists = pods, lists
            wanting = {}
            for pod in pods:
                if pod["gpus"] and pod["node"] in self.slots and pod["phase"] in ("Pending", "Running"):
                    wanting.setdefault(pod["node"], {})[(pod["namespace"], pod["name"])] = pod
            self.of_pod = {}
            for node, slots in self.slots.items():
                here = wanting.get(node, {})
                for gpu in slots:
                    name = gpu.pod and (gpu.pod["namespace"], gpu.pod["name"])
                    if gpu.pod and name not in here:
                        gpu.assign(None, 0.0, now)
                for name, pod in sorted(here.items()):
                    held = [gpu for gpu in slots if gpu.pod and (gpu.pod["namespace"], gpu.pod["name"]) == name]
                    free = [gpu for gpu in slots if not gpu.pod]
                    load = self.works.get((pod["namespace"], pod["app"]), {}).get("load", 0.5) if pod["phase"] == "Running" else 0.0
                    for gpu in held + free[:max(0, pod["gpus"] - len(held))]:
                        gpu.assign(pod, load, now)
                        self.of_pod.setdefault(name, []).append(gpu)
            self.text = {}

    def dcgm(self, page, honor):
        t = page.now
        gpus = [gpu for gpu in self.gpus if gpu.node["name"] not in self.silent
                and (honor is None or bool(gpu.node.get("honor")) == honor)]
        for gpu in gpus:
            if id(gpu) not in self.text:
                self.text[id(gpu)] = "{" + labels(**gpu.labels()) + "} "
        for name, kind, text, group, value in DCGM:
            rows = [f"{name}{self.text[id(gpu)]}{gpu.blank.get(name) or value(gpu, t)}" for gpu in gpus if has(gpu, name, group)]
            if rows:
                page.family(name, kind, text)
                page.lines += rows
        page.metric("DCGM_EXP_XID_ERRORS_COUNT", "gauge", "Count of XID Errors within user-specified time window (see window_size_in_ms).",
                    *((labels(**gpu.labels(), window_size_in_ms="300000", xid=gpu.xid), 1) for gpu in gpus if gpu.xid))
        page.metric("DCGM_EXP_CLOCK_EVENTS_COUNT", "gauge", "Count of clock events within the user-specified time window.",
                    *((labels(**gpu.labels(), window_size_in_ms="300000", clock_event="hw_thermal_slowdown"), 3) for gpu in gpus if gpu.hot))

    def inference(self, page, only=None):
        items = {}
        for pod in self.pods:
            work = self.works.get((pod["namespace"], pod["app"]), {})
            if work.get("engine") and pod["phase"] == "Running" and "rps" in work:
                items.setdefault(work["engine"], []).append((work, pod))
        for name, function in ENGINES:
            if items.get(name) and (only is None or name in only):
                function(page, items[name], page.now, *([self.of_pod] if name == "triton" else []))

    def page(self, path, open_metrics):
        page = Page(time.time(), open_metrics)
        with self.lock:
            if path in ("", "dcgm"):
                self.dcgm(page, None if path == "" else False)
            if path == "dcgm-honoured":
                self.dcgm(page, True)
            if path in ("", "inference"):
                self.inference(page)
            if path in ("", "kube-state-metrics"):
                state_metrics(page, self)
            if path in ("", "kueue"):
                kueue(page, page.now)
        return page.text() if page.lines or path in ("dcgm", "dcgm-honoured", "kube-state-metrics", "inference") else None

    def backfill(self, start, end, step, instance, out):
        """History, family by family, with the labels that a scrape by tests/live's Prometheus stores."""
        times = range(int(start), int(end) + 1, int(step))
        with self.lock:
            gpus = [gpu for gpu in self.gpus if gpu.node["name"] not in self.silent]
            series = []
            for gpu in gpus:
                pairs = gpu.labels()
                if not gpu.node.get("honor"):
                    for name in ("container", "namespace", "pod"):
                        if name in pairs:
                            pairs["exported_" + name] = pairs.pop(name)
                    pairs.update(job="dcgm-exporter", namespace="gpu-operator", pod="dcgm-exporter-live", container="exporter")
                else:
                    pairs["job"] = "dcgm-exporter-honoured"
                series.append((gpu, labels(**pairs, instance=instance)))
            for name, kind, text, group, value in DCGM:
                rows = [(gpu, pairs) for gpu, pairs in series if name in HISTORY and has(gpu, name, group) and name not in gpu.blank]
                if not rows:
                    continue
                # Not "counter": those would have to be called _total here.
                out.write(f"# TYPE {name} {'unknown' if kind == 'counter' else kind}\n".encode())
                for gpu, pairs in rows:
                    out.write("".join(f"{name}{{{pairs}}} {value(gpu, t)} {t}\n" for t in times).encode())
            tail = labels(job="inference", instance=instance)
            families, order = {}, []
            for t in times:
                page = Page(t)
                self.inference(page, ("vllm",))
                family = None
                for line in "\n".join(page.lines).split("\n"):
                    if line.startswith("# TYPE"):
                        family = line.split()[2]
                        if family not in families:
                            families[family] = (line, {})
                            order.append(family)
                    elif not line.startswith("#"):
                        name, _, value = line.rpartition("} ")
                        families[family][1].setdefault(name, []).append(f"{name},{tail}}} {value} {t}\n")
            for family in order:
                kind, rows = families[family]
                if kind.endswith("counter"):
                    kind = kind.replace("_total counter", " counter")
                out.write((kind + "\n").encode())
                for lines in rows.values():
                    out.write("".join(lines).encode())
            out.write(b"# EOF\n")


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    world, instance = None, ""

    def do_GET(self):
        parts = urllib.parse.urlsplit(self.path)
        accept = self.headers.get("Accept", "")
        kind = "text/plain; version=0.0.4; charset=utf-8"
        if parts.path == "/-/ready":
            return self.answer(200, b"ready\n", kind)
        if parts.path == "/backfill":
            query = dict(urllib.parse.parse_qsl(parts.query))
            self.send_response(200)
            self.send_header("Connection", "close")
            self.end_headers()
            self.close_connection = True
            return self.world.backfill(query["start"], query["end"], query["step"], self.instance, self.wfile)
        if parts.path == "/metrics/native":
            if "application/vnd.google.protobuf" in accept:
                return self.answer(200, native(time.time()), "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited")
            return self.answer(200, b"# ask for protobuf\n", kind)
        if parts.path == "/metrics" or parts.path.startswith("/metrics/"):
            open_metrics = "application/openmetrics-text" in accept and parts.path == "/metrics/inference"
            text = self.world.page(parts.path[9:], open_metrics)
            if text is not None:
                if open_metrics:
                    kind = "application/openmetrics-text; version=1.0.0; charset=utf-8"
                return self.answer(200, text.encode(), kind)
        return self.answer(404, b"see --help for the paths\n", kind)

    def answer(self, code, body, kind):
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--listen", default="127.0.0.1:9400", metavar="HOST:PORT")
    parser.add_argument("--scenario", default=os.path.join(here, "scenarios", "small.json"), metavar="FILE")
    parser.add_argument("--nodes", type=int, help="instead of a scenario: that many nodes")
    parser.add_argument("--gpus-per-node", type=int, default=8)
    parser.add_argument("--pods", type=int, help="with --nodes: pods in the cluster (default: 16 for each node)")
    parser.add_argument("--kube-url", help="API server whose pods hold the GPUs")
    parser.add_argument("--kube-ca", metavar="FILE")
    parser.add_argument("--kube-token-file", metavar="FILE")
    parser.add_argument("--kube-every", type=float, default=3, metavar="SECONDS")
    parser.add_argument("--print", action="store_true", help="print /metrics once and end")
    args = parser.parse_args()
    if args.nodes:
        scenario = bench_scenario(args.nodes, args.gpus_per_node)
        pods = args.pods if args.pods is not None else 16 * args.nodes
    else:
        with open(args.scenario) as file:
            scenario, pods = json.load(file), None
    world = World(scenario, None if args.kube_url else pods_of_scenario(scenario, pods))
    if args.print:
        print(world.page("", False), end="")
        return
    host, port = args.listen.rsplit(":", 1)
    Handler.world, Handler.instance = world, args.listen
    if args.kube_url:
        cluster = Cluster(world, args.kube_url, args.kube_ca, args.kube_token_file, args.kube_every)
        cluster.start()
    server = http.server.ThreadingHTTPServer((host, int(port)), Handler)
    server.daemon_threads = True
    server.serve_forever()


if __name__ == "__main__":
    main()
