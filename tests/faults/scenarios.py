# SPDX-License-Identifier: GPL-3.0-or-later
"""The faults: how each begins and ends. Through the proxy for the network, by signals for the server."""
import dataclasses
import json
import subprocess
import typing
import urllib.request


class Stack:
    """The servers of a tests/live state folder, and the means to disturb them."""
    def __init__(self, root, server):
        self.root, self.server = root, server
        self.proxy = server.servers.get("proxy", {})
        self.stopped = False
        self.identity = None  # set by who runs the faults

    def proxied(self):
        return self.proxy.get("state") == "up"

    def _ask(self, path, document=None, method=None, base=None):
        body = None if document is None else json.dumps(document).encode()
        request = urllib.request.Request((base or self.proxy["url"]) + path, body, {"Content-Type": "application/json",
                                         "User-Agent": "binnacle-tests"}, method=method)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.read()

    def enable(self, on):
        self._ask("/proxies/kubernetes", {"enabled": on})

    def toxic(self, kind, attributes, toxicity=1.0):
        for stream in ("upstream", "downstream"):
            self._ask("/proxies/kubernetes/toxics", {"name": f"fault-{stream}", "type": kind, "stream": stream,
                                                     "toxicity": toxicity, "attributes": attributes})

    def reset_proxy(self):
        self._ask("/reset", {})

    def live(self, script, *words):
        done = subprocess.run([str(self.root / "tests" / "live" / script), *words, "--state", str(self.server.state)],
                              capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"tests/live/{script} {' '.join(words)}: {done.stdout[-200:]}{done.stderr[-200:]}")

    def signal_api(self, name):
        self.live("kill", "kube-apiserver", "--signal", name)
        self.stopped = name == "STOP"

    def restart_api(self):
        self.live("restart", "kube-apiserver")

    def compact(self):
        """So that every version known to a client is too old."""
        etcd = self.server.facts["etcd"]
        head = json.loads(self._ask("/v3/kv/range", {"key": "YQ=="}, base=etcd))["header"]["revision"]
        self._ask("/v3/kv/compaction", {"revision": head, "physical": True}, base=etcd)

    def heal(self):
        self.reset_proxy()
        if self.stopped:
            self.signal_api("CONT")
        try:
            up = self.server.get("/livez").status == 200
        except OSError:
            up = False
        if not up:
            self.restart_api()


@dataclasses.dataclass
class Scenario:
    name: str
    hold: float  # seconds
    begin: typing.Callable
    end: typing.Callable
    usual: bool = True
    server: bool = False  # the server has to start again: the network is back when `end` returns, not when it is called


def killed_and_compacted(stack):
    stack.compact()
    stack.signal_api("KILL")


SCENARIOS = {s.name: s for s in (
    # Refused connections.
    Scenario("cut", 5, lambda s: s.enable(False), lambda s: s.enable(True)),
    # Every connection is reset soon after it is made.
    Scenario("resets", 5, lambda s: s.toxic("reset_peer", {"timeout": 200}), lambda s: s.reset_proxy()),
    # Connections stand, nothing moves: longer than two intervals and a second.
    Scenario("stall", 13, lambda s: s.toxic("timeout", {"timeout": 0}), lambda s: s.reset_proxy()),
    # Half open: the server accepts, and never answers.
    Scenario("hang", 13, lambda s: s.signal_api("STOP"), lambda s: s.signal_api("CONT")),
    # Gone, and back with an empty watch cache.
    Scenario("killed", 2, lambda s: s.signal_api("KILL"), lambda s: s.restart_api(), server=True),
    # Back, and everything a client could resume from is compacted away: 410.
    Scenario("compacted", 1, killed_and_compacted, lambda s: s.restart_api(), server=True),
    # The token expires and its file gets a new one later: the server remembers the old one for up to 10 s.
    Scenario("expired", 25, lambda s: s.identity.expire(), lambda s: s.identity.renew()),
    # A slow and lossy way, not a broken one.
    Scenario("slow", 8, lambda s: s.toxic("latency", {"latency": 400, "jitter": 300}), lambda s: s.reset_proxy(), usual=False),
    # Half of the connections stand still while the others work.
    Scenario("partial", 20, lambda s: s.toxic("timeout", {"timeout": 0}, toxicity=0.5), lambda s: s.reset_proxy(), usual=False),
)}
