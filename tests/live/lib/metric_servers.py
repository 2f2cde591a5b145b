# SPDX-License-Identifier: GPL-3.0-or-later
"""The metric servers of a stack: Prometheus, VictoriaMetrics and Thanos, and what each of them scrapes."""
import json
import shutil
import signal
import time

from basics import HERE, Skipped, built, write
from procs import find_program


class MetricServers:
    """The half of Stack that is about metrics: uses its folder, ports and processes."""

    def start_prometheus(self, _build):
        program = find_program("prometheus")
        if not program:
            raise Skipped("no prometheus in PATH (Debian: prometheus)")
        home = self.dir / "prometheus"
        changed = write(home / "prometheus.yml", self.prometheus_config())
        shutil.copyfile(HERE / "rules.yml", home / "rules.yml")
        if self.procs.pid("prometheus"):
            if changed:
                self.procs.signal("prometheus", signal.SIGHUP)
        elif "prometheusStarted" not in self.state:
            self.state["prometheusStarted"] = int(time.time())
            self.save()
        self.start_part("prometheus", [
            program, f"--config.file={home / 'prometheus.yml'}", f"--storage.tsdb.path={home / 'data'}",
            f"--web.listen-address=127.0.0.1:{self.port('prometheus')}", "--storage.tsdb.retention.time=10y",
            "--enable-feature=exemplar-storage,native-histograms", "--web.enable-lifecycle", "--web.enable-admin-api",
            "--rules.alert.resend-delay=5s", "--log.level=warn"], {"url": self.url("prometheus") + "/-/ready"})
        self.procs.wait("prometheus")

    def start_victoria_metrics(self, _build):
        program = find_program("victoria-metrics", "victoria-metrics-prod")
        if not program:
            raise Skipped("no victoria-metrics in PATH (Debian: victoria-metrics)")
        home = self.dir / "victoria-metrics"
        write(home / "scrape.yml", self.victoria_config())
        self.start_part("victoria-metrics", [
            program, f"-httpListenAddr=127.0.0.1:{self.port('victoria-metrics')}", f"-storageDataPath={home / 'data'}",
            f"-promscrape.config={home / 'scrape.yml'}", "-retentionPeriod=2", "-memory.allowedBytes=256MB",
            "-loggerLevel=WARN"], {"url": self.url("victoria-metrics") + "/health"})
        self.procs.wait("victoria-metrics")

    def start_thanos(self, build):
        """Two Prometheus servers that differ in the label `replica`, each with a sidecar, and a query node over both."""
        prometheus = find_program("prometheus")
        if not prometheus or not self.procs.pid("prometheus"):
            raise Skipped("needs the prometheus of this stack (--only exporter,prometheus,thanos)")
        program = built("thanos", build) / "thanos"
        home = self.dir / "thanos"
        write(home / "prometheus.yml", (
            "global: {scrape_interval: 5s, scrape_timeout: 5s, external_labels: {cluster: live, replica: b}}\n"
            "scrape_configs:\n  - job_name: dcgm-exporter\n    metrics_path: /metrics/dcgm\n"
            f"    static_configs: [{{targets: ['127.0.0.1:{self.port('exporter')}'], "
            "labels: {namespace: gpu-operator, pod: dcgm-exporter-live, container: exporter}}]\n"))
        self.start_part("prometheus-replica", [
            prometheus, f"--config.file={home / 'prometheus.yml'}", f"--storage.tsdb.path={home / 'data'}",
            f"--web.listen-address=127.0.0.1:{self.port('prometheus-replica')}", "--log.level=warn"],
            {"url": self.url("prometheus-replica") + "/-/ready"})
        self.procs.wait("prometheus-replica")
        for name, of in (("thanos-sidecar", "prometheus"), ("thanos-sidecar-replica", "prometheus-replica")):
            self.start_part(name, [
                program, "sidecar", f"--prometheus.url={self.url(of)}", f"--tsdb.path={home / name}",
                f"--http-address=127.0.0.1:{self.port(name)}", f"--grpc-address=127.0.0.1:{self.port(name + '-grpc')}",
                "--log.level=warn"], {"url": self.url(name) + "/-/ready"})
            self.procs.wait(name)
        # The second node always misses a store: nobody listens on port 1.
        for name, last in (("thanos", self.port("thanos-sidecar-replica-grpc")), ("thanos-partial", 1)):
            self.start_part(name, [
                program, "query", f"--http-address=127.0.0.1:{self.port(name)}",
                f"--grpc-address=127.0.0.1:{self.port(name + '-grpc')}", "--query.replica-label=replica",
                "--log.level=error", f"--endpoint-strict=127.0.0.1:{self.port('thanos-sidecar-grpc')}",
                f"--endpoint-strict=127.0.0.1:{last}"], {"url": self.url(name) + "/-/ready"})
            self.procs.wait(name)

    # --- what they scrape ---------------------------------------------------------------------------------------------
    def prometheus_config(self):
        interval = "5s" if self.size == "small" else "30s"
        exporter = f"127.0.0.1:{self.port('exporter')}"
        job = ("  - job_name: {job}\n    metrics_path: {path}\n    honor_labels: {honor}\n"
               "    static_configs: [{{targets: ['" + exporter + "']{labels}}}]\n")
        text = (f"global: {{scrape_interval: {interval}, scrape_timeout: 5s, evaluation_interval: 5s, "
                "external_labels: {cluster: live}}\n"
                "rule_files: [rules.yml]\n"
                f"alerting: {{alertmanagers: [{{static_configs: [{{targets: ['127.0.0.1:{self.port('alertmanager')}']}}]}}]}}\n"
                "scrape_configs:\n"
                f"  - job_name: prometheus\n    static_configs: [{{targets: ['127.0.0.1:{self.port('prometheus')}']}}]\n")
        # As in a real cluster: the target's own pod label turns the exporter's into exported_pod …
        text += job.format(job="dcgm-exporter", path="/metrics/dcgm", honor="false",
                           labels=", labels: {namespace: gpu-operator, pod: dcgm-exporter-live, container: exporter}")
        # … unless the scrape honours labels.
        for name, path in (("dcgm-exporter-honoured", "dcgm-honoured"), ("kube-state-metrics", "kube-state-metrics"),
                           ("kueue", "kueue"), ("inference", "inference")):
            text += job.format(job=name, path="/metrics/" + path, honor="true", labels="")
        text += job.format(job="native", path="/metrics/native", honor="true", labels="")
        if self.procs.pid("kube-apiserver"):
            text += ("  - job_name: apiserver\n    scheme: https\n    scrape_interval: 15s\n    scrape_timeout: 10s\n"
                     f"    authorization: {{credentials_file: {json.dumps(str(self.dir / 'tokens' / 'metrics'))}}}\n"
                     f"    tls_config: {{ca_file: {json.dumps(str(self.ca))}, server_name: kubernetes.default.svc}}\n"
                     f"    static_configs: [{{targets: ['127.0.0.1:{self.port('kube-apiserver')}']}}]\n"
                     "    metric_relabel_configs:\n"
                     "      - {source_labels: [__name__], regex: '(apiserver_request_(body|sli|slo)|etcd_request|"
                     "workqueue|apiserver_watch_(cache|list|events)).*_bucket', action: drop}\n")
        return text

    def victoria_config(self):
        """Its devices are scraped half as often as the rest: their freshness goes by their own job."""
        exporter = f"static_configs: [{{targets: ['127.0.0.1:{self.port('exporter')}']}}]\n"
        text = "global: {scrape_interval: 5s, scrape_timeout: 5s, external_labels: {cluster: live}}\nscrape_configs:\n"
        for job, path, interval in (("dcgm-exporter", "dcgm", "10s"), ("dcgm-exporter-honoured", "dcgm-honoured", "10s"),
                                    ("inference", "inference", "5s")):
            text += (f"  - job_name: {job}\n    metrics_path: /metrics/{path}\n    scrape_interval: {interval}\n"
                     f"    honor_labels: true\n    {exporter}")
        return text
