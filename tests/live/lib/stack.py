# SPDX-License-Identifier: GPL-3.0-or-later
"""One live stack: its folder, its ports, how each server is started, and the files that tell tests about them."""
import contextlib
import fcntl
import json
import os
import pathlib
import random
import secrets
import shutil
import sys
import time

import identities
import seeder
from basics import HERE, Skipped, bin_dir, built, cache_dir, say, write  # noqa: F401 (some for live.py)
from kube import Kube
from metric_servers import MetricServers
from procs import Failed, Procs, find_program, port_free

EXPORTER = HERE.parent.parent / "support" / "exporter" / "exporter.py"
SERVERS = ("kubernetes", "prometheus", "alertmanager", "proxy", "exporter", "victoria-metrics", "thanos")
ON_REQUEST = ("thanos",)  # minutes to build: only when --only names it
PARTS = {"kubernetes": ("etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok"),
         "thanos": ("prometheus-replica", "thanos-sidecar", "thanos-sidecar-replica", "thanos", "thanos-partial")}
PORTS = ("etcd", "etcd-peer", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok", "exporter",
         "prometheus", "alertmanager", "proxy", "proxy-kubernetes", "proxy-prometheus", "proxy-alertmanager",
         "victoria-metrics", "prometheus-replica", "thanos", "thanos-grpc", "thanos-partial", "thanos-partial-grpc",
         "thanos-sidecar", "thanos-sidecar-grpc", "thanos-sidecar-replica", "thanos-sidecar-replica-grpc")
MARKER = ".binnacle-live"


class Stack(MetricServers):
    def __init__(self, state_dir, create=False):
        self.dir = pathlib.Path(state_dir).absolute()
        if not (self.dir / MARKER).exists():
            if not create:
                raise SystemExit(f"{self.dir} is no live stack: start one with tests/live/up --state {self.dir}")
            if self.dir.exists() and any(self.dir.iterdir()):
                raise SystemExit(f"{self.dir} is not empty and no live stack: choose another --state folder")
            self.dir.mkdir(parents=True, exist_ok=True, mode=0o700)
            (self.dir / MARKER).touch()
        if self.dir.stat().st_uid != os.getuid():
            raise SystemExit(f"{self.dir} belongs to another user: choose another --state folder")
        self.procs = Procs(self.dir)
        self.state_file = self.dir / "state.json"
        self.state = json.loads(self.state_file.read_text()) if self.state_file.exists() else {}

    @contextlib.contextmanager
    def locked(self):
        with open(self.dir / ".lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if self.state_file.exists():
                self.state = json.loads(self.state_file.read_text())
            yield

    def save(self):
        write(self.state_file, json.dumps(self.state, indent=1) + "\n")

    # --- facts -------------------------------------------------------------------------------------------------
    @property
    def size(self):
        return self.state["size"]

    def port(self, name):
        return self.state["ports"][name]

    def url(self, name):
        if name == "kubernetes":
            return f"https://127.0.0.1:{self.port('kube-apiserver')}"
        return f"http://127.0.0.1:{self.port(name)}"

    @property
    def ca(self):
        return self.dir / "kube" / "apiserver.crt"

    def token(self, user):
        return (self.dir / "tokens" / user).read_text().strip()

    def kube(self, user="admin"):
        return Kube(self.url("kubernetes"), self.token(user), str(self.ca))

    def parts(self, server):
        """The processes of a server: for a benchmark the control plane runs without controllers."""
        names = PARTS.get(server, (server,))
        return names[:2] if server == "kubernetes" and self.size == "bench" else names

    def up(self, server):
        return all(self.procs.pid(name) for name in self.parts(server))

    # --- preparing ---------------------------------------------------------------------------------------------
    def prepare(self, size, nodes, pods):
        if self.state and self.state["size"] != size:
            raise SystemExit(f"{self.dir} holds a stack of size {self.state['size']}: "
                             f"end it (tests/live/down --delete --state {self.dir}) or choose another --state folder")
        if not self.state:
            self.state = {"size": size, "nodes": nodes, "pods": pods, "ports": {}}
        if len(self.state["ports"]) < len(PORTS):  # a new stack, or one that an older version started
            self.state["ports"] = {**choose_ports(), **self.state["ports"]}
            self.save()
        for user in identities.USERS:
            path = self.dir / "tokens" / user
            if not path.exists():
                write(path, secrets.token_hex(24) + "\n", 0o600)

    # --- starting ----------------------------------------------------------------------------------------------
    def start(self, server, build):
        getattr(self, "start_" + server.replace("-", "_"))(build)

    def start_part(self, name, argv, probe, deadline=60, env=None):
        self.procs.start(name, argv, probe, deadline, env)

    def start_kubernetes(self, build):
        if not find_program("openssl"):
            raise Skipped("no openssl (Debian: openssl) to make the service account key")
        small = self.size == "small"
        etcd = built("etcd", build) / "etcd"
        bin_dir = built("kubernetes", build)
        kwok = built("kwok", build) / "kwok" if small else None
        kube = self.dir / "kube"
        kube.mkdir(exist_ok=True)
        identities.make(kube, self.dir / "tokens")
        write(kube / "tokens.csv", "".join(
            f'{self.token(user)},{user},{user},"{group}"\n' for user, group in identities.USERS.items()), 0o600)
        self.start_part("etcd", [
            etcd, "--name=live", f"--data-dir={kube / 'etcd'}", "--unsafe-no-fsync", "--log-level=warn",
            f"--listen-client-urls={self.url('etcd')}", f"--advertise-client-urls={self.url('etcd')}",
            f"--listen-peer-urls={self.url('etcd-peer')}", f"--initial-advertise-peer-urls={self.url('etcd-peer')}",
            f"--initial-cluster=live={self.url('etcd-peer')}", "--quota-backend-bytes=8589934592"],
            {"url": self.url("etcd") + "/health"})
        self.procs.wait("etcd")
        self.start_part("kube-apiserver", [
            bin_dir / "kube-apiserver", f"--etcd-servers={self.url('etcd')}", "--bind-address=127.0.0.1",
            "--advertise-address=192.0.2.1",  # for the certificate and an Endpoints object only; needs no route
            f"--secure-port={self.port('kube-apiserver')}", f"--cert-dir={kube}",
            "--service-cluster-ip-range=10.0.0.0/24", "--service-account-issuer=https://kubernetes.default.svc",
            f"--service-account-key-file={kube / 'sa.key'}", f"--service-account-signing-key-file={kube / 'sa.key'}",
            f"--token-auth-file={kube / 'tokens.csv'}", f"--client-ca-file={kube / 'client-ca.crt'}",
            "--authorization-mode=RBAC",
            "--disable-admission-plugins=ServiceAccount", "--enable-priority-and-fairness=false", "--v=1"],
            {"url": self.url("kubernetes") + "/readyz", "ca": str(self.ca)}, 120)
        self.procs.wait("kube-apiserver")
        write(self.dir / "kube" / "components.kubeconfig", identities.kubeconfig(self, ("components",), ("",)), 0o600)
        seeder.base(self.kube(), identities.VIEWER_NAMESPACE)
        if not small:
            return
        config = f"--kubeconfig={kube / 'components.kubeconfig'}"
        self.start_part("kube-controller-manager", [
            bin_dir / "kube-controller-manager", config, f"--service-account-private-key-file={kube / 'sa.key'}",
            "--leader-elect=false", "--kube-api-qps=500", "--kube-api-burst=1000", "--bind-address=127.0.0.1",
            f"--secure-port={self.port('kube-controller-manager')}", f"--cert-dir={kube / 'controller-manager'}",
            # Nodes without a kubelet (the one with the crafted pods) keep the readiness the seeder gave them.
            "--node-monitor-grace-period=240h"],
            {"url": f"https://127.0.0.1:{self.port('kube-controller-manager')}/healthz"})
        self.start_part("kube-scheduler", [
            bin_dir / "kube-scheduler", config, "--leader-elect=false", "--kube-api-qps=1000", "--kube-api-burst=2000",
            "--bind-address=127.0.0.1", f"--secure-port={self.port('kube-scheduler')}",
            f"--cert-dir={kube / 'scheduler'}"],
            {"url": f"https://127.0.0.1:{self.port('kube-scheduler')}/healthz"})
        self.start_part("kwok", [
            kwok, config, "--manage-all-nodes=false",
            "--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake", "--node-lease-duration-seconds=40",
            f"--server-address=127.0.0.1:{self.port('kwok')}"],
            {"url": f"http://127.0.0.1:{self.port('kwok')}/healthz"})
        for name in self.parts("kubernetes")[2:]:
            self.procs.wait(name)

    def start_exporter(self, _build):
        argv = [sys.executable, EXPORTER, "--listen", f"127.0.0.1:{self.port('exporter')}"]
        if self.size == "bench":
            argv += ["--nodes", self.state["nodes"], "--gpus-per-node", 8, "--pods", self.state["pods"]]
        else:
            argv += ["--scenario", EXPORTER.parent / "scenarios" / "small.json"]
            if self.up("kubernetes"):
                argv += ["--kube-url", self.url("kubernetes"), "--kube-ca", self.ca,
                         "--kube-token-file", self.dir / "tokens" / "metrics"]
        record = self.procs.record("exporter")
        if record and record["argv"] != list(map(str, argv)):
            self.procs.stop(["exporter"])  # a cluster came or went since
        self.start_part("exporter", argv, {"url": self.url("exporter") + "/-/ready"})
        self.procs.wait("exporter")

    def start_alertmanager(self, _build):
        program = find_program("prometheus-alertmanager", "alertmanager")
        if not program:
            raise Skipped("no prometheus-alertmanager in PATH (Debian: prometheus-alertmanager)")
        home = self.dir / "alertmanager"
        home.mkdir(exist_ok=True)
        shutil.copyfile(HERE / "alertmanager.yml", home / "alertmanager.yml")
        self.start_part("alertmanager", [
            program, f"--config.file={home / 'alertmanager.yml'}", f"--storage.path={home / 'data'}",
            f"--web.listen-address=127.0.0.1:{self.port('alertmanager')}", "--cluster.listen-address=",
            "--log.level=warn"], {"url": self.url("alertmanager") + "/-/ready"})
        self.procs.wait("alertmanager")

    def start_proxy(self, build):
        program = built("toxiproxy", build) / "toxiproxy"
        upstream = {"kubernetes": "kube-apiserver", "prometheus": "prometheus", "alertmanager": "alertmanager"}
        write(self.dir / "proxy.json", json.dumps([
            {"name": name, "listen": f"127.0.0.1:{self.port('proxy-' + name)}",
             "upstream": f"127.0.0.1:{self.port(target)}", "enabled": True} for name, target in upstream.items()]))
        self.start_part("proxy", [program, "-host", "127.0.0.1", "-port", self.port("proxy"),
                                  "-config", self.dir / "proxy.json"], {"url": self.url("proxy") + "/version"},
                        env={"LOG_LEVEL": "warn"})
        self.procs.wait("proxy")

    def shut(self, names):
        """Clients first, then the API server, then etcd: each ends quickly only while what it uses lives."""
        last = [name for name in ("kube-apiserver", "etcd") if name in names]
        killed = self.procs.stop([name for name in names if name not in last])
        for name in last:  # the API server keeps nothing and waits for its clients' watches; etcd must end well
            killed += self.procs.stop([name], 15 if name == "etcd" else 3)
        return killed

    # --- files -------------------------------------------------------------------------------------------------
    def write_connections(self):
        config = json.dumps(str(self.dir / "kubeconfig"))
        sources = {"live": [], "live-proxied": []}
        kubernetes, prometheus = self.up("kubernetes"), self.up("prometheus")
        if kubernetes:
            write(self.dir / "kubeconfig", identities.kubeconfig(self), 0o600)
            sources["live"].append(f"{{id: kube, type: kubernetes, kubeconfig: {config}, context: admin}}")
            sources["live-proxied"].append(
                f"{{id: kube, type: kubernetes, kubeconfig: {config}, context: admin-proxied}}")
        if prometheus:
            sources["live"].append(f"{{id: prom, type: prometheus, url: '{self.url('prometheus')}'}}")
            sources["live-proxied"].append(
                f"{{id: prom, type: prometheus, url: 'http://127.0.0.1:{self.port('proxy-prometheus')}'}}")
        # Dialects: environments of their own, so that their devices are not those of `live` a second time.
        for name, source in (("victoria-metrics", "vm"), ("thanos", "thanos")):
            if self.up(name):
                sources["live-" + name] = [f"{{id: {source}, type: prometheus, url: '{self.url(name)}'}}"]
        if self.up("thanos"):
            sources["live-thanos-partial"] = [
                f"{{id: thanos, type: prometheus, url: '{self.url('thanos-partial')}'}}"]
        text = "environments:\n"
        for name, entries in sources.items():
            if name == "live-proxied" and not self.up("proxy"):
                continue
            text += f"  - name: {name}\n    production: false\n    sources:"
            text += "".join(f"\n      - {entry}" for entry in entries) + "\n" if entries else " []\n"
        write(self.dir / "connections.yaml", text)

    def write_servers(self, results):
        """results: server → (state, reason), merged into what the file already says of others."""
        path = self.dir / "servers.json"
        known = json.loads(path.read_text()) if path.exists() else {}
        for server in SERVERS:
            if server in results:
                state, reason = results[server]
            elif server in known and (known[server]["state"] != "up" or self.up(server)):
                continue
            elif server in known:
                state, reason = "failed", "not running: " + ", ".join(
                    name for name in self.parts(server) if not self.procs.pid(name))
            else:
                state, reason = "skipped", "not asked for"
            parts = self.parts(server)
            main = "kube-apiserver" if server == "kubernetes" else server
            entry = {"state": state, "reason": reason, "url": self.url(server) if state == "up" else None,
                     "pid": self.procs.pid(main), "log": str(self.procs.log(main)) if state != "skipped" else None}
            if server == "kubernetes" and state != "skipped":
                entry["parts"] = {name: {"pid": self.procs.pid(name), "log": str(self.procs.log(name))} for name in parts}
                entry["bin"] = str(bin_dir("kubernetes"))
                entry["etcd"] = self.url("etcd")
            if server == "proxy" and state == "up":
                entry["proxies"] = {name: f"127.0.0.1:{self.port('proxy-' + name)}"
                                    for name in ("kubernetes", "prometheus", "alertmanager")}
            known[server] = entry
        write(path, json.dumps(known, indent=1) + "\n")
        return known

    def refresh(self):
        """servers.json after a server was killed or restarted."""
        known = json.loads((self.dir / "servers.json").read_text())
        self.write_servers({name: ("up", "") for name in SERVERS if known[name]["state"] != "skipped" and self.up(name)})


def choose_ports():
    """Below the kernel's own range for outgoing connections, so that nothing takes one between choosing and use."""
    chosen = []
    while len(chosen) < len(PORTS):
        port = random.SystemRandom().randrange(17000, 32000)
        if port not in chosen and port_free(port):
            chosen.append(port)
    return dict(zip(PORTS, chosen))
