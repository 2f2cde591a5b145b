# SPDX-License-Identifier: GPL-3.0-or-later
"""The servers that benches and fault tests talk to: the real one of tests/live and our replaying one."""
import http.client
import json
import os
import pathlib
import ssl
import subprocess
import urllib.parse


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()


class ApiServer:
    """Plain requests, one connection each: what is asked here is never hot."""
    def __init__(self, url, token=None, context=None):
        self.url, self.token, self.context = url, token, context

    def request(self, method, path, accept="application/json", document=None, kind="application/json", timeout=60):
        parts = urllib.parse.urlsplit(self.url)
        if parts.scheme == "https":
            connection = http.client.HTTPSConnection(parts.hostname, parts.port, context=self.context, timeout=timeout)
        else:
            connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=timeout)
        headers = {"Accept": accept, "User-Agent": "binnacle-tests", "Accept-Encoding": "identity"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        body = None
        if document is not None:
            body, headers["Content-Type"] = json.dumps(document), kind
        try:
            connection.request(method, path, body, headers)
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def get(self, path, accept="application/json"):
        return self.request("GET", path, accept)

    def post(self, path, document=None):
        return self.request("POST", path, document=document)


class LiveCluster(ApiServer):
    """The API server of a tests/live state folder."""
    def __init__(self, state):
        self.state = pathlib.Path(state)
        self.servers = json.loads((self.state / "servers.json").read_text())
        self.facts = self.servers["kubernetes"]
        if self.facts["state"] != "up":
            raise OSError(self.facts["reason"] or "the API server is not up")
        self.ca = self.state / "kube" / "apiserver.crt"
        self.kubectl = pathlib.Path(self.facts["bin"]) / "kubectl"
        self.config = self.state / "connections.yaml"
        super().__init__(self.facts["url"], (self.state / "tokens" / "admin").read_text().strip(),
                         ssl.create_default_context(cafile=str(self.ca)))

    @classmethod
    def find(cls):
        """The one $BINNACLE_LIVE_STATE names, or None when it does not answer."""
        state = os.environ.get("BINNACLE_LIVE_STATE")
        if not state:
            return None
        try:
            cluster = cls(state)
            return cluster if cluster.get("/livez").status == 200 else None
        except (OSError, KeyError, ValueError, http.client.HTTPException):
            return None

    def kubectl_command(self, *arguments):
        return [str(self.kubectl), f"--kubeconfig={self.state / 'kubeconfig'}", "--context=admin", *arguments]


class ReplayServer(ApiServer):
    """Started with the object, ended with it."""
    def __init__(self, program, arguments):
        self.process = subprocess.Popen([str(program), "--port", "0", *arguments], stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line:
            raise OSError(f"{program} did not start: exit {self.process.wait()}")
        self.facts = json.loads(line)
        super().__init__(self.facts["url"])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)

    def write_config(self, folder):
        """A configuration with this server as its only source; returns its path."""
        folder = pathlib.Path(folder)
        (folder / "kubeconfig").write_text(json.dumps({
            "apiVersion": "v1", "kind": "Config", "current-context": "replay",
            "clusters": [{"name": "replay", "cluster": {"server": self.url}}],
            "users": [{"name": "replay", "user": {}}],
            "contexts": [{"name": "replay", "context": {"cluster": "replay", "user": "replay"}}]}))
        config = folder / "connections.yaml"
        config.write_text("environments:\n- name: replay\n  production: false\n  sources:\n"
                          f"  - {{id: kube, type: kubernetes, kubeconfig: \"{folder / 'kubeconfig'}\", context: replay}}\n")
        return config

    def state(self):
        return json.loads(self.get("/replay/state").body)

    def rate(self, events_per_second):
        self.post(f"/replay/churn?rate={events_per_second}")
